import { join } from 'node:path';
import { toHex, utf8 } from '@madang/base';
import { sha256, trieRoot } from '@madang/crypto';
import { emptyReplayChain, extendReplayChain, genesisHash } from '@madang/protocol';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { encodeReplayChunk, readReplayChunk, replayRanges } from '../src/snapshot/chunks.ts';
import { foldState } from '../src/snapshot/fold.ts';
import { checkMetadata, METADATA_BYTES_MAX, REPLAY_COUNT_MAX } from '../src/snapshot/format.ts';
import { makeSnapshot } from '../src/snapshot/make.ts';
import { beginRestoring } from '../src/snapshot/restore.ts';
import { openDatabase } from '../src/store/database.ts';
import { segmentFolder } from '../src/store/files.ts';
import { claimFolder, folderPaths } from '../src/store/folder.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { must, temporaryFolder } from './temporary.ts';

const genesis = utf8('a genesis');
const params = utf8('parameters');

interface Block {
  readonly height: number;
  readonly changes: ReadonlyMap<string, string | undefined>;
  readonly bodies?: readonly string[];
}

/** A block of this height as the store takes it, each body with an entry and an envelope. */
function blockOf({ height, changes, bodies = [] }: Block) {
  const timeMs = 60_000 + height * 1_000;
  return {
    ...{ height, timeMs, params, paramsHash: sha256(params) },
    changes: [...changes]
      .map(([key, value]) => ({
        key: utf8(key),
        value: value === undefined ? undefined : utf8(value),
      }))
      .sort((left, right) => Buffer.compare(left.key, right.key)),
    transactions: bodies.map((body) => ({
      bodyHash: sha256(utf8(body)),
      expiresAt: timeMs + 60_000 + (body.length % 3) * 60_000,
      retention: 'forever' as const,
      entry: utf8(`entry ${body}`),
      envelope: utf8(`envelope ${body}`),
      outcome: { code: 0, events: [], height, index: 0, time: timeMs },
    })),
  };
}

async function storeIn(folder: string): Promise<Store> {
  const block = blockOf({ height: 0, changes: new Map() });
  const store = must(await openStore({ folder }, { genesis, block }));
  onTestFinished(() => store.close());
  return store;
}

async function add(store: Store, block: Block): Promise<void> {
  must(await store.commit(store.prepare(blockOf(block))));
}

interface Made {
  readonly metadata: Uint8Array;
  readonly chunks: readonly Uint8Array[];
}

/** The snapshot of a store as it is now. */
async function make(store: Store, chunkBytesMax?: number): Promise<Made> {
  const paths = folderPaths(store.folder);
  const database = openDatabase(paths.ledger, { readOnly: true });
  const snapshot = database.snapshot();
  const chunks: Uint8Array[] = [];
  const metadata = makeSnapshot({
    ...{ snapshot, segments: segmentFolder(paths.segments) },
    scratch: join(store.folder, 'scratch'),
    write: (index, chunk) => {
      expect(index).toBe(chunks.push(chunk) - 1);
    },
    ...(chunkBytesMax === undefined ? {} : { chunkBytesMax }),
  });
  snapshot.release();
  await database.close();
  return { metadata, chunks };
}

const check = (store: Store, metadata: Uint8Array) =>
  checkMetadata(metadata, { chain: genesisHash(genesis), appHash: store.head().appHash });

/** Restores a snapshot into a new folder; answers with its store. */
async function restore(store: Store, made: Made): Promise<Store> {
  const checked = must(check(store, made.metadata));
  const folder = temporaryFolder();
  must(claimFolder(folder)).release();
  const { appHash, height } = store.head();
  const restoring = beginRestoring({ folder, checked, appHash, height });
  for (const [i, chunk] of made.chunks.entries()) {
    const end = i === made.chunks.length - 1 ? 'done' : 'more';
    expect(must(await restoring.apply(chunk))).toBe(end);
  }
  const restored = must(await openStore({ folder }, undefined));
  onTestFinished(() => restored.close());
  return restored;
}

const numbered = (count: number, from = 0) =>
  new Map(
    Array.from({ length: count }, (_, n) => [`key/${String(from + n)}`, `value ${String(n)}`]),
  );

describe('a snapshot in chunks', () => {
  it('restores to the same state, log and replay lists, whatever the sizes', {
    timeout: 60_000,
  }, async () => {
    // The log ends within a tile, at the end of one, and behind one.
    for (const [bodies, keys] of [
      [3, 0],
      [253, 400],
      [254, 1],
      [700, 3_000],
    ] as const) {
      const store = await storeIn(temporaryFolder());
      const names = Array.from({ length: bodies }, (_, n) => `body ${String(n ** 3)}`);
      await add(store, { height: 1, changes: numbered(keys), bodies: names });
      const made = await make(store, 20_000);
      const restored = await restore(store, made);
      expect(restored.head()).toEqual(store.head());
      for (const one of names) {
        for (const minute of [1, 2, 3, 4]) {
          const body = sha256(utf8(one));
          expect(restored.replay.has(body, minute)).toBe(store.replay.has(body, minute));
        }
      }
      const prefix = utf8('key/');
      expect(restored.state().scan(prefix, { limit: 10_000 })).toEqual(
        store.state().scan(prefix, { limit: 10_000 }),
      );
      const last = store.head().logSize - 1;
      expect(restored.entry(last)).toEqual(store.entry(last));
      expect(restored.inclusion(last, last + 1)).toEqual(store.inclusion(last, last + 1));
      for (let height = 2; height < 5; height++) {
        const more = {
          height,
          changes: numbered(50, height * 7),
          bodies: names.map((n) => `${n}+${String(height)}`),
        };
        await add(store, more);
        await add(restored, more);
        expect(restored.head()).toEqual(store.head());
        const { logSize } = store.head();
        expect(restored.consistency(last + 1, logSize)).toEqual(
          store.consistency(last + 1, logSize),
        );
        for (let index = last + 1; index < logSize; index++) {
          expect(restored.inclusion(index, logSize)).toEqual(store.inclusion(index, logSize));
        }
      }
    }
  });

  it('follows from the keys and values alone, not from how they came', async () => {
    const one = await storeIn(temporaryFolder());
    await add(one, { height: 1, changes: numbered(2_000) });
    await add(one, {
      height: 2,
      changes: new Map([...numbered(1_900).keys()].map((key) => [key, undefined])),
    });
    const other = await storeIn(temporaryFolder());
    const kept = [...numbered(2_000)].slice(1_900);
    await add(other, { height: 1, changes: new Map(kept) });
    const [left, right] = [await make(one, 1_000), await make(other, 1_000)];
    const states = ({ chunks }: Made) => chunks.filter(([kind]) => kind === 3).map(toHex);
    expect(states(left)).toEqual(states(right));
    expect(states(left).length).toBeGreaterThan(2);
  });

  it('stays below what CometBFT takes, also where values are large', async () => {
    const store = await storeIn(temporaryFolder());
    const changes = new Map(
      Array.from({ length: 300 }, (_, n) => [`large/${String(n)}`, String(n % 10).repeat(65_000)]),
    );
    await add(store, { height: 1, changes });
    const { metadata, chunks } = await make(store);
    expect(metadata.length).toBeLessThan(METADATA_BYTES_MAX);
    expect(chunks.length).toBeGreaterThan(3);
    for (const chunk of chunks) expect(chunk.length).toBeLessThanOrEqual(8_000_000);
  });
});

describe('each part of a snapshot', () => {
  it('is refused with any byte changed, before anything is built on it', {
    timeout: 60_000,
  }, async () => {
    const store = await storeIn(temporaryFolder());
    await add(store, { height: 1, changes: numbered(200), bodies: ['a', 'b'] });
    const made = await make(store, 4_000);
    const checked = must(check(store, made.metadata));
    const folder = temporaryFolder();
    const { appHash, height } = store.head();
    const restoring = beginRestoring({ folder, checked, appHash, height });
    onTestFinished(() => restoring.abandon());
    for (const chunk of made.chunks) {
      for (let at = 0; at < chunk.length; at += 37) {
        const changed = chunk.slice();
        changed[at] = (changed[at] ?? 0) ^ 0x10;
        expect((await restoring.apply(changed)).ok).toBe(false);
      }
      for (const other of made.chunks.filter((one) => one !== chunk)) {
        expect((await restoring.apply(other)).ok).toBe(false);
      }
      must(await restoring.apply(chunk));
    }
    for (let at = 0; at < made.metadata.length; at++) {
      const changed = made.metadata.slice();
      changed[at] = (changed[at] ?? 0) ^ 0x10;
      expect(check(store, changed).ok, `byte ${String(at)}`).toBe(false);
    }
  });

  it('of the state covers the trie without a gap, and leads to the root of the definition', () => {
    const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(
        fc.uniqueArray(bytes32, { maxLength: 40, selector: toHex }),
        fc.nat(6),
        (paths, depth) => {
          const entries = paths
            .map((path) => ({ path, valueHash: sha256(path) }))
            .sort((left, right) => Buffer.compare(left.path, right.path));
          const given = partsAt(entries, depth);
          expect(toHex(foldState(given)?.root ?? new Uint8Array())).toBe(toHex(trieRoot(entries)));
          for (const [i, part] of given.entries()) {
            expect(foldState(given.toSpliced(i, 1))).toBeUndefined();
            expect(foldState(given.toSpliced(i, 0, part))).toBeUndefined();
          }
        },
      ),
      { seed: 7, numRuns: 100 },
    );
  });

  it('of the replay lists proves where the part before it ends', () => {
    const bodies = Array.from({ length: REPLAY_COUNT_MAX + 100 }, (_, n) => {
      const body = new Uint8Array(32);
      new DataView(body.buffer).setUint32(0, n);
      return body;
    });
    const chainOf = (some: readonly Uint8Array[]) =>
      some.reduce(extendReplayChain, emptyReplayChain);
    const minutes = [{ minute: 5, count: bodies.length, chain: chainOf(bodies) }];
    const [late, early] = replayRanges(bodies.length);
    if (late === undefined || early === undefined) throw new Error('There are two ranges.');
    const middle = chainOf(bodies.slice(0, REPLAY_COUNT_MAX));
    const lateChunk = encodeReplayChunk(middle, bodies.slice(REPLAY_COUNT_MAX));
    const first = must(readReplayChunk(lateChunk, { ...late, minutes, chainAfter: undefined }));
    expect(toHex(first.chainBefore)).toBe(toHex(middle));
    const earlyBodies = bodies.slice(0, REPLAY_COUNT_MAX);
    const expected = { ...early, minutes, chainAfter: first.chainBefore };
    expect(readReplayChunk(encodeReplayChunk(emptyReplayChain, earlyBodies), expected).ok).toBe(
      true,
    );
    earlyBodies.reverse();
    expect(readReplayChunk(encodeReplayChunk(emptyReplayChain, earlyBodies), expected).ok).toBe(
      false,
    );
    const begun = encodeReplayChunk(sha256(middle), bodies.slice(REPLAY_COUNT_MAX));
    expect(readReplayChunk(begun, { ...late, minutes, chainAfter: undefined }).ok).toBe(false);
  });
});

/** Every subtree at a depth, from the left. */
function partsAt(
  entries: readonly { readonly path: Uint8Array; readonly valueHash: Uint8Array }[],
  depth: number,
) {
  return Array.from({ length: 2 ** depth }, (_, n) => {
    const within = entries.filter(({ path }) => (path[0] ?? 0) >> (8 - depth) === n);
    return { depth, node: subtreeNode(within, depth) };
  });
}

/** The node of entries that share their first bits, by the definition of docs/spec/state.md. */
function subtreeNode(
  entries: readonly { readonly path: Uint8Array; readonly valueHash: Uint8Array }[],
  depth: number,
): Uint8Array {
  const [only] = entries;
  if (only === undefined) return new Uint8Array(32);
  if (entries.length === 1) return trieRoot(entries);
  const bit = (path: Uint8Array) => ((path[depth >> 3] ?? 0) >> (7 - (depth & 7))) & 1;
  const node = sha256(
    subtreeNode(
      entries.filter(({ path }) => bit(path) === 0),
      depth + 1,
    ),
    subtreeNode(
      entries.filter(({ path }) => bit(path) === 1),
      depth + 1,
    ),
  );
  node[0] = (node[0] ?? 0) & 0x7f;
  return node;
}
