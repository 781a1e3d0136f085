import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { redialWhenStill, STILL_MS } from '../src/comet/redial.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function watched() {
  const seen = { redialled: 0, told: 0 };
  const watch = redialWhenStill({
    redial: () => {
      seen.redialled += 1;
    },
    onStill: (minutes) => {
      expect(minutes).toBe(3);
      seen.told += 1;
    },
  });
  return { seen, watch };
}

it('a node to which blocks come is left alone, and one that waits for its first', () => {
  const { seen, watch } = watched();
  vi.advanceTimersByTime(10 * STILL_MS);
  expect(seen).toEqual({ redialled: 0, told: 0 });
  for (let n = 0; n < 100; n++) {
    watch.cameBlock();
    vi.advanceTimersByTime(STILL_MS - 1);
  }
  expect(seen).toEqual({ redialled: 0, told: 0 });
});

it('one to which none comes dials the others again and again, and says so once', () => {
  const { seen, watch } = watched();
  watch.cameBlock();
  vi.advanceTimersByTime(3 * STILL_MS);
  expect(seen).toEqual({ redialled: 3, told: 1 });
  watch.cameBlock();
  vi.advanceTimersByTime(STILL_MS - 1);
  expect(seen).toEqual({ redialled: 3, told: 1 });
  vi.advanceTimersByTime(1);
  expect(seen).toEqual({ redialled: 4, told: 2 });
  watch.stop();
  vi.advanceTimersByTime(10 * STILL_MS);
  expect(seen).toEqual({ redialled: 4, told: 2 });
});
