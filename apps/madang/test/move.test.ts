import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expectOk } from '@madang/base';
import { createClient } from '@madang/client';
import { verifyConsistency } from '@madang/crypto';
import { openStore } from '@madang/node';
import { checkToEnd, decodeLogEntry, decodeReceipt, parseCheckpoint } from '@madang/protocol';
import { services } from '@madang/services';
import { freeRange, hasCometBft } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { memoryPolicy, temporaryFolder } from './support/city.ts';
import { runHere, runMadang, startServer } from './support/server.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const isHere = await hasCometBft();

/** What a ledger served at one moment. */
interface Seen {
  readonly size: number;
  readonly root: Uint8Array;
}

describe.skipIf(!isHere)('madang network move', () => {
  const folder = temporaryFolder();
  const at = (...names: readonly string[]): string => path.join(folder, ...names);
  const solo = at('solo');
  let receipt: string;
  let policyText: string;
  let before: Seen;
  let port: number;

  beforeAll(async () => {
    const server = await startServer(solo);
    writeFileSync(at('letter.txt'), 'written before there were four\n');
    const words = ['notarise', at('letter.txt'), '--at', server.origin, '--out', at('receipts')];
    const noted = await runMadang(...words);
    [receipt = ''] = noted.out.match(/\S+\.receipt/) ?? [];
    policyText = readFileSync(path.join(solo, 'policy.txt'), 'utf8');
    before = await look(server.origin);
    expect(await runHere('network', 'move', solo, '--data', at('early'))).toMatchObject({
      err: expect.stringMatching(/\(NODE_FOLDER_IN_USE\)\n$/),
    });
    expect(existsSync(path.join(solo, 'moved.txt'))).toBe(false);
    await server.stop('SIGTERM');
    port = await freeRange(7);
  });
  afterAll(async () => {
    await runHere('network', 'down', '--data', at('network'));
    rmSync(folder, { recursive: true, force: true });
  });

  const url = (n: number): string => `http://127.0.0.1:${String(port + n)}`;

  it('goes on as a network of four, each with its own secrets', async () => {
    const words = ['network', 'move', solo, '--data', at('network'), '--port', String(port)];
    const moved = await runMadang(...words);
    expect(moved.out).toContain('It can bear 1 more failure.');
    const own = readdirSync(at('network', 'audit', 'secrets')).sort();
    const uses = ['consensus', 'cosigner', 'governance'].map((use) => `audit.${use}.key`);
    expect(own).toEqual([...uses, 'custodian.key', 'node.key', 'p2p.key', 'vault.key']);
  });

  it('never runs the old folder again', async () => {
    const again = await runHere('start', '--data', solo, '--port', '0');
    expect(again.err).toMatch(/^[^\n]+ \(LEDGER_MOVED\)\n$/);
    const elsewhere = await runHere('network', 'move', solo, '--data', at('network'));
    expect(elsewhere.err).toMatch(/^[^\n]+ \(NETWORK_EXISTS\)\n$/);
  });

  it('still verifies receipts of before, offline and in the page’s client', async () => {
    writeFileSync(at('policy.txt'), policyText);
    const words = ['verify', receipt, '--policy', at('policy.txt'), '--file', at('letter.txt')];
    expect(await runHere(...words)).toMatchObject({ status: 0 });
    expect(await runHere(...words, '--at', url(3))).toMatchObject({ status: 0 });
    const bytes = new Uint8Array(readFileSync(receipt));
    expect(expectOk(decodeReceipt(bytes), 'a receipt').index).toBeLessThan(before.size);
    const client = createClient({ baseUrl: url(0), services, policy: memoryPolicy() });
    const checks = client.checkReceipt({ receipt: bytes, policyText });
    expect(await checkToEnd(checks)).toMatchObject({ verdict: 'checked' });
  });

  it('has the log and the bodies of before, and a proof that it was only added to', async () => {
    const words = ['notarise', at('letter.txt'), '--at', url(2), '--out', at('later')];
    expect((await runMadang(...words)).out).toContain('are on record');
    await runHere('network', 'down', '--data', at('network'));
    const old = expectOk(await openStore({ folder: path.join(solo, 'ledger') }, undefined), 'old');
    const { size: oldSize, root: oldRoot } = before;
    for (const id of ['audit', 'city', 'district', 'university']) {
      const ledger = at('network', id, 'ledger');
      const store = expectOk(await openStore({ folder: ledger }, undefined), 'a node');
      const { logSize: newSize, logRoot: newRoot } = store.head();
      expect(newSize).toBeGreaterThan(oldSize);
      const proof = store.consistency(oldSize, newSize);
      expect(verifyConsistency({ oldSize, oldRoot, newSize, newRoot, proof })).toBe(true);
      let bodies = 0;
      for (let i = 0; i < oldSize; i += 1) {
        expect(store.entry(i)).toEqual(old.entry(i));
        const entry = expectOk(decodeLogEntry(store.entry(i)!), 'an entry');
        if (entry.type !== 'transaction') continue;
        bodies += 1;
        const envelope = store.envelopeAt(store.place(entry.body)!);
        expect(envelope).toEqual(old.envelopeAt(old.place(entry.body)!));
      }
      expect(bodies).toBeGreaterThan(10);
      await store.close();
    }
    await old.close();
  });
});

async function look(url: string): Promise<Seen> {
  const note = parseCheckpoint(await (await fetch(`${url}/log/checkpoint`)).text());
  return expectOk(note, 'a checkpoint').checkpoint;
}
