import { actor, openMemoryLedger } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { toyGovernance } from './toy-governance.ts';
import { keeper, toy } from './toy-service.ts';

const ann = actor('ann');
const ben = actor('ben');
const clerk = actor('clerk');
const deputy = actor('deputy');
const stranger = actor('stranger');
const grants = [clerk, deputy].map(({ account }) => ({
  account,
  delegable: false,
  institution: 'city',
  role: keeper.name,
}));

function open() {
  return openMemoryLedger([toyGovernance, toy], { grants });
}
const openCounter = (payload: { name: string; as?: string }, by: typeof ann) => ({
  act: 'toy.openCounter',
  payload,
  by,
});
const raise = (by: typeof ann | readonly (typeof ann)[]) => ({
  act: 'toy.raise',
  payload: { name: 'tea', by: 1 },
  by,
});

describe('access.principal', () => {
  it('makes the signer the principal when nobody else is named', () => {
    const ledger = open();
    ledger.send(openCounter({ name: 'tea' }, stranger));
    expect(ledger.read('toy.allCounters', { limit: 1 })).toMatchObject({
      value: [{ owner: { kind: 'account' } }],
    });
  });

  it('makes the institution the principal when the signer holds the role from it', () => {
    const ledger = open();
    expect(ledger.send(openCounter({ name: 'tea', as: 'city' }, clerk)).outcome.code).toBe(0);
    expect(ledger.read('toy.allCounters', { limit: 1 })).toMatchObject({
      value: [{ owner: { kind: 'institution', institution: 'city', role: 'toy.keeper' } }],
    });
  });

  it('refuses a signer without the role, also with the role of another institution', () => {
    const ledger = open();
    expect(ledger.send(openCounter({ name: 'tea', as: 'city' }, stranger)).outcome.code).toBe(15);
    expect(ledger.send(openCounter({ name: 'tea', as: 'university' }, clerk)).outcome.code).toBe(
      15,
    );
    expect(ledger.send(openCounter({ name: 'tea', as: 'moon' }, clerk)).outcome.code).toBe(16);
  });
});

describe('access.owner', () => {
  it('lets the account act that the record names, and nobody else', () => {
    const ledger = open();
    ledger.send(openCounter({ name: 'tea' }, ann));
    expect(ledger.send(raise(ben)).outcome.code).toBe(15);
    expect(ledger.send(raise(ann)).outcome.code).toBe(0);
  });

  it('lets any holder of the role act for an institution, but not the one who left', () => {
    const ledger = open();
    ledger.send(openCounter({ name: 'tea', as: 'city' }, clerk));
    expect(ledger.send(raise(deputy)).outcome.code).toBe(0);
    expect(ledger.send(raise(stranger)).outcome.code).toBe(15);
  });

  it('refuses one signature too many, even of the owner with another owner', () => {
    const ledger = open();
    ledger.send(openCounter({ name: 'tea', as: 'city' }, clerk));
    expect(ledger.send(raise([clerk, deputy])).outcome.code).toBe(14);
  });

  it('refuses with the error of the service when there is no record', () => {
    expect(open().send(raise(ann)).outcome.code).toBe(8_002);
  });
});

describe('access.role', () => {
  it('wants the role from the institution that the payload names', () => {
    const ledger = open();
    const inspect = (office: string, by: typeof ann) =>
      ledger.send({ act: 'toy.inspect', payload: { office }, by }).outcome.code;
    expect(inspect('city', clerk)).toBe(0);
    expect(inspect('university', clerk)).toBe(15);
    expect(inspect('city', ann)).toBe(15);
    expect(inspect('moon', clerk)).toBe(16);
  });
});
