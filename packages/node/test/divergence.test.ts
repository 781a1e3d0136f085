import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { concat, fromHex, toHex, utf8 } from '@madang/base';
import { leafHash, sha256 } from '@madang/crypto';
import { createMachine, type Machine } from '@madang/kernel';
import { encodeLogEntry, type LogEntry } from '@madang/protocol';
import { memoryState, services } from '@madang/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ComparedLog, compareLogs } from '../src/divergence/compare-logs.ts';
import { compareStates } from '../src/divergence/compare-states.ts';
import { examineState } from '../src/divergence/examine-state.ts';
import type { BlockDriver } from '../src/engine.ts';
import { openLedger } from '../src/ledger.ts';
import { openReader } from '../src/store/reader.ts';
import { openTiles } from '../src/store/tile-source.ts';
import { genesis, machine, nodeKey, notarise, START_MS } from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';

const CORRUPT = fileURLToPath(new URL('children/corrupt-state.ts', import.meta.url));

/** A machine that writes one byte otherwise of the last key that the block of a height changes. */
function faultyMachine(height: number, tell: (key: Uint8Array) => void = () => undefined): Machine {
  const right = createMachine(services);
  return {
    ...right,
    execute: (input) => {
      const result = right.execute(input);
      const last = result.changes.at(-1);
      if (input.height !== height || last?.value === undefined) return result;
      tell(last.key);
      const value = last.value.map((byte, i) => (i === 0 ? byte ^ 1 : byte));
      return { ...result, changes: [...result.changes.slice(0, -1), { ...last, value }] };
    },
  };
}

interface Wanted {
  readonly heights: number;
  readonly each?: number;
  /** The first height whose transactions are others. */
  readonly othersFrom?: number;
}

/** The folder of a ledger that a machine made of blocks of so many transactions. */
async function ledgerOf(of: Machine, { heights, each = 1, othersFrom }: Wanted): Promise<string> {
  const folder = temporaryFolder();
  let driver: BlockDriver | undefined;
  const ledger = must(
    await openLedger({
      ...{ folder, machine: of, genesis, nodeKey, verifyWorkers: 0 },
      clock: () => START_MS + 1_000,
      engine: (given) => {
        driver = given;
        return { name: 'solo', wake: () => undefined, stop: () => Promise.resolve() };
      },
    }),
  );
  if (driver === undefined) throw new Error('The engine was started.');
  for (let height = 1; height <= heights; height++) {
    const first = 1_000 * height + (othersFrom !== undefined && height >= othersFrom ? 500 : 0);
    const transactions = [];
    for (let n = 0; n < each; n++) {
      transactions.push(must(await driver.take(notarise(first + n).envelope)));
    }
    must(await driver.commit(driver.execute({ height, timeMs: START_MS + height, transactions })));
  }
  await ledger.close();
  return folder;
}

async function readerOf(folder: string) {
  const reader = must(await openReader(folder));
  onTestFinished(() => reader.close());
  return { reader, log: { tiles: openTiles(reader), size: reader.head().logSize } };
}

const logOf = async (folder: string) => (await readerOf(folder)).log;

describe('two logs', () => {
  it('that agree have nothing to say, also where one is longer', async () => {
    const ours = await logOf(await ledgerOf(machine, { heights: 4, each: 45 }));
    const theirs = await logOf(await ledgerOf(machine, { heights: 6, each: 45 }));
    expect([ours.size, theirs.size]).toEqual([186, 278]);
    expect(await compareLogs(ours, theirs)).toBeUndefined();
    expect(await compareLogs(theirs, ours)).toBeUndefined();
  });

  it('that part name the first block that differs, wherever in the tree it is', async () => {
    const theirs = await logOf(await ledgerOf(machine, { heights: 6, each: 45 }));
    for (const height of [1, 4, 6]) {
      const ours = await logOf(await ledgerOf(faultyMachine(height), { heights: 6, each: 45 }));
      // Two entries of the genesis, then for each block its transactions and its own entry.
      const found = { height, index: 2 + 46 * height - 1, kind: 'state' };
      expect(await compareLogs(ours, theirs)).toEqual(found);
      expect(await compareLogs(theirs, ours)).toEqual(found);
    }
  });

  it('tell other transactions from another state', async () => {
    const ours = await logOf(await ledgerOf(machine, { heights: 3 }));
    const theirs = await logOf(await ledgerOf(machine, { heights: 3, othersFrom: 2 }));
    expect(await compareLogs(ours, theirs)).toMatchObject({ height: 2, kind: 'transactions' });
  });

  it('tell another outcome from another state, and a block that one of them lacks', async () => {
    const hash = (name: string) => sha256(utf8(name));
    const acted = (body: string, code: number): LogEntry => ({
      ...{ type: 'transaction', act: 'toy.act', body: hash(body), envelope: hash(`${body}!`) },
      outcome: {
        ...{ code, height: 1, index: 0, time: 5, events: [] },
        ...(code === 0 ? {} : { context: new Uint8Array([0xa0]) }),
      },
    });
    const block = (height: number, root: string): LogEntry => ({
      ...{ type: 'block', height, time: 5, transactions: 1 },
      ...{ stateRoot: hash(root), replayRoot: hash('replay'), paramsHash: hash('params') },
    });
    const log = (...entries: readonly LogEntry[]): ComparedLog => {
      const bytes = entries.map(encodeLogEntry);
      const sized = bytes.map((one) => concat(Uint8Array.of(one.length >> 8, one.length), one));
      return {
        size: entries.length,
        tiles: {
          tile: (_, __, width) => Promise.resolve(concat(...bytes.map(leafHash).slice(0, width))),
          bundle: (_, width) => Promise.resolve(concat(...sized.slice(0, width))),
        },
      };
    };
    const ours = log(acted('a', 0), block(1, 'one'));
    const kindOf = async (...entries: readonly LogEntry[]) =>
      (await compareLogs(ours, log(...entries)))?.kind;
    expect(await kindOf(acted('a', 0), block(1, 'one'))).toBeUndefined();
    expect(await kindOf(acted('a', 0), block(1, 'two'))).toBe('state');
    expect(await kindOf(acted('a', 7), block(1, 'one'))).toBe('outcome');
    expect(await kindOf(acted('b', 0), block(1, 'one'))).toBe('transactions');
    expect(await kindOf(acted('a', 0), block(2, 'one'))).toBe('transactions');
  });
});

describe('two states', () => {
  const stateOf = (entries: Readonly<Record<string, string>>) => {
    const state = memoryState();
    const changes = Object.entries(entries);
    state.change(changes.map(([key, value]) => ({ key: utf8(key), value: utf8(value) })));
    return state;
  };

  it('name the first key that differs, how, and how many of each service', () => {
    const right = stateOf({ 'people/keys/b': '1', 'vote/rolls/a': '1', 'vote/rolls/c': '1' });
    expect(compareStates(right, right)).toBeUndefined();
    const services = [{ service: 'vote', keys: 2 }];
    const named = { service: 'vote', table: 'rolls', key: toHex(utf8('a')), services };
    const other = { 'people/keys/b': '1', 'vote/rolls/a': '2', 'vote/rolls/c': '2' };
    expect(compareStates(stateOf(other), right)).toEqual({ ...named, how: 'other' });
    const fewer = stateOf({ 'people/keys/b': '1' });
    expect(compareStates(fewer, right)).toEqual({ ...named, how: 'missing' });
    expect(compareStates(right, fewer)).toEqual({ ...named, how: 'extra' });
  });

  it('are compared to the end, however many keys they have', () => {
    const many = Object.fromEntries(
      Array.from({ length: 1_700 }, (_, n) => [`vote/rolls/${String(10_000 + n)}`, '1']),
    );
    const last = { 'vote/rolls/11699': '2' };
    expect(compareStates(stateOf({ ...many, ...last }), stateOf(many))).toMatchObject({
      ...{ key: toHex(utf8('11699')), services: [{ service: 'vote', keys: 1 }] },
    });
  });
});

describe('a ledger that is executed again', () => {
  const examine = async (folder: string, ...others: readonly ComparedLog[]) => {
    const { reader } = await readerOf(folder);
    return must(await examineState(reader, { machine, intoFolder: temporaryFolder(), others }));
  };

  it('has nothing to say where it follows the rules', async () => {
    const right = await ledgerOf(machine, { heights: 3 });
    expect(await examine(right, await logOf(right))).toEqual({ agrees: [true] });
  });

  it('names the block and the key where a program went another way, and who is right', async () => {
    const keys: string[] = [];
    const wrong = faultyMachine(2, (key) => keys.push(toHex(key)));
    const ours = await ledgerOf(wrong, { heights: 3 });
    const theirs = await logOf(await ledgerOf(machine, { heights: 5 }));
    const found = await examine(ours, theirs, await logOf(ours));
    expect(found).toMatchObject({ wrongFrom: 2, agrees: [true, false] });
    const { service = '', table = '', key } = found.difference ?? {};
    expect(toHex(utf8(`${service}/${table}/`)) + String(key)).toBe(keys[0]);
    expect(found.difference).toMatchObject({ how: 'other', services: [{ service, keys: 1 }] });
  });

  it('names the key where the store was changed, though the log says nothing of it', async () => {
    const folder = await ledgerOf(machine, { heights: 4 });
    const [hex = ''] = execFileSync(process.execPath, [CORRUPT, folder, '3']).toString().split(' ');
    const found = await examine(folder);
    expect(found.wrongFrom).toBeUndefined();
    const { service = '', table = '', key = '' } = found.difference ?? {};
    expect(`${service}/${table}/`).toBe(
      /^[a-z-]+\/[a-z-]+\//.exec(Buffer.from(must(fromHex(hex))).toString('latin1'))?.[0],
    );
    expect(toHex(utf8(`${service}/${table}/`)) + key).toBe(hex);
  });

  it('is said in one sentence where the changed value can no longer be read', async () => {
    for (const table of ['governance/protocol', 'governance/keys']) {
      const folder = await ledgerOf(machine, { heights: 1 });
      execFileSync(process.execPath, [CORRUPT, folder, '0', table]);
      expect(await openLedger({ folder, machine, nodeKey, verifyWorkers: 0 })).toEqual({
        ok: false,
        error: {
          code: 'NODE_STORE_DAMAGED',
          message: 'The store is damaged: a value of the state does not fit its table.',
        },
      });
    }
  });
});
