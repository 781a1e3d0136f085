import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { watch } from '../src/parts/watch.ts';

const page = { hidden: false };
const everyMs = 100;

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', page);
  page.hidden = false;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Answers with 1, 2, 3 and so on, each when it is let go. */
function counting() {
  const waiting: (() => void)[] = [];
  let asked = 0;
  return {
    asked: () => asked,
    ask: () => {
      const { promise, resolve } = Promise.withResolvers<number>();
      asked += 1;
      const answer = asked;
      waiting.push(() => resolve(answer));
      return promise;
    },
    answer: async () => {
      waiting.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

describe('what is watched', () => {
  it('is asked for at once, and again a while after each answer', async () => {
    const { ask, asked, answer } = counting();
    const taken: number[] = [];
    const end = watch({ everyMs, ask, take: (number) => void taken.push(number) });
    expect(asked()).toBe(1);
    // A slow answer is waited for: there is one question at a time.
    await vi.advanceTimersByTimeAsync(10 * everyMs);
    expect(asked()).toBe(1);
    await answer();
    expect(taken).toEqual([1]);
    await vi.advanceTimersByTimeAsync(everyMs - 1);
    expect(asked()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(asked()).toBe(2);
    end();
  });

  it('is not asked for while the page is hidden', async () => {
    const { ask, asked } = counting();
    page.hidden = true;
    const end = watch({ everyMs, ask, take: () => undefined });
    await vi.advanceTimersByTimeAsync(5 * everyMs);
    expect(asked()).toBe(0);
    page.hidden = false;
    await vi.advanceTimersByTimeAsync(everyMs);
    expect(asked()).toBe(1);
    end();
  });

  it('is not asked for after the last answer that is wanted', async () => {
    const { ask, asked, answer } = counting();
    watch({ everyMs, ask, take: () => undefined, isLast: (number) => number === 1 });
    await answer();
    await vi.advanceTimersByTimeAsync(5 * everyMs);
    expect(asked()).toBe(1);
  });

  it('is dropped once it has ended, and asked for no more', async () => {
    const { ask, asked, answer } = counting();
    const taken: number[] = [];
    const end = watch({ everyMs, ask, take: (number) => void taken.push(number) });
    end();
    await answer();
    await vi.advanceTimersByTimeAsync(5 * everyMs);
    expect(taken).toEqual([]);
    expect(asked()).toBe(1);
  });
});
