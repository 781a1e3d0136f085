import { expectOk, expectPresent, fromHex } from '@madang/base';
import { checkReceipts, clientAt } from './check-receipts.ts';
import { requestOf, signedActs } from './notarisations.ts';
import type { OwnNetwork } from './own-network.ts';
import { runLoad } from './run-load.ts';

/** Until the programs are compiled for their load; the peer gets the same. */
export const WARM_UP = 3_000;
/** With fewer blocks are small, with more answers wait longer and nothing is gained. */
const CONNECTIONS = 1_024;

/** What a load on one node of a network measured. */
export interface NetworkResult {
  readonly txPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of all nodes and their CometBFT. */
  readonly cpuMsPerTx: number;
  /** By how much the disk of one node filled. */
  readonly ledgerBytesPerTx: number;
  readonly cometBytesPerTx: number;
}

/** Hands so many signed transactions to one node; afterwards random receipts are checked. */
export async function loadNetwork(network: OwnNetwork, count: number): Promise<NetworkResult> {
  const { apiPort } = expectPresent(network.nodes[0], 'there is a node');
  const client = clientAt(`http://127.0.0.1:${String(apiPort)}`);
  const ledger = expectOk(await client.ledger(), 'the node answers');
  const chain = expectOk(fromHex(ledger.chain), 'a chain');
  const all = signedActs(chain, WARM_UP + count);
  const measured = all.slice(WARM_UP);
  await runLoad(all.slice(0, WARM_UP).map(requestOf), apiPort, CONNECTIONS);
  const before = { cpuMs: network.cpuMs(), disk: network.disk() };
  const seen = await runLoad(measured.map(requestOf), apiPort, CONNECTIONS);
  const cpuMs = network.cpuMs() - before.cpuMs;
  const disk = network.disk();
  if (seen.succeeded !== count) throw new Error(`Refused: ${seen.firstFailure ?? 'no answer'}`);
  await checkReceipts(
    client,
    measured.map(({ bodyHash }) => bodyHash),
  );
  return {
    txPerSecond: (count / seen.wallMs) * 1_000,
    p50Ms: seen.p50Ms,
    p99Ms: seen.p99Ms,
    cpuMsPerTx: cpuMs / count,
    ledgerBytesPerTx: (disk.ledgerBytes - before.disk.ledgerBytes) / count,
    cometBytesPerTx: (disk.cometBytes - before.disk.cometBytes) / count,
  };
}
