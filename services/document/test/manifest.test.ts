import type { TypeOf } from '@madang/base';
import type { AnyError } from '@madang/kernel';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { type services as all, services } from '../../registry.ts';

type Acts = (typeof all)[number]['transactions'][number];
type Payload<A extends Acts['act']> = TypeOf<Extract<Acts, { readonly act: A }>['payload']>;
type Queries = (typeof all)[number]['queries'][number];

describe('registry', () => {
  it('keeps the types from which a client is derived', () => {
    expectTypeOf<Payload<'document.noteErasure'>>().toEqualTypeOf<{
      readonly institution: string;
      readonly deposit: Uint8Array;
    }>();
    expectTypeOf<Payload<'document.notarise'>>().toEqualTypeOf<{
      readonly as?: string;
      readonly kind: 'file' | 'statement';
      readonly root: Uint8Array;
      readonly count: number;
    }>();
    expectTypeOf<Queries['fullName']>().toEqualTypeOf<
      | 'governance.institutions'
      | 'governance.institution'
      | 'governance.grantsOf'
      | 'governance.params'
      | 'governance.proposals'
      | 'governance.proposal'
      | 'governance.protocol'
      | 'governance.endingKeys'
      | 'people.register'
      | 'people.person'
      | 'people.keyOf'
      | 'document.document'
      | 'document.endingsOf'
      | 'document.listDocuments'
      | 'vote.decision'
      | 'vote.listDecisions'
      | 'vote.meter'
      | 'vote.person'
      | 'vote.persons'
      | 'vote.homes'
      | 'vote.principals'
      | 'election.election'
      | 'election.listElections'
      | 'election.turnout'
      | 'election.ceremony'
      | 'election.voter'
      | 'election.voters'
      | 'election.keyOf'
      | 'election.batch'
      | 'election.batches'
      | 'election.mix'
      | 'election.keyList'
      | 'election.sumOf'
      | 'election.result'
    >();
  });

  it('has in both languages a title and a sentence for every transaction, event and role', async () => {
    for (const { name, text, transactions, events, roles } of services) {
      for (const load of [text.ko, text.en]) {
        const { text: words } = await load();
        expect(words.title, name).not.toBe('');
        const names = (parts: readonly { readonly name: string }[]) =>
          parts.map((part) => part.name).sort();
        expect(Object.keys(words.transactions).sort()).toEqual(names(transactions));
        expect(Object.keys(words.events).sort()).toEqual(names(events));
        expect(Object.keys(words.roles).sort()).toEqual(names(roles));
      }
    }
  });

  it('names in the sentence of every error only details that the error has', () => {
    for (const { errors } of services) {
      const definitions: Readonly<Record<string, AnyError>> = errors;
      for (const { name, text, shape } of Object.values(definitions)) {
        const known = shape.kind === 'record' ? shape.fields.map((field) => field.name) : [];
        for (const sentence of [text.en, text.ko]) {
          const used = [...sentence.matchAll(/\{([A-Za-z]+)\}/g)].map(([, field]) => field);
          expect(known, name).toEqual(expect.arrayContaining(used));
        }
      }
    }
  });

  it('grants nothing personal a place: accounts and hashes are the only names of people', () => {
    for (const { events } of services) {
      for (const { shape, fullName } of events) {
        const texts =
          shape.kind === 'record' ? shape.fields.filter((one) => one.shape.kind === 'text') : [];
        const names = texts.map((one) => one.name);
        expect(['institution', 'role'], fullName).toEqual(expect.arrayContaining(names));
      }
    }
  });
});
