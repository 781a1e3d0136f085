import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, toHex, utf8 } from '@madang/base';
import { sha256, signerFrom } from '@madang/crypto';
import { createMachine } from '@madang/kernel';
import { cometAppState, openLedger, type SnapshotNews, startComet } from '@madang/node';
import { encodeGenesis, genesisHash } from '@madang/protocol';
import {
  actor,
  FakeComet,
  openMemoryLedger,
  START_MS,
  services,
  snapshotPeer,
  syncState,
  testGenesis,
} from '@madang/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { apiErrors } from '../src/api-errors.ts';
import { createErrorBook } from '../src/error-book.ts';
import { apiLedgerOf } from '../src/node-ledger.ts';
import { problemOf } from '../src/problem.ts';
import { recordUnknown } from '../src/record-unknown.ts';

const genesis = encodeGenesis(testGenesis());
const nodeKey = actor('node').keyPair;
const clock = () => START_MS + 1_000;

/** A ledger under the stand-in for CometBFT, in a folder that goes with the test. */
async function start() {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-api-'));
  onTestFinished(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const news: SnapshotNews[] = [];
  const applicationSocket = path.join(folder, 'app');
  const rpcSocket = path.join(folder, 'rpc');
  const ledger = expectOk(
    await openLedger({
      ...{ machine: createMachine(services), genesis, nodeKey, clock, verifyWorkers: 0 },
      folder: path.join(folder, 'ledger'),
      engine: startComet({
        ...{ applicationSocket, rpcSocket, onFailure: () => undefined },
        snapshots: { everyBlocks: 2, keep: 2, retainBlocks: 100 },
        onSnapshot: (one) => news.push(one),
      }),
    }),
    'a new folder opens',
  );
  onTestFinished(() => ledger.close());
  const appState = cometAppState(genesisHash(genesis));
  const comet = await FakeComet.start({ applicationSocket, rpcSocket, appState, clock });
  onTestFinished(() => comet.stop());
  return { ledger, comet, news };
}

describe('a node that began from a snapshot', () => {
  it('says of older records that it does not have them, with a code of its own', {
    timeout: 60_000,
  }, async () => {
    const memory = openMemoryLedger(services);
    const source = await start();
    const acts = Array.from({ length: 400 }, (_, n) => {
      const root = toHex(sha256(utf8(`file ${String(n)}`)));
      const payload = { kind: 'file', root, count: 1 } as const;
      return memory.sign({ act: 'document.notarise', payload, by: actor('somebody') });
    });
    await source.comet.decide(acts.slice(0, 200).map(({ bytes }) => bytes));
    await source.comet.decide(acts.slice(200).map(({ bytes }) => bytes));
    await expect.poll(() => source.news.length, { timeout: 20_000 }).toBe(1);
    await source.comet.decide([]);
    await source.comet.decide([]);
    const empty = await start();
    const appHash = () => source.ledger.head().appHash;
    await syncState(empty.comet, { peers: [snapshotPeer('one', source.comet)], appHash });
    const api = apiLedgerOf({ ledger: empty.ledger, nodeKey: signerFrom(nodeKey), now: clock });
    expect(api.now().absentBefore).toBe(256);
    const told = await api.receipt({ index: 5, stateKeys: [] });
    expect(told.ok ? '' : told.error.name).toBe('api.HISTORY_ABSENT');
    expect(await api.entry(5)).toBeUndefined();
    expect(await api.tile(0, 0, 256)).toBeUndefined();
    const unknown = recordUnknown({ options: { ledger: api } });
    expect(unknown.ok ? '' : unknown.error.name).toBe('api.HISTORY_ABSENT');
    if (unknown.ok) throw new Error('It is refused.');
    const problem = problemOf(unknown.error, 'en', createErrorBook(Object.values(apiErrors)));
    expect(problem.status).toBe(503);
    const whole = apiLedgerOf({ ledger: source.ledger, nodeKey: signerFrom(nodeKey), now: clock });
    const plain = recordUnknown({ options: { ledger: whole } });
    expect(plain.ok ? '' : plain.error.name).toBe('api.RECORD_UNKNOWN');
  });
});
