import type { LogLine } from '@madang/api';
import { expectOk, expectPresent, toHex } from '@madang/base';
import type { DeskClient, DeskPerson } from '@madang/client';
import { randomBytes } from '@madang/crypto';
import { commitmentOf } from '@madang/vault';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { foundPeople } from '../src/people/found-people.ts';
import type { TestCity, TestClient } from './support/city.ts';
import {
  bytes,
  codeOf,
  type DeskCity,
  done,
  keyIn,
  openDecision,
  openDeskCity,
  persons,
  textsTo,
} from './support/desk.ts';

let at: DeskCity;
let city: TestCity;
let client: TestClient;
let desk: DeskClient;
let lines: LogLine[];
beforeEach(async () => {
  lines = [];
  at = await openDeskCity(lines);
  ({ city, client, desk } = at);
});
afterEach(() => city.close());

describe('a register that is asked for again', () => {
  const vaultOf = () => expectPresent(city.opened.people, 'this city sends links').vault;
  const founding = {
    institution: 'city',
    level: 'link' as const,
    persons: persons.map((one) => ({ ...one, salt: bytes(one.salt) })),
  };

  it('is the one that was opened before', async () => {
    const ask = () => desk.foundRegister({ level: 'link', persons: [...persons] });
    const [once, meanwhile] = await Promise.all([ask(), ask()]);
    const size = city.opened.ledger.size();
    expect(meanwhile).toEqual(once);
    expect(await ask()).toEqual(once);
    expect(city.opened.ledger.size()).toBe(size);
    const others = persons.map((one) => ({ ...one, salt: toHex(randomBytes(32)) }));
    const other = expectOk(await desk.foundRegister({ level: 'link', persons: others }), 'another');
    expect(other.register).not.toBe(expectOk(once, 'the first').register);
  });

  it('goes on where it was cut off: opened, and nobody kept', async () => {
    const vault = vaultOf();
    const room = {
      ledger: city.opened.ledger,
      now: Date.now,
      vault,
      registrar: keyIn(city, 'city.registrar'),
    };
    const enrol = () => Promise.reject(new Error('the power is gone'));
    const cut = { ...room, vault: { ...vault, contacts: { ...vault.contacts, enrol } } };
    await expect(foundPeople(cut, founding)).rejects.toThrow('the power is gone');
    const size = city.opened.ledger.size();
    const { register } = expectOk(await foundPeople(room, founding), 'it goes on');
    expect(city.opened.ledger.size()).toBe(size);
    const last = await vault.contacts.read({ register, person: 3 });
    expect(expectOk(last, 'the last is kept').name).toBe(persons[3]?.name);
  });
});

describe('a person who comes later', () => {
  const buyer: DeskPerson = {
    name: '새카나리아',
    homes: ['101동 101호'],
    salt: toHex(new Uint8Array(32).fill(9)),
    contact: { kind: 'phone', number: '010-0000-0009' },
  };

  it('gets the next number, once, and a link by which they come', async () => {
    const { register } = await openDecision(at);
    const added = expectOk(await desk.addPerson(register, buyer), 'added');
    expect(added).toEqual({
      person: 4,
      commitment: toHex(commitmentOf({ ...buyer, salt: bytes(buyer.salt) })),
    });
    expect(expectOk(await desk.addPerson(register, buyer), 'again')).toEqual(added);
    const onLedger = await client.query('people.register', { id: bytes(register) });
    expect(expectOk(onLedger, 'on the ledger').persons).toBe(5);
    expectOk(await desk.freshLink(register, added.person), 'a link');
    await vi.waitFor(async () => {
      expect(await textsTo(at, '010-0000-0009')).toEqual([expect.stringContaining('/link#')]);
    });
    const second = { ...buyer, salt: toHex(randomBytes(32)) };
    expect(expectOk(await desk.addPerson(register, second), 'another').person).toBe(5);
    expect(JSON.stringify(lines)).not.toMatch(/카나리아|010-0000|101동/);
  });

  it('fills a number that was left over by a try that was cut off', async () => {
    const { register } = await openDecision(at);
    const { contacts } = expectPresent(city.opened.people, 'people').vault;
    const payload = { register: bytes(register), institution: 'city', persons: 5 };
    await done(at, 'people.enlargeRegister', payload, keyIn(city, 'city.registrar'));
    expect(await contacts.read({ register: bytes(register), person: 4 })).toMatchObject({
      error: { code: 'CONTACTS_UNKNOWN' },
    });
    expect(expectOk(await desk.addPerson(register, buyer), 'added').person).toBe(4);
  });

  it('is refused what the vault cannot keep, and a register that is not there', async () => {
    const { register } = await openDecision(at);
    const size = city.opened.ledger.size();
    const wrong = { ...buyer, contact: { kind: 'phone', number: '12' } } as DeskPerson;
    expect(await codeOf(desk.addPerson(register, wrong))).toBe('CLIENT_PAYLOAD_NOT_VALID');
    expect(await codeOf(desk.addPerson('a'.repeat(64), buyer))).toBe('people.UNKNOWN_REGISTER');
    expect(city.opened.ledger.size()).toBe(size);
  });
});
