import { equalBytes } from '@madang/base';
import { type StateProof, sha256, statePath } from '@madang/crypto';
import type { StateReader } from '@madang/kernel';
import { damaged, historyAbsent, NodeFailure } from '../failure.ts';
import { provePath } from '../trie/prove.ts';
import type { TrieReader } from '../trie/region.ts';
import { openTrie, rootOf, type Trie } from '../trie/trie.ts';
import type { Archive } from './archive.ts';
import type { Snapshot, TableReader } from './database.ts';
import { type Fetched, readFetched } from './fetched.ts';
import { type Head, type History, readHead, readHistory } from './head.ts';
import { decodeTileKey, type LogTree, openLogTree, TILE_WIDTH } from './log-tree.ts';

/**
 * Everything at one durable block. Proofs, state and log of one view belong together; the writer
 * replaces its view after each commit, so nothing is ever read of a block that is not durable.
 */
export interface View {
  readonly snapshot: Snapshot;
  /** Tiles of the log, from the database or from the archive. */
  readonly tiles: TableReader<Uint8Array>;
  /** Where what is not in the database is. */
  readonly history: History;
  /** How much is here of what came before a snapshot; nothing where the ledger began without. */
  readonly fetched: Fetched | undefined;
  /** The same reader for as long as this block is the newest. */
  readonly state: StateReader;
  readonly head: Head;
  readonly trie: Trie;
  readonly tree: LogTree;
}

/** The view of a snapshot; nothing if the database has no block yet. */
export function openView(snapshot: Snapshot, archive: Archive): View | undefined {
  const head = readHead(snapshot.meta);
  if (head === undefined) return undefined;
  const trie = openTrie(trieReader(snapshot));
  if (!equalBytes(rootOf(trie), head.stateRoot))
    damaged('the regions do not lead to the state root');
  const log = logOf(snapshot, archive);
  const tree = openLogTree(head.logSize, log.tiles);
  return { snapshot, ...log, state: stateReader(snapshot), head, trie, tree };
}

/** The same view at the block that was committed on it. */
export function nextView(
  view: View,
  next: Pick<View, 'snapshot' | 'head'>,
  archive: Archive,
): View {
  const { snapshot } = next;
  return { ...view, ...next, ...logOf(snapshot, archive), state: stateReader(snapshot) };
}

/** The tiles of a snapshot of the database and of the archive beside it. */
export function logOf(
  { meta, tiles }: Pick<Snapshot, 'meta' | 'tiles'>,
  archive: Archive,
): Pick<View, 'tiles' | 'history' | 'fetched'> {
  const history = readHistory(meta);
  const fetched = readFetched(meta);
  const { outsideBefore } = history;
  const get = (key: Uint8Array): Uint8Array | undefined => {
    const { level, index } = decodeTileKey(key);
    const found = tiles.get(key) ?? archive.tile(level, index);
    const isAbsent = found === undefined && index * TILE_WIDTH ** (level + 1) < outsideBefore;
    if (isAbsent) throw new NodeFailure(historyAbsent(outsideBefore));
    return found;
  };
  return { history, fetched, tiles: { get, range: (bounds) => tiles.range(bounds) } };
}

/** The trie's records of a snapshot. */
export function trieReader(snapshot: Snapshot): TrieReader {
  return {
    region: (region) => snapshot.regions.get(region),
    bucket: (key) => snapshot.buckets.get(key),
    buckets: (first, last) => snapshot.buckets.range({ start: first, end: last }),
  };
}

/** The state of a snapshot as the machine reads it. */
export function stateReader(snapshot: Snapshot): StateReader {
  return {
    get: (stateKey) => snapshot.state.get(stateKey),
    scan: (prefix, { after, limit }) => {
      const start = after ?? prefix;
      const found: { key: Uint8Array; value: Uint8Array }[] = [];
      const entries = snapshot.state.range({ start, limit, after: after !== undefined });
      for (const entry of entries) {
        if (!equalBytes(entry.key.subarray(0, prefix.length), prefix)) break;
        found.push(entry);
      }
      return found;
    },
  };
}

/** The proof that a key is in the state of a view, with its value, or that it is absent. */
export function proveKey(
  view: View,
  stateKey: Uint8Array,
): { readonly value: Uint8Array | undefined; readonly proof: StateProof } {
  const value = view.snapshot.state.get(stateKey);
  return { value, proof: provePath(view.trie, trieReader(view.snapshot), statePath(stateKey)) };
}

/** H(value), as the trie keeps it. */
export function valueHashOf(value: Uint8Array | undefined): Uint8Array | undefined {
  return value === undefined ? undefined : sha256(value);
}
