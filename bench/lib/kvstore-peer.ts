import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { keyPairFromSeed } from '@madang/crypto';
import {
  type CometProcess,
  cometGenesis,
  cometNodeId,
  LOCAL_PACE,
  runCometBft,
  writeCometHome,
} from '@madang/node';
import { freePort } from '@madang/testkit';
import { applicationPlace, askComet } from './comet-rpc.ts';
import { processCpuMs } from './process-cpu.ts';

/** What one run of CometBFT's own example measured. */
export interface KvstoreResult {
  /** From the first transaction handed in to the last one in a block. */
  readonly txPerSecond: number;
  /** Of all CometBFT and kvstore processes. */
  readonly cpuMsPerTx: number;
}

const SOURCE = path.join(import.meta.dirname, '../../engines/cometbft');
const BATCH = 200;
const DONE_MS = 300_000;
/** As long as one of our signed notarisations. */
const TX_BYTES = 260;

/** Builds the example application; a second time it is there. */
export function buildKvstore(): string {
  const program = path.join(SOURCE, '../../node_modules/.madang/kvstore');
  execFileSync('go', ['build', '-trimpath', '-o', program, './kvstore'], { cwd: SOURCE });
  return program;
}

/** What {@link runKvstore} is given. */
export interface KvstorePlan {
  readonly cometbft: string;
  readonly kvstore: string;
  readonly validators: number;
  /** Transactions before those that are measured. */
  readonly warmUp: number;
  readonly count: number;
}

interface KvstoreNode {
  readonly application: ChildProcess;
  readonly comet: CometProcess;
  readonly rpcSocket: string;
}

/**
 * CometBFT's example under the same settings as ours, also out of process on a unix socket. All
 * transactions are handed to one node as fast as it takes them, by its RPC.
 */
export async function runKvstore(plan: KvstorePlan): Promise<KvstoreResult> {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-kv-'));
  const nodes = await startNodes(plan, folder);
  try {
    const [{ rpcSocket } = { rpcSocket: '' }] = nodes;
    await untilSize(rpcSocket, 0);
    await send(rpcSocket, plan.warmUp);
    await untilSize(rpcSocket, plan.warmUp);
    const cpuBefore = cpuMsOf(nodes);
    const startedAt = performance.now();
    await send(rpcSocket, plan.count);
    await untilSize(rpcSocket, plan.warmUp + plan.count);
    const wallMs = performance.now() - startedAt;
    return {
      txPerSecond: (plan.count / wallMs) * 1_000,
      cpuMsPerTx: (cpuMsOf(nodes) - cpuBefore) / plan.count,
    };
  } finally {
    for (const { comet } of nodes) await comet.stop();
    for (const { application } of nodes) application.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}

async function startNodes(
  { cometbft, kvstore, validators }: KvstorePlan,
  folder: string,
): Promise<readonly KvstoreNode[]> {
  const seeds = Array.from({ length: validators }, () => ({
    node: new Uint8Array(randomBytes(32)),
    validator: new Uint8Array(randomBytes(32)),
  }));
  const ports = await Promise.all(seeds.map(() => freePort()));
  const genesis = genesisOf(seeds.map(({ validator }) => validator));
  const peers = seeds.map(({ node }, n) => ({
    id: cometNodeId(node),
    host: '127.0.0.1',
    port: ports[n] ?? 0,
  }));
  return seeds.map(({ node, validator }, n) => {
    const at = (name: string) => path.join(folder, `${name}-${String(n)}`);
    const sockets = { applicationSocket: at('app'), rpcSocket: at('rpc') };
    const application = spawn(kvstore, [`unix://${sockets.applicationSocket}`], {
      stdio: 'ignore',
    });
    writeCometHome({
      ...{ folder: at('home'), genesis, nodeSeed: node, validatorSeed: validator },
      peers: peers.filter((_, one) => one !== n),
      p2p: { host: '127.0.0.1', port: ports[n] ?? 0 },
      ...sockets,
      pace: LOCAL_PACE,
    });
    closeSync(openSync(at('log'), 'a'));
    const comet = runCometBft({
      ...{ program: cometbft, home: at('home'), rpcSocket: sockets.rpcSocket },
      logFile: at('log'),
      onEnd: () => undefined,
    });
    return { application, comet, rpcSocket: sockets.rpcSocket };
  });
}

/** The same settings as ours; the example takes its validators from here. */
function genesisOf(validators: readonly Uint8Array[]): string {
  const ours = JSON.parse(
    cometGenesis({ chain: new Uint8Array(32), timeMs: Date.now(), afterHeight: 0 }),
  ) as Record<string, unknown>;
  return JSON.stringify({
    ...ours,
    app_state: undefined,
    validators: validators.map((seed) => {
      const { publicKey } = keyPairFromSeed(seed);
      return {
        address: cometNodeId(seed).toUpperCase(),
        pub_key: {
          type: 'tendermint/PubKeyEd25519',
          value: Buffer.from(publicKey).toString('base64'),
        },
        power: '1',
        name: '',
      };
    }),
  });
}

async function send(socketPath: string, count: number): Promise<void> {
  for (let sent = 0; sent < count; sent += BATCH) {
    const calls = Array.from({ length: Math.min(BATCH, count - sent) }, (_, id) => ({
      jsonrpc: '2.0',
      id,
      method: 'broadcast_tx_async',
      params: { tx: Buffer.from(transaction()).toString('base64') },
    }));
    const answer = await askComet(socketPath, calls);
    if (JSON.stringify(answer).includes('"error"')) throw new Error('The peer refused some.');
  }
}

/** A key of its own and a value: what the example stores. */
function transaction(): string {
  const key = randomBytes(16).toString('hex');
  return `${key}=${'v'.repeat(TX_BYTES - key.length - 1)}`;
}

/** Waits until so many keys are stored. */
async function untilSize(socketPath: string, size: number): Promise<void> {
  const deadline = performance.now() + DONE_MS;
  while (performance.now() < deadline) {
    const stored = await storedBy(socketPath).catch(() => -1);
    if (stored >= size) return;
    await setTimeout(50);
  }
  throw new Error('The peer did not put all transactions into blocks.');
}

async function storedBy(socketPath: string): Promise<number> {
  const { data } = await applicationPlace(socketPath);
  const { size } = JSON.parse(data) as { readonly size: number };
  return size;
}

function cpuMsOf(nodes: readonly KvstoreNode[]): number {
  return nodes
    .flatMap(({ application, comet }) => [application.pid, comet.pid()])
    .reduce((sum: number, pid) => sum + (pid === undefined ? 0 : processCpuMs(pid)), 0);
}
