import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrusteeRoom } from '../src/trustee/room.ts';
import { dueIn, startWork, type Work } from '../src/trustee/work.ts';
import type { Did, Seen } from '../src/trustee/working.ts';

const drafted: Seen = {
  number: 1,
  threshold: 2,
  title: { ko: '선거', en: 'Election' },
  status: 'draft',
  closesAt: 0,
  round: 0,
  stage: 'commit',
  next: ['commit', 'commit'],
  missing: [1, 2],
  sums: [],
  seats: [],
  voided: [],
  provenAt: { asOfMs: 0, institutions: 4 },
  policy: '',
};
const sum = { ballots: 10, givenBy: [2], isAnnounced: false };
const closed: Seen = { ...drafted, status: 'closed', stage: 'ready', missing: [], sums: [sum] };

describe('what is due for a trustee', () => {
  it('is the stage for which the ceremony waits, and each sum that lacks a part or its counts', () => {
    expect(dueIn(drafted)).toBe('0 commit');
    expect(dueIn({ ...drafted, missing: [2] })).toBeUndefined();
    expect(dueIn({ ...drafted, round: 1 })).not.toBe(dueIn(drafted));
    expect(dueIn(closed)).toBe('sums 1');
    expect(dueIn({ ...closed, sums: [{ ...sum, givenBy: [1] }] })).toBeUndefined();
    expect(dueIn({ ...closed, sums: [{ ...sum, givenBy: [1, 2] }] })).toBe('sums 1');
    expect(dueIn({ ...closed, sums: [{ ...sum, isAnnounced: true }] })).toBeUndefined();
    expect(dueIn({ ...closed, status: 'open' })).toBeUndefined();
    const mix = { lists: 2, done: 0, mixed: [2], isMine: true };
    const mixing: Seen = { ...drafted, status: 'mixing', stage: 'ready', missing: [], mix };
    expect(dueIn(mixing)).toBe('mix 1 0');
    expect(dueIn({ ...mixing, mix: { ...mix, done: 1 } })).toBe('mix 1 1');
    expect(dueIn({ ...mixing, mix: { ...mix, isMine: false } })).toBeUndefined();
  });
});

describe('the work of a window', () => {
  let seen: Seen;
  let shown: Work;
  let asked: string[];
  let act: Did<'election.commitOpening'>;
  const kept = new Map<string, string>();
  // Each look takes as long as it was told to wait, as in the thread.
  const room = {
    ask: async (what: string, { afterMs = 0 }: { afterMs?: number }) => {
      if (what === 'look') await new Promise((resolve) => setTimeout(resolve, afterMs));
      else asked.push(what);
      return what === 'look' ? { ok: true, value: seen } : act;
    },
    stop: () => undefined,
  } as unknown as TrusteeRoom;
  const begin = () =>
    startWork('e', room, (work) => {
      shown = work;
    });

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal('sessionStorage', {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => kept.set(name, value),
      removeItem: (name: string) => kept.delete(name),
    });
    kept.clear();
    asked = [];
    seen = drafted;
    act = { ok: true, value: 'election.commitOpening' };
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('does nothing before it is told to, and sends nothing twice while it is not proven', async () => {
    const running = begin();
    await vi.advanceTimersByTimeAsync(6_000);
    expect(asked).toEqual([]);
    running.start();
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toEqual(['act']);
    seen = { ...drafted, stage: 'reveal' };
    await vi.advanceTimersByTimeAsync(4_000);
    expect(asked).toEqual(['act', 'act']);
    await vi.advanceTimersByTimeAsync(16_000);
    expect(asked).toEqual(['act', 'act', 'act']);
    running.stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(3);
  });

  it('goes on after the page was loaded again, and opens no sum that nobody asked it to', async () => {
    const first = begin();
    first.start();
    await vi.advanceTimersByTimeAsync(1_000);
    first.stop();
    seen = { ...drafted, stage: 'reveal' };
    const again = begin();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toEqual(['act', 'act']);
    seen = { ...drafted, stage: 'ready', missing: [] };
    await vi.advanceTimersByTimeAsync(4_000);
    expect(shown.isAuto).toBe(false);
    seen = closed;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).not.toContain('decrypt');
    again.start();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(asked).toContain('decrypt');
  });

  it('mixes list after list in its turn, and stops when the turn is over', async () => {
    const mix = { lists: 2, done: 0, mixed: [2], isMine: true };
    seen = { ...drafted, status: 'mixing', stage: 'ready', missing: [], mix };
    const running = begin();
    running.start();
    await vi.advanceTimersByTimeAsync(3_000);
    seen = { ...seen, mix: { ...mix, done: 1 } };
    await vi.advanceTimersByTimeAsync(3_000);
    expect(asked).toEqual(['mix', 'mix']);
    seen = { ...seen, mix: { ...mix, done: 2, mixed: [2, 1], isMine: false } };
    await vi.advanceTimersByTimeAsync(3_000);
    expect(shown.isAuto).toBe(false);
    running.stop();
  });

  it('stops at what does not hold, and tries again what could not be reached', async () => {
    act = { ok: false, trouble: { code: 'CLIENT_OFFLINE', offline: true } };
    const running = begin();
    await vi.advanceTimersByTimeAsync(1_000);
    running.start();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked.length).toBeGreaterThan(1);
    expect(shown).toMatchObject({ isAuto: true, stopped: { code: 'CLIENT_OFFLINE' } });
    act = { ok: false, trouble: { code: 'SHARE_DIFFERS', offline: false, trustee: 2 } };
    await vi.advanceTimersByTimeAsync(3_000);
    const tried = asked.length;
    expect(shown).toMatchObject({ isAuto: false, stopped: { code: 'SHARE_DIFFERS', trustee: 2 } });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toHaveLength(tried);
  });
});
