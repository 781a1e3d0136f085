import { type Json, toHex } from '@madang/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Actor,
  actor,
  type MemoryLedger,
  openMemoryLedger,
} from '../../../packages/kernel/test/memory-ledger.ts';
import { services } from '../../registry.ts';

const people = ['ann', 'ben', 'clerk', 'deputy'].map(actor);
const clerks = people.slice(2);

interface ModelDocument {
  readonly id: string;
  readonly owner: Actor | 'city';
  readonly count: number;
  /** Ended files; `whole` once the document has ended. */
  readonly ended: Set<number | 'whole'>;
}

const person = fc.constantFrom(...people);
const pick = fc.nat({ max: 5 });
const leaf = fc.option(fc.nat({ max: 3 }), { nil: undefined });
const step = fc.oneof(
  fc.record({
    kind: fc.constant('notarise' as const),
    by: person,
    forCity: fc.boolean(),
    count: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constant('revoke' as const), by: person, pick, leaf }),
  fc.record({ kind: fc.constant('supersede' as const), by: person, pick, leaf, successor: pick }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;
type EndStep = Exclude<Step, { kind: 'notarise' }>;

const NOWHERE = '00'.repeat(32);

function wishOf(one: Step, documents: readonly ModelDocument[]): { act: string; payload: Json } {
  if (one.kind === 'notarise') {
    const as = one.forCity ? { as: 'city' } : {};
    const payload = { kind: 'file', root: NOWHERE, count: one.count, ...as };
    return { act: 'document.notarise', payload };
  }
  const part = {
    document: documents[one.pick]?.id ?? NOWHERE,
    reason: 'order',
    ...(one.leaf === undefined ? {} : { leaf: one.leaf }),
  };
  return one.kind === 'revoke'
    ? { act: 'document.revoke', payload: part }
    : {
        act: 'document.supersede',
        payload: { ...part, successor: documents[one.successor]?.id ?? NOWHERE },
      };
}

/** Plays an ending on the model; whether it was done. */
function end(one: EndStep, documents: readonly ModelDocument[]): boolean {
  const document = documents[one.pick];
  if (document === undefined) return false;
  const { owner, count, ended } = document;
  const mayAct = owner === 'city' ? clerks.includes(one.by) : owner === one.by;
  if (!mayAct || (one.leaf !== undefined && one.leaf >= count)) return false;
  const part = one.leaf === undefined || count === 1 ? 'whole' : one.leaf;
  if (ended.has('whole') || ended.has(part)) return false;
  if (one.kind === 'supersede') {
    const successor = documents[one.successor];
    if (successor === undefined || successor === document || successor.ended.has('whole'))
      return false;
  }
  ended.add(part);
  return true;
}

function expectSameEndings(ledger: MemoryLedger, documents: readonly ModelDocument[]): void {
  for (const { id, ended } of documents) {
    const answer = ledger.read('document.endingsOf', { document: id });
    const listed = answer.ok && Array.isArray(answer.value) ? answer.value : [];
    const parts = listed.map((one) => ('leaf' in one ? one.leaf : 'whole'));
    expect(new Set(parts)).toEqual(ended);
  }
}

describe('documents', () => {
  it('notarise, revoke and supersede agree with a model of sets', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const grants = clerks.map(({ account }) => ({
          account,
          delegable: false,
          institution: 'city',
          role: 'document.issuer',
        }));
        const ledger = openMemoryLedger(services, { grants });
        const documents: ModelDocument[] = [];
        for (const one of steps) {
          const before = ledger.state().entries();
          const { outcome, bodyHash } = ledger.send({ ...wishOf(one, documents), by: one.by });
          if (one.kind === 'notarise') {
            const mayAct = !one.forCity || clerks.includes(one.by);
            expect(outcome.code).toBe(mayAct ? 0 : 15);
            const owner = one.forCity ? 'city' : one.by;
            const added = { id: toHex(bodyHash), owner, count: one.count, ended: new Set<never>() };
            if (mayAct) documents.push(added as ModelDocument);
          } else {
            expect(outcome.code === 0).toBe(end(one, documents));
          }
          if (outcome.code !== 0) expect(ledger.state().entries()).toEqual(before);
        }
        expectSameEndings(ledger, documents);
      }),
      { seed: 20_261_122, numRuns: 60 },
    );
  });
});
