import { ENTRY_BYTES, NODE_BYTES } from './layout.ts';

/** One change of the state as the trie sees it. Without a value hash the key is removed. */
export interface TrieChange {
  /** H(stateKey). */
  readonly path: Uint8Array;
  /** H(value). */
  readonly valueHash: Uint8Array | undefined;
}

/** The index of the first entry whose path is not below `path`. Entries are joined and ascend. */
export function lowerBound(entries: Uint8Array, path: Uint8Array): number {
  let low = 0;
  let high = entries.length / ENTRY_BYTES;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comparePathAt(entries, middle * ENTRY_BYTES, path) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Compares the path that stands at an offset with another. */
export function comparePathAt(bytes: Uint8Array, offset: number, path: Uint8Array): number {
  for (let i = 0; i < NODE_BYTES; i++) {
    const difference = (bytes[offset + i] ?? 0) - (path[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/**
 * Writes the entries with the changes applied to `target` from `offset` and returns where they
 * end. Changes ascend by path, no path twice. There must be room for all of both.
 */
export function mergeEntries(
  entries: Uint8Array,
  changes: readonly TrieChange[],
  target: Uint8Array,
  offset: number,
): number {
  let from = 0;
  let end = offset;
  for (const { path, valueHash } of changes) {
    const at = lowerBound(entries, path) * ENTRY_BYTES;
    target.set(entries.subarray(from, at), end);
    end += at - from;
    const isKnown = at < entries.length && comparePathAt(entries, at, path) === 0;
    from = isKnown ? at + ENTRY_BYTES : at;
    if (valueHash === undefined) continue;
    target.set(path, end);
    target.set(valueHash, end + NODE_BYTES);
    end += ENTRY_BYTES;
  }
  target.set(entries.subarray(from), end);
  return end + entries.length - from;
}

/** A bucket's record: the bucket's node, then its entries. */
export interface BucketRecord {
  readonly key: number;
  readonly bytes: Uint8Array;
  /** Where the record begins. */
  readonly offset: number;
  /** Number of entries; 0: the bucket is removed. */
  readonly count: number;
}

/** The entries of a stored bucket record. */
export function entriesOf(record: Uint8Array | undefined): Uint8Array {
  return record === undefined ? NO_ENTRIES : record.subarray(NODE_BYTES);
}

const NO_ENTRIES = new Uint8Array();

/**
 * Memory for records, handed out from large pieces that stay as they are until nobody holds them.
 */
export interface Arena {
  /** A place for so many bytes. */
  reserve(sizeBytes: number): { readonly bytes: Uint8Array; readonly offset: number };
  /** Gives back what a record did not use; only right after its `reserve`. */
  shrinkTo(end: number): void;
}

const PIECE_BYTES = 1 << 20;

/** An empty arena. */
export function createArena(): Arena {
  let bytes = new Uint8Array(PIECE_BYTES);
  let used = 0;
  return {
    reserve(sizeBytes) {
      if (used + sizeBytes > bytes.length) {
        bytes = new Uint8Array(Math.max(PIECE_BYTES, sizeBytes));
        used = 0;
      }
      const offset = used;
      used += sizeBytes;
      return { bytes, offset };
    },
    shrinkTo(end) {
      used = end;
    },
  };
}
