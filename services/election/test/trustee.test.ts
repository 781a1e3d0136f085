import { makeOpening, openingCommitment } from '@madang/ballot';
import { expectPresent, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { GENERATOR } from '@madang/ristretto';
import { flipped } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { type Ceremony, decryptionOf, nextCeremonyAct } from '../intake/index.ts';
import { answerTogether, changed } from './acts.ts';
import {
  boundOf,
  ceremonyOf,
  close,
  doAct,
  draft,
  draftOn,
  nextAct,
  open,
  runCeremony,
  sumAt,
  trusteeOf,
  type World,
} from './world.ts';

const plan = { voters: Array.from({ length: 10 }, () => 0) };
const STAGES = ['reveal', 'deal', 'accept', 'rehearse'] as const;

const at = (stage: Ceremony['stage']): World => {
  const world = draft(plan);
  runCeremony(world, stage);
  return world;
};
const another = (world: World, number: number) => ({
  ...trusteeOf(world, number),
  seed: sha256(utf8('another seed')),
});
/** What trustee 1 says to a ceremony that is told like this. */
const says = (world: World, told: Ceremony) =>
  nextCeremonyAct(trusteeOf(world, 1), told, world.chance);
const fails = (kind: string, trustee?: number) => ({
  ok: false,
  error: trustee === undefined ? { kind } : { kind, trustee },
});
/** What is told, with something else about trustee 2. */
const lying = (told: Ceremony, about: Partial<Ceremony['trustees'][number]>): Ceremony => ({
  ...told,
  trustees: told.trustees.map((one, n) => (n === 1 ? { ...one, ...about } : one)),
});

const without = (told: Ceremony, name: 'opening' | 'commitment' | 'shares'): Ceremony => ({
  ...told,
  trustees: told.trustees.map((one, n) => {
    const { [name]: _, ...rest } = one;
    return n === 1 ? rest : one;
  }),
});

/** An election whose only sum is to be decrypted. */
function closed(): World {
  const world = open(plan);
  answerTogether(world, plan.voters);
  close(world);
  return world;
}

const decrypts = (world: World, told: Ceremony, trustee = trusteeOf(world, 1)) => {
  const { selections } = sumAt(world, 0);
  const place = { told, fingerprint: boundOf(world).election };
  return decryptionOf(trustee, place, { sum: 0, selections }, world.chance);
};

describe('a trustee whose machine stopped', () => {
  it.each(['commit', ...STAGES] as const)('goes on with the same seed at “%s”', (stage) => {
    const world = at(stage);
    // An act that was made and never arrived, on a machine that remembers nothing of it.
    const lost = expectPresent(nextAct(world, 1), 'an act');
    const act = expectPresent(nextAct(world, 1), 'an act');
    expect(act.act).toBe(lost.act);
    if (stage === 'commit' || stage === 'reveal') expect(act).toEqual(lost);
    expect(doAct(world, 1, act)).toBe('done');
    expect(nextAct(world, 1)).toBeUndefined();
    runCeremony(world);
  });

  it.each(STAGES)('is found out at “%s” if the seed is another', (stage) => {
    const world = at(stage);
    const found = nextCeremonyAct(another(world, 1), ceremonyOf(world), world.chance);
    expect(found).toEqual(fails('another-seed'));
  });

  it('is found out in the decryption if the seed is another', () => {
    const world = closed();
    const told = ceremonyOf(world);
    expect(decrypts(world, told, another(world, 1))).toEqual(fails('another-seed'));
    expect(decrypts(world, told, { ...trusteeOf(world, 1), number: 2 })).toEqual(
      fails('another-seed'),
    );
    expect(decrypts(world, told)).toMatchObject({ ok: true });
  });
});

describe('a trustee who is told', () => {
  it.each(['deal', 'accept', 'rehearse'] as const)(
    'forged openings does nothing at “%s”',
    (stage) => {
      const world = at(stage);
      const told = ceremonyOf(world);
      const forged = makeOpening(told.ceremony, 2, 2, world.chance).opening;
      const opening = { ...forged, coefficients: [...forged.coefficients] };
      const unproven = { ...opening, proof: flipped(opening.proof, 40, 1) };
      const wrong = fails('opening-wrong', 2);
      expect(says(world, lying(told, { opening }))).toEqual(wrong);
      const commitment = openingCommitment(told.ceremony, 2, unproven);
      expect(says(world, lying(told, { opening: unproven, commitment }))).toEqual(wrong);
      const short = { ...opening, coefficients: opening.coefficients.slice(0, 1) };
      const committed = openingCommitment(told.ceremony, 2, short);
      expect(says(world, lying(told, { opening: short, commitment: committed }))).toEqual(wrong);
      expect(says(world, without(told, 'opening'))).toEqual(wrong);
      expect(says(world, without(told, 'commitment'))).toEqual(wrong);
      expect(says(world, told)).toMatchObject({ ok: true });
    },
  );

  it('another key than the openings make does nothing', () => {
    const world = at('rehearse');
    const told = ceremonyOf(world);
    const joint = expectPresent(told.joint, 'it was made');
    expect(says(world, { ...told, joint: { ...joint, key: GENERATOR } })).toEqual(
      fails('key-differs'),
    );
    const { joint: _, ...keyless } = told;
    expect(says(world, keyless)).toEqual(fails('key-differs'));
    // Openings that hold together, of which one is not the one of the ledger's key.
    const forged = makeOpening(told.ceremony, 2, 2, world.chance).opening;
    const opening = { ...forged, coefficients: [...forged.coefficients] };
    const commitment = openingCommitment(told.ceremony, 2, opening);
    expect(says(world, lying(told, { opening, commitment }))).toEqual(fails('key-differs'));
  });

  it('other shares than it accepted, or none, does nothing', () => {
    const world = at('accept');
    expect(says(world, without(ceremonyOf(world), 'shares'))).toEqual(fails('share-differs', 2));
    runCeremony(world, 'rehearse');
    const told = ceremonyOf(world);
    const shares = expectPresent(told.trustees[1]?.shares, 'dealt').toReversed();
    expect(says(world, lying(told, { shares }))).toEqual(fails('share-differs', 2));
    expect(says(world, without(told, 'shares'))).toEqual(fails('share-differs', 2));
  });

  it('another ceremony, or another threshold, does nothing', () => {
    const world = at('deal');
    const told = ceremonyOf(world);
    const other = ceremonyOf(draftOn(world, plan, 'another'));
    const wrong = fails('another-ceremony');
    expect(says(world, { ...told, ceremony: other.ceremony })).toEqual(wrong);
    expect(says(world, { ...told, round: 1 })).toEqual(wrong);
    expect(says(world, { ...other, stage: 'commit', missing: [1] })).toEqual(wrong);
    expect(says(world, { ...told, threshold: 1 })).toEqual(fails('another-seed'));
    for (const threshold of [0, 4]) expect(says(world, { ...told, threshold })).toEqual(wrong);
    expect(says(world, told)).toMatchObject({ ok: true });
  });

  it('forgeries decrypts nothing', () => {
    const world = closed();
    const told = ceremonyOf(world);
    const forged = makeOpening(told.ceremony, 2, 2, world.chance).opening;
    const opening = { ...forged, coefficients: [...forged.coefficients] };
    const commitment = openingCommitment(told.ceremony, 2, opening);
    expect(decrypts(world, lying(told, { opening }))).toEqual(fails('opening-wrong', 2));
    expect(decrypts(world, lying(told, { opening, commitment }))).toEqual(fails('key-differs'));
    const shares = expectPresent(told.trustees[1]?.shares, 'dealt').toReversed();
    expect(decrypts(world, lying(told, { shares }))).toEqual(fails('share-differs', 2));
    expect(decrypts(world, { ...told, round: 1 })).toEqual(fails('another-ceremony'));
  });

  it('that it is not missing does nothing, and nothing when all is done', () => {
    const world = at('deal');
    const told = ceremonyOf(world);
    expect(says(world, { ...told, missing: [2, 3] })).toEqual({ ok: true, value: undefined });
    runCeremony(world);
    const ready = ceremonyOf(world);
    expect(says(world, ready)).toEqual({ ok: true, value: undefined });
    expect(says(world, { ...ready, missing: [1] })).toEqual({ ok: true, value: undefined });
  });
});

describe('what a trustee sends', () => {
  it('is dealt with new randomness each time, so that nothing is used twice', () => {
    const world = at('deal');
    const [one, other] = [nextAct(world, 1), nextAct(world, 1)];
    expect(one?.payload['shares']).not.toEqual(other?.payload['shares']);
  });

  it('is worth nothing in another election', () => {
    const world = at('commit');
    const two = draftOn(world, plan, 'another');
    const here = expectPresent(nextAct(world, 1), 'an act');
    const there = expectPresent(nextAct(two, 1), 'an act');
    expect(here.payload['commitment']).not.toEqual(there.payload['commitment']);
    const { commitment } = here.payload;
    expect(doAct(two, 1, changed(there, { commitment }))).toBe('done');
    for (const number of [2, 3]) {
      expect(doAct(two, number, expectPresent(nextAct(two, number), 'an act'))).toBe('done');
    }
    runCeremony(world, 'reveal');
    const { opening } = expectPresent(nextAct(world, 1), 'an act').payload;
    const base = { ...there.payload, commitment: undefined, opening };
    expect(doAct(two, 1, { act: 'election.revealOpening', payload: base })).toBe('OPENING_WRONG');
  });
});
