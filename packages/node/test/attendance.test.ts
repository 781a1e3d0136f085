import { toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { BlockIDFlag } from 'cosmjs-types/tendermint/types/validator';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DecidedVotes } from '../src/store/attendance.ts';
import { openReader } from '../src/store/reader.ts';
import { openStore, type Store } from '../src/store/store.ts';
import { notarise, START_MS, standingClock } from './demo.ts';
import { fakeBlock, fakeGenesis } from './fake-blocks.ts';
import { must, temporaryFolder } from './temporary.ts';
import { chain, type Node, start, validators } from './under-comet.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What a node says of an institution, all hours together. */
function totalOf({ ledger }: Pick<Node, 'ledger'>, institution: string) {
  const hours = ledger.attendance().get(institution) ?? [];
  const sum = (of: (hour: (typeof hours)[number]) => number) =>
    hours.reduce((before, hour) => before + of(hour), 0);
  return { blocks: sum(({ blocks }) => blocks), signed: sum(({ signed }) => signed) };
}

/** Names of the demo's institutions with their keys, in the order of their ids. */
function keysByName({ ledger }: Node): ReadonlyMap<string, string> {
  const { institutions } = ledger.genesis;
  return new Map(institutions.map(({ id }, n) => [id, toHex(validators[n] ?? new Uint8Array())]));
}

describe('who signed the blocks', () => {
  it('is counted from the commit in the next block, with and without transactions', async () => {
    const node = await start({ holdsBack: true });
    const [[name, key] = ['', '']] = keysByName(node);
    const silent = [key];
    await node.comet.decide([]);
    expect(node.ledger.attendance().size).toBe(0);
    await node.comet.decide([notarise(1, { chain }).envelope]);
    await node.comet.decide([], silent);
    await node.comet.decide([notarise(2, { chain }).envelope], silent);
    await node.comet.decide([]);
    expect(totalOf(node, name)).toEqual({ blocks: 4, signed: 2 });
    for (const [other] of [...keysByName(node)].slice(1)) {
      expect(totalOf(node, other)).toEqual({ blocks: 4, signed: 4 });
    }
  });

  it('is a signature for that block alone: no vote for none, and none that is missing', async () => {
    const { comet, ledger } = await start();
    const { ABSENT, COMMIT, NIL } = {
      ABSENT: BlockIDFlag.BLOCK_ID_FLAG_ABSENT,
      COMMIT: BlockIDFlag.BLOCK_ID_FLAG_COMMIT,
      NIL: BlockIDFlag.BLOCK_ID_FLAG_NIL,
    };
    const flags = [ABSENT, COMMIT, NIL];
    const votes = validators.map((key, n) => ({
      validator: { address: sha256(key).slice(0, 20), power: 1n },
      blockIdFlag: flags[n] ?? ABSENT,
    }));
    const time = { seconds: BigInt(START_MS / 1_000), nanos: 0 };
    const decidedLastCommit = { round: 0, votes };
    await comet.ask({ finalizeBlock: { txs: [], height: 1n, time, decidedLastCommit } });
    // What was not committed does not count.
    expect(ledger.attendance().size).toBe(0);
    await comet.ask({ commit: {} });
    const names = ledger.genesis.institutions.map(({ id }) => id);
    expect(names.map((id) => totalOf({ ledger }, id).signed)).toEqual([0, 1, 0]);
    expect(names.map((id) => totalOf({ ledger }, id).blocks)).toEqual([1, 1, 1]);
  });

  it('is the same after a restart and a crash, and for a node that catches up', async () => {
    const clock = standingClock();
    const node = await start({ clock, holdsBack: true });
    const [[name, key] = ['', '']] = keysByName(node);
    for (let n = 0; n < 6; n++) {
      await node.comet.decide(n % 2 === 0 ? [] : [notarise(n, { chain }).envelope], [key]);
    }
    const expected = { blocks: 5, signed: 0 };
    expect(totalOf(node, name)).toEqual(expected);
    const before = [...node.ledger.attendance()];
    const again = await node.again();
    expect([...again.ledger.attendance()]).toEqual(before);
    // A block that was executed and not committed when the process ended: it comes once more.
    const time = { seconds: BigInt(clock.now() / 1_000), nanos: 0 };
    const last = { height: 7, timeMs: clock.now(), txs: [notarise(9, { chain }).envelope] };
    await again.comet.ask({ finalizeBlock: { txs: last.txs, height: 7n, time } });
    again.comet.blocks.push(last);
    const after = await again.again();
    expect(totalOf(after, name)).toEqual({ blocks: 6, signed: 1 });
    const { blocks } = after.comet;
    const late = await start({ clock, blocks });
    expect([...late.ledger.attendance()]).toEqual([...after.ledger.attendance()]);
  });
});

describe('the counts of a store', () => {
  const address = (n: number) => new Uint8Array(20).fill(n);

  function decided(height: number, timeMs: number, signed: readonly boolean[]): DecidedVotes {
    const votes = signed.map((each, n) => ({ address: address(n), signed: each }));
    return { height, timeMs, votes };
  }

  /** Hours as they begin, with the counts of the first validator. */
  const firstOf = (store: Store) =>
    store.attendance().map(({ startMs, byAddress }) => {
      const count = byAddress.get(toHex(address(0)));
      return [startMs, count?.since, count?.blocks, count?.signed];
    });

  it('lie in the hour of the block, and begin with the first block that counts', async () => {
    const folder = temporaryFolder();
    const store = must(await openStore({ folder }, fakeGenesis));
    onTestFinished(() => store.close());
    const hourMs = Math.floor(START_MS / HOUR_MS) * HOUR_MS + HOUR_MS;
    must(await store.pass(1, decided(1, hourMs - 1, [true])));
    must(await store.pass(2, decided(2, hourMs + 5, [false])));
    must(await store.pass(3, decided(3, hourMs + 9, [true])));
    expect(firstOf(store)).toEqual([
      [hourMs - HOUR_MS, hourMs - 1, 1, 1],
      [hourMs, hourMs + 5, 2, 1],
    ]);
  });

  it('count a minute once: with a signature where one of its blocks has one', async () => {
    const folder = temporaryFolder();
    const store = must(await openStore({ folder }, fakeGenesis));
    const hourMs = Math.floor(START_MS / HOUR_MS) * HOUR_MS + HOUR_MS;
    const minutesOf = (one: Store) =>
      one.attendance().map(({ byAddress }) => {
        const count = byAddress.get(toHex(address(0)));
        return [count?.minutes, count?.attended];
      });
    // Late in one of three blocks; away for a minute; there again; then the next hour.
    const seconds: readonly (readonly [number, boolean])[] = [
      ...([
        [0, true],
        [20, false],
        [59, true],
      ] as const),
      ...([
        [60, false],
        [119, false],
      ] as const),
      ...([
        [120, false],
        [140, true],
        [179, false],
      ] as const),
      [3_600, true],
    ];
    for (const [n, [second, signed]] of seconds.entries()) {
      must(await store.pass(n + 1, decided(n + 1, hourMs + second * 1_000, [signed])));
    }
    expect(minutesOf(store)).toEqual([
      [3, 2],
      [1, 1],
    ]);
    await store.close();
    const again = must(await openStore({ folder }, fakeGenesis));
    onTestFinished(() => again.close());
    // Within the same minute after a start: the minute stays one.
    must(await again.pass(10, decided(10, hourMs + 3_601_000, [true])));
    expect(minutesOf(again)).toEqual([
      [3, 2],
      [1, 1],
    ]);
  });

  it('take a block once, however often it comes, and nothing from a block without votes', async () => {
    const folder = temporaryFolder();
    const store = must(await openStore({ folder }, fakeGenesis));
    must(await store.pass(5, decided(5, START_MS, [true])));
    must(await store.pass(5, decided(5, START_MS, [true])));
    must(await store.pass(4, decided(4, START_MS, [true])));
    must(await store.pass(6, decided(6, START_MS, [])));
    must(await store.pass(7));
    expect(firstOf(store).map(([, , blocks]) => blocks)).toEqual([1]);
    await store.close();
    const again = must(await openStore({ folder }, fakeGenesis));
    onTestFinished(() => again.close());
    must(await again.pass(5, decided(5, START_MS, [true])));
    expect(firstOf(again).map(([, , blocks]) => blocks)).toEqual([1]);
  });

  it('keep five weeks, on disk too, and hold up nobody who only reads', async () => {
    const folder = temporaryFolder();
    const store = must(await openStore({ folder }, fakeGenesis));
    for (let day = 0; day < 80; day++) {
      must(await store.pass(day + 1, decided(day + 1, START_MS + day * DAY_MS, [true])));
    }
    const kept = firstOf(store).map(([startMs = 0]) => startMs);
    expect(kept).toHaveLength(35);
    expect(kept[0]).toBe(Math.floor((START_MS + 45 * DAY_MS) / HOUR_MS) * HOUR_MS);
    const reader = must(await openReader(folder));
    expect(toHex(reader.chain)).toBe(toHex(store.chain));
    await reader.close();
    await store.close();
    const again = must(await openStore({ folder }, fakeGenesis));
    onTestFinished(() => again.close());
    expect(firstOf(again).map(([startMs = 0]) => startMs)).toEqual(kept);
  });

  it('are what plain adding gives, wherever the store is closed and opened', async () => {
    const block = fc.record({
      afterMs: fc.oneof(fc.nat(90_000), fc.nat(2 * HOUR_MS)),
      signed: fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }),
      isEmpty: fc.boolean(),
      isReopened: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(block, { maxLength: 12 }), async (blocks) => {
        const folder = temporaryFolder();
        let store = must(await openStore({ folder }, fakeGenesis));
        const expected = new Map<string, readonly [number, number]>();
        const minutes = { all: new Set<string>(), own: new Set<string>() };
        let timeMs = START_MS;
        for (const [n, { afterMs, signed, isEmpty, isReopened }] of blocks.entries()) {
          timeMs += afterMs;
          const height = n + 1;
          const votes = decided(height, timeMs, signed);
          if (isEmpty) must(await store.pass(height, votes));
          else {
            const fake = { height, timeMs, seed: String(n), changes: 1, transactions: 1 };
            must(await store.commit(store.prepare(fakeBlock(fake)), votes));
          }
          for (const [one, has] of signed.entries()) {
            const key = `${String(Math.floor(timeMs / HOUR_MS) * HOUR_MS)} ${toHex(address(one))}`;
            const [all, own] = expected.get(key) ?? [0, 0];
            expected.set(key, [all + 1, own + Number(has)]);
            const minute = `${String(Math.floor(timeMs / 60_000))} ${String(one)}`;
            minutes.all.add(minute);
            if (has) minutes.own.add(minute);
          }
          if (!isReopened) continue;
          await store.close();
          store = must(await openStore({ folder }, fakeGenesis));
        }
        const counts = store.attendance().flatMap(({ byAddress }) => [...byAddress.values()]);
        expect(counts.reduce((sum, one) => sum + one.minutes, 0)).toBe(minutes.all.size);
        expect(counts.reduce((sum, one) => sum + one.attended, 0)).toBe(minutes.own.size);
        const found = store
          .attendance()
          .flatMap(({ startMs, byAddress }) =>
            [...byAddress].map(
              ([of, count]) => [`${String(startMs)} ${of}`, [count.blocks, count.signed]] as const,
            ),
          );
        await store.close();
        expect(new Map(found)).toEqual(expected);
      }),
      { numRuns: 12, seed: 26 },
    );
  });
});
