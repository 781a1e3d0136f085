import { utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { createMachine, type Machine } from '@madang/kernel';
import { services } from '@madang/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compareChanges } from '../src/divergence.ts';
import type { BlockDriver } from '../src/engine.ts';
import { openLedger } from '../src/ledger.ts';
import { type NotedBlock, recentChanges } from '../src/recent-changes.ts';
import { genesis, machine, nodeKey, notarise, START_MS } from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';

/** A machine that writes one byte otherwise of the last key that the block of a height changes. */
function faultyMachine(height: number): Machine {
  const right = createMachine(services);
  return {
    ...right,
    execute: (input) => {
      const result = right.execute(input);
      const last = result.changes.at(-1);
      if (input.height !== height || last?.value === undefined) return result;
      const value = last.value.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
      return { ...result, changes: [...result.changes.slice(0, -1), { ...last, value }] };
    },
  };
}

/** A ledger that is given its blocks. */
async function open(of: Machine) {
  let driver: BlockDriver | undefined;
  const ledger = must(
    await openLedger({
      ...{ folder: temporaryFolder(), machine: of, genesis, nodeKey, verifyWorkers: 0 },
      clock: () => START_MS + 1_000,
      engine: (given) => {
        driver = given;
        return { name: 'solo', wake: () => undefined, stop: () => Promise.resolve() };
      },
    }),
  );
  onTestFinished(() => ledger.close());
  const block = async (height: number) => {
    if (driver === undefined) throw new Error('The engine was started.');
    const transactions = [must(await driver.take(notarise(height).envelope))];
    must(await driver.commit(driver.execute({ height, timeMs: START_MS + height, transactions })));
  };
  return { ledger, block };
}

describe('two nodes', () => {
  it('that agree have nothing to say', async () => {
    const [one, other] = [await open(machine), await open(machine)];
    for (const height of [1, 2, 3]) {
      await one.block(height);
      await other.block(height);
    }
    expect(one.ledger.recentChanges().map(({ height }) => height)).toEqual([1, 2, 3]);
    expect(one.ledger.recentChanges()).toEqual(other.ledger.recentChanges());
    expect(
      compareChanges(one.ledger.recentChanges(), other.ledger.recentChanges()),
    ).toBeUndefined();
  });

  it('that differ name the first block, the service and the first key, and say what to do', async () => {
    const [one, other] = [await open(machine), await open(faultyMachine(2))];
    for (const height of [1, 2, 3]) {
      await one.block(height);
      await other.block(height);
    }
    const found = compareChanges(one.ledger.recentChanges(), other.ledger.recentChanges());
    expect(found).toMatchObject({ height: 2, service: 'document' });
    expect(found?.key).toMatch(/^document\/[a-z]+\/[0-9a-f]+$/);
    expect(found?.ours).not.toBe(found?.theirs);
    expect(found?.error.code).toBe('NODE_DIVERGED');
    expect(found?.error.message).toContain(
      `block 2: the first key that differs is ${String(found?.key)}`,
    );
    expect(found?.error.message).toContain('stop the node that fewer of the others agree with');
  });
});

describe('the list of changed keys', () => {
  const noted = (height: number, entries: Readonly<Record<string, string | undefined>>) => ({
    height,
    stateRoot: sha256(utf8(JSON.stringify([height, Object.entries(entries)]))),
    changes: Object.entries(entries).map(([key, value]) => ({
      key: utf8(key),
      value: value === undefined ? undefined : utf8(value),
    })),
  });
  const listOf = (...blocks: readonly NotedBlock[]) => {
    const recent = recentChanges();
    for (const block of blocks) recent.note(block);
    return recent.blocks();
  };

  it('names the least key of the first service, whoever changed it', () => {
    const ours = listOf(
      noted(5, { 'people/keys/b': '1', 'vote/rolls/a': '1', 'vote/rolls/c': '1' }),
    );
    const theirs = listOf(
      noted(5, { 'people/keys/b': '1', 'vote/rolls/b': '1', 'vote/rolls/c': '2' }),
    );
    expect(compareChanges(ours, theirs)).toMatchObject({ service: 'vote', key: 'vote/rolls/a' });
    expect(compareChanges(theirs, ours)).toMatchObject({ service: 'vote', key: 'vote/rolls/a' });
  });

  it('tells a removal from a value, and from no change', () => {
    const removed = listOf(noted(5, { 'vote/rolls/a': undefined, 'vote/rolls/b': '1' }));
    const valued = listOf(noted(5, { 'vote/rolls/a': '1', 'vote/rolls/b': '1' }));
    const untouched = listOf(noted(5, { 'vote/rolls/b': '1' }));
    for (const [ours, theirs] of [
      [removed, valued],
      [removed, untouched],
      [valued, untouched],
    ] as const) {
      expect(compareChanges(ours, theirs)).toMatchObject({ key: 'vote/rolls/a' });
    }
  });

  it('says so where the two differed before what they still know', () => {
    const own = noted(5, { 'vote/rolls/a': '1' });
    const found = compareChanges(listOf(own), listOf({ ...own, stateRoot: sha256(utf8('other')) }));
    expect(found?.key).toBeUndefined();
    expect(found?.error.message).toContain('older than what they still know');
  });

  it('keeps the newest hundred blocks, and no more keys than it has room for', () => {
    const blocks = Array.from({ length: 130 }, (_, n) => noted(n, { 'vote/rolls/a': String(n) }));
    const heights = listOf(...blocks).map(({ height }) => height);
    expect([heights[0], heights.at(-1), heights.length]).toEqual([30, 129, 100]);
    const change = { key: utf8('vote/rolls/a'), value: utf8('1') };
    const large = (height: number) => ({
      ...{ height, stateRoot: new Uint8Array(32) },
      changes: Array.from({ length: 60_000 }, () => change),
    });
    const recent = recentChanges();
    for (const height of [1, 2]) recent.note(large(height));
    expect(recent.blocks().map(({ height }) => height)).toEqual([2]);
  });
});
