import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { postRequest } from './http-load.ts';
import { PEER_RECIPIENT, type Transfer } from './peer-transfers.ts';
import { processCpuMs } from './process-cpu.ts';
import { runLoad } from './run-load.ts';

/** How the peer makes blocks: at once for each transaction, or all that wait once a second. */
export const MINING_MODES = ['automine', 'interval', 'mixed'] as const;
export type MiningMode = (typeof MINING_MODES)[number];

const MODE_ARGUMENTS: Readonly<Record<MiningMode, readonly string[]>> = {
  automine: [],
  interval: ['--block-time', '1'],
  mixed: ['--block-time', '1', '--mixed-mining'],
};

/** What one run of the peer measured. */
export interface PeerResult {
  /** From the first transfer sent to the last one in a block. */
  readonly txPerSecond: number;
  readonly p99Ms: number;
  readonly cpuMsPerTx: number;
  readonly loadCpuMsPerTx: number;
}

const PORT = 18_545;
const MINED_WITHIN_MS = 60_000;
/** A peer that grows past this would make the whole machine swap, and every figure wrong. */
const PEER_MEMORY_BYTES = 4 * 1024 ** 3;
const PAGE_SIZE_BYTES = 4_096;
const PLATFORMS: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };

/** The peer's program, if this machine has one. */
export function peerProgram(): string | undefined {
  const name = `anvil-${process.platform}-${PLATFORMS[process.arch] ?? process.arch}`;
  const root = path.join(import.meta.dirname, '../..');
  const file = path.join(root, 'node_modules/@foundry-rs', name, 'bin/anvil');
  return existsSync(file) ? file : undefined;
}

/** Starts a fresh anvil, gives every sender money, and sends it the transfers over JSON-RPC. */
export async function runPeer(
  program: string,
  mode: MiningMode,
  transfers: readonly Transfer[],
  connections: number,
): Promise<PeerResult> {
  const peer = await startPeer(program, mode);
  try {
    await fund(transfers);
    const cpuBefore = processCpuMs(peer.pid ?? 0);
    const requests = transfers.map(({ raw }, id) =>
      postRequest(
        '/',
        'application/json',
        Buffer.from(rpcText('eth_sendRawTransaction', [raw], id)),
      ),
    );
    const sending = runLoad(requests, PORT, connections);
    const [load, minedAt] = await Promise.all([
      sending,
      whenAllMined(transfers.length, peer, sending),
    ]);
    if (load.succeeded !== transfers.length) {
      throw new Error(`The peer refused transfers: ${load.firstFailure ?? 'no answer'}`);
    }
    return {
      txPerSecond: (transfers.length / (minedAt - load.startedAt)) * 1000,
      p99Ms: load.p99Ms,
      cpuMsPerTx: (processCpuMs(peer.pid ?? 0) - cpuBefore) / transfers.length,
      loadCpuMsPerTx: load.cpuMs / transfers.length,
    };
  } finally {
    await stopPeer(peer);
  }
}

/** Ends the peer and waits until its port is free for the next one. */
async function stopPeer(peer: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => peer.once('close', resolve));
  peer.kill('SIGKILL');
  await ended;
}

async function startPeer(program: string, mode: MiningMode): Promise<ChildProcess> {
  const peer = spawn(
    program,
    [
      '--port',
      String(PORT),
      '--silent',
      '--accounts',
      '1',
      '--disable-block-gas-limit',
      '--order',
      'fifo',
      '--prune-history',
      ...MODE_ARGUMENTS[mode],
    ],
    { stdio: 'ignore' },
  );
  for (let tries = 0; tries < 100; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    if ((await rpc('eth_chainId', []).catch(() => undefined)) !== undefined) return peer;
  }
  await stopPeer(peer);
  throw new Error('The peer did not start.');
}

const BALANCE = '0xde0b6b3a7640000';
const FUND_BATCH = 500;

async function fund(transfers: readonly Transfer[]): Promise<void> {
  for (let from = 0; from < transfers.length; from += FUND_BATCH) {
    const calls = transfers
      .slice(from, from + FUND_BATCH)
      .map((transfer, id) => rpcText('anvil_setBalance', [transfer.from, BALANCE], id));
    await post(`[${calls.join(',')}]`);
  }
}

/**
 * Each transfer gives the recipient one wei, so that the balance counts what is in blocks. Once all
 * were sent, what the peer left waiting is put into a block by an explicit call: it forgets some
 * when many arrive at once.
 */
async function whenAllMined(
  count: number,
  peer: ChildProcess,
  sending: Promise<unknown>,
): Promise<number> {
  const progress = { isSent: false };
  const markSent = (): void => {
    progress.isSent = true;
  };
  sending.then(markSent, markSent);
  const deadlineMs = Date.now() + MINED_WITHIN_MS;
  while (Date.now() < deadlineMs) {
    if (residentBytes(peer.pid ?? 0) > PEER_MEMORY_BYTES) {
      throw new Error('The peer used more than 4 GiB of memory.');
    }
    const balance = await rpc('eth_getBalance', [PEER_RECIPIENT, 'latest']);
    if (Number(balance) >= count) return Date.now();
    if (progress.isSent) await rpc('evm_mine', []);
    else await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The peer did not put all transfers into blocks.');
}

async function rpc(method: string, params: readonly unknown[]): Promise<unknown> {
  const answer = (await post(rpcText(method, params, 1))) as { readonly result?: unknown };
  return answer.result;
}

function rpcText(method: string, params: readonly unknown[], id: number): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method, params });
}

async function post(body: string): Promise<unknown> {
  const answer = await fetch(`http://127.0.0.1:${String(PORT)}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });
  return answer.json();
}

/** Memory that a process holds, from `/proc`. */
function residentBytes(pid: number): number {
  try {
    const pages = readFileSync(`/proc/${String(pid)}/statm`, 'utf8').split(' ')[1];
    return Number(pages) * PAGE_SIZE_BYTES;
  } catch {
    return 0;
  }
}
