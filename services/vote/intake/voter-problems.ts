import type { HomeLines } from './check-home.ts';
import { tooManyBuildings } from './owners.ts';
import type { Problem } from './problem.ts';
import type { Line } from './read-line.ts';

/** What keeps homes from having one voter each. */
export function voterProblems(homes: readonly HomeLines[]): readonly Problem[] {
  const unclear = homes.filter((home) => voterOf(home) === undefined);
  return [...tooManyBuildings(homes), ...unclear.flatMap(oneVoteEach)];
}

/**
 * Of several rows for a home the one that is marked votes; of one row the tenant, if it has one.
 */
export function voterOf({ lines }: HomeLines): Line | undefined {
  const [first, ...more] = lines;
  if (more.length === 0) return first;
  const tenant = lines.find((line) => line.tenant !== undefined);
  return tenant ?? lines.find(({ isRepresentative }) => isRepresentative);
}

function oneVoteEach({ lines }: HomeLines): readonly Problem[] {
  const [first, ...others] = lines;
  return others.map((line) => ({
    code: 'ROLL-DUPLICATE',
    row: line.row,
    column: line.homeColumn,
    others: [],
    text: {
      ko: `${first.row}행과 같은 집입니다. 한 집은 한 표이므로 한 줄을 빼거나 투표할 사람의 “대표” 칸에 예라고 적어 주세요.`,
      en: `Row ${first.row} is the same home. A home has one vote: leave one of the rows out, or write yes under “representative” for whoever votes.`,
    },
    fix: { kind: 'remove', row: line.row },
  }));
}
