import { encodeKnown, record, text, utf8 } from '@madang/base';
import {
  access,
  accountOf,
  allow,
  defineErrors,
  defineService,
  error,
  event,
  hash,
  key,
  refuse,
  table,
  transaction,
} from '@madang/kernel/define';
import { body, encodeProven } from '@madang/protocol';
import {
  actor,
  openMemoryLedger,
  type Signed,
  START_MS,
  signBody,
  signedFrom,
} from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { toyGovernance } from './toy-governance.ts';

/* Transactions that prove themselves, with a proof system of this test. */

const errors = defineErrors('seals', 9_000, {
  NO_SEAL: error(1, {}, { en: 'No seal.', ko: '없음.', help: 'Cut it.' }),
});
const cut = table({
  service: 'seals',
  name: 'cut',
  key: key.text,
  value: record({ owner: hash }),
});
const name = text({ min: 1, max: 16, pattern: '[a-z]+' });
const pressed = event('seals', 'pressed', record({ by: hash }));

const cutSeal = transaction({
  service: 'seals',
  name: 'cutSeal',
  payload: record({ name }),
  access: access.anyone(),
  costUs: 100,
  retention: 'forever',
  errors: [],
  check: () => allow(),
  apply: (ctx, payload) => {
    ctx.put(cut, payload.name, { owner: ctx.transaction.id });
  },
});

const pressSeal = transaction({
  service: 'seals',
  name: 'pressSeal',
  payload: record({ name, by: hash }),
  access: access.anyone(),
  proof: {
    system: 'wax',
    key: ({ by }) => by,
    statement: (ctx, payload) => {
      const seal = ctx.get(cut, payload.name);
      if (seal === undefined) return refuse(errors.NO_SEAL, {});
      return { ok: true, value: { common: seal.owner, own: payload.by } };
    },
  },
  costUs: 100,
  retention: 'ninety-days',
  errors: [errors.NO_SEAL],
  check: (ctx, payload) => (ctx.has(cut, payload.name) ? allow() : refuse(errors.NO_SEAL, {})),
  apply: (ctx) => {
    const [by] = ctx.signers;
    if (by !== undefined) ctx.emit(pressed, { by });
  },
});

const seals = defineService({
  name: 'seals',
  version: 1,
  doc: { en: 'Seals.', ko: '도장.' },
  errors,
  tables: [cut],
  events: [pressed],
  roles: [],
  transactions: [cutSeal, pressSeal],
  queries: [],
  invariants: [],
});

const services = [toyGovernance, seals];
const ann = actor('ann');
const by = new Uint8Array(32).fill(5);

function bodyOf(chain: Uint8Array, act: string, payload: Uint8Array): Uint8Array {
  const expiresAt = START_MS + 300_000;
  return encodeKnown(body, { act, chain, expiresAt, payload, salt: new Uint8Array(16) });
}

function press(chain: Uint8Array, proofBytes = 10): Signed {
  const payload = encodeKnown(pressSeal.payload, { name: 'tea', by });
  const bytes = encodeProven(bodyOf(chain, pressSeal.act, payload), new Uint8Array(proofBytes));
  return { ...signedFrom(bytes), signaturesValid: true };
}

const cutTea = { act: cutSeal.act, payload: { name: 'tea' }, by: ann };

describe('a transaction that proves itself', () => {
  it('is done by the account of the key that its proof speaks for', () => {
    const ledger = openMemoryLedger(services);
    ledger.send(cutTea);
    const [done] = ledger.block([press(ledger.chain)]).transactions;
    const expected = encodeKnown(pressed.fields, { by: accountOf('wax', by) });
    expect(done?.outcome).toMatchObject({ code: 0, events: [{ fields: expected }] });
  });

  it('has something to prove as soon as the state says what, and the same ever after', () => {
    const ledger = openMemoryLedger(services);
    const { machine } = ledger;
    const asked = () =>
      machine.statement(press(ledger.chain), {
        state: ledger.state().copy(),
        height: ledger.height() + 1,
        timeMs: ledger.timeMs(),
      });
    expect(asked()).toMatchObject({ ok: false, error: { name: 'seals.NO_SEAL' } });
    const { bodyHash } = ledger.send(cutTea);
    const found = { ok: true, value: { system: 'wax', common: bodyHash, own: by } };
    expect(asked()).toEqual(found);
    ledger.send({ ...cutTea, payload: { name: 'milk' } });
    expect(asked()).toEqual(found);
  });

  it('is refused, and has no place in a block, where its proof is wrong', () => {
    const ledger = openMemoryLedger(services);
    ledger.send(cutTea);
    const wrong = { ...press(ledger.chain), signaturesValid: false };
    expect(ledger.admit(wrong)).toMatchObject({ ok: false, error: { name: 'kernel.PROOF_WRONG' } });
    expect(() => ledger.block([wrong])).toThrow('NO_PLACE');
  });

  it('takes no signature, and what is to be signed takes no proof', () => {
    const ledger = openMemoryLedger(services);
    ledger.send(cutTea);
    const pressPayload = encodeKnown(pressSeal.payload, { name: 'tea', by });
    const signed = signBody(ledger.chain, bodyOf(ledger.chain, pressSeal.act, pressPayload), ann);
    const cutPayload = encodeKnown(cutSeal.payload, { name: 'milk' });
    const proven = signedFrom(
      encodeProven(bodyOf(ledger.chain, cutSeal.act, cutPayload), utf8('proof')),
    );
    for (const one of [signed, proven]) {
      expect(ledger.admit({ ...one, signaturesValid: true })).toMatchObject({
        ok: false,
        error: { name: 'kernel.AUTHORISATION_NOT_ACCEPTED' },
      });
    }
  });

  it('costs more in a block, the longer its proof is', () => {
    const ledger = openMemoryLedger(services);
    const costOf = (proofBytes: number) => {
      const { bytes } = press(ledger.chain, proofBytes);
      const screened = ledger.machine.screen(bytes, ledger.chain, ledger.params());
      return screened.ok ? screened.value.costUs : 0;
    };
    expect(costOf(1)).toBe(102);
    expect(costOf(30_000)).toBe(60_100);
  });
});
