import { deterministically } from '@madang/kernel';
import { afterEach, describe, expect, it } from 'vitest';

const realDate = Date;
const realRandom = Math.random;

describe('deterministically', () => {
  afterEach(() => {
    expect(Date).toBe(realDate);
    expect(Math.random).toBe(realRandom);
  });

  it.each([
    ['Date.now()', () => Date.now()],
    ['new Date()', () => new Date().getTime()],
    ['Date()', () => Date()],
    ['Reflect.construct(Date, [])', (): unknown => Reflect.construct(Date, [])],
    ['new globalThis.Date()', () => new globalThis.Date()],
    ['new (new Date(0).constructor)()', () => constructorOf(new Date(0))()],
    ['Math.random()', () => Math.random()],
  ])('traps %s', (_, work: () => unknown) => {
    expect(() => deterministically(work)).toThrow(/deterministic code asked for/);
  });

  it('lets pure uses of Date pass', () => {
    expect(deterministically(() => new Date(0).toISOString())).toBe('1970-01-01T00:00:00.000Z');
    expect(deterministically(() => Date.UTC(2026, 0, 1))).toBe(1_767_225_600_000);
    expect(deterministically(() => new Date(0) instanceof Date)).toBe(true);
  });

  it('puts everything back after work that throws, and after nested work', () => {
    expect(() =>
      deterministically(() => {
        throw new Error('work failed');
      }),
    ).toThrow('work failed');
    expect(() =>
      deterministically(() => {
        deterministically(() => undefined);
        return Date.now();
      }),
    ).toThrow(/asked for the time/);
  });
});

/** What calls the constructor of a date without naming Date. */
function constructorOf(date: Date): () => unknown {
  const { constructor } = date;
  return (): unknown => Reflect.construct(constructor, []);
}
