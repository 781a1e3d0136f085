import { availableParallelism } from 'node:os';
import { expectOk, fromHex } from '@madang/base';
import { keyPairFromSeed, signSync, verifySignatureSync } from '@madang/crypto';
import { anvil } from './lib/anvil.ts';
import { checkReceipts, clientAt } from './lib/check-receipts.ts';
import { openDecisions, type Signed } from './lib/decision-load.ts';
import { findGeth } from './lib/geth.ts';
import { postRequest } from './lib/http-load.ts';
import { startMadang } from './lib/madang-server.ts';
import { measurePeer, type PeerResult } from './lib/peer.ts';
import { signTransfers } from './lib/peer-transfers.ts';
import { processCpuMs } from './lib/process-cpu.ts';
import { type Figures, median, printFigures } from './lib/report.ts';
import { runLoad } from './lib/run-load.ts';

/**
 * Signed, durable consents over HTTP beside signed transfers over JSON-RPC to `geth --dev` and
 * anvil, in one run. The load comes from a process of its own that shares the machine; its CPU
 * time is told apart.
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

/** Results of the peers that are on this machine, by name. */
type PeerResults = Readonly<Record<string, readonly PeerResult[]>>;

async function runPeers(size: Size, note: (line: string) => void): Promise<PeerResults> {
  const load = {
    transfers: signTransfers(size.transfers),
    connections: CONNECTIONS,
    runs: size.runs,
  };
  const results: Record<string, readonly PeerResult[]> = {};
  for (const peer of [await findGeth(note), anvil()]) {
    if (peer.ok) results[peer.value.name] = await measurePeer(peer.value, load, note);
    else note(peer.error);
  }
  return results;
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

function figuresOf(own: readonly OwnResult[], peers: PeerResults): Figures {
  const rates = own.map((run) => run.txPerSecond);
  const txPerSecond = median(rates);
  return {
    txPerSecond,
    txPerSecondMin: Math.min(...rates),
    txPerSecondMax: Math.max(...rates),
    p50Ms: median(own.map((run) => run.p50Ms)),
    p99Ms: median(own.map((run) => run.p99Ms)),
    cpuMsPerTx: median(own.map((run) => run.cpuMsPerTx)),
    loadCpuMsPerTx: median(own.map((run) => run.loadCpuMsPerTx)),
    shareOfVerifyLimit: txPerSecond / verifyLimitPerSecond(),
    ...peerFigures('Geth', txPerSecond, peers['geth'] ?? []),
    ...peerFigures('Anvil', txPerSecond, peers['anvil'] ?? []),
  };
}

/** None where the peer was not measured. */
function peerFigures(name: string, txPerSecond: number, runs: readonly PeerResult[]): Figures {
  if (runs.length === 0) return {};
  const peerTxPerSecond = median(runs.map((run) => run.txPerSecond));
  const own = name.toLowerCase();
  return {
    [`ratioTo${name}`]: txPerSecond / peerTxPerSecond,
    [`${own}TxPerSecond`]: peerTxPerSecond,
    [`${own}P99Ms`]: median(runs.map((run) => run.p99Ms)),
    [`${own}CpuMsPerTx`]: median(runs.map((run) => run.cpuMsPerTx)),
  };
}

await main(process.argv.slice(2));
