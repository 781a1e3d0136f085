import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runCometBft } from '../src/comet/process.ts';
import { temporaryFolder } from './temporary.ts';

/** A program in the place of CometBFT: a script of the shell. */
function startScript(script: string) {
  const folder = temporaryFolder();
  const program = path.join(folder, 'program');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o700);
  const logFile = path.join(folder, 'log');
  const ends: (number | undefined)[] = [];
  const running = runCometBft({
    ...{ program, home: folder, rpcSocket: path.join(folder, 'rpc.sock'), logFile },
    onEnd: (code) => ends.push(code),
  });
  onTestFinished(() => running.stop());
  return { running, logFile, ends };
}

it('ends a CometBFT whose consensus has failed and goes on running, and starts it again', async () => {
  // The words come in two pieces, as they may from a pipe.
  const script =
    'echo begun; printf "E[now] CONSENSUS FAI"; sleep 0.2; echo "LURE!!!"; exec sleep 60';
  const { logFile, ends } = startScript(script);
  await expect.poll(() => ends.length, { timeout: 10_000 }).toBeGreaterThan(1);
  expect(ends[0]).toBeUndefined();
  expect(readFileSync(logFile, 'utf8').match(/begun/g)?.length).toBeGreaterThan(1);
  expect(statSync(logFile).mode & 0o077).toBe(0);
});

it('leaves one alone that says other things', async () => {
  const { running, logFile, ends } = startScript(
    'echo "a failure of consensus" >&2; exec sleep 60',
  );
  await expect.poll(() => existsSync(logFile), { timeout: 10_000 }).toBe(true);
  const pid = running.pid();
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(running.pid()).toBe(pid);
  expect(ends).toEqual([]);
});
