import { services } from '@madang/services';
import { voterServices } from '@madang/services/ballot.ts';
import { describe, expect, it } from 'vitest';
import { answersOf, missingOf, toggled, voteOf, wayOf } from '../src/ballot/choice.ts';
import { placed } from '../src/ballot/counted.ts';
import { notedOf, openedFragment, openedIn, readNoted } from '../src/ballot/opened-link.ts';
import type { Stood } from '../src/ballot/standing.ts';
import { type KeptBallot, newestOf } from '../src/device/ballot-store.ts';
import { beginningOf, type Matter } from '../src/resident/matters.ts';

const decides = { kind: 'elect', seats: 1 } as const;
const one = { answers: 3, choice: { min: 1, max: 1, blank: true }, decides };
const two = { answers: 4, choice: { min: 2, max: 2, blank: false }, decides };
const upToTwo = { answers: 4, choice: { min: 1, max: 2, blank: true }, decides };
const free = { answers: 2, decides };

describe('a choice', () => {
  it('is of one by pressing another, and never taken back by pressing it again', () => {
    const way = wayOf(one);
    expect(way).toEqual({ least: 1, most: 1, none: 'blank' });
    expect(toggled(undefined, 1, way)).toEqual([1]);
    expect(toggled([1], 2, way)).toEqual([2]);
    expect(toggled([2], 2, way)).toEqual([2]);
    expect(toggled('none', 0, way)).toEqual([0]);
  });

  it('is of several up to the most, in their order; one more changes nothing', () => {
    const way = wayOf(upToTwo);
    const chosen = toggled(toggled(undefined, 3, way), 1, way);
    expect(chosen).toEqual([1, 3]);
    expect(toggled(chosen, 0, way)).toBe(chosen);
    expect(toggled(chosen, 1, way)).toEqual([3]);
    expect(toggled([3], 3, way)).toBeUndefined();
    expect(toggled('none', 3, way)).toEqual([3]);
  });

  it('says what is missing, and is a vote only when nothing is', () => {
    expect(missingOf(undefined, wayOf(one))).toBe('answer');
    expect(missingOf([1], wayOf(two))).toBe('more');
    expect(missingOf([1, 2], wayOf(two))).toBeUndefined();
    expect(missingOf('none', wayOf(one))).toBeUndefined();
    expect(wayOf(two).none).toBeUndefined();
    expect(voteOf([one, two], [[0], [1]])).toBeUndefined();
    expect(voteOf([one, two], ['none', [1, 2]])).toEqual([[], [1, 2]]);
  });

  it('takes none of several answers only where somebody says so', () => {
    expect(wayOf(free)).toEqual({ least: 1, most: 2, none: 'nobody' });
    expect(voteOf([free], [undefined])).toBeUndefined();
    expect(voteOf([free], ['none'])).toEqual([[]]);
    expect(answersOf('none')).toEqual([]);
    const least = { ...free, choice: { min: 0, max: 1, blank: false } };
    expect(wayOf(least)).toEqual({ least: 1, most: 1, none: 'nobody' });
  });
});

describe('an opened ballot', () => {
  const opening = {
    election: new Uint8Array(32).fill(1),
    key: new Uint8Array(32).fill(2),
    sequence: 1,
    previous: new Uint8Array(32).fill(3),
    chosen: [[0, 2], []],
    randoms: [new Uint8Array(32).fill(4), new Uint8Array(32).fill(255)],
  };

  it('goes through an address and comes out the same', () => {
    const fragment = openedFragment(opening);
    expect(fragment).toMatch(/^[\w-]+$/);
    expect(openedIn(`#${fragment}`)).toEqual(opening);
    for (const wrong of ['', '#', '#abc', `#${fragment.slice(4)}`, `#${fragment}AAAA`]) {
      expect(openedIn(wrong)).toBeUndefined();
    }
  });

  it('has a fingerprint that people write down', () => {
    expect(notedOf(new Uint8Array(32).fill(0xa0))).toBe('a0a0a0a0a0a0a0a0');
    expect(readNoted('A0A0 aoao-a0a0 a0a0')).toBe('a0a0a0a0a0a0a0a0');
    expect(readNoted('a0a0 a0a0 a0a0')).toBeUndefined();
  });
});

const hash = (byte: number) => new Uint8Array(32).fill(byte);
const hex = (byte: number) => byte.toString(16).padStart(2, '0').repeat(32);
const receipt = new Uint8Array([1]);
const ballot = (byte: number, more: Partial<KeptBallot> = {}): KeptBallot =>
  ({
    id: hex(byte),
    election: hex(9),
    ballot: { key: hex(7), fingerprint: hex(byte), sequence: 0 },
    ...more,
  }) as KeptBallot;
const stood = (more: Partial<Stood> = {}): Stood => ({
  asOfMs: 1,
  institutions: 4,
  isOnRoll: true,
  ballots: more.last === undefined ? 0 : 1,
  ...more,
});
const callOf = ({ ballot: { fingerprint } }: KeptBallot) => fingerprint;

describe('whether a ballot is counted', () => {
  it('is yes only where the newest on the ledger is the newest of this device', () => {
    const counted = stood({ key: hash(7), last: hash(1) });
    expect(placed(counted, [ballot(1, { receipt })], callOf)).toMatchObject({ state: 'newest' });
    expect(placed(stood({ key: hash(7), last: hash(2) }), [ballot(1)], callOf).state).toBe('other');
  });

  it('is no where it has not arrived, and says what stands instead', () => {
    expect(placed(stood(), [ballot(1)], callOf).state).toBe('no');
    const all = [ballot(1, { receipt }), ballot(2)];
    const found = placed(stood({ key: hash(7), last: hash(1) }), all, callOf);
    expect(found).toMatchObject({ state: 'no', ballot: { id: hex(2) }, older: { id: hex(1) } });
  });

  it('is none before anything was cast, and elsewhere where another key voted', () => {
    expect(placed(stood(), [], callOf).state).toBe('none');
    const other = stood({ key: hash(8), last: hash(3) });
    expect(placed(other, [], callOf).state).toBe('elsewhere');
    expect(placed(other, [ballot(1)], callOf).state).toBe('elsewhere');
  });

  it('never says none of a ballot that has a receipt', () => {
    expect(placed(stood(), [ballot(1, { receipt })], callOf).state).toBe('other');
    const late = [ballot(1, { receipt }), ballot(2, { receipt })];
    expect(placed(stood({ key: hash(7), last: hash(1) }), late, callOf).state).toBe('other');
  });

  it('claims nothing where keys were mixed and this device has none', () => {
    const none = stood({ missing: 'elsewhere' });
    expect(placed(none, [], callOf)).toEqual({
      state: 'no-key',
      missing: 'elsewhere',
      stood: none,
    });
  });

  it('is that the key was given up, whatever this device has cast with it', () => {
    const given = stood({ key: hash(7), list: 0, batch: hash(5) });
    for (const all of [[], [ballot(1)], [ballot(1, { receipt })]]) {
      expect(placed(given, all, callOf)).toEqual({ state: 'given-up', stood: given });
    }
  });

  it('leaves out what the ledger did not accept', () => {
    const refused = { code: 'election.PAUSED', offline: false };
    expect(newestOf([ballot(1), ballot(2, { refused })])?.id).toBe(hex(1));
  });
});

const title = { ko: '가', en: 'a' };
const matter = (id: string, more: Partial<Matter> = {}): Matter => ({
  kind: 'decision',
  id,
  title,
  status: 'open',
  stage: 'open',
  closesAt: 1,
  ...more,
});

describe('what a link leads to', () => {
  const vote = matter('v', { kind: 'election' });
  const closed = matter('c', { status: 'closed' });

  it('is what is open, with the other kind below it', () => {
    expect(beginningOf([vote, closed])).toEqual({ kind: 'one', shown: vote, others: [closed] });
    const open = matter('d');
    const draft = { ...vote, status: 'draft' as const };
    expect(beginningOf([open, draft])).toEqual({ kind: 'one', shown: open, others: [draft] });
    expect(beginningOf([open, vote], 'v')).toEqual({ kind: 'one', shown: vote, others: [open] });
  });

  it('is the registration that comes before a vote, as if it were open', () => {
    const registering = { ...vote, status: 'registering' as const };
    expect(beginningOf([closed, registering])).toMatchObject({ kind: 'one', shown: registering });
    const both = [matter('w', { kind: 'election' }), registering];
    expect(beginningOf(both)).toEqual({ kind: 'several', matters: both });
    const mixing = { ...vote, status: 'mixing' as const };
    expect(beginningOf([matter('d'), mixing])).toMatchObject({ shown: { id: 'd' } });
  });

  it('is a list where several of one kind are open, and nothing where nothing is asked', () => {
    const both = [matter('d'), matter('e')];
    expect(beginningOf(both)).toEqual({ kind: 'several', matters: both });
    expect(beginningOf([...both, vote])).toMatchObject({ kind: 'one', shown: { id: 'd' } });
    expect(beginningOf([])).toEqual({ kind: 'none' });
  });
});

describe('what a voter’s page knows of the services', () => {
  it('is what the registry says, to the shape of every payload and answer', () => {
    const shapeOf = (codec: unknown) => (codec as { shape: unknown } | undefined)?.shape;
    for (const { name, transactions, queries } of voterServices) {
      const whole = services.find((each) => each.name === name);
      for (const { act, payload } of transactions) {
        const known = whole?.transactions.find((each) => each.act === act);
        expect(shapeOf(payload)).toEqual(shapeOf(known?.payload));
      }
      for (const { fullName, params, result } of queries) {
        const known = whole?.queries.find((each) => each.fullName === fullName);
        expect(shapeOf(params)).toEqual(shapeOf(known?.params));
        expect(shapeOf(result)).toEqual(shapeOf(known?.result));
      }
    }
  });
});
