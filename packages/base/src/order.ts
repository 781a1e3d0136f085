import { compareText } from './bytes.ts';

/** The entries of a map in the order of their keys' UTF-8 bytes: the only way to walk a map in deterministic code. */
export function sortedEntries<V>(map: ReadonlyMap<string, V>): Array<readonly [string, V]> {
  // eslint-disable-next-line madang/no-unordered-iteration -- sorted on this very line, so insertion order is lost
  return [...map].sort((left, right) => compareText(left[0], right[0]));
}
