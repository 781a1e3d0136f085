import { expect, test } from 'vitest';
import { parsePolicy } from '../src/policy.mjs';
import { checkPromise } from '../src/promise.mjs';
import { openSource } from '../src/source.mjs';
import { cbor, type Value } from './encoding.ts';
import { type Act, Ledger, sha, signer } from './ledger.ts';
import { mirrorLog } from './mirror.ts';

async function check(ledger: Ledger, promise: unknown) {
  const { sheet, facts } = await checkPromise({
    bytes: cbor(promise as Value),
    policy: parsePolicy(Buffer.from(ledger.policy())),
    source: openSource(mirrorLog(ledger)),
    to: Buffer.from(ledger.checkpoint()),
  });
  const codes = Object.fromEntries(sheet.parts.map(({ part, code }) => [part, code]));
  return { codes, facts, whole: sheet.whole() };
}

function submitted(): { ledger: Ledger; act: Act; other: Act } {
  const ledger = new Ledger();
  const act = ledger.makeAct('document.note', { n: 1 });
  return { ledger, act, other: ledger.makeAct('document.note', { n: 2 }) };
}

test('a promise is kept when its body stands in the log in time', async () => {
  const { ledger, act, other } = submitted();
  const promise = ledger.promise(act, ledger.time + 5000);
  ledger.block([other, act]);
  const report = await check(ledger, promise);
  expect(report.codes).toMatchObject({ log: 'PASSED_LOG', word: 'KEPT' });
  expect(report.whole).toBe('passed');
  expect(report.facts).toMatchObject({ logBy: ledger.time + 4000 });
});

test('a promise that was kept late is told as such', async () => {
  const { ledger, act } = submitted();
  const promise = ledger.promise(act, ledger.time + 500);
  ledger.block([act]);
  expect((await check(ledger, promise)).codes.word).toBe('KEPT_LATE');
});

test('a promise is broken when a later block ends without its body', async () => {
  const { ledger, act, other } = submitted();
  const promise = ledger.promise(act, ledger.time + 500);
  ledger.block([other]);
  const report = await check(ledger, promise);
  expect(report.codes.word).toBe('BROKEN');
  expect(report.whole).toBe('failed');
});

test('a promise is not due while the log has not passed its time', async () => {
  const { ledger, act, other } = submitted();
  const promise = ledger.promise(act, ledger.time + 1000);
  ledger.block([other]);
  const report = await check(ledger, promise);
  expect(report.codes.word).toBe('NOT_DUE');
  expect(report.whole).toBe('unchecked');
});

test('a promise that is forged, of another node or of another ledger accuses nobody', async () => {
  const { ledger, act, other } = submitted();
  const late = ledger.time - 5;
  const promise = ledger.promise(act, late);
  ledger.block([other]);
  const forged = await check(ledger, { ...promise, signature: Buffer.alloc(64, 9) });
  expect(forged.codes).toMatchObject({ signature: 'PROMISE_FALSE', word: 'RESTS_ON' });
  const stranger = await check(ledger, ledger.promise(act, late, signer('another node')));
  expect(stranger.codes).toMatchObject({ signature: 'NODE_KEY_UNKNOWN', word: 'RESTS_ON' });
  const foreign = await check(ledger, { ...promise, chain: sha('elsewhere') });
  expect(foreign.codes).toMatchObject({ chain: 'CHAIN_OF_PROMISE', word: 'RESTS_ON' });
});

test('an altered log breaks no promise', async () => {
  const { ledger, act, other } = submitted();
  const promise = ledger.promise(act, ledger.time + 500);
  ledger.block([act]);
  const right = ledger.checkpoint();
  const hiding = new Ledger();
  hiding.block([other]);
  const { sheet } = await checkPromise({
    bytes: cbor(promise as Value),
    policy: parsePolicy(Buffer.from(ledger.policy())),
    source: openSource(mirrorLog(hiding)),
    to: Buffer.from(right),
  });
  expect(sheet.parts.slice(-2)).toMatchObject([
    { part: 'log', code: 'ROOT_DIFFERS' },
    { part: 'word', code: 'RESTS_ON' },
  ]);
});
