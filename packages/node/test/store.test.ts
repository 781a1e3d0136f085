import { appendFileSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { concat, toHex } from '@madang/base';
import {
  consistencyProof,
  inclusionProof,
  leafHash,
  rootFromLeafHashes,
  sha256,
  statePath,
  trieRoot,
  verifyAbsence,
  verifyConsistency,
  verifyInclusion,
  verifyPresence,
} from '@madang/crypto';
import { appHash, decodeLogEntry } from '@madang/protocol';
import { describe, expect, it } from 'vitest';
import { splitBundle } from '../src/follow.ts';
import type { ExecutedBlock } from '../src/store/block.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { fakeBlock, fakeChain, fakeGenesis, START_MS, stateKeyOf } from './fake-blocks.ts';
import { must, temporaryFolder } from './temporary.ts';

const open = async (folder: string) => must(await openStore({ folder }, fakeGenesis));

/** What the store should hold, by the plainest means. */
function model() {
  const state = new Map<string, { key: Uint8Array; value: Uint8Array }>();
  const apply = ({ changes }: ExecutedBlock) => {
    for (const { key, value } of changes) {
      if (value === undefined) state.delete(toHex(key));
      else state.set(toHex(key), { key, value });
    }
  };
  const root = () => {
    const entries = [...state.values()].map(({ key, value }) => ({
      path: statePath(key),
      valueHash: sha256(value),
    }));
    return trieRoot(entries.sort((left, right) => Buffer.compare(left.path, right.path)));
  };
  apply(fakeGenesis.block);
  return { state, apply, root };
}

async function addBlocks(
  store: Store,
  count: number,
  sizes: { transactions: number; changes: number },
) {
  const blocks: ExecutedBlock[] = [];
  for (let i = 0; i < count; i++) {
    const { height, timeMs } = store.head();
    const block = fakeBlock({
      height: height + 1,
      timeMs: timeMs + 2_000,
      seed: `b${height}`,
      ...sizes,
    });
    must(await store.commit(store.prepare(block)));
    blocks.push(block);
  }
  return blocks;
}

describe('store', () => {
  it('holds the same after being opened again after every block', async () => {
    const folder = temporaryFolder();
    const expected = model();
    const leaves = [];
    for (let i = 0; i < 6; i++) {
      const store = await open(folder);
      const [block] = await addBlocks(store, 1, { transactions: 130, changes: 200 });
      if (block === undefined) throw new Error('a block was added');
      expected.apply(block);
      expect(toHex(store.head().stateRoot)).toBe(toHex(expected.root()));
      leaves.push(...block.transactions);
      await store.close();
    }
    const store = await open(folder);
    const head = store.head();
    expect(head.height).toBe(6);
    expect(head.logSize).toBe(2 + 6 * 131);
    for (const { bodyHash, entry, envelope } of leaves) {
      const place = store.place(bodyHash);
      if (place === undefined) throw new Error('a transaction has a place');
      expect(toHex(store.entryAt(place))).toBe(toHex(entry));
      expect(toHex(store.entry(place.index) ?? new Uint8Array())).toBe(toHex(entry));
      expect(toHex(store.envelopeAt(place) ?? new Uint8Array())).toBe(toHex(envelope));
    }
    await store.close();
  });

  it('writes the entries, block entries and application hash that the specification says', async () => {
    const store = await open(temporaryFolder());
    const [block] = await addBlocks(store, 1, { transactions: 4, changes: 10 });
    const entries = Array.from({ length: 7 }, (_, i) => store.entry(i) ?? new Uint8Array());
    const decoded = entries.map((entry) => must(decodeLogEntry(entry)));
    expect(decoded.map(({ type }) => type)).toEqual([
      'genesis',
      'block',
      'transaction',
      'transaction',
      'transaction',
      'transaction',
      'block',
    ]);
    expect(decoded[0]).toMatchObject({ genesis: fakeChain });
    expect(decoded[1]).toMatchObject({ height: 0, time: START_MS, transactions: 0 });
    const { stateRoot, logRoot, paramsHash } = store.head();
    expect(decoded[6]).toMatchObject({
      height: 1,
      time: block?.timeMs,
      stateRoot,
      paramsHash,
      transactions: 4,
    });
    expect(toHex(logRoot)).toBe(toHex(rootFromLeafHashes(entries.map(leafHash))));
    expect(toHex(store.head().appHash)).toBe(toHex(appHash(7, logRoot)));
    await store.close();
  });

  it('proves inclusion and consistency over several tiles and levels', async () => {
    const folder = temporaryFolder();
    const writer = await open(folder);
    await addBlocks(writer, 4, { transactions: 180, changes: 5 });
    await writer.close();
    const store = await open(folder);
    const size = store.head().logSize;
    const leaves = Array.from({ length: size }, (_, i) =>
      leafHash(store.entry(i) ?? new Uint8Array()),
    );
    const root = rootFromLeafHashes(leaves);
    expect(toHex(store.head().logRoot)).toBe(toHex(root));
    for (const index of [0, 1, 255, 256, 300, 511, 512, size - 1]) {
      const proof = store.inclusion(index, size);
      expect(toHex(proof)).toBe(toHex(inclusionProof(leaves, index)));
      const leaf = leaves[index] ?? new Uint8Array();
      expect(verifyInclusion({ index, size, leaf, proof, root })).toBe(true);
    }
    for (const oldSize of [2, 183, 256, 364, size]) {
      const proof = store.consistency(oldSize, size);
      expect(toHex(proof)).toBe(toHex(consistencyProof(leaves, oldSize)));
      const oldRoot = store.rootAt(oldSize);
      expect(verifyConsistency({ oldSize, newSize: size, oldRoot, newRoot: root, proof })).toBe(
        true,
      );
    }
    expect(toHex(store.tile(0, 1) ?? new Uint8Array())).toBe(
      toHex(concat(...leaves.slice(256, 512))),
    );
    expect(toHex(store.tile(1, 0, 2) ?? new Uint8Array())).toBe(
      toHex(
        concat(
          rootFromLeafHashes(leaves.slice(0, 256)),
          rootFromLeafHashes(leaves.slice(256, 512)),
        ),
      ),
    );
    expect(store.tile(0, 2, 256)).toBeUndefined();
    expect(store.tile(1, 0, 3)).toBeUndefined();
    expect(store.bundle(2)?.length).toBeGreaterThan(0);
    expect(store.bundle(3)).toBeUndefined();
    expect(store.bundle(0, 1)).toEqual(
      concat(Uint8Array.of(0, 56), store.entry(0) ?? new Uint8Array()),
    );
    await store.close();
  });

  it('reads and proves across the files that entries and envelopes are spread over', async () => {
    const options = { folder: temporaryFolder(), segmentBytesMax: 1_000 };
    const writer = must(await openStore(options, fakeGenesis));
    const blocks = await addBlocks(writer, 6, { transactions: 400, changes: 5 });
    await writer.close();
    const files = readdirSync(join(options.folder, 'segments'));
    // More files than are kept open at a time.
    expect(files.length).toBeGreaterThan(64);
    for (const family of ['entries', 'forever', 'ninety-days']) {
      expect(files.filter((name) => name.startsWith(family)).length).toBeGreaterThan(2);
    }
    const store = must(await openStore(options, undefined));
    const bundles = Array.from({ length: 10 }, (_, n) =>
      splitBundle(store.bundle(n) ?? new Uint8Array()),
    );
    const leaves = bundles.flat().map(leafHash);
    expect(leaves.length).toBe(store.head().logSize);
    expect(toHex(rootFromLeafHashes(leaves))).toBe(toHex(store.head().logRoot));
    for (const { bodyHash, entry, envelope } of blocks.flatMap(
      ({ transactions }) => transactions,
    )) {
      const place = store.place(bodyHash);
      if (place === undefined) throw new Error('a transaction has a place');
      expect(toHex(store.entryAt(place))).toBe(toHex(entry));
      expect(toHex(store.envelopeAt(place) ?? new Uint8Array())).toBe(toHex(envelope));
    }
    await store.close();
  });

  it('scans state keys in ascending order below a prefix, in pages', async () => {
    const store = await open(temporaryFolder());
    const changes = ['a/t/1', 'a/t/2', 'a/t/3', 'a/u/1', 'a/t'].sort().map((key) => ({
      key: Buffer.from(key),
      value: Buffer.from(`value of ${key}`),
    }));
    const block = fakeBlock({
      height: 1,
      timeMs: START_MS + 1,
      seed: 's',
      changes: 0,
      transactions: 1,
    });
    must(await store.commit(store.prepare({ ...block, changes })));
    const keys = (after: string | undefined, limit: number) =>
      store
        .state()
        .scan(
          Buffer.from('a/t/'),
          after === undefined ? { limit } : { after: Buffer.from(after), limit },
        )
        .map(({ key }) => Buffer.from(key).toString());
    expect(keys(undefined, 2)).toEqual(['a/t/1', 'a/t/2']);
    expect(keys('a/t/2', 2)).toEqual(['a/t/3']);
    expect(keys(undefined, 9)).toEqual(['a/t/1', 'a/t/2', 'a/t/3']);
    expect(store.state().get(Buffer.from('a/u/1'))).toEqual(
      new Uint8Array(Buffer.from('value of a/u/1')),
    );
    await store.close();
  });

  it('proves what is in the state and what is not', async () => {
    const folder = temporaryFolder();
    const expected = model();
    const store = await open(folder);
    for (const block of await addBlocks(store, 8, { transactions: 1, changes: 400 }))
      expected.apply(block);
    const root = store.head().stateRoot;
    for (let n = 0; n < 5_000; n += 97) {
      const stateKey = stateKeyOf(n);
      const { value, proof } = store.prove(stateKey);
      expect(value?.length).toBe(expected.state.get(toHex(stateKey))?.value.length);
      if (value === undefined) expect(verifyAbsence({ root, stateKey, proof })).toBe(true);
      else expect(verifyPresence({ root, stateKey, value, proof })).toBe(true);
    }
    await store.close();
  });

  it('refuses a replay until its minute is over, also after being opened again', async () => {
    const folder = temporaryFolder();
    const store = await open(folder);
    const [block] = await addBlocks(store, 1, { transactions: 50, changes: 1 });
    await store.close();
    const again = await open(folder);
    for (const { bodyHash, expiresAt } of block?.transactions ?? []) {
      expect(again.replay.has(bodyHash, Math.floor(expiresAt / 60_000))).toBe(true);
      expect(again.replay.has(bodyHash, Math.floor(expiresAt / 60_000) + 1)).toBe(false);
    }
    const later = fakeBlock({
      height: 2,
      timeMs: START_MS + 3_600_000,
      seed: 'later',
      changes: 1,
      transactions: 1,
    });
    must(await again.commit(again.prepare(later)));
    for (const { bodyHash, expiresAt } of block?.transactions ?? []) {
      expect(again.replay.has(bodyHash, Math.floor(expiresAt / 60_000))).toBe(false);
    }
    await again.close();
    await (await open(folder)).close();
  });

  it('deletes the envelopes of an act when its retention is over and keeps its entry', async () => {
    const store = await open(temporaryFolder());
    const day = 86_400_000;
    const at = async (height: number, timeMs: number) => {
      const block = fakeBlock({ height, timeMs, seed: `r${height}`, changes: 1, transactions: 6 });
      must(await store.commit(store.prepare(block)));
      return block;
    };
    const first = await at(1, START_MS + 1_000);
    await at(2, START_MS + 3 * day);
    await at(3, START_MS + 92 * day);
    for (const { bodyHash, retention, entry } of first.transactions) {
      const place = store.place(bodyHash);
      if (place === undefined) throw new Error('a transaction has a place');
      expect(store.envelopeAt(place) === undefined).toBe(retention === 'ninety-days');
      expect(toHex(store.entryAt(place))).toBe(toHex(entry));
    }
    await store.close();
  });

  it('cuts off what a crash left behind the last commit and removes files that no commit names', async () => {
    const folder = temporaryFolder();
    const store = await open(folder);
    await addBlocks(store, 2, { transactions: 5, changes: 5 });
    const { logRoot } = store.head();
    await store.close();
    const segments = join(folder, 'segments');
    for (const name of readdirSync(segments)) appendFileSync(join(segments, name), 'half a block');
    writeFileSync(join(segments, 'entries-00000002'), 'a file of a block that was never committed');
    const again = await open(folder);
    expect(again.entry(0)?.length).toBe(56);
    expect(readdirSync(segments)).not.toContain('entries-00000002');
    await addBlocks(again, 1, { transactions: 5, changes: 5 });
    const leaves = Array.from({ length: again.head().logSize }, (_, i) =>
      leafHash(again.entry(i) ?? new Uint8Array()),
    );
    expect(toHex(rootFromLeafHashes(leaves.slice(0, 14)))).toBe(toHex(logRoot));
    expect(toHex(rootFromLeafHashes(leaves))).toBe(toHex(again.head().logRoot));
    await again.close();
  });

  it('refuses a store whose files are shorter than committed', async () => {
    const folder = temporaryFolder();
    const store = await open(folder);
    await addBlocks(store, 1, { transactions: 5, changes: 5 });
    await store.close();
    truncateSync(join(folder, 'segments', 'entries-00000001'), 10);
    const refused = await openStore({ folder }, fakeGenesis);
    expect(refused).toMatchObject({ ok: false, error: { code: 'NODE_STORE_DAMAGED' } });
  });
});

describe('data folder', () => {
  it('is refused while another holds it, and free again after closing', async () => {
    const folder = temporaryFolder();
    const store = await open(folder);
    const second = await openStore({ folder }, fakeGenesis);
    expect(second).toMatchObject({ ok: false, error: { code: 'NODE_FOLDER_IN_USE' } });
    if (!second.ok) expect(second.error.message).toContain(folder);
    await store.close();
    await (await open(folder)).close();
  });

  it('is refused when a newer version wrote it, and is left as it is', async () => {
    const folder = temporaryFolder();
    await (await open(folder)).close();
    writeFileSync(join(folder, 'FORMAT'), '2\n');
    const refused = await openStore({ folder }, fakeGenesis);
    expect(refused).toMatchObject({ ok: false, error: { code: 'NODE_FOLDER_NEWER' } });
    writeFileSync(join(folder, 'FORMAT'), '1\n');
    await (await open(folder)).close();
  });

  it('is refused when it has data without a format, or a format that is no number', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'ledger'));
    expect(await openStore({ folder }, fakeGenesis)).toMatchObject({
      error: { code: 'NODE_FOLDER_NOT_A_LEDGER' },
    });
    writeFileSync(join(folder, 'FORMAT'), 'one\n');
    expect(await openStore({ folder }, fakeGenesis)).toMatchObject({
      error: { code: 'NODE_FOLDER_NOT_A_LEDGER' },
    });
  });

  it('is refused with another genesis, and opens without one once it has one', async () => {
    const folder = temporaryFolder();
    expect(await openStore({ folder }, undefined)).toMatchObject({
      error: { code: 'NODE_NOT_FOUND' },
    });
    await (await open(folder)).close();
    const other = { ...fakeGenesis, genesis: Buffer.from('another genesis') };
    expect(await openStore({ folder }, other)).toMatchObject({
      error: { code: 'NODE_GENESIS_DIFFERS' },
    });
    const store = must(await openStore({ folder }, undefined));
    expect(toHex(store.chain)).toBe(toHex(fakeChain));
    await store.close();
  });
});
