import { toHex } from '@madang/base';
import { type Actor, actor, type MemoryLedger, openMemoryLedger } from '@madang/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { services } from '../../registry.ts';

const registrar = actor('registrar');
const clerk = actor('clerk');
const devices = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => actor(`device ${name}`));
const PERSONS = 2;

/** The devices of each person now, and all that were ever of somebody. */
interface Model {
  readonly live: Map<number, Set<Actor>>;
  readonly known: Set<Actor>;
}

const someDevice = fc.constantFrom(...devices);
const somePerson = fc.nat({ max: PERSONS + 1 });
const step = fc.oneof(
  fc.record({ kind: fc.constant('attestKey' as const), person: somePerson, key: someDevice }),
  fc.record({ kind: fc.constant('revokeKeys' as const), person: somePerson }),
  fc.record({ kind: fc.constant('enlargeRegister' as const), to: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ kind: fc.constant('addKey' as const), by: someDevice, key: someDevice }),
  fc.record({ kind: fc.constant('endKey' as const), by: someDevice, key: someDevice }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function wishOf(one: Step, register: string) {
  const act = `people.${one.kind}`;
  if (one.kind === 'enlargeRegister') {
    return { act, payload: { register, institution: 'city', persons: one.to }, by: registrar };
  }
  if (one.kind === 'revokeKeys') {
    const payload = { register, person: one.person, level: 'desk', as: 'university' };
    return { act, payload: { ...payload, reason: 'lost' }, by: clerk };
  }
  const key = { register, account: toHex(one.key.account) };
  if (one.kind !== 'attestKey') return { act, payload: key, by: one.by };
  const payload = { ...key, person: one.person, level: 'desk', as: 'university' };
  return { act, payload, by: clerk };
}

function ownerOf({ live }: Model, device: Actor): Set<Actor> | undefined {
  return [...live.values()].find((own) => own.has(device));
}

function playAttest(model: Model, person: number, key: Actor): boolean {
  const own = model.live.get(person);
  if (own === undefined || model.known.has(key) || own.size > 0) return false;
  own.add(key);
  model.known.add(key);
  return true;
}

function playRevoke({ live }: Model, person: number): boolean {
  const own = live.get(person);
  if (own === undefined || own.size === 0) return false;
  own.clear();
  return true;
}

function playEnlarge({ live }: Model, to: number): boolean {
  const before = live.size;
  for (let person = before; person < to; person++) live.set(person, new Set());
  return to > before;
}

/** Plays a step on the model; whether it was done. */
function play(model: Model, one: Step): boolean {
  if (one.kind === 'enlargeRegister') return playEnlarge(model, one.to);
  if (one.kind === 'attestKey') return playAttest(model, one.person, one.key);
  if (one.kind === 'revokeKeys') return playRevoke(model, one.person);
  const own = ownerOf(model, one.by);
  if (own === undefined) return false;
  if (one.kind === 'endKey') return own.has(one.key) && own.size > 1 && own.delete(one.key);
  if (model.known.has(one.key) || own.size >= 8) return false;
  own.add(one.key);
  model.known.add(one.key);
  return true;
}

function accountsOf(ledger: MemoryLedger, register: string, person: number): readonly string[] {
  const answer = ledger.read('people.person', { register, person });
  if (!answer.ok) throw new Error(answer.error.name);
  const { keys } = answer.value as { keys: { account: string }[] };
  return keys.map(({ account }) => account).sort();
}

describe('people', () => {
  it('attestKey, revokeKeys, enlargeRegister, addKey and endKey agree with a model of sets', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const grants = [
          { account: registrar.account, institution: 'city', role: 'people.registrar' },
          { account: clerk.account, institution: 'university', role: 'people.attester' },
        ].map((grant) => ({ ...grant, delegable: false }));
        const ledger = openMemoryLedger(services, { grants });
        const payload = { institution: 'city', persons: PERSONS, level: 'link' };
        const opened = ledger.send({ act: 'people.openRegister', payload, by: registrar });
        const register = toHex(opened.bodyHash);
        const live = new Map([0, 1].map((person) => [person, new Set<Actor>()]));
        const model: Model = { live, known: new Set() };
        for (const one of steps) {
          const isDone = play(model, one);
          expect(ledger.send(wishOf(one, register)).outcome.code === 0).toBe(isDone);
          for (const [person, own] of live) {
            const expected = [...own].map(({ account }) => toHex(account)).sort();
            expect(accountsOf(ledger, register, person)).toEqual(expected);
          }
        }
      }),
      { seed: 20_261_125, numRuns: 60 },
    );
  });
});
