import { type Chance, freshSecret, mixKeys } from '@madang/ballot';
import { equalBytes, u32be } from '@madang/base';
import { sha512, tag } from '@madang/crypto';
import { mixBinding } from '../chain/mix-keys.ts';
import { PATIENCE_MS } from '../chain/schema.ts';
import type { KeyListRecord, Mix } from '../chain/state.ts';
import type { Trustee, TrusteeAct } from './trustee.ts';

const SCALAR = tag('madang/mix-scalar/1');

/** A list of keys: after how many turns, and which. */
export interface ListPlace {
  readonly turn: number;
  readonly list: number;
}

/**
 * Whether a trustee can begin or go on with a turn: they have had none, and nobody else is at it,
 * or for too long. `nowMs`: the time of the newest block.
 */
export function isTurnOf(number: number, { mixed, turn }: Mix, nowMs: number): boolean {
  if (mixed.includes(number)) return false;
  return turn === undefined || turn.trustee === number || nowMs >= turn.begunAt + PATIENCE_MS;
}

/** Which list a trustee whose turn it is mixes next. */
export function nextList(number: number, { mixed, turn }: Mix): ListPlace {
  return { turn: mixed.length, list: turn?.trustee === number ? turn.lists : 0 };
}

/**
 * Mixes a list. The scalar follows from the trustee's seed and the base before, so that a machine
 * that stops goes on with the same one; it is another where somebody else has mixed in between.
 * `chance` gives bytes that were never used before.
 */
export function mixingOf(
  { election, number, seed }: Trustee,
  mix: Mix,
  { place, keys }: { readonly place: ListPlace; readonly keys: KeyListRecord['keys'] },
  chance: Chance,
): TrusteeAct {
  const scalar = freshSecret(() => sha512(SCALAR, seed, election, u32be(place.turn), mix.base));
  const named = { election, trustee: number, ...place };
  const before = { base: mix.base, keys };
  const { after, proof } = mixKeys(mixBinding(named), before, scalar, chance);
  const payload = { ...named, base: after.base, keys: [...after.keys], proof };
  return { act: 'election.mixKeys', payload };
}

/** In which of some lists a key stands; nothing if it is in none of them. */
export function keyPlace(
  key: Uint8Array,
  lists: readonly { readonly list: number; readonly keys: KeyListRecord['keys'] }[],
): number | undefined {
  return lists.find(({ keys }) => keys.some((one) => equalBytes(one, key)))?.list;
}
