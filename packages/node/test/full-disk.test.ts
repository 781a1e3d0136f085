import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLedger } from '../src/ledger.ts';
import { type SegmentFolder, segmentFolder } from '../src/store/files.ts';
import { openStore } from '../src/store/store.ts';
import { verifyStore } from '../src/verify-store.ts';
import { acknowledged, startSubmitting } from './children/run.ts';
import { cosigners, genesis, keyOf, machine, nodeKey, notarise, standingClock } from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';

/** A file system of its own with so much room, if this process may make one. */
function mountSmall(
  sizeKb: number,
): { folder: string; grow: (sizeKb: number) => void } | undefined {
  const folder = join(temporaryFolder(), 'small');
  mkdirSync(folder);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeKb}k`, 'tmpfs', folder], {
      stdio: 'ignore',
    });
  } catch {
    return undefined;
  }
  onTestFinished(() => {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    grow: (kb) => {
      execFileSync('mount', ['-o', `remount,size=${kb}k`, folder]);
    },
  };
}

async function expectWhole(folder: string, lines: readonly string[]) {
  const acks = acknowledged(lines);
  expect(acks.length).toBeGreaterThan(8);
  const store = must(await openStore({ folder }, undefined));
  for (const { n, index } of acks) expect(store.place(notarise(n).bodyHash)?.index).toBe(index);
  must(await verifyStore(store, machine, temporaryFolder()));
  await store.close();
}

async function expectGoesOn(folder: string) {
  const more = startSubmitting({ folder, first: 500_000, count: 20 });
  await more.ended;
  expect(acknowledged(more.lines).length).toBe(20);
}

describe('a disk without room', () => {
  it('stops the node with one sentence, loses nothing acknowledged, and a start with room goes on', {
    timeout: 60_000,
  }, async (test) => {
    const small = mountSmall(2_500);
    if (small === undefined) test.skip('needs the right to mount a small file system');
    else {
      const child = startSubmitting({ folder: small.folder, first: 0 });
      await child.ended;
      expect(child.lines.at(-1)).toBe('NODE_DISK_FULL');
      small.grow(60_000);
      await expectWhole(small.folder, child.lines);
      await expectGoesOn(small.folder);
    }
  });

  it('is met as well where a file may not grow further', { timeout: 60_000 }, async () => {
    const folder = temporaryFolder();
    const under = ['bash', '-c', 'ulimit -f 600; exec "$@"', 'bash'];
    const child = startSubmitting({ folder, first: 0, under });
    await child.ended;
    // A write that is cut short by this limit has no reason that the database could tell.
    expect(child.lines.at(-1)).toMatch(/^NODE_(DISK_FULL|IO_FAILED)$/);
    await expectWhole(folder, child.lines);
    await expectGoesOn(folder);
  });
});

describe('a disk that fails', () => {
  /** Segment files whose syncs fail from a moment on. */
  function failingFolder(folder: string): SegmentFolder & { fail: (code: string) => void } {
    const files = segmentFolder(folder);
    let failure: string | undefined;
    return {
      ...files,
      fail: (code) => {
        failure = code;
      },
      open: (name, mode) => {
        const file = files.open(name, mode);
        const sync = async () => {
          if (failure !== undefined)
            throw Object.assign(new Error(`${failure}: sync`), { code: failure });
          await file.sync();
        };
        return { ...file, sync };
      },
    };
  }

  it.each([
    ['EIO', 'NODE_IO_FAILED'],
    ['ENOSPC', 'NODE_DISK_FULL'],
  ])(
    'with %s stops the ledger with %s, answers everybody, and a start goes on',
    async (system, code) => {
      const folder = temporaryFolder();
      const segmentFiles = failingFolder(join(folder, 'segments'));
      const clock = standingClock().now;
      const options = { folder, machine, genesis, nodeKey, cosigners, clock, verifyWorkers: 0 };
      const ledger = must(await openLedger({ ...options, segmentFiles }));
      const kept = must(await ledger.submit(notarise(1).envelope));
      segmentFiles.fail(system);
      const answers = await Promise.all([2, 3, 4].map((n) => ledger.submit(notarise(n).envelope)));
      for (const answer of answers) {
        expect(answer).toMatchObject({ ok: false, error: { kind: 'failed', error: { code } } });
      }
      expect(await ledger.submit(notarise(5).envelope)).toMatchObject({
        error: { error: { code } },
      });
      expect(ledger.size()).toBe(4);
      await ledger.close();

      const again = must(await openLedger(options));
      expect(again.indexOf(kept.bodyHash)).toBe(2);
      expect(again.size()).toBe(4);
      expect(must(await again.submit(notarise(2, { key: keyOf('somebody') }).envelope)).index).toBe(
        4,
      );
      await again.close();
    },
  );
});
