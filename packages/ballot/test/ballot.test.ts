import { utf8 } from '@madang/base';
import {
  combine,
  GENERATOR,
  IDENTITY,
  negateElement,
  ONE,
  scalarOf,
  subtractScalars,
} from '@madang/ristretto';
import { flipped } from '@madang/testkit';
import { expand_message_xmd } from '@noble/curves/abstract/hash-to-curve.js';
import { ristretto255_hasher } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { challenge, expandMessage } from '../src/challenge.ts';
import {
  type CastBallot,
  type Election,
  isAllowed,
  isQuestion,
  type Question,
  verifyBallot,
  verifyBallots,
} from '../src/index.ts';
import { selectedBy, selectionsOf, sentOf, weightsOf } from '../src/question.ts';
import { castBallot, chanceFrom, electionOf, kinds, ONE_OF_FIVE } from './voting.ts';

const CHANCE = new Uint8Array(32).fill(9);

/** What a ballot says to a question, read with the secret of the election's key. */
function opened(question: Question, { ballot }: CastBallot, secret: Uint8Array): readonly number[] {
  return Array.from({ length: sentOf(question) }, (_, at) => {
    const a = ballot.selections.subarray(64 * at, 64 * at + 32);
    const b = ballot.selections.subarray(64 * at + 32, 64 * at + 64);
    const m = combine([ONE, b], [secret, negateElement(a)]);
    if (Buffer.compare(m, IDENTITY) === 0) return 0;
    return Buffer.compare(m, GENERATOR) === 0 ? 1 : expect.fail('neither 0 nor 1');
  });
}

describe('the challenge', () => {
  it('is the hash of RFC 9380 and RFC 9497, as another library has it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (message) => {
        const name = 'MADANG-BALLOT-V1/share';
        const expanded = expand_message_xmd(message, utf8(name), 64, sha512);
        expect(expandMessage(message, name)).toEqual(expanded);
        const scalar = ristretto255_hasher.hashToScalar(message, { DST: name });
        expect(
          BigInt(`0x${Buffer.from(challenge('share', message)).reverse().toString('hex')}`),
        ).toBe(scalar);
      }),
    );
  });
});

describe('a question', () => {
  it.each(kinds)('of $name has selections that always add up', ({ question, votes }) => {
    expect(isQuestion(question)).toBe(true);
    for (const chosen of votes) {
      const weights = weightsOf(question);
      const sum = selectedBy(question, chosen).reduce(
        (total, one, at) => total + one * (weights[at] ?? 0),
        0,
      );
      if (question.choice !== undefined) expect(sum).toBe(question.choice.max);
      else expect(sum).toBe(chosen.length);
    }
  });

  it('is none with bounds that contradict each other', () => {
    const choice = { min: 1, max: 1, blank: false };
    expect(isQuestion({ answers: 0 })).toBe(false);
    expect(isQuestion({ answers: 65 })).toBe(false);
    expect(isQuestion({ answers: 3, choice: { ...choice, min: 2 } })).toBe(false);
    expect(isQuestion({ answers: 3, choice: { ...choice, max: 4 } })).toBe(false);
    expect(isQuestion({ answers: 3, choice: { ...choice, min: 0, max: 0 } })).toBe(false);
    expect(isQuestion({ answers: 3, choice: { min: 0, max: 2, blank: true } })).toBe(false);
  });

  it('allows what its bounds allow, by count and by answer', () => {
    const two: Question = { answers: 4, choice: { min: 1, max: 2, blank: true } };
    expect([[], [0], [0, 3]].every((chosen) => isAllowed(two, chosen))).toBe(true);
    expect([[4], [-1], [0.5], [1, 1], [0, 1, 2]].some((chosen) => isAllowed(two, chosen))).toBe(
      false,
    );
    expect(isAllowed(ONE_OF_FIVE, [])).toBe(false);
  });
});

describe('a ballot', () => {
  it.each(kinds)('on $name is taken, and says what was chosen', ({ question, votes }) => {
    const { election, secret, chance } = electionOf([question]);
    for (const chosen of votes) {
      const cast = castBallot(election, [chosen], chance);
      expect(verifyBallot(election, cast)).toBe(true);
      const sent = selectedBy(question, chosen).slice(0, sentOf(question));
      expect(opened(question, cast, secret)).toEqual(sent);
    }
  });

  it('answers several questions', () => {
    const { election, chance } = electionOf(kinds.map(({ question }) => question));
    const chosen = kinds.map(({ votes: [first = []] }) => first);
    expect(verifyBallot(election, castBallot(election, chosen, chance))).toBe(true);
  });

  it('on one of five has 1,440 bytes without its key and its place', () => {
    const { election, chance } = electionOf([ONE_OF_FIVE]);
    const { ballot, proof } = castBallot(election, [[2]], chance);
    expect(ballot.selections.length + proof.length).toBe(4 * 64 + 64 + 5 * 224);
  });

  it('is refused with any bit of it changed', () => {
    const { election, chance } = electionOf([
      { answers: 2, choice: { min: 1, max: 1, blank: true } },
    ]);
    const cast = castBallot(election, [[1]], chance);
    const { ballot } = cast;
    const bent = (change: Partial<CastBallot>) =>
      verifyBallots(election, [{ ...cast, ...change }], CHANCE)[0];
    for (let at = 0; at < cast.proof.length; at++) {
      expect(bent({ proof: flipped(cast.proof, at, 1 << (at % 8)) }), `proof ${String(at)}`).toBe(
        false,
      );
    }
    for (let at = 0; at < ballot.selections.length; at++) {
      const selections = flipped(ballot.selections, at, 1 << (at % 8));
      expect(bent({ ballot: { ...ballot, selections } }), `selections ${String(at)}`).toBe(false);
    }
    for (let at = 0; at < 32; at++) {
      expect(bent({ bodyHash: flipped(cast.bodyHash, at, 1) })).toBe(false);
      expect(bent({ ballot: { ...ballot, voter: flipped(ballot.voter, at, 2) } })).toBe(false);
      expect(bent({ ballot: { ...ballot, previous: flipped(IDENTITY, at, 1) } })).toBe(false);
    }
    expect(bent({ ballot: { ...ballot, sequence: 1 } })).toBe(false);
    expect(bent({})).toBe(true);
  });

  it('is of one election only', () => {
    const { election, chance } = electionOf([ONE_OF_FIVE]);
    const cast = castBallot(election, [[3]], chance);
    const others: readonly Partial<Election>[] = [
      { chain: IDENTITY },
      { election: IDENTITY },
      { key: combine([scalarOf(5), GENERATOR]) },
      { voterBase: combine([scalarOf(5), GENERATOR]) },
      { questions: [{ answers: 4, choice: { min: 1, max: 1, blank: true } }] },
      { questions: [{ answers: 6 }] },
      { questions: [] },
    ];
    for (const other of others) expect(verifyBallot({ ...election, ...other }, cast)).toBe(false);
  });

  it('is worth nothing under the key of another voter, who would copy it', () => {
    const { election, chance } = electionOf([ONE_OF_FIVE]);
    const cast = castBallot(election, [[3]], chance);
    const thief = castBallot(election, [[0]], chance);
    const copied = { ...cast.ballot, voter: thief.ballot.voter };
    // The thief signs the copy in their own name; the proofs of the selections are not theirs.
    const proof = Uint8Array.from([...thief.proof.subarray(0, 64), ...cast.proof.subarray(64)]);
    expect(verifyBallot(election, { ...cast, ballot: copied, proof })).toBe(false);
  });

  it('is refused where a length, a scalar or an element is none', () => {
    const { election, chance } = electionOf([ONE_OF_FIVE]);
    const cast = castBallot(election, [[3]], chance);
    const { ballot, proof } = cast;
    const order = subtractScalars(scalarOf(0), ONE).map((byte, at) => (at === 0 ? byte + 1 : byte));
    const put = (into: Uint8Array, at: number, bytes: Uint8Array) => {
      const changed = into.slice();
      changed.set(bytes, at);
      return changed;
    };
    const refused: readonly Partial<CastBallot>[] = [
      { proof: proof.subarray(1) },
      { proof: new Uint8Array(0) },
      { proof: put(proof, 32, order) },
      { proof: put(proof, 64 + 128, order) },
      { proof: put(proof, 64, new Uint8Array(32).fill(255)) },
      { ballot: { ...ballot, selections: ballot.selections.subarray(32) } },
      { ballot: { ...ballot, selections: put(ballot.selections, 0, IDENTITY) } },
      { ballot: { ...ballot, voter: IDENTITY } },
      { ballot: { ...ballot, voter: ballot.voter.subarray(1) } },
      { ballot: { ...ballot, previous: new Uint8Array(31) } },
      { bodyHash: new Uint8Array(31) },
    ];
    for (const change of refused)
      expect(verifyBallot(election, { ...cast, ...change })).toBe(false);
  });
});

describe('many ballots', () => {
  it('have the verdicts that each has alone', () => {
    const { election, chance } = electionOf([ONE_OF_FIVE]);
    const good = Array.from({ length: 12 }, (_, n) => castBallot(election, [[n % 5]], chance));
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat({ max: 11 }), { maxLength: 4 }),
        fc.nat({ max: 1_000 }),
        (bad, at) => {
          const all = good.map((cast, n) =>
            bad.includes(n) ? { ...cast, proof: flipped(cast.proof, at, 1) } : cast,
          );
          expect(verifyBallots(election, all, CHANCE)).toEqual(all.map((_, n) => !bad.includes(n)));
        },
      ),
      { numRuns: 15 },
    );
    expect(verifyBallots(election, [], CHANCE)).toEqual([]);
  });

  it('do not make up for each other', () => {
    const { election, chance } = electionOf([ONE_OF_FIVE]);
    const [one, two] = [castBallot(election, [[0]], chance), castBallot(election, [[1]], chance)];
    // What is added to the response of one signature is taken from that of the other.
    const moved = (cast: CastBallot, by: Uint8Array) => {
      const proof = cast.proof.slice();
      proof.set(subtractScalars(proof.subarray(32, 64), by), 32);
      return { ...cast, proof };
    };
    const pair = [moved(one, ONE), moved(two, subtractScalars(scalarOf(0), ONE))];
    expect(verifyBallots(election, pair, CHANCE)).toEqual([false, false]);
  });
});

it('is the same ballot from the same chance, and another from another', () => {
  const { election } = electionOf([ONE_OF_FIVE]);
  const make = (seed: number) => castBallot(election, [[1]], chanceFrom(seed));
  expect(make(7)).toEqual(make(7));
  expect(make(8).ballot.selections).not.toEqual(make(7).ballot.selections);
  expect(selectionsOf(ONE_OF_FIVE)).toHaveLength(5);
});
