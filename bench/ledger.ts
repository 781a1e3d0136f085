import { availableParallelism } from 'node:os';
import { expectOk, fromHex } from '@madang/base';
import { keyPairFromSeed, signSync, verifySignatureSync } from '@madang/crypto';
import { checkReceipts, clientAt } from './lib/check-receipts.ts';
import { openDecisions, type Signed } from './lib/decision-load.ts';
import { postRequest } from './lib/http-load.ts';
import { startMadang } from './lib/madang-server.ts';
import {
  MINING_MODES,
  type MiningMode,
  type PeerResult,
  peerProgram,
  runPeer,
} from './lib/peer.ts';
import { signTransfers } from './lib/peer-transfers.ts';
import { processCpuMs } from './lib/process-cpu.ts';
import { type Figures, median, printFigures } from './lib/report.ts';
import { runLoad } from './lib/run-load.ts';

/**
 * Signed, durable consents over HTTP beside the peer's signed transfers over JSON-RPC, in one
 * run. The load comes from a process of its own that shares the machine; its CPU time is told
 * apart.
 */
interface Size {
  readonly runs: number;
  /** Keys, each of a resident who consents once in every decision. */
  readonly persons: number;
  /** The first is the warm-up. */
  readonly decisions: number;
  readonly transfers: number;
}

const FULL: Size = {
  runs: 3,
  persons: 10_000,
  decisions: 5,
  transfers: 20_000,
};
const QUICK: Size = { runs: 1, persons: 1_000, decisions: 4, transfers: 2_000 };
const CONNECTIONS = 2_048;

interface OwnResult {
  readonly txPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMsPerTx: number;
  readonly loadCpuMsPerTx: number;
}

/** One run of our server on a new folder; afterwards random receipts are checked. */
async function runOwn(size: Size): Promise<OwnResult> {
  const server = await startMadang();
  try {
    const origin = `http://127.0.0.1:${String(server.port)}`;
    const client = clientAt(origin);
    const ledger = expectOk(await client.ledger(), 'the ledger answers');
    const chain = expectOk(fromHex(ledger.chain), 'a chain');
    const { persons, decisions } = size;
    const load = await openDecisions({ server, chain, persons, decisions });
    const warm = load.consents(0, 1);
    const signed = load.consents(1, decisions);
    await runLoad(warm.map(requestOf), server.port, CONNECTIONS);
    const cpuBefore = processCpuMs(server.pid);
    const seen = await runLoad(signed.map(requestOf), server.port, CONNECTIONS);
    const cpuMs = processCpuMs(server.pid) - cpuBefore;
    if (seen.succeeded !== signed.length) {
      throw new Error(`The server refused transactions: ${seen.firstFailure ?? 'no answer'}`);
    }
    await checkReceipts(
      client,
      signed.map(({ id }) => id),
    );
    return {
      txPerSecond: (seen.succeeded / seen.wallMs) * 1000,
      p50Ms: seen.p50Ms,
      p99Ms: seen.p99Ms,
      cpuMsPerTx: cpuMs / seen.sent,
      loadCpuMsPerTx: seen.cpuMs / seen.sent,
    };
  } finally {
    await server.stop();
  }
}

function requestOf({ envelope }: Signed): Uint8Array {
  return postRequest('/api/transactions', 'application/cbor', envelope);
}

/** Signatures that all processors together could verify in a second if they did nothing else. */
function verifyLimitPerSecond(): number {
  const pair = keyPairFromSeed(new Uint8Array(32).fill(7));
  const message = new Uint8Array(85).fill(1);
  const signature = signSync(pair, message);
  const verify = (forMs: number): number => {
    const startedAt = performance.now();
    let count = 0;
    while (performance.now() - startedAt < forMs) {
      verifySignatureSync('ed25519', pair.publicKey, message, signature);
      count += 1;
    }
    return (count / (performance.now() - startedAt)) * 1000;
  };
  verify(300);
  return verify(1_500) * availableParallelism();
}

/**
 * The peer in whichever mode is fastest for it, each tried on the whole load first: on a part of
 * it, the moment at which a block is due decides. A mode in which it does not come to an end is
 * left out, and that is said.
 */
async function runPeers(size: Size, note: (line: string) => void): Promise<readonly PeerResult[]> {
  const program = peerProgram();
  if (program === undefined) {
    note('anvil is not installed for this machine; the comparison is left out.');
    return [];
  }
  const transfers = signTransfers(size.transfers);
  const rateByMode = new Map<MiningMode, number>();
  for (const mode of MINING_MODES) {
    const rate = await probePeer(program, mode, transfers);
    note(
      `peer, ${mode}: ${rate === undefined ? 'did not finish' : `${rate.toFixed(0)} transfers/s`}`,
    );
    if (rate !== undefined) rateByMode.set(mode, rate);
  }
  const modes = [...rateByMode].sort((left, right) => right[1] - left[1]).map(([mode]) => mode);
  for (const mode of modes) {
    const results: PeerResult[] = [];
    try {
      for (let run = 0; run < size.runs; run++) {
        results.push(await runPeer(program, mode, transfers, CONNECTIONS));
      }
      note(`peer measured in the mode ${mode}`);
      return results;
    } catch (failure) {
      note(`peer, ${mode}: ${failure instanceof Error ? failure.message : String(failure)}`);
    }
  }
  return [];
}

async function probePeer(
  program: string,
  mode: MiningMode,
  transfers: Parameters<typeof runPeer>[2],
): Promise<number | undefined> {
  try {
    return (await runPeer(program, mode, transfers, CONNECTIONS)).txPerSecond;
  } catch {
    return undefined;
  }
}

async function main(words: readonly string[]): Promise<void> {
  const size = words.includes('--quick') ? QUICK : FULL;
  const note = (line: string): void => {
    process.stderr.write(`${line}\n`);
  };
  const own: OwnResult[] = [];
  for (let run = 0; run < size.runs; run++) {
    const result = await runOwn(size);
    note(`run ${String(run + 1)}: ${result.txPerSecond.toFixed(0)} transactions/s`);
    own.push(result);
  }
  const peers = await runPeers(size, note);
  printFigures('ledger', figuresOf(own, peers), words.includes('--json'));
}

function figuresOf(own: readonly OwnResult[], peers: readonly PeerResult[]): Figures {
  const rates = own.map((run) => run.txPerSecond);
  const txPerSecond = median(rates);
  const figures = {
    txPerSecond,
    txPerSecondMin: Math.min(...rates),
    txPerSecondMax: Math.max(...rates),
    p50Ms: median(own.map((run) => run.p50Ms)),
    p99Ms: median(own.map((run) => run.p99Ms)),
    cpuMsPerTx: median(own.map((run) => run.cpuMsPerTx)),
    loadCpuMsPerTx: median(own.map((run) => run.loadCpuMsPerTx)),
    shareOfVerifyLimit: txPerSecond / verifyLimitPerSecond(),
  };
  if (peers.length === 0) return figures;
  const peerTxPerSecond = median(peers.map((run) => run.txPerSecond));
  return {
    ...figures,
    ratioToAnvil: txPerSecond / peerTxPerSecond,
    anvilTxPerSecond: peerTxPerSecond,
    anvilP99Ms: median(peers.map((run) => run.p99Ms)),
    anvilCpuMsPerTx: median(peers.map((run) => run.cpuMsPerTx)),
  };
}

await main(process.argv.slice(2));
