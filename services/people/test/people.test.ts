import { type Json, toHex } from '@madang/base';
import { type Actor, actor, type MemoryLedger, openMemoryLedger } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { services } from '../../registry.ts';
import { errors } from '../chain/errors.ts';

const registrar = actor('registrar');
const [officer, deputy, clerk] = ['officer', 'deputy', 'clerk'].map(actor) as [Actor, Actor, Actor];
const [phone, tablet, thief, other] = ['phone', 'tablet', 'thief', 'other'].map(actor) as [
  Actor,
  Actor,
  Actor,
  Actor,
];

const grant = ({ account }: Actor, institution: string, role: string) => ({
  account,
  delegable: false,
  institution,
  role: `people.${role}`,
});

interface Opened {
  readonly ledger: MemoryLedger;
  readonly register: string;
}

/** A ledger with a register of the city: links come from the city, the university attests. */
function open(level = 'link', persons = 3): Opened {
  const grants = [
    grant(registrar, 'city', 'registrar'),
    grant(officer, 'city', 'attester'),
    grant(deputy, 'city', 'attester'),
    grant(clerk, 'university', 'attester'),
  ];
  const ledger = openMemoryLedger(services, { grants });
  const payload = { institution: 'city', persons, level };
  const { bodyHash, outcome } = ledger.send({ act: 'people.openRegister', payload, by: registrar });
  expect(outcome.code).toBe(0);
  return { ledger, register: toHex(bodyHash) };
}

type By = Actor | readonly Actor[];
const attest = ({ register }: Opened, account: Actor, by: By = clerk, more = {}) => ({
  act: 'people.attestKey',
  payload: {
    register,
    person: 0,
    account: toHex(account.account),
    level: 'link',
    as: 'university',
    ...more,
  },
  by,
});
const revoke = ({ register }: Opened, by: By = clerk, more = {}) => ({
  act: 'people.revokeKeys',
  payload: { register, person: 0, level: 'link', as: 'university', reason: 'lost', ...more },
  by,
});
const device = (act: 'addKey' | 'endKey', { register }: Opened, account: Actor, by: By) => ({
  act: `people.${act}`,
  payload: { register, account: toHex(account.account) },
  by,
});
const codeOf = ({ ledger }: Opened, wish: Parameters<MemoryLedger['send']>[0]) =>
  ledger.send(wish).outcome.code;

function person({ ledger, register }: Opened, number = 0): Json {
  const answer = ledger.read('people.person', { register, person: number });
  if (!answer.ok) throw new Error(answer.error.name);
  return answer.value;
}
const accounts = (opened: Opened, number = 0): readonly string[] =>
  (person(opened, number) as { keys: { account: string }[] }).keys.map((key) => key.account);

describe('openRegister', () => {
  it('takes a registrar of that institution', () => {
    const { ledger } = open();
    const payload = { institution: 'city', persons: 1, level: 'desk' };
    expect(ledger.send({ act: 'people.openRegister', payload, by: clerk }).outcome.code).toBe(15);
    const elsewhere = { ...payload, institution: 'university' };
    const wish = { act: 'people.openRegister', payload: elsewhere, by: registrar };
    expect(ledger.send(wish).outcome.code).toBe(15);
  });

  it('says who opened it, for how many, and what it asks for', () => {
    const { ledger, register } = open('desk', 7);
    expect(ledger.read('people.register', { id: register })).toMatchObject({
      ok: true,
      value: { institution: 'city', persons: 7, level: 'desk' },
    });
    expect(ledger.read('people.register', { id: '00'.repeat(32) })).toMatchObject({
      error: { name: errors.UNKNOWN_REGISTER.name },
    });
  });
});

describe('attestKey', () => {
  it('lets one attester of another institution say whose a key is', () => {
    const opened = open();
    expect(codeOf(opened, attest(opened, phone))).toBe(0);
    expect(person(opened)).toMatchObject({
      keys: [{ account: toHex(phone.account), level: 'link', attestedBy: 'university' }],
      revoked: 0,
    });
    expect(person(opened, 1)).toEqual({ keys: [], revoked: 0 });
  });

  it('takes two different attesters together where the institution itself sends the links', () => {
    const opened = open();
    const own = { as: 'city' };
    expect(codeOf(opened, attest(opened, phone, officer, own))).toBe(14);
    expect(codeOf(opened, attest(opened, phone, [officer, clerk], own))).toBe(15);
    expect(codeOf(opened, attest(opened, phone, [officer, deputy], own))).toBe(0);
    expect(person(opened)).toMatchObject({ keys: [{ attestedBy: 'city' }] });
  });

  it('takes no second attester from another institution, and nobody without the role', () => {
    const opened = open();
    expect(codeOf(opened, attest(opened, phone, [clerk, officer]))).toBe(14);
    expect(codeOf(opened, attest(opened, phone, thief))).toBe(15);
    expect(codeOf(opened, attest(opened, phone, registrar, { as: 'city' }))).toBe(14);
  });

  it('refuses a person, a level and a key that the register does not take', () => {
    const opened = open('second-factor');
    const strong = { level: 'second-factor' };
    expect(codeOf(opened, attest(opened, phone))).toBe(errors.LEVEL_TOO_LOW.code);
    const third = attest(opened, phone, clerk, { ...strong, person: 3 });
    expect(codeOf(opened, third)).toBe(errors.UNKNOWN_PERSON.code);
    const nowhere = attest(opened, phone, clerk, { ...strong, register: '00'.repeat(32) });
    expect(codeOf(opened, nowhere)).toBe(errors.UNKNOWN_REGISTER.code);
    expect(codeOf(opened, attest(opened, phone, clerk, { level: 'desk' }))).toBe(0);
    const taken = attest(opened, phone, clerk, { ...strong, person: 1 });
    expect(codeOf(opened, taken)).toBe(errors.KEY_KNOWN.code);
  });

  it('refuses a second first key, so that the person notices', () => {
    const opened = open();
    expect(codeOf(opened, attest(opened, thief))).toBe(0);
    expect(codeOf(opened, attest(opened, phone))).toBe(errors.ALREADY_ATTESTED.code);
  });
});

describe('addKey and endKey', () => {
  it('let a device add and end another of the same person', () => {
    const opened = open();
    codeOf(opened, attest(opened, phone));
    expect(codeOf(opened, device('addKey', opened, tablet, phone))).toBe(0);
    expect(accounts(opened)).toEqual([phone, tablet].map(({ account }) => toHex(account)));
    expect(codeOf(opened, device('endKey', opened, phone, tablet))).toBe(0);
    expect(accounts(opened)).toEqual([toHex(tablet.account)]);
    const key = { register: opened.register, account: toHex(phone.account) };
    const ended = opened.ledger.read('people.keyOf', key);
    expect(ended).toMatchObject({ value: { ended: opened.ledger.timeMs() } });
  });

  it('refuse a signer who is nobody here, now', () => {
    const opened = open();
    codeOf(opened, attest(opened, phone));
    codeOf(opened, device('addKey', opened, tablet, phone));
    codeOf(opened, device('endKey', opened, tablet, tablet));
    for (const nobody of [thief, tablet, clerk]) {
      expect(codeOf(opened, device('addKey', opened, other, nobody))).toBe(
        errors.NOT_OF_REGISTER.code,
      );
    }
    const elsewhere = { ...opened, register: '00'.repeat(32) };
    for (const act of ['addKey', 'endKey'] as const) {
      expect(codeOf(opened, device(act, elsewhere, other, phone))).toBe(
        errors.UNKNOWN_REGISTER.code,
      );
    }
  });

  it('refuse a key that was ever there, one of another person, the last, and a ninth', () => {
    const opened = open();
    codeOf(opened, attest(opened, phone));
    codeOf(opened, attest(opened, other, clerk, { person: 1 }));
    expect(codeOf(opened, device('addKey', opened, other, phone))).toBe(errors.KEY_KNOWN.code);
    expect(codeOf(opened, device('endKey', opened, other, phone))).toBe(errors.OTHER_PERSON.code);
    expect(codeOf(opened, device('endKey', opened, thief, phone))).toBe(errors.OTHER_PERSON.code);
    expect(codeOf(opened, device('endKey', opened, phone, phone))).toBe(errors.LAST_KEY.code);
    for (let n = 2; n <= 8; n++) {
      expect(codeOf(opened, device('addKey', opened, actor(`device ${n}`), phone))).toBe(0);
    }
    const ninth = device('addKey', opened, actor('device 9'), phone);
    expect(codeOf(opened, ninth)).toBe(errors.TOO_MANY_KEYS.code);
  });
});

describe('revokeKeys', () => {
  it('ends every key of a person and counts it; the next is attested like a first', () => {
    const opened = open();
    codeOf(opened, attest(opened, phone));
    codeOf(opened, device('addKey', opened, tablet, phone));
    const { outcome } = opened.ledger.send(revoke(opened, clerk, { level: 'desk' }));
    expect(outcome).toMatchObject({ code: 0, events: [{ name: 'people.keysRevoked' }] });
    expect(person(opened)).toEqual({ keys: [], revoked: 1 });
    for (const gone of [phone, tablet]) {
      expect(codeOf(opened, device('addKey', opened, thief, gone))).toBe(
        errors.NOT_OF_REGISTER.code,
      );
      expect(codeOf(opened, attest(opened, gone))).toBe(errors.KEY_KNOWN.code);
    }
    expect(codeOf(opened, revoke(opened))).toBe(errors.NOT_ATTESTED.code);
    expect(codeOf(opened, attest(opened, other))).toBe(0);
    expect(person(opened)).toMatchObject({ keys: [{ account: toHex(other.account) }], revoked: 1 });
    expect(codeOf(opened, attest(opened, thief))).toBe(errors.ALREADY_ATTESTED.code);
  });

  it('comes before whatever a stolen device does in the same block', () => {
    const opened = open();
    codeOf(opened, attest(opened, phone));
    const { ledger } = opened;
    const acts = [
      device('addKey', opened, thief, phone),
      revoke(opened, clerk, { reason: 'stolen' }),
    ].map((wish) => ledger.sign(wish));
    const { transactions } = ledger.block(ledger.machine.order(acts));
    expect(transactions.map(({ act, outcome }) => [act, outcome.code])).toEqual([
      ['people.revokeKeys', 0],
      ['people.addKey', errors.NOT_OF_REGISTER.code],
    ]);
  });

  it('takes two attesters together of the register’s own institution, and refuses as attestKey', () => {
    const opened = open('second-factor');
    const own = { as: 'city', level: 'desk' };
    const both = [officer, deputy];
    expect(codeOf(opened, revoke(opened, both, own))).toBe(errors.NOT_ATTESTED.code);
    codeOf(opened, attest(opened, phone, clerk, { level: 'desk' }));
    expect(codeOf(opened, revoke(opened, officer, own))).toBe(14);
    expect(codeOf(opened, revoke(opened))).toBe(errors.LEVEL_TOO_LOW.code);
    const far = { ...own, person: 9 };
    expect(codeOf(opened, revoke(opened, both, far))).toBe(errors.UNKNOWN_PERSON.code);
    const nowhere = { ...own, register: '00'.repeat(32) };
    expect(codeOf(opened, revoke(opened, both, nowhere))).toBe(errors.UNKNOWN_REGISTER.code);
    expect(codeOf(opened, revoke(opened, both, own))).toBe(0);
  });
});

describe('enlargeRegister', () => {
  const enlarge = ({ register }: Opened, by: By, more = {}) => ({
    act: 'people.enlargeRegister',
    payload: { register, institution: 'city', persons: 4, ...more },
    by,
  });

  it('lets a person come who was not there when the register was opened', () => {
    const opened = open();
    const fourth = attest(opened, phone, clerk, { person: 3 });
    expect(codeOf(opened, fourth)).toBe(errors.UNKNOWN_PERSON.code);
    const { outcome } = opened.ledger.send(enlarge(opened, registrar));
    expect(outcome).toMatchObject({ code: 0, events: [{ name: 'people.registerEnlarged' }] });
    expect(codeOf(opened, fourth)).toBe(0);
    expect(opened.ledger.read('people.register', { id: opened.register })).toMatchObject({
      value: { institution: 'city', persons: 4, level: 'link' },
    });
  });

  it('takes a registrar of the institution that opened it, and only more', () => {
    const opened = open();
    expect(codeOf(opened, enlarge(opened, officer))).toBe(15);
    expect(codeOf(opened, enlarge(opened, registrar, { persons: 3 }))).toBe(errors.NOT_LARGER.code);
    const nowhere = enlarge(opened, registrar, { register: '00'.repeat(32) });
    expect(codeOf(opened, nowhere)).toBe(errors.UNKNOWN_REGISTER.code);
    const grants = [grant(registrar, 'university', 'registrar')];
    const elsewhere = enlarge(opened, registrar, { institution: 'university' });
    expect(codeOf(opened, elsewhere)).toBe(15);
    const two = openMemoryLedger(services, {
      grants: [...grants, grant(registrar, 'city', 'registrar')],
    });
    const payload = { institution: 'city', persons: 3, level: 'link' };
    const { bodyHash } = two.send({ act: 'people.openRegister', payload, by: registrar });
    const theirs = { ledger: two, register: toHex(bodyHash) };
    expect(codeOf(theirs, enlarge(theirs, registrar, { institution: 'university' }))).toBe(
      errors.OTHER_INSTITUTION.code,
    );
  });
});
