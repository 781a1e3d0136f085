import path from 'node:path';
import { sha256 } from '@madang/crypto';
import { freePort } from '@madang/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startComet } from '../src/comet/engine.ts';
import { cometGenesis, LOCAL_PACE, writeCometHome } from '../src/comet/home.ts';
import { type CometProcess, runCometBft } from '../src/comet/process.ts';
import { findCometBft } from '../src/comet/program.ts';
import { openLedger } from '../src/ledger.ts';
import { aloneChain, aloneGenesis, aloneKey } from './comet-crash.ts';
import { machine, notarise, START_MS } from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';

const note = (line: string) => process.stderr.write(`${line}\n`);
const program = await findCometBft(note);
if (!program.ok) note(`The supervisor is not tested: ${program.error}`);

describe.skipIf(!program.ok)('a CometBFT that lost its application', () => {
  it('is started again, also when it waits for an answer that never comes', {
    timeout: 60_000,
  }, async () => {
    const folder = temporaryFolder();
    const at = (name: string) => path.join(folder, name);
    const sockets = { applicationSocket: at('app.sock'), rpcSocket: at('rpc.sock') };
    const home = at('comet');
    let comet: CometProcess | undefined;
    const failures: unknown[] = [];
    const ledger = must(
      await openLedger({
        ...{ folder: at('ledger'), machine, genesis: aloneGenesis, verifyWorkers: 0 },
        nodeKey: aloneKey('log'),
        engine: (driver, clock) =>
          startComet({
            ...sockets,
            onFailure: (thrown) => failures.push(thrown),
            onLost: () => comet?.lost(),
          })({ ...driver, isProposal: once(driver.isProposal) }, clock),
      }),
    );
    onTestFinished(() => ledger.close());
    writeCometHome({
      ...{ folder: home, peers: [], pace: LOCAL_PACE, ...sockets },
      genesis: cometGenesis({ chain: aloneChain, timeMs: START_MS, afterHeight: 0 }),
      nodeSeed: sha256(Buffer.from('alone node')),
      validatorSeed: sha256(Buffer.from('alone consensus')),
      p2p: { host: '127.0.0.1', port: await freePort() },
    });
    let ends = 0;
    comet = runCometBft({
      ...{ program: must(program), home, rpcSocket: sockets.rpcSocket, logFile: at('log') },
      onEnd: () => {
        ends += 1;
      },
    });
    onTestFinished(() => comet?.stop());
    const act = notarise(1, { chain: aloneChain, expiresAt: Date.now() + 120_000 });
    const answer = must(await ledger.submit(act.envelope));
    expect(answer.outcome.code).toBe(0);
    expect(failures.map(String)).toEqual(['Error: a fault of the test']);
    expect(ends).toBeGreaterThan(0);
  });
});

/** Throws the first time, as a fault in the program would. */
function once<A extends unknown[], R>(call: (...args: A) => R): (...args: A) => R {
  let isFirst = true;
  return (...args) => {
    if (!isFirst) return call(...args);
    isFirst = false;
    throw new Error('a fault of the test');
  };
}
