// What a block of 1,000 state updates costs with its durable commit, and how long a proof is, at
// three sizes of the state. `--quick` uses small sizes, `--json` prints one line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeKnown, expectOk } from '@madang/base';
import type { StateChange } from '@madang/kernel';
import { type ExecutedBlock, openStore, type Store } from '@madang/node';
import { stateProof } from '@madang/protocol';
import { addBlock, fillState, keyOf, nameOfCount, valueOf } from './lib/fill-state.ts';
import { type Figures, median, printFigures } from './lib/report.ts';

const UPDATES = 1_000;
const BLOCKS = 21;
/** Blocks before those that count: they load what a running node has in memory. */
const WARM_UP_BLOCKS = 4;
const PROOFS = 1_000;
const GENESIS_BLOCK: ExecutedBlock = {
  height: 0,
  timeMs: 1_767_225_600_000,
  changes: [],
  transactions: [],
  params: new Uint8Array(),
  paramsHash: new Uint8Array(32),
};
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
const [smallName, middleName, largeName] = sizes.map(nameOfCount);
const figures: Figures = {
  [`cpuMsAt${smallName}`]: small.cpuMs,
  [`cpuMsAt${middleName}`]: middle.cpuMs,
  [`cpuMsAt${largeName}`]: large.cpuMs,
  [`costRatio${largeName}To${smallName}`]: large.cpuMs / small.cpuMs,
  [`wallMsAt${largeName}`]: large.wallMs,
  proofBytesMean: large.proofBytes,
};
printFigures('state', figures, args.includes('--json'));

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
  const genesis = { genesis: new Uint8Array([1]), block: GENESIS_BLOCK };
  const store = expectOk(await openStore({ folder }, genesis), 'a new folder opens');
  await fillState(store, keyCount);
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

/** Half of the updates change a key, half add one. */
function updates(keyCount: number, block: number): StateChange[] {
  const changes: StateChange[] = [];
  for (let i = 0; i < UPDATES; i++) {
    const isNew = i % 2 === 0;
    const n = isNew ? keyCount + block * UPDATES + i : scattered(block * UPDATES + i, keyCount);
    changes.push({ key: keyOf(n), value: valueOf(n, block + 1) });
  }
  const changeByKey = new Map(changes.map((change) => [String(change.key), change]));
  return [...changeByKey.values()];
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
