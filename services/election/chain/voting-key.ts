import { equalBytes, equalOptional, expectPresent, ok, type Result } from '@madang/base';
import { type ApplyContext, type ReadContext, type Refusal, refuse } from '@madang/kernel/define';
import { errors } from './errors.ts';
import { listAt, mixOf } from './key-lists.ts';
import type { Matter } from './matter.ts';
import type { BallotPayload } from './schema.ts';
import type { Counting } from './scope-sums.ts';
import { type Cast, cast, keys, mixedKeys, voters } from './state.ts';

/** A key that may vote: where its ballots count, and what the newest one holds. */
interface KnownKey extends Counting {
  /** Selections of the newest ballot, where another may take its place. */
  readonly selections?: Uint8Array | undefined;
}

/** What was cast with a key so far: what it does next follows the newest, so none is dropped. */
export type Before = Pick<Cast, 'ballots'> & Partial<Pick<Cast, 'last'>>;

/** A key that may vote, with what was cast with it so far. */
export type VotingKey = KnownKey & Before;

interface Named {
  readonly key: Uint8Array;
  readonly list?: number | undefined;
}

/**
 * The key of an act that proves itself: one that is registered, or stands in the list it names.
 * Refuses one that is none, was given up, or has cast a ballot that cannot be replaced.
 */
export function keyThatVotes(
  ctx: ReadContext<'election'>,
  { id, election }: Matter,
  { key, list }: Named,
): Result<VotingKey, Refusal> {
  const isMixed = election.mixing !== undefined;
  const surrendered = isMixed ? ctx.get(mixedKeys, [id, key])?.batch : undefined;
  if (surrendered !== undefined) return refuse(errors.KEY_SURRENDERED, {});
  const known = isMixed ? mixedKey(ctx, id, { key, list }) : ownKey(ctx, id, { key, list });
  if (known === undefined) return refuse(errors.UNKNOWN_KEY, {});
  const before: Before = ctx.get(cast, [id, key]) ?? { ballots: 0 };
  const isFixed = before.ballots > 0 && election.revote === 'none';
  return isFixed ? refuse(errors.ALREADY_VOTED, {}) : ok({ ...known, ...before });
}

/** Refuses an act of a key that does not follow what was cast with it. */
export function followedBy(
  { ballots, last }: Before,
  { sequence, previous }: Pick<BallotPayload, 'sequence' | 'previous'>,
): Result<void, Refusal> {
  const isNext = sequence === ballots && equalOptional(previous, last);
  return isNext ? ok(undefined) : refuse(errors.OUT_OF_SEQUENCE, { sequence: ballots });
}

function ownKey(
  ctx: ReadContext<'election'>,
  id: Uint8Array,
  { key, list }: Named,
): KnownKey | undefined {
  const known = list === undefined ? ctx.get(keys, [id, key]) : undefined;
  if (known === undefined) return undefined;
  const voter = expectPresent(ctx.get(voters, [id, known.person]), 'election: a voter');
  return { building: voter.building, weights: voter.weights, selections: known.selections };
}

function mixedKey(
  ctx: ReadContext<'election'>,
  id: Uint8Array,
  { key, list }: Named,
): KnownKey | undefined {
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
export const HEADS = [1];

/** Keeps of a ballot what has to be known when another takes its place. */
export function keepBallot(
  ctx: ApplyContext<'election'>,
  { election }: Matter,
  { election: id, key, list, selections }: BallotPayload,
  { building }: Counting,
): void {
  const kept = election.revote === 'last' ? { selections } : {};
  if (list !== undefined) ctx.put(mixedKeys, [id, key], { list, building, ...kept });
  else if (election.revote === 'last') {
    const { person } = expectPresent(ctx.get(keys, [id, key]), 'election: a key');
    ctx.put(keys, [id, key], { person, selections });
  }
}
