import type { HomeLines } from './check-home.ts';
import type { Owners } from './owners.ts';
import type { Notice } from './problem.ts';
import type { RollTotals } from './roll.ts';

/** What an officer should know of a roll before it is frozen. */
export function rollNotices(
  { persons, holdings }: Owners,
  homes: readonly HomeLines[],
  { unrepresented }: RollTotals,
): readonly Notice[] {
  const isCounted = homes.map(({ lines }) => lines.every(({ excluded }) => excluded === undefined));
  const several = holdings
    .map((holding) => holding.homes.filter((home) => isCounted[home] === true).length)
    .filter((count) => count > 1);
  const silent = persons.filter(({ phone }) => phone === undefined).length;
  return [
    ...some(several.length, severalHomes(several)),
    ...some(unrepresented, withoutRepresentative(unrepresented)),
    ...some(...sameNames(persons)),
    ...some(silent, withoutPhone(silent)),
  ];
}

type Said = Pick<Notice, 'code' | 'text'>;

function some(count: number, { code, text }: Said): readonly Notice[] {
  return count === 0 ? [] : [{ code, count, text }];
}

function severalHomes(counts: readonly number[]): Said {
  const most = counts.reduce((left, right) => Math.max(left, right), 0);
  const { length } = counts;
  const isOne = length === 1;
  return {
    code: 'ROLL-SEVERAL-HOMES',
    text: {
      ko: isOne
        ? `${most}집을 가진 소유자 1명은 한 사람으로 세고 면적은 모두 더합니다.`
        : `여러 집(많게는 ${most}집)을 가진 소유자 ${length}명은 저마다 한 사람으로 세고 면적은 모두 더합니다.`,
      en: isOne
        ? `One owner of ${most} homes counts as one head, with all their area.`
        : `${length} owners of several homes (up to ${most}) count as one head each, with all their area.`,
    },
  };
}

function withoutRepresentative(count: number): Said {
  return {
    code: 'ROLL-NO-REPRESENTATIVE',
    text: {
      ko: `여럿이 함께 가진 ${count}집은 대표를 정하지 않았습니다.`,
      en: `${count} homes are owned together without a named representative.`,
    },
  };
}

/** Names that stand for several persons, of whom one has neither a phone nor a mark. */
function sameNames(persons: Owners['persons']): [number, Said] {
  const counts = new Map<string, number>();
  for (const { name } of persons) counts.set(name, (counts.get(name) ?? 0) + 1);
  const unsure = persons.filter(
    ({ name, isNameOnly }) => isNameOnly && (counts.get(name) ?? 0) > 1,
  );
  const count = new Set(unsure.map(({ name }) => name)).size;
  return [
    count,
    {
      code: 'ROLL-SAME-NAME',
      text: {
        ko: `같은 이름 ${count}개를 서로 다른 사람으로 셉니다. 한 사람이면 생년월일이나 관리번호를 적어 주세요.`,
        en: `${count} names are counted as different persons each. If they are one, add a date of birth or a reference.`,
      },
    },
  ];
}

function withoutPhone(count: number): Said {
  return {
    code: 'ROLL-NO-PHONE',
    text: {
      ko: `휴대전화가 없는 ${count}명에게는 우편으로 보냅니다.`,
      en: `${count} persons without a mobile number get a letter.`,
    },
  };
}
