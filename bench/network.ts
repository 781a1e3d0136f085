import { parseArgs } from 'node:util';
import { expectOk, expectPresent, fromHex } from '@madang/base';
import { findCometBft } from '@madang/node';
import { checkReceipts, clientAt } from './lib/check-receipts.ts';
import { buildKvstore, type KvstoreResult, runKvstore } from './lib/kvstore-peer.ts';
import { requestOf, signedActs } from './lib/notarisations.ts';
import { startOwnNetwork } from './lib/own-network.ts';
import { type Figures, median, printFigures } from './lib/report.ts';
import { runLoad } from './lib/run-load.ts';

/**
 * Signed transactions to one node of a network under CometBFT, beside CometBFT's own example
 * application under the same settings, in one run. The load and all nodes share the machine.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
  },
});
const RUNS = values.quick ? 1 : 3;
const COUNT = values.quick ? 2_000 : 10_000;
const WARM_UP = 500;
const CONNECTIONS = 512;

interface OwnResult {
  readonly txPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuMsPerTx: number;
}

async function runOwn(validators: number): Promise<OwnResult> {
  const network = await startOwnNetwork(validators);
  try {
    const { apiPort } = expectPresent(network.nodes[0], 'there is a node');
    const client = clientAt(`http://127.0.0.1:${String(apiPort)}`);
    const ledger = expectOk(await client.ledger(), 'the node answers');
    const chain = expectOk(fromHex(ledger.chain), 'a chain');
    const all = signedActs(chain, WARM_UP + COUNT);
    const measured = all.slice(WARM_UP);
    await runLoad(all.slice(0, WARM_UP).map(requestOf), apiPort, CONNECTIONS);
    const cpuBefore = network.cpuMs();
    const seen = await runLoad(measured.map(requestOf), apiPort, CONNECTIONS);
    const cpuMs = network.cpuMs() - cpuBefore;
    if (seen.succeeded !== COUNT) throw new Error(`Refused: ${seen.firstFailure ?? 'no answer'}`);
    await checkReceipts(
      client,
      measured.map(({ bodyHash }) => bodyHash),
    );
    const { p50Ms, p99Ms } = seen;
    return { txPerSecond: (COUNT / seen.wallMs) * 1_000, p50Ms, p99Ms, cpuMsPerTx: cpuMs / COUNT };
  } finally {
    await network.stop();
  }
}

const note = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const cometbft = expectOk(await findCometBft(note), 'CometBFT is here or can be built');
const kvstore = buildKvstore();

/** Ours and the peer's one after the other, so that both meet the same moments of the machine. */
async function compare(validators: number) {
  const own: OwnResult[] = [];
  const peer: KvstoreResult[] = [];
  for (let run = 0; run < RUNS; run++) {
    own.push(await runOwn(validators));
    peer.push(await runKvstore({ cometbft, kvstore, validators, count: COUNT }));
    const [ours, theirs] = [own.at(-1)?.txPerSecond ?? 0, peer.at(-1)?.txPerSecond ?? 0];
    note(`${String(validators)} validators: ${ours.toFixed(0)}/s, kvstore ${theirs.toFixed(0)}/s`);
  }
  const txPerSecond = median(own.map((run) => run.txPerSecond));
  const kvstorePerSecond = median(peer.map((run) => run.txPerSecond));
  return { own, peer, txPerSecond, kvstorePerSecond, ratio: txPerSecond / kvstorePerSecond };
}

const four = await compare(4);
const one = await compare(1);
const figures: Figures = {
  txPerSecond4: four.txPerSecond,
  ratioToKvstore4: four.ratio,
  kvstorePerSecond4: four.kvstorePerSecond,
  p50Ms: median(four.own.map((run) => run.p50Ms)),
  p99Ms: median(four.own.map((run) => run.p99Ms)),
  cpuMsPerTx4: median(four.own.map((run) => run.cpuMsPerTx)),
  kvstoreCpuMsPerTx4: median(four.peer.map((run) => run.cpuMsPerTx)),
  txPerSecond1: one.txPerSecond,
  ratioToKvstore1: one.ratio,
  kvstorePerSecond1: one.kvstorePerSecond,
  p99Ms1: median(one.own.map((run) => run.p99Ms)),
  cpuMsPerTx1: median(one.own.map((run) => run.cpuMsPerTx)),
  kvstoreCpuMsPerTx1: median(one.peer.map((run) => run.cpuMsPerTx)),
};
printFigures('network', figures, values.json);
