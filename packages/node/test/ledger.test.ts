import { concat, equalBytes, toHex, u32be } from '@madang/base';
import { type KeyPair, signSync } from '@madang/crypto';
import type { Machine } from '@madang/kernel';
import {
  checkPromise,
  checkReceipt,
  decodeReceipt,
  decodeStanding,
  encodeSigned,
  type Genesis,
  parseCheckpoint,
  parsePolicy,
  signedMessage,
  stateKey,
  writePolicy,
} from '@madang/protocol';
import { serviceProofs } from '@madang/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Ledger, openLedger } from '../src/ledger.ts';
import type { LedgerOptions } from '../src/ledger-options.ts';
import {
  chain,
  cosigners,
  demoGenesis,
  genesis,
  keyOf,
  machine,
  nodeKey,
  notarise,
  START_MS,
  standingClock,
} from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';

type Changes = Partial<LedgerOptions>;

const proofs = await serviceProofs();

async function open(changes: Changes = {}): Promise<Ledger> {
  const clock = standingClock().now;
  const options = { folder: temporaryFolder(), machine, genesis, nodeKey, cosigners, clock };
  const ledger = must(await openLedger({ verifyWorkers: 0, ...options, ...changes }));
  onTestFinished(() => ledger.close());
  return ledger;
}

function policyText(made: Genesis): string {
  return must(writePolicy({ genesis: made, chain, threshold: 2 }));
}

/** What a submission was refused with. */
async function refusalOf(ledger: Ledger, envelope: Uint8Array): Promise<string> {
  const answer = await ledger.submit(envelope);
  if (answer.ok) return 'done';
  return answer.error.kind === 'refused' ? answer.error.refusal.name : answer.error.error.code;
}

const absentEnding = (bodyHash: Uint8Array) =>
  stateKey('document', 'endings', concat(bodyHash, u32be(0xffffffff)));

describe('ledger', () => {
  it('puts a transaction on record and gives a receipt that a verifier checks', async () => {
    const ledger = await open();
    const { envelope, bodyHash } = notarise(1);
    const { index, outcome, entry } = must(await ledger.submit(envelope));
    expect({ index, code: outcome.code, height: outcome.height }).toEqual({
      index: 2,
      code: 0,
      height: 1,
    });
    expect(toHex(ledger.entry(2) ?? new Uint8Array())).toBe(toHex(entry));
    expect(ledger.indexOf(bodyHash)).toBe(2);
    expect(toHex(ledger.envelope(bodyHash) ?? new Uint8Array())).toBe(toHex(envelope));

    for (const id of [bodyHash, 2]) {
      const bytes = must(await ledger.receiptFor(id, [absentEnding(bodyHash)]));
      const verdict = await checkReceipt({
        bytes,
        policyText: policyText(ledger.genesis),
        proofs,
      });
      expect(verdict.parts.map(({ part, state }) => `${part} ${state}`)).toEqual([
        'format passed',
        'chain passed',
        'signature passed',
        'place passed',
        'institutions passed',
        'standing passed',
      ]);
      expect(verdict.verdict).toBe('checked');
    }
  });

  it('gives a fresh standing for a receipt that is older', async () => {
    const ledger = await open();
    const { envelope, bodyHash } = notarise(1);
    must(await ledger.submit(envelope));
    const claims = [absentEnding(bodyHash)];
    const bytes = must(await ledger.receiptFor(bodyHash, claims));
    for (let n = 2; n < 6; n++) must(await ledger.submit(notarise(n).envelope));
    const sinceSize = must(parseCheckpoint(must(decodeReceipt(bytes)).checkpoint)).checkpoint.size;
    const freshStanding = must(await ledger.standing(claims, sinceSize));
    const policy = policyText(ledger.genesis);
    const verdict = await checkReceipt({
      bytes,
      policyText: policy,
      proofs,
      freshStanding,
    });
    expect(verdict.verdict).toBe('checked');
    const later = must(decodeStanding(freshStanding)).checkpoint ?? '';
    expect(must(parseCheckpoint(later)).checkpoint.size).toBe(ledger.size());
    expect(await ledger.standing(claims, ledger.size() + 1)).toMatchObject({ ok: false });
    expect(await ledger.standing([], 2)).toMatchObject({ ok: false });
  });

  it('promises with the submission what the policy of the ledger lets anybody check', async () => {
    const clock = standingClock();
    const ledger = await open({ clock: clock.now });
    const { envelope, bodyHash } = notarise(1);
    const { promise } = must(await ledger.submit(envelope));
    const policy = must(parsePolicy(policyText(ledger.genesis)));
    const { body, receivedAt, logBy } = must(await checkPromise(promise, policy));
    expect(equalBytes(body, bodyHash)).toBe(true);
    expect({ receivedAt, waitMs: logBy - receivedAt }).toEqual({
      receivedAt: clock.now(),
      waitMs: 60_000,
    });
  });

  it('answers the same body once, whoever sends it, and later names the record', async () => {
    const ledger = await open();
    const { envelope } = notarise(1);
    const [first, second] = await Promise.all([ledger.submit(envelope), ledger.submit(envelope)]);
    expect(must(first).index).toBe(2);
    expect(must(second).index).toBe(2);
    expect(await ledger.submit(envelope)).toMatchObject({
      ok: false,
      error: { kind: 'refused', index: 2, refusal: { name: 'kernel.REPLAYED' } },
    });
    expect(ledger.size()).toBe(4);
  });

  it('lets two signers of one body share one record', async () => {
    const ledger = await open();
    const [one, other] = ['a', 'b'].map((name) => resigned(1, keyOf(name)));
    if (one === undefined || other === undefined) throw new Error('two were made');
    const answers = await Promise.all([ledger.submit(one), ledger.submit(other)]);
    expect(answers.map((answer) => must(answer).index)).toEqual([2, 2]);
  });

  it('refuses forged signatures without harm to the true sender', async () => {
    const ledger = await open();
    const forged = ledger.submit(notarise(1, { isForged: true }).envelope);
    const honest = ledger.submit(notarise(1).envelope);
    expect(await forged).toMatchObject({ error: { refusal: { name: 'kernel.SIGNATURE_WRONG' } } });
    expect(must(await honest).index).toBe(2);
  });

  it('refuses what is expired, expires too late, is of another ledger or not canonical', async () => {
    const clock = standingClock();
    const ledger = await open({ clock: clock.now });
    const at = clock.now();
    expect(await refusalOf(ledger, notarise(1, { expiresAt: at }).envelope)).toBe('kernel.EXPIRED');
    expect(await refusalOf(ledger, notarise(2, { expiresAt: at + 600_001 }).envelope)).toBe(
      'kernel.EXPIRES_TOO_LATE',
    );
    expect(await refusalOf(ledger, notarise(3, { chain: new Uint8Array(32) }).envelope)).toBe(
      'kernel.WRONG_CHAIN',
    );
    expect(await refusalOf(ledger, Buffer.from('no envelope'))).toBe('kernel.NOT_CANONICAL');
    expect(await refusalOf(ledger, notarise(4, { expiresAt: at + 600_000 }).envelope)).toBe('done');
    expect(await refusalOf(ledger, notarise(5, { expiresAt: at + 1 }).envelope)).toBe('done');
  });

  it('never lets block time go back, and says EXPIRED by block time', async () => {
    const clock = standingClock();
    const ledger = await open({ clock: clock.now });
    const first = must(await ledger.submit(notarise(1).envelope));
    clock.advance(-60_000);
    const second = must(await ledger.submit(notarise(2).envelope));
    expect(second.outcome.time).toBe(first.outcome.time);
    const late = notarise(3, { expiresAt: first.outcome.time });
    expect(await refusalOf(ledger, late.envelope)).toBe('kernel.EXPIRED');
  });

  it('collects what arrives while a block is written into one next block', async () => {
    const ledger = await open();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => ledger.submit(notarise(n).envelope)),
    );
    expect(new Set(answers.map((answer) => must(answer).index)).size).toBe(200);
    expect(ledger.head().height).toBeLessThan(10);
  });

  it('cuts blocks at the cost that the parameters allow', async () => {
    const small = demoGenesis({ maxBlockCostUs: 10_000 });
    const ledger = await open({ genesis: small });
    const of = (n: number) => notariseOn(ledger.chain, n);
    const answers = await Promise.all(Array.from({ length: 120 }, (_, n) => ledger.submit(of(n))));
    expect(answers.every(({ ok }) => ok)).toBe(true);
    const byHeight = Map.groupBy(answers, (answer) => must(answer).outcome.height);
    // A notarisation declares 200 microseconds.
    for (const block of byHeight.values()) expect(block.length).toBeLessThanOrEqual(50);
    expect(byHeight.size).toBeGreaterThanOrEqual(3);
  });

  it('says that it is full instead of taking more than it can hold', async () => {
    const mempool = { countMax: 5, countMaxPerKey: 3, sizeBytesMax: 1_000_000 };
    const ledger = await open({
      mempool,
      engine: () => ({ name: 'solo', wake() {}, stop: async () => {} }),
    });
    const waiting = [0, 1, 2].map((n) => ledger.submit(notarise(n).envelope));
    await expect.poll(() => ledger.status().pending).toBe(3);
    expect(await refusalOf(ledger, notarise(3).envelope)).toBe('kernel.BLOCK_FULL');
    const another = { key: keyOf('another') };
    waiting.push(...[4, 5].map((n) => ledger.submit(notarise(n, another).envelope)));
    await expect.poll(() => ledger.status().pending).toBe(5);
    expect(await refusalOf(ledger, notarise(6, { key: keyOf('a third') }).envelope)).toBe(
      'kernel.BLOCK_FULL',
    );
    await ledger.close();
    expect((await Promise.all(waiting)).map(({ ok }) => ok)).toEqual(Array(5).fill(false));
  });

  it('holds the same record after a restart, and refuses its replay', async () => {
    const folder = temporaryFolder();
    const { envelope, bodyHash } = notarise(1);
    const first = await open({ folder });
    must(await first.submit(envelope));
    await first.close();
    const second = await open({ folder });
    expect(await refusalOf(second, envelope)).toBe('kernel.REPLAYED');
    const bytes = must(await second.receiptFor(bodyHash, [absentEnding(bodyHash)]));
    const verdict = await checkReceipt({
      bytes,
      policyText: policyText(second.genesis),
      proofs,
    });
    expect(verdict.verdict).toBe('checked');
  });

  it('answers what is waiting when it is closed, and takes nothing afterwards', async () => {
    const ledger = await open({
      engine: () => ({ name: 'solo', wake() {}, stop: async () => {} }),
    });
    const waiting = refusalOf(ledger, notarise(1).envelope);
    await expect.poll(() => ledger.status().pending).toBe(1);
    await ledger.close();
    expect(await waiting).toBe('NODE_STOPPED');
    expect(await refusalOf(ledger, notarise(2).envelope)).toBe('NODE_STOPPED');
    expect(await ledger.receiptFor(2)).toMatchObject({ error: { code: 'NODE_STOPPED' } });
    expect(() => ledger.entry(0)).toThrow('The store is closed.');
  });

  it('stops at a fault of the program and says so to everybody who waits', async () => {
    const broken: Machine = {
      ...machine,
      execute: () => {
        throw new Error('a broken assumption');
      },
    };
    const ledger = await open({ machine: broken });
    expect(await refusalOf(ledger, notarise(1).envelope)).toBe('NODE_STOPPED');
    expect(await refusalOf(ledger, notarise(2).envelope)).toBe('NODE_STOPPED');
    expect(ledger.status().failure?.message).toContain('a broken assumption');
    expect(ledger.size()).toBe(2);
  });

  it('refuses a node key that the genesis does not name, and a genesis that is none', async () => {
    const folder = temporaryFolder();
    const options = { folder, machine, genesis, nodeKey: keyOf('a stranger') };
    expect(await openLedger(options)).toMatchObject({ error: { code: 'NODE_KEY_UNKNOWN' } });
    const nonsense = { ...options, genesis: Buffer.from('nonsense') };
    expect(await openLedger(nonsense)).toMatchObject({ error: { code: 'NODE_GENESIS_REFUSED' } });
    await (await open({ folder })).close();
  });
});

describe('checkpoints of a ledger', () => {
  it('are signed once for a size, and again with a fresh time after ten seconds', async () => {
    const clock = standingClock();
    const ledger = await open({ clock: clock.now });
    const first = await ledger.checkpoint();
    clock.advance(9_999);
    expect(await ledger.checkpoint()).toBe(first);
    clock.advance(1);
    const again = await ledger.checkpoint();
    expect(again).not.toBe(first);
    expect(must(parseCheckpoint(again)).checkpoint).toEqual(
      must(parseCheckpoint(first)).checkpoint,
    );
    must(await ledger.submit(notarise(1).envelope));
    expect(must(parseCheckpoint(await ledger.checkpoint())).checkpoint.size).toBe(4);
    expect(must(parseCheckpoint(again)).note.signatures.length).toBe(4);
  });
});

describe('following a ledger', () => {
  it('gives every durable block in order, those that come later too', async () => {
    const ledger = await open();
    must(await ledger.submit(notarise(1).envelope));
    const stop = new AbortController();
    const heights: number[] = [];
    let entries = 0;
    const following = (async () => {
      for await (const { block, entries: added, firstIndex } of ledger.subscribe(0, stop.signal)) {
        expect(firstIndex).toBe(entries);
        entries += added.length;
        heights.push(block.height);
      }
    })();
    for (let n = 2; n < 5; n++) must(await ledger.submit(notarise(n).envelope));
    await expect.poll(() => heights).toEqual([0, 1, 2, 3, 4]);
    expect(entries).toBe(ledger.size());
    stop.abort();
    await following;
  });

  it('reads entries across bundles from any index', async () => {
    const ledger = await open();
    const sent = Array.from({ length: 600 }, (_, n) => ledger.submit(notarise(n).envelope));
    expect((await Promise.all(sent)).every(({ ok }) => ok)).toBe(true);
    const entries = await ledger.entries(250, 300);
    expect(entries.length).toBe(300);
    expect(toHex(entries[299] ?? new Uint8Array())).toBe(
      toHex(ledger.entry(549) ?? new Uint8Array()),
    );
    expect((await ledger.entries(ledger.size() - 1, 10)).length).toBe(1);
    expect(await ledger.entries(ledger.size(), 10)).toEqual([]);
  });
});

/** The body of a notarisation under another signature. */
function resigned(n: number, key: KeyPair): Uint8Array {
  const { body, bodyHash } = bodyOf(n);
  const signature = signSync(key, signedMessage(chain, bodyHash));
  return encodeSigned(body, [{ key: key.publicKey, suite: 'ed25519', signature }]);
}

function bodyOf(n: number) {
  const { envelope, bodyHash } = notarise(n);
  const screened = machine.screen(envelope, chain, {
    maxBlockCostUs: 500_000,
    maxExpiryMs: 600_000,
    maxTransactionBytes: 65_536,
  });
  return { body: must(screened).envelope.body, bodyHash };
}

function notariseOn(otherChain: Uint8Array, n: number): Uint8Array {
  return notarise(n, { chain: otherChain, expiresAt: START_MS + 300_000 }).envelope;
}
