import { setTimeout as sleep } from 'node:timers/promises';
import { toHex } from '@madang/base';
import { decodeLogEntry } from '@madang/protocol';
import { describe, expect, it } from 'vitest';
import { openStore } from '../src/store/store.ts';
import { verifyStore } from '../src/verify-store.ts';
import { acknowledged, startSubmitting } from './children/run.ts';
import { machine, notarise } from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';

const KILLS = 10;

describe('a node that is killed', () => {
  it('loses nothing acknowledged and holds nothing else, ten times over', {
    timeout: 120_000,
  }, async () => {
    const folder = temporaryFolder();
    const acks = new Map<number, number>();
    for (let kill = 0; kill < KILLS; kill++) {
      const child = startSubmitting({ folder, first: kill * 100_000 });
      await child.ready;
      // From no block at all to several.
      await sleep((kill * 97) % 220);
      child.process.kill('SIGKILL');
      await child.ended;
      expect(child.lines[0]).toBe('ready');
      for (const { n, index } of acknowledged(child.lines)) acks.set(n, index);
    }
    expect(acks.size).toBeGreaterThan(KILLS);

    const store = must(await openStore({ folder }, undefined));
    for (const [n, index] of acks) {
      // The body does not depend on who signs it.
      expect(store.place(notarise(n).bodyHash)?.index).toBe(index);
    }
    const verified = must(await verifyStore(store, machine, temporaryFolder()));
    expect(verified.logSize).toBe(store.head().logSize);
    const bodies = new Set([...submittedUpTo(acks)].map((n) => toHex(notarise(n).bodyHash)));
    for (let i = 0; i < store.head().logSize; i++) {
      const entry = must(decodeLogEntry(store.entry(i) ?? new Uint8Array()));
      if (entry.type === 'transaction') expect(bodies.has(toHex(entry.body))).toBe(true);
    }
    await store.close();
  });
});

/**
 * Numbers of all transactions that the children can have sent: a few more than were acknowledged.
 */
function submittedUpTo(acks: ReadonlyMap<number, number>): Set<number> {
  const sent = new Set<number>();
  for (let kill = 0; kill < KILLS; kill++) {
    const first = kill * 100_000;
    const last = Math.max(first, ...[...acks.keys()].filter((n) => n < first + 100_000));
    for (let n = first; n < last + 16; n++) sent.add(n);
  }
  return sent;
}
