import type { AnswerOf } from '@madang/client';
import type { electionServices } from '@madang/services/elections.ts';
import { problemOf } from '../decision/city-client.ts';
import { readLines } from '../decision/read-lines.ts';
import { electionClient } from '../election/election-client.ts';
import { type ElectionFacts, electionBytes } from '../election/election-facts.ts';
import type { Answer } from '../ledger.ts';
import { electionDesk } from './election-desk.ts';
import type { AtDesk } from './session.ts';

/** A batch of papers as the ledger tells it. */
export type BatchLine = AnswerOf<typeof electionServices, 'election.batches'>[number];
type RollLine = AnswerOf<typeof electionServices, 'election.voters'>[number];

/** Somebody who may be marked as voting on paper. */
export type PaperVoter = {
  person: number;
  /** The names of their homes; none where nobody knows any more who the number is. */
  homes: readonly string[];
  /** Whether a ballot of theirs counts, which the mark takes out. */
  hasVoted: boolean;
};

/** Voters of one building and of the same weights: a batch is of such alone. */
export type PaperGroup = {
  key: string;
  building: string;
  /** Absent where all of the building weigh the same. */
  weights?: readonly number[];
  voters: readonly PaperVoter[];
  /** Who cannot be marked: their ballot stands for good, or their key will be mixed. */
  fixed: number;
};

const pageSize = 500;
const batchesAtOnce = 100;

function readRoll(id: string): Promise<Answer<readonly RollLine[]>> {
  const election = electionBytes(id);
  return readLines<RollLine, number>({
    read: (after) => electionClient().query('election.voters', { election, ...after }),
    placeOf: ({ person }) => person,
    size: pageSize,
  });
}

/** All batches of papers of an election, ascending by key. */
export function readBatches(id: string): Promise<Answer<readonly BatchLine[]>> {
  const election = electionBytes(id);
  return readLines<BatchLine, Uint8Array>({
    read: (after) => electionClient().query('election.batches', { election, ...after }),
    placeOf: ({ key }) => key,
    size: batchesAtOnce,
  });
}

/** Whether a paper can take the place of what somebody's key has cast, or may cast. */
function isReplaceable({ now }: ElectionFacts, { key, hasVoted }: RollLine): boolean {
  if (key === undefined) return true;
  if (now.mixing !== undefined) return false;
  return now.revote === 'last' || hasVoted !== true;
}

/** Those of the roll who do not vote on paper yet, in groups of whom a batch can be. */
export async function readPaperGroups(
  at: AtDesk,
  facts: ElectionFacts,
): Promise<Answer<readonly PaperGroup[]>> {
  const [roll, known] = await Promise.all([readRoll(facts.id), electionDesk(at).voters(facts.id)]);
  if (!roll.ok) return roll;
  if (!known.ok) return { ok: false, problem: problemOf(known.error) };
  const homes = new Map(known.value.map((voter) => [voter.person, voter.homes]));
  return { ok: true, value: groupsOf(facts, roll.value, homes) };
}

/** Groups in the order of the buildings. */
function groupsOf(
  facts: ElectionFacts,
  roll: readonly RollLine[],
  homes: ReadonlyMap<number, readonly string[]>,
): readonly PaperGroup[] {
  const all = Map.groupBy(roll, ({ building, weights }) => `${building} ${weights.join(' ')}`);
  const alike = [...all.entries()].toSorted(([, [one]], [, [other]]) =>
    one === undefined || other === undefined ? 0 : one.building - other.building,
  );
  return alike.flatMap(([key, lines]) => {
    const [first] = lines;
    if (first === undefined) return [];
    const { building, weights } = first;
    const isSole = alike.filter(([, [one]]) => one?.building === building).length === 1;
    const left = lines.filter(({ batch }) => batch === undefined);
    const free = left.filter((line) => isReplaceable(facts, line));
    const voters = free.map(({ person, hasVoted }) => ({
      person,
      homes: homes.get(person) ?? [],
      hasVoted: hasVoted === true,
    }));
    return [
      {
        key,
        building: facts.buildings[building] ?? String(building + 1),
        ...(isSole ? {} : { weights }),
        voters,
        fixed: left.length - free.length,
      },
    ];
  });
}

/** How far a batch is on the ledger. */
export function batchState({ papers, record }: BatchLine): 'marked' | 'entered' | 'confirmed' {
  if (record !== undefined) return 'confirmed';
  return papers === 0 ? 'marked' : 'entered';
}

/** How many papers a batch may have: persons who are marked, and keys that were given up. */
export function placesOf({ marked, surrendered = 0 }: BatchLine): number {
  return marked + surrendered;
}
