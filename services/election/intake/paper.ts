import type { Chance } from '@madang/ballot';
import type { TypeOf } from '@madang/base';
import type { batchAnswer } from '../chain/answers.ts';
import {
  type OpenElection,
  type OwnKey,
  possessionOf,
  type SealedBallot,
  sealBallot,
} from './ballot.ts';

// What an office does with papers, on a machine of its own: whoever transcribes them sees what they
// say, so nothing of it may leave the machine but as sealed ballots.

/** A batch of paper ballots as the ledger tells it. */
export type ToldBatch = TypeOf<typeof batchAnswer>;

/**
 * The payload that begins a batch of a building for which nobody is marked yet; `account` signs it.
 */
export function batchOpening(
  election: OpenElection,
  own: OwnKey,
  { building, account }: { readonly building: number; readonly account: Uint8Array },
  chance: Chance,
) {
  const possession = possessionOf(election, own, account, chance);
  return { election: election.id, batch: own.key, possession, building };
}

/** The payload that marks persons as voting on paper, ascending by number; `account` signs it. */
export function markOf(
  election: OpenElection,
  own: OwnKey,
  { persons, account }: { readonly persons: readonly number[]; readonly account: Uint8Array },
  chance: Chance,
) {
  const possession = possessionOf(election, own, account, chance);
  return { election: election.id, batch: own.key, possession, persons: [...persons] };
}

/**
 * The ballots of the papers of a batch that are not entered yet, each behind the one before: for
 * each paper, and each question on it, the chosen answers, none for a blank vote. All papers are
 * given in the same order each time, so that whoever was interrupted goes on where they were.
 */
export function sealPapers(
  election: OpenElection,
  {
    key,
    standing,
  }: {
    readonly key: Uint8Array;
    readonly standing: Pick<ToldBatch, 'papers' | 'last'>;
  },
  papers: readonly (readonly (readonly number[])[])[],
  chance: Chance,
): readonly SealedBallot[] {
  const sealed: SealedBallot[] = [];
  let { last } = standing;
  for (const [at, chosen] of papers.entries()) {
    if (at < standing.papers) continue;
    const before = last === undefined ? { ballots: at } : { ballots: at, last };
    const one = sealBallot(election, { key, standing: before }, chosen, chance);
    sealed.push(one);
    last = one.encrypted.fingerprint;
  }
  return sealed;
}
