import { expectPresent, toHex } from '@madang/base';
import { encodeProven } from '@madang/protocol';
import { device, flipped, type Signed, signedFrom } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { sealBallot } from '../intake/index.ts';
import { blockOf } from './acts.ts';
import { castForged, chanceOf, forged, proofIn, withProof } from './forging.ts';
import {
  bytesOf,
  cast,
  close,
  decryptAll,
  draftOn,
  electionBound,
  electionOf,
  officer,
  open,
  openDraft,
  registerVoter,
  resultOf,
  runCeremony,
  seal,
  transactionOf,
  vote,
  voterOf,
  type World,
} from './world.ts';

const voters = Array.from({ length: 12 }, () => 0);
const revoting = { voters, more: { revote: 'last' } };

/** An election with the keys of these persons. */
function opened(persons: readonly number[], plan: Parameters<typeof open>[0] = { voters }): World {
  const world = open(plan);
  for (const person of persons) expect(registerVoter(world, person)).toBe('done');
  return world;
}

/** The transaction of a ballot that follows the newest one of its voter. */
const ballotOf = (world: World, person: number, answer: number): Signed =>
  transactionOf(world, seal(world, person, [[answer]]), voterOf(world, person));
const told = (world: World, person: number) =>
  world.ledger.read('election.keyOf', {
    election: world.election,
    key: toHex(voterOf(world, person).key),
  });
const noPlace = (world: World, ...transactions: readonly Signed[]) =>
  expect(() => world.ledger.block(transactions)).toThrow('NO_PLACE');

const outcomesOf = (world: World, all: readonly Signed[]) =>
  blockOf(world, all).map(({ outcome }) => outcome);

describe('a ballot of somebody else', () => {
  it('is worth nothing under another key, whoever signs it', () => {
    const world = opened([0, 1]);
    const sealed = seal(world, 0, [[1]]);
    expect(cast(world, transactionOf(world, sealed, voterOf(world, 0)))).toBe('done');
    const own = voterOf(world, 1);
    const payload = { key: own.key };
    expect(castForged(world, sealed, own, { payload })).toBe('kernel.PROOF_WRONG');
    noPlace(world, transactionOf(world, forged(world, sealed, { payload }), own));
    // The copied ciphertexts with the proofs of another ballot.
    const { proofs } = seal(world, 1, [[1]]).encrypted;
    expect(castForged(world, sealed, own, { payload, proofs })).toBe('kernel.PROOF_WRONG');
    expect(told(world, 1)).toMatchObject({ value: { ballots: 0 } });
  });

  it('cannot be cast again by them, nor by anybody', () => {
    const world = opened([0], revoting);
    const transaction = ballotOf(world, 0, 1);
    expect(cast(world, transaction)).toBe('done');
    expect(cast(world, transaction)).toBe('kernel.REPLAYED');
    noPlace(world, transaction);
    // The same ballot in another body, signed for the first one: only the voter can sign it anew.
    const sealed = seal(world, 0, [[1]]);
    const [one, two] = [0, 1].map(() => transactionOf(world, sealed, voterOf(world, 0)));
    const stolen = withProof(expectPresent(one, 'one'), proofIn(expectPresent(two, 'two')));
    expect(cast(world, stolen)).toBe('kernel.PROOF_WRONG');
    expect(told(world, 0)).toMatchObject({ value: { ballots: 1 } });
  });

  it('cannot be signed with another secret', () => {
    const world = opened([0, 1]);
    const thief = { ...voterOf(world, 0), secret: voterOf(world, 1).secret };
    const transaction = transactionOf(world, seal(world, 0, [[1]]), thief);
    expect(cast(world, transaction)).toBe('kernel.PROOF_WRONG');
    noPlace(world, transaction);
  });
});

describe('a ballot for another election', () => {
  it('is worth nothing in this one, even by the same key and trustees', () => {
    const world = opened([]);
    const other = draftOn(world, { voters }, 'another');
    runCeremony(other);
    openDraft(other);
    const own = voterOf(world, 0);
    expect(registerVoter(world, 0, own)).toBe('done');
    expect(registerVoter(other, 0, own)).toBe('done');
    const here = seal(world, 0, [[1]], own);
    const there = electionBound(other).id;
    const moved = { ...here, payload: { ...here.payload, election: there } };
    expect(cast(world, transactionOf(world, moved, own))).toBe('kernel.PROOF_WRONG');
    expect(castForged(other, here, own, { payload: { election: there } })).toBe(
      'kernel.PROOF_WRONG',
    );
    expect(cast(other, transactionOf(other, seal(other, 0, [[1]], own), own))).toBe('done');
  });

  it('that is not open, or that there is not, has no place', () => {
    const world = opened([0]);
    const draft = draftOn(world, { voters }, 'another');
    const here = seal(world, 0, [[1]]);
    for (const election of [bytesOf(draft.election), new Uint8Array(32)]) {
      const moved = { ...here, payload: { ...here.payload, election } };
      const transaction = transactionOf(world, moved, voterOf(world, 0));
      expect(world.ledger.admit(transaction)).toMatchObject({ ok: false });
      noPlace(world, transaction);
    }
  });
});

describe('a ballot with a wrong proof', () => {
  it('has no place in a block, and takes no other ballot with it', () => {
    const world = opened([0, 1]);
    const right = ballotOf(world, 0, 1);
    const proof = proofIn(right);
    for (const at of [0, 40, 64, 64 + 223, proof.length - 1]) {
      const wrong = withProof(right, flipped(proof, at, 1));
      expect(cast(world, wrong)).toBe('kernel.PROOF_WRONG');
      noPlace(world, wrong);
      noPlace(world, ballotOf(world, 1, 2), wrong);
    }
    expect(resultOf(world).sums).toBe(0);
    expect(outcomesOf(world, [right, ballotOf(world, 1, 2)])).toEqual(['done', 'done']);
  });

  it('is none that a signature can stand for, nor the other way round', () => {
    const world = opened([0]);
    const { election, ledger } = world;
    const { key, sequence, selections } = seal(world, 0, [[1]]).payload;
    const payload = { election, key: toHex(key), sequence, selections: toHex(selections) };
    const refused = { error: { name: 'kernel.AUTHORISATION_NOT_ACCEPTED' } };
    const signed = ledger.sign({ act: 'election.castBallot', payload, by: device(0) });
    expect(ledger.admit(signed)).toMatchObject(refused);
    const end = { act: 'election.closeElection', payload: { election, how: 'over' } };
    const { envelope } = ledger.sign({ ...end, by: officer });
    const proven = signedFrom(encodeProven(envelope.body, proofIn(ballotOf(world, 0, 1))));
    expect(ledger.admit(proven)).toMatchObject(refused);
  });
});

describe('two ballots of one key', () => {
  it('in one block: the first is taken, where the election takes one', () => {
    const world = opened([0]);
    const [one, two] = [ballotOf(world, 0, 1), ballotOf(world, 0, 2)];
    expect(() => world.ledger.block([one, one])).toThrow('TWICE');
    expect(outcomesOf(world, [one, two])).toEqual(['done', 'ALREADY_VOTED']);
    expect(told(world, 0)).toMatchObject({ value: { ballots: 1 } });
    expect(electionOf(world).took).toMatchObject({ ballots: 1, cast: [1] });
    expect(cast(world, ballotOf(world, 0, 2))).toBe('ALREADY_VOTED');
  });

  it('in one block: those in their order are taken, where the newest counts', () => {
    const world = opened([0], revoting);
    const first = seal(world, 0, [[1]]);
    const own = voterOf(world, 0);
    const standing = { ballots: 1, last: first.encrypted.fingerprint };
    const second = sealBallot(
      electionBound(world),
      { key: own.key, standing },
      [[2]],
      world.chance,
    );
    const both = [first, second].map((one) => transactionOf(world, one, own));
    expect(outcomesOf(world, both.toReversed())).toEqual(['OUT_OF_SEQUENCE', 'done']);
    expect(cast(world, transactionOf(world, second, own))).toBe('done');
    expect(told(world, 0)).toMatchObject({
      value: { ballots: 2, last: toHex(second.encrypted.fingerprint) },
    });
    expect(electionOf(world).took).toMatchObject({ ballots: 1, cast: [1] });
  });
});

describe('a ballot that replaces another', () => {
  it('cannot be dropped, doubled, or put in another order without being seen', () => {
    const world = opened([0], revoting);
    const own = voterOf(world, 0);
    const sealed = Array.from({ length: 3 }, (_, n) => {
      const one = seal(world, 0, [[n]]);
      if (n < 2) expect(cast(world, transactionOf(world, one, own))).toBe('done');
      return one;
    });
    const [first, second, third] = sealed.map((one) => expectPresent(one, 'a ballot'));
    for (const old of [first, second]) {
      const transaction = transactionOf(world, expectPresent(old, 'an old one'), own);
      expect(cast(world, transaction)).toBe('OUT_OF_SEQUENCE');
    }
    const key = { key: own.key, standing: { ballots: 2 } };
    const make = (standing: { ballots: number; last?: Uint8Array }) => {
      const one = sealBallot(electionBound(world), { ...key, standing }, [[0]], world.chance);
      return cast(world, transactionOf(world, one, own));
    };
    const last = expectPresent(second, 'second').encrypted.fingerprint;
    expect(make({ ballots: 2 })).toBe('OUT_OF_SEQUENCE');
    expect(make({ ballots: 3, last })).toBe('OUT_OF_SEQUENCE');
    expect(make({ ballots: 1, last })).toBe('OUT_OF_SEQUENCE');
    expect(make({ ballots: 0 })).toBe('OUT_OF_SEQUENCE');
    const before = expectPresent(first, 'first').encrypted.fingerprint;
    expect(make({ ballots: 2, last: before })).toBe('OUT_OF_SEQUENCE');
    // It cannot be made to follow another ballot than the one that it was made for.
    const newest = expectPresent(third, 'third');
    expect(castForged(world, newest, own, { payload: { previous: before } })).toBe(
      'kernel.PROOF_WRONG',
    );
    expect(cast(world, transactionOf(world, newest, own))).toBe('done');
  });

  it('alone counts', () => {
    const world = open(revoting);
    for (const person of voters.keys()) {
      for (const answer of [0, 2, 1].slice(0, 1 + (person % 3))) {
        expect(vote(world, person, [[answer]])).toBe('done');
      }
    }
    expect(vote(world, 0, [[]])).toBe('done');
    expect(close(world)).toBe('done');
    decryptAll(world, [1, 2]);
    expect(resultOf(world).questions[0]?.measures).toEqual([
      { cast: 12, blank: 1, answers: [3, 4, 4] },
    ]);
  });

  it('is one of a hundred at most', () => {
    const world = opened([0], revoting);
    const own = voterOf(world, 0);
    const bound = electionBound(world);
    let standing: { ballots: number; last?: Uint8Array } = { ballots: 0 };
    const next = () => {
      const sealed = sealBallot(bound, { key: own.key, standing }, [[0]], world.chance);
      standing = { ballots: standing.ballots + 1, last: sealed.encrypted.fingerprint };
      return transactionOf(world, sealed, own);
    };
    for (let block = 0; block < 4; block++) {
      const done = outcomesOf(world, Array.from({ length: 25 }, next));
      expect(done).toEqual(Array.from({ length: 25 }, () => 'done'));
    }
    expect(cast(world, next())).toBe('TOO_MANY_BALLOTS');
  });
});

describe('two voters', () => {
  it('with equal votes, and even equal randomness, have different ballots', () => {
    const world = opened([0, 1]);
    const sealed = [0, 1].map((person) => {
      const { key } = voterOf(world, person);
      const standing = { ballots: 0 };
      return sealBallot(electionBound(world), { key, standing }, [[1]], chanceOf('the same'));
    });
    const [one, two] = sealed.map(({ encrypted }) => encrypted);
    expect(one?.ballot.selections).toEqual(two?.ballot.selections);
    expect(one?.fingerprint).not.toEqual(two?.fingerprint);
    const all = sealed.map((each, person) => transactionOf(world, each, voterOf(world, person)));
    const done = blockOf(world, all);
    expect(done.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    const fingerprints = done.flatMap(({ events }) =>
      events.map(({ fields }) => (fields as { fingerprint: string }).fingerprint),
    );
    expect(new Set(fingerprints).size).toBe(2);
    for (const [person, fingerprint] of fingerprints.entries()) {
      expect(told(world, person)).toMatchObject({ value: { last: fingerprint } });
    }
  });
});

describe('a key', () => {
  it('that nobody registered casts nothing', () => {
    const world = opened([0]);
    expect(cast(world, ballotOf(world, 1, 1))).toBe('UNKNOWN_KEY');
  });
});
