import { chmodSync, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { runCometBft } from '../src/comet/process.ts';
import { temporaryFolder } from './temporary.ts';

/** A program in the place of CometBFT: a script of the shell. */
function startScript(script: string, prepare?: (home: string) => void) {
  const folder = temporaryFolder();
  const program = path.join(folder, 'program');
  writeFileSync(program, `#!/bin/sh\n${script}\n`);
  chmodSync(program, 0o700);
  const logFile = path.join(folder, 'log');
  const ends: (number | undefined)[] = [];
  const running = runCometBft({
    ...{ program, home: folder, rpcSocket: path.join(folder, 'rpc.sock'), logFile },
    onEnd: (code) => ends.push(code),
    ...(prepare === undefined ? {} : { prepare: () => prepare(folder) }),
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

it('starts one again on purpose with what is prepared then, at once and without a complaint', async () => {
  let count = 0;
  const { running, logFile, ends } = startScript(
    'echo "$(cat "$3/key")"; exec sleep 60',
    (home) => {
      count += 1;
      writeFileSync(path.join(home, 'key'), `key ${String(count)}\n`);
    },
  );
  const log = () => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  await expect.poll(log, { timeout: 10_000 }).toBe('key 1\n');
  running.restart();
  // Asked twice, it is done once.
  running.restart();
  // The loss of its connections belongs to it, and hurts the next one not.
  running.lost();
  await expect.poll(log, { timeout: 10_000 }).toBe('key 1\nkey 2\n');
  const pid = running.pid();
  await new Promise((resolve) => setTimeout(resolve, 3_500));
  expect(running.pid()).toBe(pid);
  expect(ends).toEqual([]);
});

it('tries again where it could not be prepared', async () => {
  let count = 0;
  const { logFile, ends } = startScript('echo begun; exec sleep 60', () => {
    count += 1;
    if (count === 1) throw new Error('the disk is full');
  });
  await expect.poll(() => existsSync(logFile), { timeout: 10_000 }).toBe(true);
  expect(ends).toEqual([undefined]);
  expect(count).toBe(2);
});
