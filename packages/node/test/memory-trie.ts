import { compareBytes } from '@madang/base';
import { sha256, type TrieEntry } from '@madang/crypto';
import type { PairHasher } from '../src/trie/pair-hasher.ts';
import type { TrieReader } from '../src/trie/region.ts';
import { applyTrie, openTrie, prepareTrie, type Trie } from '../src/trie/trie.ts';

/** Records of a trie in plain maps. */
export interface MemoryRecords extends TrieReader {
  readonly bucketsByKey: Map<number, Uint8Array>;
  readonly regionsByNumber: Map<number, Uint8Array>;
}

export function memoryRecords(): MemoryRecords {
  const bucketsByKey = new Map<number, Uint8Array>();
  const regionsByNumber = new Map<number, Uint8Array>();
  return {
    bucketsByKey,
    regionsByNumber,
    region: (region) => regionsByNumber.get(region),
    bucket: (key) => bucketsByKey.get(key),
    buckets: (first, last) =>
      [...bucketsByKey]
        .filter(([key]) => key >= first && key <= last)
        .sort(([left], [right]) => left - right)
        .map(([key, value]) => ({ key, value })),
  };
}

/** Applies changes to a trie and its records, and returns the new root. */
export function changeTrie(
  trie: Trie,
  records: MemoryRecords,
  changes: ReadonlyMap<string, string | undefined>,
): Uint8Array {
  const sorted = [...changes]
    .map(([key, value]) => ({
      path: sha256(Buffer.from(key)),
      valueHash: value === undefined ? undefined : sha256(Buffer.from(value)),
    }))
    .sort((left, right) => compareBytes(left.path, right.path));
  const prepared = prepareTrie(trie, records, sorted);
  for (const { key, bytes, offset, count } of prepared.buckets) {
    if (count === 0) records.bucketsByKey.delete(key);
    else records.bucketsByKey.set(key, bytes.slice(offset, offset + 32 + 64 * count));
  }
  for (const { region, record } of prepared.regions) records.regionsByNumber.set(region, record);
  applyTrie(trie, prepared);
  return prepared.root;
}

/** The entries of a whole state as the reference functions want them. */
export function referenceEntries(state: ReadonlyMap<string, string>): TrieEntry[] {
  return [...state]
    .map(([key, value]) => ({
      path: sha256(Buffer.from(key)),
      valueHash: sha256(Buffer.from(value)),
    }))
    .sort((left, right) => compareBytes(left.path, right.path));
}

export function reopen(records: MemoryRecords, hasher?: PairHasher): Trie {
  return hasher === undefined ? openTrie(records) : openTrie(records, hasher);
}
