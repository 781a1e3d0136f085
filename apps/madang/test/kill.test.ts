import { rmSync } from 'node:fs';
import path from 'node:path';
import { expectOk, toHex } from '@madang/base';
import { createClient, type SentAnswer } from '@madang/client';
import { keyPairFromSeed, randomBytes, signerFrom } from '@madang/crypto';
import { createMachine } from '@madang/kernel';
import { openStore, verifyStore } from '@madang/node';
import { decodeLogEntry } from '@madang/protocol';
import { services } from '@madang/services';
import { describe, expect, it } from 'vitest';
import { memoryPolicy, temporaryFolder } from './support/city.ts';
import { startServer } from './support/server.ts';

const KILLS = 8;
const SENDERS = 4;

/** Sends transactions one after the other until the server is gone; keeps what was acknowledged. */
async function sendUntilGone(
  origin: string,
  sent: Set<string>,
  acknowledged: SentAnswer[],
): Promise<void> {
  const client = createClient({
    baseUrl: origin,
    services,
    policy: memoryPolicy(),
    // The first failure ends it: nothing is sent twice here.
    wait: () => Promise.reject(new Error('gone')),
  });
  const signer = signerFrom(keyPairFromSeed(randomBytes(32)));
  for (;;) {
    const payload = { kind: 'file' as const, root: randomBytes(32), count: 1 };
    const prepared = await client.act('document.notarise', payload, [signer]);
    if (!prepared.ok) return;
    sent.add(prepared.value.id);
    const answer = await client.send(prepared.value).catch(() => undefined);
    if (answer?.ok !== true) return;
    acknowledged.push(answer.value);
  }
}

/** Transactions in the store of a server that is not running, by id, with the index of each. */
async function recordsIn(folder: string): Promise<ReadonlyMap<string, number>> {
  const store = expectOk(await openStore({ folder }, undefined), 'opened');
  const found = new Map<string, number>();
  for (let index = 0; index < store.head().logSize; index++) {
    const entry = expectOk(decodeLogEntry(store.entry(index)!), 'entry');
    if (entry.type === 'transaction') found.set(toHex(entry.body), index);
  }
  await store.close();
  return found;
}

describe('a server that is killed under load', () => {
  it(`has every acknowledged transaction and none that nobody sent, ${String(KILLS)} times over, and re-executes to the same roots`, async () => {
    const folder = temporaryFolder();
    const data = path.join(folder, 'data');
    const sent = new Set<string>();
    const acknowledged: SentAnswer[] = [];
    try {
      for (let kill = 0; kill < KILLS; kill++) {
        const server = await startServer(data, '--empty');
        const senders = Array.from({ length: SENDERS }, () =>
          sendUntilGone(server.origin, sent, acknowledged),
        );
        // Under load, and a little later each time, so that all stages of a block are hit.
        const enough = acknowledged.length + 3 + (kill % 5);
        await expect
          .poll(() => acknowledged.length, { timeout: 20_000, interval: 5 })
          .toBeGreaterThan(enough);
        await new Promise((resolve) => setTimeout(resolve, (kill * 7) % 23));
        expect(await server.stop('SIGKILL')).toBe('SIGKILL');
        await Promise.all(senders);
      }
      const records = await recordsIn(path.join(data, 'ledger'));
      for (const { id, record } of acknowledged) expect(records.get(id), id).toBe(record);
      for (const id of records.keys()) expect(sent.has(id), id).toBe(true);
      expect(acknowledged.length).toBeGreaterThan(KILLS);
      const store = expectOk(
        await openStore({ folder: path.join(data, 'ledger') }, undefined),
        'store',
      );
      const again = await verifyStore(store, createMachine(services), path.join(folder, 'again'));
      expect(expectOk(again, 'executed again').transactions).toBe(records.size);
      await store.close();
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 180_000);
});
