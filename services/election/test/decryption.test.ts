import { expectPresent, toHex } from '@madang/base';
import { actor, device, flipped } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { countsIn } from '../intake/index.ts';
import { answerTogether, because, changed, office, tell, tellPart } from './acts.ts';
import {
  close,
  decryptAll,
  decryptionBy,
  doAct,
  electionOf,
  open,
  type PartAct,
  type Plan,
  resultOf,
  sumAt,
  type World,
} from './world.ts';

const voters = Array.from({ length: 12 }, () => 0);

/** An election in which everybody voted: five, four and three votes. */
function closed(plan: Plan = { voters }): World {
  const world = open(plan);
  answerTogether(world, [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2]);
  expect(close(world)).toBe('done');
  return world;
}

const partsOf = ({ payload }: PartAct) => payload['parts'] as readonly Uint8Array[];
const announce = (world: World, counts: readonly number[], sum = 0) =>
  office(world, 'announceCounts', { sum, counts: [...counts] });
const right = [0, 5, 4];
const questions = [
  {
    measures: [{ cast: 12, blank: 0, answers: [5, 4, 3] }],
    outcome: { kind: 'elected', answers: [0], tied: [] },
  },
];

describe('a part of a decryption that is wrong', () => {
  it('is blamed by name and stops nobody: any others that are enough decrypt', () => {
    for (const [liar, others] of [
      [1, [2, 3]],
      [2, [1, 3]],
      [3, [1, 2]],
    ] as const) {
      const world = closed();
      const act = decryptionBy(world, liar, 0);
      const parts = partsOf(act);
      const [first, second, third] = parts.map((one) => expectPresent(one, 'a part'));
      const theirs = partsOf(decryptionBy(world, others[0], 0));
      const lies = [
        { selection: 0, parts: [flipped(expectPresent(first, '0'), 0, 1), second, third] },
        { selection: 2, parts: [first, second, flipped(expectPresent(third, '2'), 100, 1)] },
        { selection: 0, parts: [second, first, third] },
        { selection: 1, parts: [first, theirs[1], third] },
      ];
      for (const { selection, parts: lie } of lies) {
        expect(tellPart(world, liar, changed(act, { parts: lie }))).toEqual({
          outcome: 'done',
          events: [{ name: 'decryptionWrong', fields: { trustee: liar, sum: 0, selection } }],
        });
      }
      expect(sumAt(world, 0).decryptions).toEqual([]);
      decryptAll(world, others);
      expect(resultOf(world)).toMatchObject({ status: 'decided', questions });
    }
  });

  it('can be made good by whoever sent it', () => {
    const world = closed();
    const act = decryptionBy(world, 1, 0);
    expect(doAct(world, 1, changed(act, { parts: partsOf(act).toReversed() }))).toBe('done');
    expect(sumAt(world, 0).decryptions).toEqual([]);
    expect(tellPart(world, 1, act).events).toEqual([
      { name: 'sumDecrypted', fields: { trustee: 1, sum: 0 } },
    ]);
    expect(sumAt(world, 0).decryptions.map(({ trustee }) => trustee)).toEqual([1]);
    expect(doAct(world, 1, act)).toBe('UNKNOWN_SUM');
  });

  it('is not right for another sum, nor for a sum that there is not', () => {
    const buildings = Array.from({ length: 20 }, (_, n) => (n < 10 ? 0 : 1));
    const world = open({ voters: buildings, buildings: 2, more: { results: 'buildings' } });
    answerTogether(
      world,
      buildings.map((_, person) => person % 2),
    );
    close(world);
    const [first, second] = [0, 1].map((sum) => decryptionBy(world, 1, sum));
    const here = expectPresent(first, 'sum 0');
    const there = changed(expectPresent(second, 'sum 1'), { sum: 0 });
    const blame = { name: 'decryptionWrong', fields: { trustee: 1, sum: 0, selection: 0 } };
    expect(tellPart(world, 1, there).events).toEqual([blame]);
    expect(doAct(world, 1, changed(here, { sum: 2 }))).toBe('UNKNOWN_SUM');
    expect(doAct(world, 1, here)).toBe('done');
  });
});

describe('a decryption', () => {
  it('is of trustees, each for themselves', () => {
    const world = closed();
    const act = decryptionBy(world, 1, 0);
    expect(doAct(world, 2, act)).toBe('NOT_A_TRUSTEE');
    expect(doAct(world, 1, changed(act, { trustee: 2 }))).toBe('NOT_A_TRUSTEE');
    expect(doAct(world, 1, changed(act, { trustee: 4 }))).toBe('NOT_A_TRUSTEE');
    expect(doAct(world, 1, act)).toBe('done');
  });

  it('begins when the election is closed, and ends when it is decided', () => {
    const world = closed();
    const act = decryptionBy(world, 3, 0);
    const early = open({ voters });
    const id = { election: early.election };
    const payload = {
      ...{ ...id, trustee: 3, sum: 0 },
      parts: partsOf(act).map((part) => toHex(part)),
    };
    const by = expectPresent(early.trustees[2], 'a trustee');
    expect(office(early, 'decryptSum', payload, by)).toBe('NOT_DECRYPTING');
    expect(announce(early, right)).toBe('NOT_DECRYPTING');
    decryptAll(world, [1, 2]);
    expect(doAct(world, 3, act)).toBe('NOT_DECRYPTING');
    expect(announce(world, right)).toBe('NOT_DECRYPTING');
    const unknown = { ...payload, election: '00'.repeat(32) };
    expect(office(early, 'decryptSum', unknown, by)).toBe('UNKNOWN_ELECTION');
  });

  it('of more trustees than are needed comes to the same', () => {
    const world = closed();
    decryptAll(world, [3, 2, 1]);
    expect(resultOf(world)).toMatchObject({ status: 'decided', questions });
  });
});

describe('counts', () => {
  it('are announced when enough have decrypted, by anybody', () => {
    const world = closed();
    expect(announce(world, right)).toBe('TOO_FEW_PARTS');
    expect(doAct(world, 3, decryptionBy(world, 3, 0))).toBe('done');
    expect(announce(world, right)).toBe('TOO_FEW_PARTS');
    expect(countsIn(sumAt(world, 0), 2)).toBeUndefined();
    expect(doAct(world, 1, decryptionBy(world, 1, 0))).toBe('done');
    expect(countsIn(sumAt(world, 0), 2)).toEqual(right);
    const payload = { sum: 0, counts: right };
    expect(tell(world, 'announceCounts', payload, actor('somebody'))).toEqual({
      outcome: 'done',
      events: [
        { name: 'countsAnnounced', fields: { sum: 0 } },
        { name: 'decided', fields: { isTurnoutMet: true } },
      ],
    });
    expect(resultOf(world)).toMatchObject({ status: 'decided', questions });
  });

  it('that are wrong are refused: any one of them, too many, too few, in another order', () => {
    const world = closed();
    for (const number of [1, 2]) {
      expect(doAct(world, number, decryptionBy(world, number, 0))).toBe('done');
    }
    const wrong = [
      ...right.flatMap((_, at) =>
        [1, -1].map((by) => right.map((n, i) => (i === at ? n + by : n))),
      ),
      [0, 4, 5],
      [0, 5, 4, 3],
      [0, 5],
      [0, 5, Number.MAX_SAFE_INTEGER],
    ];
    for (const counts of wrong.filter((some) => some.every((one) => one >= 0))) {
      expect(announce(world, counts)).toBe('COUNTS_WRONG');
    }
    expect(announce(world, right, 1)).toBe('UNKNOWN_SUM');
    expect(electionOf(world).status).toBe('closed');
    expect(announce(world, right)).toBe('done');
  });

  it('of one sum are announced once', () => {
    const buildings = Array.from({ length: 20 }, (_, n) => (n < 10 ? 0 : 1));
    const world = open({ voters: buildings, buildings: 2, more: { results: 'buildings' } });
    answerTogether(
      world,
      buildings.map((_, person) => person % 2),
    );
    close(world);
    for (const number of [1, 2]) {
      expect(doAct(world, number, decryptionBy(world, number, 0))).toBe('done');
    }
    expect(announce(world, [0, 5, 5])).toBe('done');
    expect(announce(world, [0, 5, 5])).toBe('UNKNOWN_SUM');
    expect(resultOf(world)).toMatchObject({ status: 'closed', announced: 1, questions: [] });
    // No part is asked for any more, and one that comes changes nothing.
    expect(doAct(world, 3, decryptionBy(world, 3, 0))).toBe('done');
    expect(announce(world, [0, 5, 5], 1)).toBe('TOO_FEW_PARTS');
  });
});

describe('an election that is not disclosed', () => {
  const few = Array.from({ length: 14 }, () => 0);
  const nothingToDecrypt = (world: World) => {
    const payload = { trustee: 1, sum: 0, parts: ['00'.repeat(128)] };
    const by = expectPresent(world.trustees[0], 'a trustee');
    expect(office(world, 'decryptSum', payload, by)).toBe('NOT_DECRYPTING');
    expect(announce(world, right)).toBe('NOT_DECRYPTING');
    const sum = world.ledger.read('election.sumOf', { election: world.election, sum: 0 });
    expect(sum).toMatchObject({ ok: false });
    expect(resultOf(world)).toMatchObject({ sums: 0, announced: 0, questions: [] });
  };

  it('has nine ballots: nothing of it is ever decrypted', () => {
    for (const results of ['complex', 'buildings']) {
      const world = open({ voters: few, more: { results } });
      answerTogether(world, few.slice(0, 9));
      expect(close(world)).toBe('done');
      expect(electionOf(world).status).toBe('undisclosed');
      nothingToDecrypt(world);
    }
  });

  it('has none at all', () => {
    const world = open({ voters: few });
    expect(close(world)).toBe('done');
    expect(electionOf(world).status).toBe('undisclosed');
    nothingToDecrypt(world);
  });

  it('is disclosed with ten', () => {
    const world = open({ voters: few });
    answerTogether(world, few.slice(0, 10));
    expect(close(world)).toBe('done');
    expect(electionOf(world).status).toBe('closed');
  });

  it('was called off, whatever was cast', () => {
    const world = open({ voters });
    answerTogether(world, voters);
    const end = { how: 'called-off', ...because };
    expect(office(world, 'closeElection', { how: 'called-off' })).toBe('REASON_MISSING');
    expect(office(world, 'closeElection', end, device(0))).toBe('kernel.NOT_PERMITTED');
    expect(office(world, 'closeElection', end)).toBe('done');
    expect(electionOf(world).status).toBe('called-off');
    nothingToDecrypt(world);
    expect(office(world, 'closeElection', end)).toBe('NOT_OPEN');
    expect(close(world)).toBe('NOT_OPEN');
  });

  it('cannot be one whose sums are being decrypted, or are', () => {
    const world = closed();
    const end = { how: 'called-off', ...because };
    expect(office(world, 'closeElection', end)).toBe('NOT_OPEN');
    decryptAll(world, [1, 2]);
    expect(office(world, 'closeElection', end)).toBe('NOT_OPEN');
  });
});
