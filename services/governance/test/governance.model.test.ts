import { toHex } from '@madang/base';
import { type Actor, actor, type MemoryLedger, openMemoryLedger } from '@madang/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { services } from '../../registry.ts';

const people = ['ann', 'ben', 'cleo', 'dora'].map(actor);
const city = actor('city-governance');
const ROLE = 'document.custodian';

/**
 * A grant as the model sees it: an object, so that a later grant of the same role is another one.
 */
interface ModelGrant {
  readonly from: ModelGrant | undefined;
  readonly delegable: boolean;
  readonly until: number;
}

interface Model {
  readonly grants: Map<Actor, ModelGrant>;
  readonly timeMs: number;
}

/** A grant holds when it is the current one, has not ended, and so does the one it came from. */
function holds(model: Model, grant: ModelGrant | undefined): boolean {
  if (grant === undefined || model.timeMs >= grant.until) return false;
  if (![...model.grants.values()].includes(grant)) return false;
  return grant.from === undefined || holds(model, grant.from);
}

function depthOf(grant: ModelGrant): number {
  return grant.from === undefined ? 1 : 1 + depthOf(grant.from);
}

function mayPassOn(model: Model, from: ModelGrant | undefined, ends: number): from is ModelGrant {
  if (from === undefined || !holds(model, from) || !from.delegable) return false;
  return depthOf(from) < 3 && ends <= from.until;
}

const person = fc.constantFrom(...people);
const until = fc.oneof(
  { arbitrary: fc.constant(Infinity), weight: 3 },
  { arbitrary: fc.integer({ min: 0, max: 40_000 }), weight: 1 },
);
/** True three times in four, so that chains grow. */
const mostly = fc.nat({ max: 3 }).map((number) => number > 0);
const step = fc.oneof(
  fc.record({
    kind: fc.constant('grantRole' as const),
    to: person,
    delegable: mostly,
    after: until,
  }),
  fc.record({
    kind: fc.constant('delegateRole' as const),
    by: person,
    to: person,
    delegable: mostly,
    after: until,
  }),
  fc.record({ kind: fc.constant('revokeRole' as const), to: person }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

function send(ledger: MemoryLedger, one: Step): number {
  const base = { institution: 'city', role: ROLE, account: toHex(one.to.account) };
  if (one.kind === 'revokeRole') {
    return ledger.send({ act: 'governance.revokeRole', payload: base, by: city }).outcome.code;
  }
  const end = one.after === Infinity ? {} : { until: ledger.timeMs() + one.after };
  const payload = { ...base, delegable: one.delegable, ...end };
  const by = one.kind === 'grantRole' ? city : one.by;
  return ledger.send({ act: `governance.${one.kind}`, payload, by }).outcome.code;
}

/** Whether the model does the step; if so, changes it. `model.timeMs` is the time of the block. */
function play(model: Model, one: Step): boolean {
  if (one.kind === 'revokeRole') return model.grants.delete(one.to);
  const ends = model.timeMs - 1_000 + one.after;
  if (ends <= model.timeMs) return false;
  const held = model.grants.get(one.to);
  const added = { delegable: one.delegable, until: ends };
  if (one.kind === 'grantRole') {
    if (holds(model, held) && held?.from === undefined) return false;
    model.grants.set(one.to, { ...added, from: undefined });
    return true;
  }
  const from = model.grants.get(one.by);
  if (!mayPassOn(model, from, ends) || holds(model, held)) return false;
  model.grants.set(one.to, { ...added, from });
  return true;
}

/** Whether the role works, seen from outside. */
function works(ledger: MemoryLedger, by: Actor): boolean {
  const payload = { institution: 'city', deposit: toHex(by.account) };
  return ledger.admit(ledger.sign({ act: 'document.noteErasure', payload, by })).ok;
}

describe('roles', () => {
  it('grantRole, delegateRole and revokeRole agree with a model of grants as linked objects', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
        const ledger = openMemoryLedger(services);
        const grants = new Map<Actor, ModelGrant>();
        for (const one of steps) {
          const before = ledger.state().entries();
          const model = { grants, timeMs: ledger.timeMs() + 1_000 };
          const isDone = play(model, one);
          expect(send(ledger, one) === 0).toBe(isDone);
          if (!isDone) expect(ledger.state().entries()).toEqual(before);
          for (const somebody of people) {
            expect(works(ledger, somebody)).toBe(holds(model, grants.get(somebody)));
          }
        }
      }),
      { seed: 20_261_122, numRuns: 60 },
    );
  });
});
