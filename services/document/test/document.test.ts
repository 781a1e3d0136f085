import { type Json, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { type Actor, actor, type MemoryLedger, openMemoryLedger } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { services } from '../../registry.ts';

const ann = actor('ann');
const ben = actor('ben');
const clerk = actor('clerk');
const deputy = actor('deputy');
const custodian = actor('custodian');
const NOWHERE = toHex(sha256(utf8('no document')));

function open(): MemoryLedger {
  const grantOf = (of: Actor, role: string) => ({
    account: of.account,
    delegable: false,
    institution: 'city',
    role,
  });
  return openMemoryLedger(services, {
    grants: [
      grantOf(clerk, 'document.issuer'),
      grantOf(deputy, 'document.issuer'),
      grantOf(custodian, 'document.custodian'),
    ],
  });
}

type Fields = { readonly [name: string]: Json };

const notarise = (by: Actor, changes: Fields = {}) => ({
  act: 'document.notarise',
  payload: { kind: 'file', root: toHex(sha256(utf8('root'))), count: 1, ...changes },
  by,
});
const revoke = (by: Actor | readonly Actor[], document: string, changes: Fields = {}) => ({
  act: 'document.revoke',
  payload: { document, reason: 'withdrawn', ...changes },
  by,
});
const supersede = (by: Actor, document: string, successor: string, changes: Fields = {}) => ({
  act: 'document.supersede',
  payload: { document, successor, reason: 'replaced', ...changes },
  by,
});
const noteErasure = (by: Actor, deposit: string, institution = 'city') => ({
  act: 'document.noteErasure',
  payload: { deposit, institution },
  by,
});

const codeOf = (ledger: MemoryLedger, wish: Parameters<MemoryLedger['send']>[0]) =>
  ledger.send(wish).outcome.code;

/** Puts a document on record and gives its id. */
function put(ledger: MemoryLedger, by: Actor = ann, changes: Fields = {}): string {
  const { outcome, bodyHash } = ledger.send(notarise(by, changes));
  expect(outcome.code).toBe(0);
  return toHex(bodyHash);
}

const endingsOf = (ledger: MemoryLedger, document: string) =>
  ledger.read('document.endingsOf', { document });

describe('notarise', () => {
  it('records a document under the hash of the body, owned by the signer', () => {
    const ledger = open();
    const id = put(ledger);
    const owner = { kind: 'account', account: toHex(ann.account) };
    expect(ledger.read('document.document', { id })).toEqual({
      ok: true,
      value: {
        id,
        kind: 'file',
        root: toHex(sha256(utf8('root'))),
        count: 1,
        owner,
        notarisedAt: ledger.timeMs(),
      },
    });
  });

  it('writes the record under the state key that the specification names', () => {
    const ledger = open();
    const id = put(ledger);
    const keys = ledger
      .state()
      .entries()
      .map(({ key }) => toHex(key));
    expect(keys).toContain(`${toHex(utf8('document/records/'))}${id}`);
  });

  it('tells an event with kind, root, count and owner', () => {
    const { outcome } = open().send(notarise(ann));
    expect(outcome.events.map(({ name }) => name)).toEqual(['document.notarised']);
  });

  it('records a document of an institution for a holder of document.issuer', () => {
    const ledger = open();
    const id = put(ledger, clerk, { as: 'city', kind: 'statement' });
    const owner = { kind: 'institution', institution: 'city', role: 'document.issuer' };
    expect(ledger.read('document.document', { id })).toMatchObject({ value: { owner } });
  });

  it('refuses who does not hold document.issuer from the institution', () => {
    const ledger = open();
    expect(codeOf(ledger, notarise(ann, { as: 'city' }))).toBe(15);
    expect(codeOf(ledger, notarise(custodian, { as: 'city' }))).toBe(15);
    expect(codeOf(ledger, notarise(clerk, { as: 'university' }))).toBe(15);
    expect(codeOf(ledger, notarise(clerk, { as: 'moon' }))).toBe(16);
  });

  it('refuses a second signature', () => {
    expect(codeOf(open(), { ...notarise(ann), by: [ann, ben] })).toBe(14);
  });

  it('takes 1 to 1,000,000 files of one of two kinds', () => {
    const ledger = open();
    const def = ledger.machine.services
      .flatMap((service) => service.transactions)
      .find(({ act }) => act === 'document.notarise');
    const isPayload = (changes: Fields) => def?.payloadFromJson(notarise(ann, changes).payload).ok;
    expect([1, 1_000_000].map((count) => isPayload({ count }))).toEqual([true, true]);
    expect([0, 1_000_001].map((count) => isPayload({ count }))).toEqual([false, false]);
    expect(isPayload({ kind: 'photo' })).toBe(false);
    expect(isPayload({ note: 'a name' })).toBe(false);
  });
});

describe('revoke', () => {
  it('ends a document for good, with the reason', () => {
    const ledger = open();
    const id = put(ledger);
    const { bodyHash } = ledger.send(revoke(ann, id, { reason: 'mistake' }));
    const by = toHex(bodyHash);
    expect(endingsOf(ledger, id)).toEqual({
      ok: true,
      value: [{ at: ledger.timeMs(), by, kind: 'revoked', reason: 'mistake' }],
    });
    expect(codeOf(ledger, revoke(ann, id))).toBe(2_003);
  });

  it('writes the ending under the state key that the specification names', () => {
    const ledger = open();
    const one = put(ledger);
    const many = put(ledger, ann, { count: 300 });
    ledger.send(revoke(ann, one, { leaf: 0 }));
    ledger.send(revoke(ann, many, { leaf: 258 }));
    const keys = ledger
      .state()
      .entries()
      .map(({ key }) => toHex(key));
    const table = toHex(utf8('document/endings/'));
    expect(keys).toContain(`${table}${one}ffffffff`);
    expect(keys).toContain(`${table}${many}00000102`);
  });

  it('lets the owner end one file and leaves the others', () => {
    const ledger = open();
    const id = put(ledger, ann, { count: 3 });
    expect(codeOf(ledger, revoke(ann, id, { leaf: 1 }))).toBe(0);
    expect(codeOf(ledger, revoke(ann, id, { leaf: 1 }))).toBe(2_003);
    expect(codeOf(ledger, revoke(ann, id, { leaf: 2 }))).toBe(0);
    expect(codeOf(ledger, revoke(ann, id))).toBe(0);
    expect(codeOf(ledger, revoke(ann, id, { leaf: 0 }))).toBe(2_003);
    expect(endingsOf(ledger, id)).toMatchObject({ value: [{ leaf: 1 }, { leaf: 2 }, {}] });
  });

  it('takes the only file of a document for the whole', () => {
    const ledger = open();
    const id = put(ledger);
    expect(codeOf(ledger, revoke(ann, id, { leaf: 0 }))).toBe(0);
    expect(endingsOf(ledger, id)).toMatchObject({ value: [{ kind: 'revoked' }] });
    expect(JSON.stringify(endingsOf(ledger, id))).not.toContain('leaf');
  });

  it('refuses a file that the document does not have', () => {
    const ledger = open();
    const id = put(ledger, ann, { count: 3 });
    expect(codeOf(ledger, revoke(ann, id, { leaf: 3 }))).toBe(2_002);
    expect(codeOf(ledger, revoke(ann, put(ledger), { leaf: 1 }))).toBe(2_002);
  });

  it('refuses everybody but the owner, and unknown documents', () => {
    const ledger = open();
    const id = put(ledger);
    expect(codeOf(ledger, revoke(ben, id))).toBe(15);
    expect(codeOf(ledger, revoke(clerk, id))).toBe(15);
    expect(codeOf(ledger, revoke([ann, ben], id))).toBe(14);
    expect(codeOf(ledger, revoke(ann, NOWHERE))).toBe(2_001);
  });

  it('lets a colleague with the role end what the institution issued', () => {
    const ledger = open();
    const id = put(ledger, clerk, { as: 'city' });
    expect(codeOf(ledger, revoke(ann, id))).toBe(15);
    expect(codeOf(ledger, revoke(custodian, id))).toBe(15);
    expect(codeOf(ledger, revoke(deputy, id))).toBe(0);
  });

  it('comes before a supersede of the same block', () => {
    const ledger = open();
    const id = put(ledger);
    const next = put(ledger);
    const { transactions } = ledger.block([
      ledger.sign(supersede(ann, id, next)),
      ledger.sign(revoke(ann, id)),
    ]);
    expect(transactions.map(({ act, outcome }) => [act, outcome.code])).toEqual([
      ['document.revoke', 0],
      ['document.supersede', 2_003],
    ]);
  });
});

describe('supersede', () => {
  it('ends a document and names what takes its place', () => {
    const ledger = open();
    const id = put(ledger);
    const next = put(ledger);
    expect(codeOf(ledger, supersede(ann, id, next))).toBe(0);
    expect(endingsOf(ledger, id)).toMatchObject({
      value: [{ kind: 'superseded', reason: 'replaced', successor: next }],
    });
    expect(endingsOf(ledger, next)).toEqual({ ok: true, value: [] });
  });

  it('ends one file of a document', () => {
    const ledger = open();
    const id = put(ledger, ann, { count: 2 });
    expect(codeOf(ledger, supersede(ann, id, put(ledger), { leaf: 1 }))).toBe(0);
    expect(endingsOf(ledger, id)).toMatchObject({ value: [{ leaf: 1, kind: 'superseded' }] });
    expect(codeOf(ledger, supersede(ann, id, put(ledger), { leaf: 2 }))).toBe(2_002);
  });

  it('refuses a document that has ended', () => {
    const ledger = open();
    const id = put(ledger);
    const next = put(ledger);
    ledger.send(supersede(ann, id, next));
    expect(codeOf(ledger, supersede(ann, id, put(ledger)))).toBe(2_003);
  });

  it('refuses itself, nothing, and an ended document as successor', () => {
    const ledger = open();
    const id = put(ledger);
    expect(codeOf(ledger, supersede(ann, id, id))).toBe(2_005);
    expect(codeOf(ledger, supersede(ann, id, NOWHERE))).toBe(2_004);
    const next = put(ledger);
    ledger.send(revoke(ann, next));
    expect(codeOf(ledger, supersede(ann, id, next))).toBe(2_006);
  });

  it('never closes a circle of successors', () => {
    const ledger = open();
    const [first, second] = [put(ledger), put(ledger)];
    ledger.send(supersede(ann, first, second));
    expect(codeOf(ledger, supersede(ann, second, first))).toBe(2_006);
  });

  it('refuses everybody but the owner, and unknown documents', () => {
    const ledger = open();
    const id = put(ledger);
    expect(codeOf(ledger, supersede(ben, id, put(ledger, ben)))).toBe(15);
    expect(codeOf(ledger, supersede(ann, NOWHERE, id))).toBe(2_001);
  });
});

describe('noteErasure', () => {
  const deposit = toHex(sha256(utf8('a deposit')));

  it('notes once that a vault erased a deposit', () => {
    const ledger = open();
    const { outcome } = ledger.send(noteErasure(custodian, deposit));
    expect(outcome).toMatchObject({ code: 0, events: [{ name: 'document.erasureNoted' }] });
    expect(codeOf(ledger, noteErasure(custodian, deposit))).toBe(2_007);
  });

  it('takes a holder of document.custodian of that institution', () => {
    const ledger = open();
    expect(codeOf(ledger, noteErasure(clerk, deposit))).toBe(15);
    expect(codeOf(ledger, noteErasure(custodian, deposit, 'university'))).toBe(15);
    expect(codeOf(ledger, noteErasure(custodian, deposit, 'moon'))).toBe(16);
  });
});

describe('queries', () => {
  it('listDocuments lists the documents of an account in pages, and nobody else’s', () => {
    const ledger = open();
    const ids = [put(ledger), put(ledger), put(ledger)].sort();
    put(ledger, ben);
    put(ledger, clerk, { as: 'city' });
    const list = (changes: Fields) =>
      ledger.read('document.listDocuments', { account: toHex(ann.account), ...changes });
    expect(list({})).toMatchObject({ value: ids.map((id) => ({ id })) });
    expect(list({ after: ids[0] ?? '' })).toMatchObject({
      value: ids.slice(1).map((id) => ({ id })),
    });
    const ofClerk = ledger.read('document.listDocuments', { account: toHex(clerk.account) });
    expect(ofClerk).toEqual({ ok: true, value: [] });
  });

  it('endingsOf gives at most a hundred and goes on behind the last', () => {
    const ledger = open();
    const id = put(ledger, ann, { count: 200 });
    const leaves = Array.from({ length: 120 }, (_, leaf) => leaf);
    ledger.block(leaves.map((leaf) => ledger.sign(revoke(ann, id, { leaf }))));
    const page = (after: Fields) => {
      const answer = ledger.read('document.endingsOf', { document: id, ...after });
      return answer.ok && Array.isArray(answer.value) ? answer.value.length : -1;
    };
    expect(page({})).toBe(100);
    expect(page({ after: 99 })).toBe(20);
    expect(page({ after: 119 })).toBe(0);
  });

  it('refuse an unknown document', () => {
    const ledger = open();
    const refused = { ok: false, error: { name: 'document.UNKNOWN_DOCUMENT', code: 2_001 } };
    expect(ledger.read('document.document', { id: NOWHERE })).toMatchObject(refused);
    expect(endingsOf(ledger, NOWHERE)).toMatchObject(refused);
  });
});
