import { isOpening, makeOpening, type Opening, openingCommitment } from '@madang/ballot';
import { expectPresent, type Json } from '@madang/base';
import { jsonOf } from '@madang/client';
import { IDENTITY } from '@madang/ristretto';
import { actor, flipped } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { answerTogether, because, changed, office, tell } from './acts.ts';
import {
  attempt,
  ceremonyOf,
  close,
  decryptAll,
  doAct,
  draft,
  electionOf,
  nextAct,
  open,
  openDraft,
  resultOf,
  runCeremony,
  type World,
} from './world.ts';

const plan = { voters: [0, 0, 0] };
const STAGES = ['commit', 'reveal', 'deal', 'accept', 'rehearse'] as const;

const zeros = (bytes: number): string => '00'.repeat(bytes);
const opening = { coefficients: [zeros(32), zeros(32)], transport: zeros(32), proof: zeros(64) };
/** An act of each stage, well-formed and nothing else. */
const acts: readonly (readonly [
  stage: string,
  act: string,
  said: Readonly<Record<string, Json>>,
])[] = [
  ['commit', 'commitOpening', { commitment: zeros(32) }],
  ['reveal', 'revealOpening', { opening }],
  ['deal', 'dealShares', { shares: [zeros(128), zeros(128), zeros(128)] }],
  ['accept', 'acceptShares', {}],
  ['accept', 'complain', { dealer: 2, complaint: zeros(128) }],
  ['rehearse', 'rehearse', { part: zeros(128) }],
];

const trustee = (world: World, number: number) =>
  expectPresent(world.trustees[number - 1], 'a trustee');
const next = (world: World, number: number) => expectPresent(nextAct(world, number), 'an act');

describe('the stages of a ceremony', () => {
  it.each([...STAGES, 'ready'] as const)('refuse at “%s” what belongs to others', (stage) => {
    const world = draft(plan);
    runCeremony(world, stage);
    const before = electionOf(world).acts;
    for (const [of, act, said] of acts) {
      if (of === stage) continue;
      const payload = { round: 0, trustee: 1, ...said };
      expect(office(world, act, payload, trustee(world, 1))).toBe('WRONG_STAGE');
    }
    expect(electionOf(world).acts).toBe(before);
  });

  it.each(STAGES)('take the part of “%s” once, of the trustee, in this round', (stage) => {
    const world = draft(plan);
    runCeremony(world, stage);
    const act = next(world, 2);
    for (const stranger of [trustee(world, 1), actor('somebody')]) {
      expect(attempt(world, act.act, jsonOf(act.payload), stranger)).toBe('NOT_A_TRUSTEE');
    }
    expect(doAct(world, 1, changed(act, { trustee: 4 }))).toBe('NOT_A_TRUSTEE');
    expect(doAct(world, 2, changed(act, { round: 1 }))).toBe('WRONG_STAGE');
    expect(doAct(world, 2, act)).toBe('done');
    expect(doAct(world, 2, act)).toBe('WRONG_STAGE');
    expect(ceremonyOf(world).missing).toEqual([1, 3]);
  });

  it('are over when the election is open, and take nothing of one that there is not', () => {
    const world = open(plan);
    for (const [, act, said] of acts) {
      const payload = { round: 0, trustee: 1, ...said };
      const by = trustee(world, 1);
      expect(office(world, act, payload, by)).toBe('NOT_A_DRAFT');
      const unknown = { ...payload, election: zeros(32) };
      expect(attempt(world, `election.${act}`, unknown, by)).toBe('UNKNOWN_ELECTION');
    }
    expect(office(world, 'restartCeremony', { round: 0, ...because })).toBe('NOT_A_DRAFT');
  });

  it('have to be done by everybody before the election opens', () => {
    const world = draft(plan);
    const roll = { voters: 3, weights: [3] };
    for (const stage of STAGES) {
      runCeremony(world, stage);
      expect(office(world, 'openElection', roll)).toBe('KEY_NOT_READY');
    }
    for (const number of [1, 2]) expect(doAct(world, number, next(world, number))).toBe('done');
    expect(office(world, 'openElection', roll)).toBe('KEY_NOT_READY');
    expect(doAct(world, 3, next(world, 3))).toBe('done');
    expect(office(world, 'openElection', roll, trustee(world, 1))).toBe('kernel.NOT_PERMITTED');
    expect(tell(world, 'openElection', roll)).toMatchObject({
      outcome: 'done',
      events: [{ name: 'opened', fields: { key: jointKey(world) } }],
    });
  });
});

const jointKey = (world: World) => Buffer.from(ceremonyOf(world).joint?.key ?? []).toString('hex');

describe('an opening', () => {
  /** The opening that trustee 1 would reveal, and what they committed to. */
  const revealing = () => {
    const world = draft(plan);
    runCeremony(world, 'reveal');
    const act = next(world, 1);
    return { world, act, own: act.payload['opening'] as Opening };
  };

  it('is the one that was committed to', () => {
    const { world, act, own } = revealing();
    const { ceremony } = ceremonyOf(world);
    const other = makeOpening(ceremony, 1, 2, world.chance).opening;
    expect(isOpening(ceremony, 1, 2, other)).toBe(true);
    const wrong: readonly Opening[] = [
      other,
      { ...own, proof: flipped(own.proof, 40, 1) },
      { ...own, transport: other.transport },
      { ...own, coefficients: own.coefficients.slice(0, 1) },
      { ...own, coefficients: own.coefficients.toReversed() },
    ];
    for (const one of wrong) {
      expect(doAct(world, 1, changed(act, { opening: one }))).toBe('OPENING_WRONG');
    }
    expect(doAct(world, 1, act)).toBe('done');
  });

  it('is one at all: a commitment to anything else is never opened', () => {
    const tries: readonly ((ceremony: Uint8Array, right: Opening) => Opening)[] = [
      (_, right) => ({ ...right, proof: flipped(right.proof, 40, 1) }),
      (_, right) => ({ ...right, transport: IDENTITY }),
      (_, right) => ({ ...right, coefficients: [...right.coefficients, right.transport] }),
      (_, right) => ({ ...right, coefficients: right.coefficients.slice(0, 1) }),
      (ceremony) => makeOpening(ceremony, 2, 2, () => new Uint8Array(64).fill(7)).opening,
    ];
    for (const make of tries) {
      const world = draft(plan);
      const { ceremony } = ceremonyOf(world);
      const wrong = make(ceremony, makeOpening(ceremony, 1, 2, world.chance).opening);
      const commitment = openingCommitment(ceremony, 1, wrong);
      expect(doAct(world, 1, changed(next(world, 1), { commitment }))).toBe('done');
      for (const number of [2, 3]) expect(doAct(world, number, next(world, number))).toBe('done');
      const payload = { election: next(world, 2).payload['election'], round: 0, trustee: 1 };
      const act = {
        act: 'election.revealOpening',
        payload: { ...payload, opening: wrong },
      } as const;
      expect(doAct(world, 1, act)).toBe('OPENING_WRONG');
    }
  });
});

describe('shares', () => {
  it('are dealt to every trustee, and to nobody else', () => {
    const world = draft(plan);
    runCeremony(world, 'deal');
    const act = next(world, 1);
    const shares = act.payload['shares'] as readonly Uint8Array[];
    for (const wrong of [shares.slice(1), [...shares, ...shares.slice(0, 1)]]) {
      expect(doAct(world, 1, changed(act, { shares: wrong }))).toBe('SHARES_NOT_VALID');
    }
    expect(doAct(world, 1, act)).toBe('done');
  });
});

describe('a rehearsal', () => {
  it('shows that a trustee can decrypt: with a wrong key, or of something else, it does not', () => {
    const world = draft(plan);
    runCeremony(world, 'rehearse');
    const act = next(world, 1);
    const part = act.payload['part'] as Uint8Array;
    const others = next(world, 2).payload['part'];
    for (const wrong of [others, flipped(part, 0, 1), flipped(part, 127, 1), new Uint8Array(128)]) {
      expect(doAct(world, 1, changed(act, { part: wrong }))).toBe('DECRYPTION_WRONG');
    }
    expect(ceremonyOf(world).missing).toEqual([1, 2, 3]);
    expect(doAct(world, 1, act)).toBe('done');
  });
});

describe('a key', () => {
  it.each([
    [1, 1],
    [2, 3],
    [3, 5],
  ])('of %i of %i trustees decrypts by any of them that are enough', (threshold, trustees) => {
    const world = draft({ voters: Array.from({ length: 10 }, () => 0), threshold, trustees });
    runCeremony(world);
    openDraft(world);
    answerTogether(world, [0, 1, 2, 0, 1, 2, 0, 1, 2, 0]);
    expect(close(world)).toBe('done');
    const last = Array.from({ length: threshold }, (_, at) => trustees - at);
    decryptAll(world, last);
    expect(resultOf(world)).toMatchObject({
      status: 'decided',
      questions: [{ measures: [{ cast: 10, blank: 0, answers: [4, 3, 3] }] }],
    });
  });
});
