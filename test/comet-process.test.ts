import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk } from '@madang/base';
import { createMachine } from '@madang/kernel';
import { type CometProcess, findCometBft, openLedger, runCometBft, startComet } from '@madang/node';
import { actor, actSigner, notariseFiles, sealFiles, services } from '@madang/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { aloneChain, aloneGenesis, aloneKey, writeAloneHome } from './support/comet-crash.ts';

const note = (line: string) => process.stderr.write(`${line}\n`);
const program = await findCometBft(note);
if (!program.ok) note(`The supervisor is not tested: ${program.error}`);

describe.skipIf(!program.ok)('a CometBFT that lost its application', () => {
  it('is started again, also when it waits for an answer that never comes', {
    timeout: 60_000,
  }, async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'madang-process-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    const at = (name: string) => path.join(folder, name);
    const sockets = { applicationSocket: at('app.sock'), rpcSocket: at('rpc.sock') };
    const home = at('comet');
    const running: { comet?: CometProcess } = {};
    const failures: unknown[] = [];
    const ledger = expectOk(
      await openLedger({
        ...{ folder: at('ledger'), genesis: aloneGenesis, verifyWorkers: 0 },
        machine: createMachine(services),
        nodeKey: aloneKey('log'),
        engine: (driver, clock) =>
          startComet({
            ...sockets,
            onFailure: (thrown) => failures.push(thrown),
            onLost: () => running.comet?.lost(),
          })({ ...driver, isProposal: once(driver.isProposal) }, clock),
      }),
      'the ledger opens',
    );
    onTestFinished(() => ledger.close());
    await writeAloneHome(home, sockets);
    let ends = 0;
    const comet = runCometBft({
      ...{
        program: expectOk(program, 'CometBFT is here'),
        home,
        rpcSocket: sockets.rpcSocket,
        logFile: at('log'),
      },
      onEnd: () => {
        ends += 1;
      },
    });
    running.comet = comet;
    onTestFinished(() => comet.stop());
    const sealed = await sealFiles([Buffer.from('a file')]);
    const act = actSigner(aloneChain, Date.now)(notariseFiles(actor('somebody'), sealed));
    const answer = expectOk(await ledger.submit(act.envelope), 'it is on record');
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
