import { compareText } from './bytes.ts';

/** The own keys of a record in the order of their UTF-8 bytes. */
export function sortedKeys(of: object): readonly string[] {
  // eslint-disable-next-line madang/closed-globals -- sorted on this very line, so the order of insertion is lost
  return Object.keys(of).sort(compareText);
}

/**
 * The entries of a map in the order of their keys' UTF-8 bytes: the only way to walk a map in
 * deterministic code.
 */
export function sortedEntries<V>(map: ReadonlyMap<string, V>): Array<readonly [string, V]> {
  // eslint-disable-next-line madang/no-unordered-iteration -- sorted on this very line, so insertion order is lost
  return [...map].sort((left, right) => compareText(left[0], right[0]));
}
