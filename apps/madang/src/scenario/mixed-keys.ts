import { expectOk, toHex } from '@madang/base';
import { keyListFrom, keyPlace, mixFrom } from '@madang/services/election/intake/index.ts';
import type { Progress } from './progress.ts';

/** How far the mixing of an election's keys is; nothing where they are not mixed. */
export function mixAt({ stage }: Progress, id: Uint8Array) {
  const told = stage.read('election.mix', { id: toHex(id) });
  return told.ok ? expectOk(mixFrom(told.value), 'scenario: a mix') : undefined;
}

/** A list of keys that are mixed together. */
export function listAt(
  { stage }: Progress,
  id: Uint8Array,
  place: { readonly turn: number; readonly list: number },
) {
  const told = stage.read('election.keyList', { election: toHex(id), ...place });
  return expectOk(keyListFrom(expectOk(told, 'told')), 'scenario: a list of keys');
}

/** In which list a mixed key stands; nothing where keys are not mixed, or it is in none. */
export function mixedPlace(
  progress: Progress,
  id: Uint8Array,
  key: Uint8Array,
): { readonly list?: number } {
  const mix = mixAt(progress, id);
  const lists = Array.from({ length: mix?.lists ?? 0 }, (_, list) => ({
    list,
    keys: listAt(progress, id, { turn: mix?.mixed.length ?? 0, list }).keys,
  }));
  const list = keyPlace(key, lists);
  return list === undefined ? {} : { list };
}
