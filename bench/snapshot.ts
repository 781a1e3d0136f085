// What a snapshot of a large state costs the node that makes it, and how soon another node goes on
// from it: alone, and as a validator's neighbour under real CometBFT where there is one. `--quick`
// takes a smaller state, `--json` prints one line.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { expectOk, expectPresent, toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { createMachine, type Machine } from '@madang/kernel';
import {
  cometAppState,
  findCometBft,
  type Ledger,
  openLedger,
  type SnapshotNews,
  startComet,
} from '@madang/node';
import { encodeGenesis, genesisHash } from '@madang/protocol';
import {
  actor,
  FakeComet,
  openMemoryLedger,
  START_MS,
  services,
  snapshotPeer,
  syncState,
  testGenesis,
} from '@madang/testkit';
import { joinNetwork } from './lib/join-network.ts';
import { largeState } from './lib/large-state.ts';
import { type Figures, median, printFigures } from './lib/report.ts';

const args = process.argv.slice(2);
const KEYS = args.includes('--quick') ? 50_000 : 1_000_000;
/** The height of the snapshot, and how many acts a block has. */
const HEIGHT = 1_000;
const QUIET_BLOCKS = 30;
const ACTS = 200;

const memory = openMemoryLedger(services);
const genesis = encodeGenesis(testGenesis());
const chain = genesisHash(genesis);
const folder = mkdtempSync(join(tmpdir(), 'madang-bench-snapshot-'));
try {
  printFigures('snapshot', await measure(), args.includes('--json'));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

interface Node {
  readonly ledger: Ledger;
  readonly comet: FakeComet;
  readonly news: readonly SnapshotNews[];
}

/** A ledger with its stand-in for CometBFT. */
async function start(name: string, machine: Machine): Promise<Node> {
  const news: SnapshotNews[] = [];
  const sockets = {
    applicationSocket: join(folder, `${name}.app`),
    rpcSocket: join(folder, `${name}.rpc`),
  };
  const clock = () => START_MS + 1_000;
  const ledger = expectOk(
    await openLedger({
      ...{ machine, genesis, nodeKey: actor('node').keyPair, clock },
      folder: join(folder, name),
      engine: startComet({
        ...sockets,
        snapshots: { everyBlocks: HEIGHT, keep: 1, retainBlocks: 1_000_000 },
        onSnapshot: (one) => news.push(one),
        onFailure: (thrown) => {
          throw thrown;
        },
      }),
    }),
    'a new ledger opens',
  );
  const comet = await FakeComet.start({ ...sockets, appState: cometAppState(chain), clock });
  return { ledger, comet, news };
}

async function measure(): Promise<Figures> {
  const machine = createMachine(services);
  const source = await start('source', largeState(machine, KEYS));
  while (source.comet.blocks.length < HEIGHT - QUIET_BLOCKS) await source.comet.decide([]);
  const quiet: number[] = [];
  while (source.comet.blocks.length < HEIGHT - 1) quiet.push(await block(source));
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const busy: number[] = [await block(source)];
  while (source.news.length === 0) busy.push(await block(source));
  delay.disable();
  const [made] = source.news;
  if (made?.kind !== 'made') throw new Error(JSON.stringify(made));
  while (source.comet.blocks.length < HEIGHT + 2) await block(source);
  const restored = await restore(source, machine);
  return {
    keys: KEYS,
    makeSeconds: made.of.durationMs / 1_000,
    megabytes: made.of.sizeBytes / 1e6,
    stallMs: made.stallMs,
    blockMsBefore: median(quiet),
    blockMsWhileMade: median(busy),
    blockMsWhileMadeMax: Math.max(...busy),
    eventLoopDelayMsMax: delay.max / 1e6,
    ...restored,
    ...(await joinForReal(machine)),
  };
}

/** One block of new acts; how long it took, in ms. */
async function block({ comet }: Node): Promise<number> {
  const height = comet.blocks.length + 1;
  const envelopes = Array.from({ length: ACTS }, (_, n) => {
    const root = toHex(sha256(Buffer.from(`${String(height)}/${String(n)}`)));
    const payload = { kind: 'file', root, count: 1 } as const;
    return memory.sign({ act: 'document.notarise', payload, by: actor('somebody') }).bytes;
  });
  const startedAt = performance.now();
  await comet.decide(envelopes);
  return performance.now() - startedAt;
}

/** The same under real CometBFT, where there is one. */
async function joinForReal(plain: Machine): Promise<Figures> {
  const program = await findCometBft((line) => process.stderr.write(`${line}\n`));
  if (!program.ok) {
    process.stderr.write(`Joining under CometBFT is not measured: ${program.error}\n`);
    return {};
  }
  const network = join(folder, 'network');
  mkdirSync(network);
  const large = largeState(plain, KEYS);
  const options = { program: program.value, folder: network, genesis, chain, large, plain };
  return { ...(await joinNetwork(options)) };
}

async function restore(source: Node, machine: Machine): Promise<Figures> {
  const empty = await start('empty', machine);
  const { appHash } = expectPresent(source.comet.blocks[HEIGHT - 1], 'the block of the snapshot');
  const startedAt = performance.now();
  const synced = await syncState(empty.comet, {
    peers: [snapshotPeer('source', source.comet)],
    appHash: () => expectPresent(appHash, 'an application hash'),
  });
  const restoreSeconds = (performance.now() - startedAt) / 1_000;
  await empty.comet.stop();
  await empty.ledger.close();
  await source.comet.stop();
  await source.ledger.close();
  return { chunks: synced.applied, restoreSeconds };
}
