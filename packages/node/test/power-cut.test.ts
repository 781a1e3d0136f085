import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../src/store/store.ts';
import { verifyStore } from '../src/verify-store.ts';
import { startSubmitting } from './children/run.ts';
import {
  type Call,
  canTrace,
  folderAfterPowerCut,
  followsItsSync,
  readTrace,
  straceTo,
  type TracedAck,
  tracedAcks,
} from './children/trace.ts';
import { machine, notarise } from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';

interface Traced {
  readonly folder: string;
  readonly calls: readonly Call[];
  readonly acks: readonly TracedAck[];
}

/** Runs a node that takes 40 transactions and ends, under strace. */
async function traced(isUnsynced: boolean): Promise<Traced> {
  const folder = temporaryFolder();
  const file = join(temporaryFolder(), 'trace');
  const child = startSubmitting({ folder, first: 0, count: 40, isUnsynced, under: straceTo(file) });
  await child.ended;
  const calls = readTrace(file);
  return { folder, calls, acks: tracedAcks(calls) };
}

/** The same numbers each time, from 0 to below 1. */
function drawer(): () => number {
  let state = 12_345;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** How many of the acknowledgements made before a line are not in what a power cut there leaves. */
async function lostAfterCut({ folder, calls, acks }: Traced, line: number, keeps: () => boolean) {
  const made = acks.filter((ack) => ack.line <= line);
  const to = temporaryFolder();
  folderAfterPowerCut(calls, { from: folder, to, line, keeps });
  const opened = await openStore({ folder: to }, undefined);
  if (!opened.ok) return { made: made.length, lost: made.length };
  const store = opened.value;
  const lost = made.filter(({ n, index }) => store.place(notarise(n).bodyHash)?.index !== index);
  const verified = must(await verifyStore(store, machine, temporaryFolder()));
  expect(verified.logSize).toBe(store.head().logSize);
  await store.close();
  return { made: made.length, lost: lost.length };
}

describe.runIf(canTrace())('a node whose machine loses power (needs strace)', () => {
  it('acknowledges only what was synced before, and loses nothing of it', {
    timeout: 120_000,
  }, async () => {
    const run = await traced(false);
    expect(run.acks.length).toBe(40);
    for (const ack of run.acks) {
      expect(followsItsSync(ack, notarise(ack.n).bodyHash, run.calls)).toBe(true);
    }
    const draw = drawer();
    const last = run.calls.at(-1)?.end ?? 0;
    const first = run.acks[0]?.line ?? 0;
    for (let cut = 0; cut < 12; cut++) {
      const line = first + Math.floor(((last - first) * cut) / 11);
      const keeps = cut % 2 === 0 ? () => false : () => draw() < 0.5;
      expect((await lostAfterCut(run, line, keeps)).lost).toBe(0);
    }
  });

  it('would be caught by these tests if it did not sync', { timeout: 120_000 }, async () => {
    const run = await traced(true);
    expect(run.acks.length).toBe(40);
    const early = run.acks.filter(
      (ack) => !followsItsSync(ack, notarise(ack.n).bodyHash, run.calls),
    );
    expect(early.length).toBe(40);
    const line = run.calls.at(-1)?.end ?? 0;
    expect(await lostAfterCut(run, line, () => false)).toEqual({ made: 40, lost: 40 });
  });
});
