import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { fail, ok, type Result } from '@madang/base';
import { rpc, rpcBatch } from './json-rpc.ts';
import type { Peer } from './peer.ts';

const run = promisify(execFile);

/** The release that is compared with. Its own build needs Go 1.25 or newer. */
const VERSION = '1.17.10';
const BUILT = path.join(import.meta.dirname, '../../node_modules/.madang');
const ANSWER_MS = 10_000;
const BUILD_MS = 30 * 60_000;

/**
 * geth, which is built at its first use, with the settings of its own release: with cgo where a C
 * compiler is, for its signatures are verified faster then. Else one sentence why it is not here.
 */
export async function findGeth(note: (line: string) => void): Promise<Result<Peer, string>> {
  const program = path.join(BUILT, 'geth');
  if (await isOfVersion(program)) return ok({ ...settings, program });
  try {
    await run('go', ['version'], { timeout: ANSWER_MS });
  } catch {
    return fail('geth is not built, for Go is not here; the comparison with it is left out.');
  }
  note(`Building geth ${VERSION} …`);
  try {
    const source = `github.com/ethereum/go-ethereum/cmd/geth@v${VERSION}`;
    const env = { ...process.env, GOBIN: BUILT };
    await run('go', ['install', source], { timeout: BUILD_MS, env });
    return ok({ ...settings, program });
  } catch (thrown) {
    const said = thrown instanceof Error ? thrown.message : String(thrown);
    const reason = said.split('\n').slice(0, 3).join(' ');
    return fail(`geth could not be built; the comparison with it is left out. ${reason}`);
  }
}

async function isOfVersion(program: string): Promise<boolean> {
  try {
    const { stdout } = await run(program, ['version'], { timeout: ANSWER_MS });
    return stdout.includes(`Version: ${VERSION}-`);
  } catch {
    return false;
  }
}

/** Room for every transfer of the benchmark, also in one block. */
const POOL_COUNT = '100000';
const BLOCK_GAS = '4000000000';

/** Ephemeral: everything is in memory. Blocks as transactions come, or of all that wait. */
const settings: Omit<Peer, 'program'> = {
  name: 'geth',
  modes: {
    'on demand': ['--dev.period', '0'],
    'each second': ['--dev.period', '1'],
    'each two seconds': ['--dev.period', '2'],
  },
  argumentsFor: (port) => [
    ...['--dev', '--dev.gaslimit', BLOCK_GAS, '--miner.gaslimit', BLOCK_GAS],
    ...['--http', '--http.port', String(port), '--http.api', 'eth'],
    ...['--verbosity', '0', '--nodiscover', '--maxpeers', '0', '--ipcdisable'],
    ...['accountslots', 'globalslots', 'accountqueue', 'globalqueue'].flatMap((limit) => [
      `--txpool.${limit}`,
      POOL_COUNT,
    ]),
  ],
  fund,
};

const BALANCE = '0xde0b6b3a7640000';
const FUND_BATCH = 500;
const GAS = '0x5208';
const GAS_PRICE = '0x77359400';
const FUNDED_WITHIN_MS = 60_000;

/** Transfers from the account that it is born with, which it signs itself. */
async function fund(port: number, senders: readonly string[]): Promise<void> {
  const [from] = (await rpc(port, 'eth_accounts', [])) as readonly string[];
  for (let at = 0; at < senders.length; at += FUND_BATCH) {
    const calls = senders.slice(at, at + FUND_BATCH).map((to, n) => {
      // Left to itself it gives a number twice when a block is made meanwhile.
      const nonce = `0x${(at + n).toString(16)}`;
      return [{ from, to, nonce, value: BALANCE, gas: GAS, gasPrice: GAS_PRICE }];
    });
    await rpcBatch(port, 'eth_sendTransaction', calls);
  }
  const deadlineMs = Date.now() + FUNDED_WITHIN_MS;
  while (Number(await rpc(port, 'eth_getTransactionCount', [from, 'latest'])) < senders.length) {
    if (Date.now() > deadlineMs) throw new Error('The senders did not get their money.');
    await setTimeout(100);
  }
}
