import { text, toHex, uint } from '@madang/base';
import { kernelErrors, refusalSentence } from '@madang/kernel';
import { defineErrors, error, refuse } from '@madang/kernel/define';
import { describe, expect, it } from 'vitest';

const wording = { en: '{name} ended at {endedAt}.', ko: '{name}: {endedAt} 종료', help: 'Wait.' };
const sample = defineErrors('sample', 3_000, {
  ENDED: error(4, { endedAt: uint(), name: text({ max: 64 }) }, wording),
  PLAIN: error(5, {}, { en: 'No.', ko: '아니요.', help: 'Stop.' }),
});

describe('defineErrors', () => {
  it('numbers errors from the base of their service and names them after it', () => {
    expect(sample.ENDED.code).toBe(3_004);
    expect(sample.ENDED.name).toBe('sample.ENDED');
    expect(kernelErrors.REPLAYED.code).toBe(12);
  });

  it('halts on numbers, bases and names that break the scheme, and on an error used twice', () => {
    expect(() => error(0, {}, wording)).toThrow();
    expect(() => error(1_000, {}, wording)).toThrow();
    expect(() => defineErrors('x', 3_001, {})).toThrow(/multiple of 1000/);
    expect(() => defineErrors('x', 3_000, { lower: error(1, {}, wording) })).toThrow(/capitals/);
    expect(() => defineErrors('x', 3_000, { AGAIN: sample.PLAIN })).toThrow(/twice/);
    expect(() => error(1, {}, wording).code).toThrow(/before defineErrors/);
  });
});

describe('refuse', () => {
  it('carries number, name and the canonical bytes of the details', () => {
    const refusal = refuse(sample.ENDED, { endedAt: 7, name: 'A' });
    expect(refusal.error).toMatchObject({ code: 3_004, name: 'sample.ENDED' });
    // {"name": "A", "endedAt": 7}
    expect(toHex(refusal.error.context)).toBe('a2646e616d65614167656e646564417407');
    expect(toHex(refuse(sample.PLAIN, {}).error.context)).toBe('a0');
  });
});

describe('refusalSentence', () => {
  const { context } = refuse(sample.ENDED, { endedAt: 7, name: '{endedAt} $& x' }).error;

  it('puts the details into the sentence of a language', () => {
    expect(refusalSentence(sample.ENDED, 'en', context)).toBe('{endedAt} $& x ended at 7.');
    expect(refusalSentence(sample.ENDED, 'ko', context)).toBe('{endedAt} $& x: 7 종료');
  });

  it('lets the caller put details into words', () => {
    const shown = refusalSentence(sample.ENDED, 'en', context, (field, value) =>
      field === 'endedAt' ? `minute ${JSON.stringify(value)}` : 'It',
    );
    expect(shown).toBe('It ended at minute 7.');
  });

  it('names in every sentence only details that the error has', () => {
    for (const definition of [...Object.values(kernelErrors)]) {
      const names = definition.shape.kind === 'record' ? definition.shape.fields : [];
      for (const sentence of [definition.text.en, definition.text.ko]) {
        const used = [...sentence.matchAll(/\{([A-Za-z]+)\}/g)].map(([, field]) => field);
        const known = names.filter((one) => !one.optional).map(({ name }) => name);
        expect(known).toEqual(expect.arrayContaining(used));
      }
    }
  });
});
