import { describe, expect, test } from 'vitest';
import { refusalOfDraft } from '../src/election-draft.mjs';

const question = {
  answers: 3,
  choice: { max: 1, min: 1, blank: true },
  decides: { kind: 'elect', seats: 1 },
};
const payload = {
  closesAt: 10_000,
  questions: [question],
  measures: ['heads', 'area'],
  buildings: ['101'],
  results: 'complex',
  trustees: [{ account: new Uint8Array(32) }],
  threshold: 1,
};
const refusal = (more: object) =>
  refusalOfDraft({ payload: { ...payload, ...more }, time: 5_000, signers: ['a'] } as never);

describe('a draft', () => {
  test('weighs votes by each measure once', () => {
    expect(refusal({})).toBeUndefined();
    expect(refusal({ measures: ['area', 'area'] })).toBe('MEASURE_TWICE');
    expect(refusal({ measures: ['area', 'heads'] })).toBeUndefined();
  });
});
