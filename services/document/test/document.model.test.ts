import { type Json, toHex } from '@madang/base';
import { type Actor, actor, type MemoryLedger, openMemoryLedger } from '@madang/testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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

function mayEnd({ owner }: ModelDocument, by: Actor): boolean {
  return owner === 'city' ? clerks.includes(by) : owner === by;
}

function maySucceed(successor: ModelDocument | undefined, document: ModelDocument): boolean {
  return successor !== undefined && successor !== document && !successor.ended.has('whole');
}

/** Plays an ending on the model; whether it was done. */
function end(one: EndStep, documents: readonly ModelDocument[]): boolean {
  const document = documents[one.pick];
  if (document === undefined || !mayEnd(document, one.by)) return false;
  const { count, ended } = document;
  const { leaf: named = 'whole' } = one;
  if (typeof named === 'number' && named >= count) return false;
  const part = count === 1 ? 'whole' : named;
  if (ended.has('whole') || ended.has(part)) return false;
  if (one.kind === 'supersede' && !maySucceed(documents[one.successor], document)) return false;
  ended.add(part);
  return true;
}

function expectSameEndings(ledger: MemoryLedger, documents: readonly ModelDocument[]): void {
  for (const { id, ended } of documents) {
    const answer = ledger.read('document.endingsOf', { document: id });
    const parts = [...ended].map((part) => (part === 'whole' ? {} : { leaf: part }));
    const ordered = parts.sort((left, right) => (left.leaf ?? 3) - (right.leaf ?? 3));
    expect(answer).toMatchObject({ ok: true, value: ordered });
    expect(answer.ok && JSON.stringify(answer.value).split('"leaf"').length - 1).toBe(
      parts.filter(({ leaf: part }) => part !== undefined).length,
    );
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
