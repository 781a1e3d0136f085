import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expectOk, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import type { Machine } from '@madang/kernel';
import {
  type CometProcess,
  type CometStateSync,
  cometGenesis,
  cometNodeId,
  type Ledger,
  LOCAL_PACE,
  openLedger,
  runCometBft,
  type SnapshotNews,
  startComet,
  writeCometHome,
} from '@madang/node';
import { actor, freePort, START_MS } from '@madang/testkit';
import { askComet } from './comet-rpc.ts';

/** What a network is made of. */
export interface JoinOptions {
  /** CometBFT, as `findCometBft` found it. */
  readonly program: string;
  readonly folder: string;
  readonly genesis: Uint8Array;
  readonly chain: Uint8Array;
  /** The machine of those that are there, and of the one that joins. */
  readonly large: Machine;
  readonly plain: Machine;
}

/** How a join went, in seconds. */
export interface Joined {
  /** From the start of the newcomer's CometBFT until its state is restored. */
  readonly joinSeconds: number;
  /** Until it has come to a height that the others reached after that. */
  readonly caughtUpSeconds: number;
}

interface Node {
  readonly ledger: Ledger;
  readonly comet: CometProcess;
  readonly rpcSocket: string;
  readonly news: readonly SnapshotNews[];
}

const VALIDATORS = ['city', 'university'] as const;
/** The others come to the first snapshot in half a minute, and keep three of them. */
const EVERY_BLOCKS = 200;
const PACE = { ...LOCAL_PACE, emptyBlocksMs: 100 };
const TIMEOUT_MS = 600_000;

/** Two validators with a large state under real CometBFT, and a third node that joins them. */
export async function joinNetwork(options: JoinOptions): Promise<Joined> {
  const ports = [await freePort(), await freePort(), await freePort()];
  const nodes: Node[] = [];
  const start = async (n: number, machine: Machine, stateSync?: CometStateSync) => {
    const node = await startNode({ options, ports, n }, machine, stateSync);
    nodes.push(node);
    return node;
  };
  try {
    await layFolders(options);
    const first = await start(0, options.large);
    const second = await start(1, options.large);
    await until(() => first.news.some(({ kind }) => kind === 'made'));
    const trusted = await trust(first, second);
    const startedAt = performance.now();
    const newcomer = await start(VALIDATORS.length, options.plain, trusted);
    await until(() => newcomer.news.some(({ kind }) => kind === 'restored'));
    const joinSeconds = (performance.now() - startedAt) / 1_000;
    const height = first.ledger.status().height;
    await until(() => newcomer.ledger.status().height >= height);
    if (toHex(newcomer.ledger.head().appHash) !== toHex(first.ledger.head().appHash)) {
      throw new Error('The newcomer has another application hash.');
    }
    return { joinSeconds, caughtUpSeconds: (performance.now() - startedAt) / 1_000 };
  } finally {
    for (const { comet } of nodes) await comet.stop();
    for (const { ledger } of nodes) await ledger.close();
  }
}

/** The large genesis is executed once; both validators have the same folder. */
async function layFolders({ folder, genesis, large }: JoinOptions): Promise<void> {
  const nodeKey = actor('node').keyPair;
  const first = join(folder, 'ledger-0');
  const made = await openLedger({ folder: first, machine: large, genesis, nodeKey });
  await expectOk(made, 'a new folder opens').close();
  cpSync(first, join(folder, 'ledger-1'), { recursive: true });
}

interface Place {
  readonly options: JoinOptions;
  readonly ports: readonly number[];
  readonly n: number;
}

async function startNode(
  { options, ports, n }: Place,
  machine: Machine,
  stateSync: CometStateSync | undefined,
): Promise<Node> {
  const at = (name: string) => join(options.folder, `${name}-${String(n)}`);
  const sockets = { applicationSocket: at('app'), rpcSocket: at('rpc') };
  const news: SnapshotNews[] = [];
  const isNew = stateSync !== undefined;
  const ledger = expectOk(
    await openLedger({
      ...{ folder: at('ledger'), machine, nodeKey: actor('node').keyPair, verifyWorkers: 0 },
      ...(isNew ? { genesis: options.genesis } : {}),
      engine: startComet({
        ...sockets,
        snapshots: { everyBlocks: EVERY_BLOCKS, keep: 3, retainBlocks: 1_000_000 },
        onSnapshot: (one) => news.push(one),
        onFailure: () => undefined,
      }),
    }),
    'the folder opens',
  );
  const ids = ports.map((port, one) => ({ id: nodeId(one), host: '127.0.0.1', port }));
  writeCometHome({
    ...{ folder: at('comet'), ...sockets, pace: PACE },
    genesis: cometGenesis({ chain: options.chain, timeMs: START_MS, afterHeight: 0 }),
    nodeSeed: seedOf(`node ${String(n)}`),
    validatorSeed: seedOf(`key of ${VALIDATORS[n] ?? 'follower'}-consensus`),
    peers: ids.filter((_, one) => one !== n),
    p2p: { host: '127.0.0.1', port: ports[n] ?? 0 },
    ...(stateSync === undefined ? {} : { stateSync }),
  });
  const comet = runCometBft({
    ...{ program: options.program, home: at('comet'), rpcSocket: sockets.rpcSocket },
    logFile: join(at('comet'), 'log'),
    onEnd: () => undefined,
  });
  return { ledger, comet, rpcSocket: sockets.rpcSocket, news };
}

function seedOf(name: string): Uint8Array {
  return sha256(utf8(name));
}

function nodeId(n: number): string {
  return cometNodeId(seedOf(`node ${String(n)}`));
}

async function trust(first: Node, second: Node): Promise<CometStateSync> {
  const rpcServers = [first, second].map(({ rpcSocket }) => `unix://${rpcSocket}`);
  const trustHash = await blockIdAt(first, 2);
  return { rpcServers, trustHeight: 2, trustHash, trustPeriodMs: 40 * 3_600_000 };
}

/** The hash of a block's header, as its CometBFT tells it. */
async function blockIdAt({ rpcSocket }: Node, height: number): Promise<string> {
  const params = { height: String(height) };
  const answer = await askComet(rpcSocket, { jsonrpc: '2.0', id: 0, method: 'commit', params });
  const body = JSON.stringify(answer);
  const found = /"block_id":\{"hash":"([0-9A-F]{64})"/.exec(body)?.[1];
  if (found === undefined) throw new Error(body);
  return found;
}

async function until(isSo: () => boolean): Promise<void> {
  const endsAt = performance.now() + TIMEOUT_MS;
  while (!isSo()) {
    if (performance.now() > endsAt) throw new Error('It took more than ten minutes.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
