import { expectPresent, fail, ok, type Result } from '@madang/base';
import type { HomeLines } from './check-home.ts';
import { readRows } from './check-rows.ts';
import { labelOf } from './home.ts';
import type { Problem } from './problem.ts';
import type { Row } from './row.ts';
import { buildingsOf, numbersOf, type RollOptions } from './to-roll.ts';
import { voterOf } from './voter-problems.ts';

/** Whoever votes for a home. */
export interface ListedVoter {
  /** Random, as the ledger has it. */
  readonly number: number;
  readonly name: string;
  readonly phone?: string;
  /** Such as 107동 503호. */
  readonly label: string;
  /** Index into the buildings. */
  readonly building: number;
  /** Where the list says it: for votes by area. */
  readonly areaMilliM2?: number;
}

/** The voters of a secret ballot, ascending by number: one for each home that is not left out. */
export interface VoterList {
  readonly buildings: readonly string[];
  readonly voters: readonly ListedVoter[];
  /** Homes that the list leaves out, and voters whom no message reaches. */
  readonly excluded: number;
  readonly withoutPhone: number;
}

/** The voters that a list without problems has; otherwise its problems. */
export function toVoters(
  rows: readonly Row[],
  shuffle: RollOptions['shuffle'],
): Result<VoterList, readonly Problem[]> {
  const { homes, problems } = readRows(rows, 'voters');
  if (problems.length > 0) return fail(problems);
  const voting = homes.filter(({ lines }) => lines.every(({ excluded }) => excluded === undefined));
  const numbers = numbersOf(voting.length, shuffle);
  const buildings = buildingsOf(voting);
  const voters = voting.map((home, at) => ({
    ...whoVotes(home),
    number: expectPresent(numbers[at], 'toVoters: more homes than numbers'),
    label: labelOf(home.home),
    building: buildings.indexOf(home.home.building),
  }));
  return ok({
    buildings,
    voters: voters.sort((left, right) => left.number - right.number),
    excluded: homes.length - voting.length,
    withoutPhone: voters.filter((voter) => voter.phone === undefined).length,
  });
}

function whoVotes(home: HomeLines): Pick<ListedVoter, 'name' | 'phone' | 'areaMilliM2'> {
  const line = expectPresent(voterOf(home), 'toVoters: a home without a voter');
  const isLet = line.tenant !== undefined;
  const name = (isLet ? line.tenant : line.owner) ?? '';
  const phone = isLet ? line.tenantPhone : line.phone;
  const [areaMilliM2] = home.lines.flatMap((one) => one.areaMilliM2 ?? []);
  return {
    name,
    ...(phone === undefined ? {} : { phone }),
    ...(areaMilliM2 === undefined ? {} : { areaMilliM2 }),
  };
}
