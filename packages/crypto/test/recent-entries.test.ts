import { describe, expect, test } from 'vitest';
import { recentEntries } from '../src/recent-entries.ts';

describe('recentEntries', () => {
  test('makes a value once and forgets the one not used for longest', () => {
    const made: number[] = [];
    const entries = recentEntries<number>(2);
    const ask = (id: number) =>
      entries.getOrMake(Uint8Array.of(id), () => {
        made.push(id);
        return id * 10;
      });
    expect([ask(1), ask(2), ask(1), ask(3), ask(1), ask(2)]).toEqual([10, 20, 10, 30, 10, 20]);
    expect(made).toEqual([1, 2, 3, 2]);
  });

  test('remembers an absent value too', () => {
    let count = 0;
    const entries = recentEntries<undefined>(2);
    const make = () => {
      count += 1;
      return undefined;
    };
    entries.getOrMake(Uint8Array.of(1), make);
    entries.getOrMake(Uint8Array.of(1), make);
    expect(count).toBe(1);
  });

  test('tells keys apart by every byte', () => {
    const entries = recentEntries<string>(10);
    expect(entries.getOrMake(Uint8Array.of(0, 255), () => 'first')).toBe('first');
    expect(entries.getOrMake(Uint8Array.of(0, 254), () => 'second')).toBe('second');
    expect(entries.getOrMake(Uint8Array.of(255), () => 'third')).toBe('third');
    expect(entries.getOrMake(Uint8Array.of(0, 255), () => 'fourth')).toBe('first');
  });
});
