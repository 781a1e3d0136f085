import { parseArgs } from 'node:util';
import { expectOk } from '@madang/base';
import { findCometBft } from '@madang/node';
import { buildKvstore, type KvstoreResult, runKvstore } from './lib/kvstore-peer.ts';
import { loadNetwork, type NetworkResult, WARM_UP } from './lib/load-network.ts';
import { startOwnNetwork } from './lib/own-network.ts';
import { type Figures, median, printFigures } from './lib/report.ts';

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

async function runOwn(validators: number): Promise<NetworkResult> {
  const network = await startOwnNetwork({ validators });
  return loadNetwork(network, COUNT).finally(() => network.stop());
}

const note = (line: string): void => {
  process.stderr.write(`${line}\n`);
};
const cometbft = expectOk(await findCometBft(note), 'CometBFT is here or can be built');
const kvstore = buildKvstore();

/** Ours and the peer's one after the other, so that both meet the same moments of the machine. */
async function compare(validators: number) {
  const own: NetworkResult[] = [];
  const peer: KvstoreResult[] = [];
  for (let run = 0; run < RUNS; run++) {
    own.push(await runOwn(validators));
    peer.push(await runKvstore({ cometbft, kvstore, validators, warmUp: WARM_UP, count: COUNT }));
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
