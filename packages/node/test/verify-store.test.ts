import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Machine } from '@madang/kernel';
import { describe, expect, it } from 'vitest';
import { openLedger } from '../src/ledger.ts';
import { openStore } from '../src/store/store.ts';
import { verifyStore } from '../src/verify-store.ts';
import { genesis, machine, nodeKey, notarise, standingClock } from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';

const clock = standingClock().now;

async function ledgerFolder(ofMachine: Machine, count: number): Promise<string> {
  const folder = temporaryFolder();
  const options = { folder, machine: ofMachine, genesis, nodeKey, clock, verifyWorkers: 0 };
  const ledger = must(await openLedger(options));
  for (let n = 0; n < count; n++) must(await ledger.submit(notarise(n).envelope));
  await ledger.close();
  return folder;
}

async function verify(folder: string, withMachine: Machine) {
  const store = must(await openStore({ folder }, undefined));
  const verified = await verifyStore(store, withMachine, temporaryFolder());
  await store.close();
  return verified;
}

describe('executing a ledger again', () => {
  it('gives every entry and every root that is stored', async () => {
    const folder = await ledgerFolder(machine, 5);
    expect(must(await verify(folder, machine))).toEqual({
      height: 5,
      logSize: 12,
      transactions: 5,
    });
  });

  it('notices a ledger that was not made by these rules', async () => {
    // A machine that writes one byte more into the state than the rules say.
    const other: Machine = {
      ...machine,
      execute: (input) => {
        const result = machine.execute(input);
        const key = Buffer.from('document/records/~');
        return { ...result, changes: [...result.changes, { key, value: Uint8Array.of(0) }] };
      },
    };
    const folder = await ledgerFolder(other, 2);
    expect(await verify(folder, machine)).toMatchObject({
      ok: false,
      error: { code: 'NODE_HISTORY_DIFFERS', message: expect.stringContaining('block 1') },
    });
  });

  it('says how far it came where an envelope is no longer kept', async () => {
    const forgetful: Machine = {
      ...machine,
      execute: (input) => {
        const result = machine.execute(input);
        const transactions = result.transactions.map((one) => ({
          ...one,
          retention: 'ninety-days' as const,
        }));
        return { ...result, transactions };
      },
    };
    const folder = temporaryFolder();
    const moving = standingClock();
    const options = {
      folder,
      machine: forgetful,
      genesis,
      nodeKey,
      clock: moving.now,
      verifyWorkers: 0,
    };
    const ledger = must(await openLedger(options));
    const first = notarise(0);
    must(await ledger.submit(first.envelope));
    for (const days of [3, 92]) {
      moving.advance(days * 86_400_000);
      const late = notarise(days, { expiresAt: moving.now() + 1_000 });
      must(await ledger.submit(late.envelope));
    }
    expect(await ledger.receiptFor(first.bodyHash)).toMatchObject({
      error: { code: 'NODE_ENVELOPE_GONE' },
    });
    await ledger.close();
    expect(must(await verify(folder, machine))).toEqual({
      height: 0,
      logSize: 2,
      transactions: 0,
      stoppedAtHeight: 1,
    });
  });
});

describe('a store of which a part was lost', () => {
  const database = (folder: string): string => path.join(folder, 'ledger', 'data.mdb');
  const segment = (folder: string, name: string): string => path.join(folder, 'segments', name);

  it.each(['missing', 'empty'])(
    'is not begun anew where its database is %s: the log stays as it is',
    async (how) => {
      const folder = await ledgerFolder(machine, 5);
      if (how === 'missing') rmSync(database(folder));
      else truncateSync(database(folder));
      const log = readFileSync(segment(folder, 'entries-00000001'));
      const options = { folder, machine, genesis, nodeKey, clock, verifyWorkers: 0 };
      expect(await openLedger(options)).toMatchObject({
        ok: false,
        error: { code: 'NODE_STORE_DAMAGED' },
      });
      expect(readFileSync(segment(folder, 'entries-00000001'))).toEqual(log);
    },
  );

  it('says so where its database was cut short, and does not end the process', async () => {
    const folder = await ledgerFolder(machine, 5);
    truncateSync(database(folder), 3 * 4_096);
    expect(await openStore({ folder }, undefined)).toMatchObject({
      ok: false,
      error: { code: 'NODE_STORE_DAMAGED' },
    });
  });

  it('says so where an entry of the log no longer decodes', async () => {
    const folder = await ledgerFolder(machine, 2);
    const file = segment(folder, 'entries-00000001');
    const bytes = readFileSync(file);
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    writeFileSync(file, bytes);
    expect(await verify(folder, machine)).toMatchObject({ ok: false });
  });

  it('says so where a value of the state was changed, though the log is whole', async () => {
    const folder = await ledgerFolder(machine, 2);
    const bytes = readFileSync(database(folder));
    const needle = Buffer.from('document/records/');
    let changed = 0;
    for (let at = bytes.indexOf(needle); at >= 0; at = bytes.indexOf(needle, at + 1)) {
      const value = at + needle.length + 32 + 20;
      bytes[value] = (bytes[value] ?? 0) ^ 1;
      changed += 1;
    }
    expect(changed).toBeGreaterThan(0);
    writeFileSync(database(folder), bytes);
    expect(await verify(folder, machine)).toMatchObject({
      ok: false,
      error: { code: 'NODE_HISTORY_DIFFERS', message: expect.stringContaining('the state') },
    });
  });
});
