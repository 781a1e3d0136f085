import { existsSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import { rpc, rpcBatch } from './json-rpc.ts';
import type { Peer } from './peer.ts';
import { PEER_CHAIN_ID } from './peer-transfers.ts';

const PLATFORMS: Readonly<Record<string, string>> = { x64: 'amd64', arm64: 'arm64' };
const BALANCE = '0xde0b6b3a7640000';
const FUND_BATCH = 500;

/** anvil, if npm installed it for this machine; else one sentence. */
export function anvil(): Result<Peer, string> {
  const name = `anvil-${process.platform}-${PLATFORMS[process.arch] ?? process.arch}`;
  const root = path.join(import.meta.dirname, '../..');
  const program = path.join(root, 'node_modules/@foundry-rs', name, 'bin/anvil');
  return existsSync(program)
    ? ok({ ...settings, program })
    : fail('anvil is not installed for this machine; the comparison with it is left out.');
}

/** Blocks at once for each transaction, or of all that wait once a second, or both. */
const settings: Omit<Peer, 'program'> = {
  name: 'anvil',
  modes: {
    automine: [],
    interval: ['--block-time', '1'],
    mixed: ['--block-time', '1', '--mixed-mining'],
  },
  argumentsFor: (port) => [
    ...['--port', String(port), '--chain-id', String(PEER_CHAIN_ID)],
    ...['--silent', '--accounts', '1', '--disable-block-gas-limit'],
    ...['--order', 'fifo', '--prune-history'],
  ],
  fund: async (port, senders) => {
    for (let from = 0; from < senders.length; from += FUND_BATCH) {
      const some = senders.slice(from, from + FUND_BATCH);
      await rpcBatch(
        port,
        'anvil_setBalance',
        some.map((sender) => [sender, BALANCE]),
      );
    }
  },
  // It forgets some when many arrive at once, until a block is asked for.
  mineRest: (port) => rpc(port, 'evm_mine', []),
};
