// What a block of 1,000 state updates costs with its durable commit, and how long a proof is, at
// three sizes of the state. `--quick` uses small sizes, `--json` prints one line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeKnown, expectOk } from '@madang/base';
import { statePath } from '@madang/crypto';
import type { StateChange } from '@madang/kernel';
import { type ExecutedBlock, openStore, type Store } from '@madang/node';
import { stateProof } from '@madang/protocol';
import { type Figures, median, printFigures } from './lib/report.ts';

const UPDATES = 1_000;
const BLOCKS = 21;
/** Blocks before those that count: they load what a running node has in memory. */
const WARM_UP_BLOCKS = 4;
const PROOFS = 1_000;
const VALUE_BYTES = 100;
/** Keys of a block while loading: large ones for the first half, smaller ones then, which use up
 * the free pages that large ones leave and that a life in small blocks never has. */
const LOAD_KEYS = 500_000;
const SETTLE_KEYS = 50_000;
const START_MS = 1_767_225_600_000;
const REGIONS = 1_024;
const PREFIX = new TextEncoder().encode('document/records/');

interface Measured {
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly proofBytes: number;
}

const args = process.argv.slice(2);
const sizes = args.includes('--quick') ? [1_000, 10_000, 100_000] : [10_000, 1_000_000, 10_000_000];
const [small, middle, large] = await measureAll(sizes);
if (small === undefined || middle === undefined || large === undefined)
  throw new Error('three sizes');
const [smallName, middleName, largeName] = sizes.map(nameOf);
const figures: Figures = {
  [`cpuMsAt${smallName}`]: small.cpuMs,
  [`cpuMsAt${middleName}`]: middle.cpuMs,
  [`cpuMsAt${largeName}`]: large.cpuMs,
  [`costRatio${largeName}To${smallName}`]: large.cpuMs / small.cpuMs,
  [`wallMsAt${largeName}`]: large.wallMs,
  proofBytesMean: large.proofBytes,
};
printFigures('state', figures, args.includes('--json'));

function nameOf(keyCount: number): string {
  return keyCount >= 1_000_000 ? `${keyCount / 1_000_000}M` : `${keyCount / 1_000}k`;
}

async function measureAll(keyCounts: readonly number[]): Promise<Measured[]> {
  const results: Measured[] = [];
  for (const keyCount of keyCounts) {
    const folder = mkdtempSync(join(tmpdir(), 'madang-bench-state-'));
    try {
      results.push(await measure(folder, keyCount));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return results;
}

async function measure(folder: string, keyCount: number): Promise<Measured> {
  const genesis = { genesis: new Uint8Array([1]), block: blockOf(0, []) };
  const store = expectOk(await openStore({ folder }, genesis), 'a new folder opens');
  await load(store, keyCount);
  const costs: { cpuMs: number; wallMs: number }[] = [];
  for (let i = 0; i < WARM_UP_BLOCKS + BLOCKS; i++) {
    const changes = updates(keyCount, i);
    costs.push(await timed(() => addBlock(store, changes)));
  }
  const counted = costs.slice(WARM_UP_BLOCKS);
  const proofBytes = meanProofBytes(store, keyCount);
  await store.close();
  return {
    cpuMs: median(counted.map(({ cpuMs }) => cpuMs)),
    wallMs: median(counted.map(({ wallMs }) => wallMs)),
    proofBytes,
  };
}

async function timed(work: () => Promise<void>): Promise<{ cpuMs: number; wallMs: number }> {
  const cpu = process.cpuUsage();
  const startedMs = performance.now();
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMs: (user + system) / 1_000, wallMs: performance.now() - startedMs };
}

/**
 * Puts keys into the state, neighbours in the trie together, so that each bucket is written once.
 */
async function load(store: Store, keyCount: number): Promise<void> {
  const ordered = byRegion(keyCount);
  let from = 0;
  while (from < keyCount) {
    const to = from + (from < keyCount / 2 ? LOAD_KEYS : SETTLE_KEYS);
    const numbers = ordered.subarray(from, to);
    from = to;
    await addBlock(
      store,
      Array.from(numbers, (n) => ({ key: keyOf(n), value: valueOf(n, 0) })),
    );
  }
}

/** The numbers below `keyCount`, those first whose keys come first in the trie. */
function byRegion(keyCount: number): Uint32Array {
  const regionOf = new Uint16Array(keyCount);
  const firstOf = new Uint32Array(REGIONS + 1);
  for (let n = 0; n < keyCount; n++) {
    const path = statePath(keyOf(n));
    const region = ((path[0] ?? 0) << 2) | ((path[1] ?? 0) >> 6);
    regionOf[n] = region;
    firstOf[region + 1] = (firstOf[region + 1] ?? 0) + 1;
  }
  for (let r = 0; r < REGIONS; r++) firstOf[r + 1] = (firstOf[r + 1] ?? 0) + (firstOf[r] ?? 0);
  const ordered = new Uint32Array(keyCount);
  for (let n = 0; n < keyCount; n++) {
    const region = regionOf[n] ?? 0;
    const at = firstOf[region] ?? 0;
    ordered[at] = n;
    firstOf[region] = at + 1;
  }
  return ordered;
}

/** Half of the updates change a key, half add one. */
function updates(keyCount: number, block: number): StateChange[] {
  const changes: StateChange[] = [];
  for (let i = 0; i < UPDATES; i++) {
    const isNew = i % 2 === 0;
    const n = isNew ? keyCount + block * UPDATES + i : scattered(block * UPDATES + i, keyCount);
    changes.push({ key: keyOf(n), value: valueOf(n, block + 1) });
  }
  const changeByKey = new Map(changes.map((change) => [String(change.key), change]));
  return inOrder([...changeByKey.values()]);
}

async function addBlock(store: Store, changes: readonly StateChange[]): Promise<void> {
  const block = blockOf(store.head().height + 1, changes);
  expectOk(await store.commit(store.prepare(block)), 'a block is written');
}

function blockOf(height: number, changes: readonly StateChange[]): ExecutedBlock {
  const params = new Uint8Array();
  const timeMs = START_MS + height * 2_000;
  return { height, timeMs, changes, transactions: [], params, paramsHash: new Uint8Array(32) };
}

function meanProofBytes(store: Store, keyCount: number): number {
  let sizeBytes = 0;
  for (let i = 0; i < PROOFS; i++) {
    const { proof } = store.prove(keyOf(scattered(i, keyCount)));
    sizeBytes += encodeKnown(stateProof, proof).length;
  }
  return sizeBytes / PROOFS;
}

/** A number below `limit`, spread evenly. */
function scattered(i: number, limit: number): number {
  return Math.floor(((i * 0.618_033_988_749_895) % 1) * limit);
}

function inOrder(changes: readonly StateChange[]): StateChange[] {
  return changes.toSorted((left, right) => Buffer.compare(left.key, right.key));
}

/** A state key as long and as scattered as those of documents: a prefix and 32 bytes. */
function keyOf(n: number): Uint8Array {
  const key = new Uint8Array(PREFIX.length + 32);
  key.set(PREFIX);
  const view = new DataView(key.buffer, PREFIX.length);
  let mixed = n;
  for (let at = 0; at < 32; at += 4) {
    // The finaliser of MurmurHash3: every bit of the number moves half of the bits.
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) + n;
    view.setUint32(at, mixed ^ (mixed >>> 16));
  }
  view.setUint32(28, n);
  return key;
}

function valueOf(n: number, version: number): Uint8Array {
  const value = new Uint8Array(VALUE_BYTES);
  new Float64Array(value.buffer, 0, 2).set([n, version]);
  return value;
}
