import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { freePort } from '@madang/testkit';
import { postRequest } from './http-load.ts';
import { rpc, rpcText } from './json-rpc.ts';
import { PEER_RECIPIENT, type Transfer } from './peer-transfers.ts';
import { processCpuMs } from './process-cpu.ts';
import { runLoad } from './run-load.ts';

/** A ledger of others that takes signed transfers over JSON-RPC. */
export interface Peer {
  readonly name: string;
  readonly program: string;
  /** The ways in which it makes blocks, with the arguments for each. */
  readonly modes: Readonly<Record<string, readonly string[]>>;
  readonly argumentsFor: (port: number) => readonly string[];
  /** Gives every sender enough for a transfer. */
  readonly fund: (port: number, senders: readonly string[]) => Promise<void>;
  /** Puts into a block what it left waiting after all was sent, where it does not by itself. */
  readonly mineRest?: (port: number) => Promise<unknown>;
}

/** What one run of a peer measured. */
export interface PeerResult {
  /** From the first transfer sent to the last one in a block. */
  readonly txPerSecond: number;
  readonly p99Ms: number;
  readonly cpuMsPerTx: number;
  readonly loadCpuMsPerTx: number;
}

/** What a peer is asked to do, the same for each. */
export interface PeerLoad {
  readonly transfers: readonly Transfer[];
  readonly connections: number;
  readonly runs: number;
}

const MINED_WITHIN_MS = 60_000;
/** A peer that grows past this would make the whole machine swap, and every figure wrong. */
const PEER_MEMORY_BYTES = 4 * 1024 ** 3;
const PAGE_SIZE_BYTES = 4_096;

/**
 * A peer in whichever mode is fastest for it, each tried on the whole load first: on a part of it,
 * the moment at which a block is due decides. A mode in which it does not come to an end is left
 * out, and that is said. No results: none did.
 */
export async function measurePeer(
  peer: Peer,
  load: PeerLoad,
  note: (line: string) => void,
): Promise<readonly PeerResult[]> {
  const rateByMode = new Map<string, number>();
  for (const mode of Object.keys(peer.modes)) {
    const tried = await runPeer(peer, mode, load).catch((failure: unknown) => messageOf(failure));
    const isDone = typeof tried !== 'string';
    const said = isDone ? `${tried.txPerSecond.toFixed(0)} transfers/s` : tried;
    note(`${peer.name}, ${mode}: ${said}`);
    if (isDone) rateByMode.set(mode, tried.txPerSecond);
  }
  const modes = [...rateByMode].sort((left, right) => right[1] - left[1]).map(([mode]) => mode);
  for (const mode of modes) {
    const results: PeerResult[] = [];
    try {
      for (let run = 0; run < load.runs; run++) results.push(await runPeer(peer, mode, load));
      note(`${peer.name} is measured in the mode "${mode}".`);
      return results;
    } catch (failure) {
      note(`${peer.name}, ${mode}: ${messageOf(failure)}`);
    }
  }
  return [];
}

function messageOf(failure: unknown): string {
  return failure instanceof Error ? failure.message : String(failure);
}

/** A peer that runs. */
interface Running {
  readonly peer: Peer;
  readonly child: ChildProcess;
  readonly port: number;
}

/** Starts it afresh, gives every sender money, and sends it the transfers. */
async function runPeer(
  peer: Peer,
  mode: string,
  { transfers, connections }: PeerLoad,
): Promise<PeerResult> {
  const running = await startPeer(peer, mode);
  const { port, child } = running;
  try {
    await peer.fund(
      port,
      transfers.map(({ from }) => from),
    );
    const cpuBefore = processCpuMs(child.pid ?? 0);
    const requests = transfers.map(({ raw }, id) =>
      postRequest(
        '/',
        'application/json',
        Buffer.from(rpcText('eth_sendRawTransaction', [raw], id)),
      ),
    );
    const sending = runLoad(requests, port, connections);
    const [load, minedAt] = await Promise.all([
      sending,
      whenAllMined(transfers.length, running, sending),
    ]);
    if (load.succeeded !== transfers.length) {
      throw new Error(`It refused transfers: ${load.firstFailure ?? 'no answer'}`);
    }
    return {
      txPerSecond: (transfers.length / (minedAt - load.startedAt)) * 1000,
      p99Ms: load.p99Ms,
      cpuMsPerTx: (processCpuMs(child.pid ?? 0) - cpuBefore) / transfers.length,
      loadCpuMsPerTx: load.cpuMs / transfers.length,
    };
  } finally {
    await stopPeer(child);
  }
}

async function startPeer(peer: Peer, mode: string): Promise<Running> {
  const port = await freePort();
  const words = [...peer.argumentsFor(port), ...(peer.modes[mode] ?? [])];
  const child = spawn(peer.program, words, { stdio: 'ignore' });
  for (let tries = 0; tries < 100; tries++) {
    await setTimeout(100);
    const answer = await rpc(port, 'eth_chainId', []).catch(() => undefined);
    if (answer !== undefined) return { peer, child, port };
  }
  await stopPeer(child);
  throw new Error('It did not start.');
}

/** Ends the peer and waits until it is gone. */
async function stopPeer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** Each transfer gives the recipient one wei, so that the balance counts what is in blocks. */
async function whenAllMined(
  count: number,
  { peer, child, port }: Running,
  sending: Promise<unknown>,
): Promise<number> {
  const progress = { isSent: false };
  const markSent = (): void => {
    progress.isSent = true;
  };
  sending.then(markSent, markSent);
  const deadlineMs = Date.now() + MINED_WITHIN_MS;
  while (Date.now() < deadlineMs) {
    if (residentBytes(child.pid ?? 0) > PEER_MEMORY_BYTES) {
      throw new Error('It used more than 4 GiB of memory.');
    }
    const balance = await rpc(port, 'eth_getBalance', [PEER_RECIPIENT, 'latest']);
    if (Number(balance) >= count) return Date.now();
    if (progress.isSent && peer.mineRest !== undefined) await peer.mineRest(port);
    else await setTimeout(progress.isSent ? 20 : 100);
  }
  throw new Error('It did not put all transfers into blocks within a minute.');
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
