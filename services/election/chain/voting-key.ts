import { equalBytes, expectPresent } from '@madang/base';
import type { ApplyContext, ReadContext } from '@madang/kernel/define';
import { listAt, mixOf } from './key-lists.ts';
import type { Matter } from './matter.ts';
import type { BallotPayload } from './schema.ts';
import type { Counting } from './scope-sums.ts';
import { keys, mixedKeys, voters } from './state.ts';

/** A key that may vote: where its ballots count, and what the newest one holds. */
export interface VotingKey extends Counting {
  /** Selections of the newest ballot, where another may take its place. */
  readonly selections?: Uint8Array | undefined;
}

interface Named {
  readonly key: Uint8Array;
  readonly list?: number | undefined;
}

/** The key of a ballot, if it may vote: one that is registered, or stands in the list it names. */
export function votingKey(
  ctx: ReadContext<'election'>,
  { id, election }: Matter,
  { key, list }: Named,
): VotingKey | undefined {
  if (election.mixing !== undefined) return mixedKey(ctx, id, { key, list });
  const known = list === undefined ? ctx.get(keys, [id, key]) : undefined;
  if (known === undefined) return undefined;
  const voter = expectPresent(ctx.get(voters, [id, known.person]), 'election: a voter');
  return { building: voter.building, weights: voter.weights, selections: known.selections };
}

function mixedKey(
  ctx: ReadContext<'election'>,
  id: Uint8Array,
  { key, list }: Named,
): VotingKey | undefined {
  if (list === undefined) return undefined;
  const used = ctx.get(mixedKeys, [id, key]);
  if (used !== undefined) {
    const { building, selections } = used;
    return used.list === list ? { building, weights: HEADS, selections } : undefined;
  }
  const found = listAt(ctx, id, mixOf(ctx, id).mixed.length, list);
  const isIn = found?.keys.some((one) => equalBytes(one, key)) === true;
  return isIn ? { building: found.building, weights: HEADS } : undefined;
}

/** What a vote weighs where keys are mixed. */
const HEADS = [1];

/** Keeps of a ballot what has to be known when another takes its place. */
export function keepBallot(
  ctx: ApplyContext<'election'>,
  { election }: Matter,
  { election: id, key, list, selections }: BallotPayload,
  { building }: VotingKey,
): void {
  const kept = election.revote === 'last' ? { selections } : {};
  if (list !== undefined) ctx.put(mixedKeys, [id, key], { list, building, ...kept });
  else if (election.revote === 'last') {
    const { person } = expectPresent(ctx.get(keys, [id, key]), 'election: a key');
    ctx.put(keys, [id, key], { person, selections });
  }
}
