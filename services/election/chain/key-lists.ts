import { equalBytes, expectPresent } from '@madang/base';
import type { ApplyContext, ReadContext } from '@madang/kernel/define';
import type { Matter } from './matter.ts';
import {
  type KeyListRecord,
  keyLists,
  keys,
  type Mix,
  mixes,
  type Registrations,
  registrations,
} from './state.ts';

// The keys of a building's voters stand in lists, each of which is mixed as a whole.

/** Keys of a list at which the next one begins. */
const FULL = 192;
/** A last list of fewer keys shares those of the list before it; both together can be mixed. */
const FEW = 64;

/** How far the mixing of an election is. */
export function mixOf(ctx: ReadContext<'election'>, id: Uint8Array): Mix {
  return expectPresent(ctx.get(mixes, id), 'election: keys are mixed');
}

/** A list after so many turns. */
export function listAt(
  ctx: ReadContext<'election'>,
  id: Uint8Array,
  turn: number,
  list: number,
): KeyListRecord | undefined {
  return ctx.get(keyLists, [id, [turn, list]]);
}

/** Puts a new key into the last list of its building, or a new one; the number of the list. */
export function addKey(
  ctx: ApplyContext<'election'>,
  { id }: Matter,
  building: number,
  key: Uint8Array,
): number {
  const before = ctx.get(registrations, [id, building]);
  const last = before === undefined ? undefined : listAt(ctx, id, 0, before.last);
  const isFull = last === undefined || last.keys.length >= FULL;
  const list = isFull || before === undefined ? newList(ctx, id) : before.last;
  const known = isFull ? [] : last.keys;
  ctx.put(keyLists, [id, [0, list]], { building, keys: [...known, key] });
  ctx.put(registrations, [id, building], withKey(before, list));
  return list;
}

function newList(ctx: ApplyContext<'election'>, id: Uint8Array): number {
  const mix = mixOf(ctx, id);
  ctx.put(mixes, id, { ...mix, lists: mix.lists + 1 });
  return mix.lists;
}

function withKey(before: Registrations | undefined, list: number): Registrations {
  if (before === undefined) return { keys: 1, last: list };
  const keysNow = before.keys + 1;
  if (before.last === list) return { ...before, keys: keysNow };
  return { keys: keysNow, last: list, before: before.last };
}

/** Puts a key in the place of another one, in the same list. */
export function replaceKey(
  ctx: ApplyContext<'election'>,
  { id }: Matter,
  list: number,
  { old, key }: { readonly old: Uint8Array; readonly key: Uint8Array },
): void {
  const found = expectPresent(listAt(ctx, id, 0, list), 'election: a list of a key');
  const changed = found.keys.map((one) => (equalBytes(one, old) ? key : one));
  ctx.put(keyLists, [id, [0, list]], { ...found, keys: changed });
}

/**
 * Divides the last two lists of a building evenly where the last one has few keys, so that it hides
 * its voters about as well as the others.
 */
export function evenOut(ctx: ApplyContext<'election'>, id: Uint8Array, building: number): void {
  const found = ctx.get(registrations, [id, building]);
  if (found?.before === undefined) return;
  const [left, right] = [found.before, found.last].map((list) => ({
    list,
    ...expectPresent(listAt(ctx, id, 0, list), 'election: a list of a building'),
  }));
  if (left === undefined || right === undefined || right.keys.length >= FEW) return;
  const all = [...left.keys, ...right.keys];
  const half = all.length - (all.length >> 1);
  ctx.put(keyLists, [id, [0, left.list]], { building, keys: all.slice(0, half) });
  ctx.put(keyLists, [id, [0, right.list]], { building, keys: all.slice(half) });
  for (const key of left.keys.slice(half)) {
    const known = expectPresent(ctx.get(keys, [id, key]), 'election: a key of a list');
    ctx.put(keys, [id, key], { ...known, list: right.list });
  }
}
