import fs from 'node:fs';
import path from 'node:path';
import { concat, expectOk, fromHex, toHex } from '@madang/base';
import { combine, GENERATOR } from '@madang/ristretto';
import { flipped } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import { challenge } from '../src/challenge.ts';
import {
  ballotFingerprint,
  type CastBallot,
  type Election,
  encryptBallot,
  isQuestion,
  signBallot,
  verifyBallot,
  verifyBallots,
  voterKey,
} from '../src/index.ts';
import { chanceFrom } from './second/make.ts';
import { verify } from './second/verify.ts';
import { vectorsText } from './second/write-vectors.ts';
import vectors from './vectors.json' with { type: 'json' };
import { castBallot, electionOf, kinds } from './voting.ts';

const CHANCE = new Uint8Array(32).fill(5);
const bytesOf = (hex: string) => expectOk(fromHex(hex), 'hexadecimal');

type Written = (typeof vectors)['accepted'][number] | (typeof vectors)['refused'][number];

/** What the page calls an election and a ballot, read from a vector. */
function read({ election: written, ...rest }: Written): readonly [Election, CastBallot] {
  const election = {
    chain: bytesOf(written.chain),
    election: bytesOf(written.election),
    key: bytesOf(written.key),
    voterBase: bytesOf(written.voterBase),
    questions: written.questions,
  };
  const ballot = {
    voter: bytesOf(rest.voter),
    sequence: rest.sequence,
    previous: bytesOf(rest.previous),
    selections: bytesOf(rest.selections),
  };
  return [election, { ballot, bodyHash: bytesOf(rest.bodyHash), proof: bytesOf(rest.proof) }];
}

describe('the vectors', () => {
  it('are what the second implementation writes', () => {
    const file = path.join(import.meta.dirname, 'vectors.json');
    expect(vectorsText()).toBe(fs.readFileSync(file, 'utf8'));
  });

  it('have challenges', () => {
    for (const { name, message, scalar } of vectors.challenges) {
      const known = name === 'ballot' ? 'ballot' : 'selection';
      expect(toHex(challenge(known, bytesOf(message)))).toBe(scalar);
    }
  });

  it.each(vectors.accepted)('have a ballot that both accept: $name', (vector) => {
    const [election, cast] = read(vector);
    expect(election.questions.every(isQuestion)).toBe(true);
    expect(toHex(ballotFingerprint(election, cast.ballot))).toBe(vector.fingerprint);
    expect(verifyBallot(election, cast)).toBe(true);
    expect(verifyBallots(election, [cast], CHANCE)).toEqual([true]);
    expect(verify(election, cast)).toBe(true);
  });

  it.each(vectors.accepted)('have a ballot that the same chance makes: $name', (vector) => {
    const [election, cast] = read(vector);
    const secret = bytesOf(vector.voterSecret);
    expect(election.key).toEqual(combine([bytesOf(vector.electionSecret), GENERATOR]));
    const voter = voterKey(secret, election.voterBase);
    const { sequence, previous } = cast.ballot;
    const chance = chanceFrom(bytesOf(vector.seed));
    const vote = { voter, sequence, previous, chosen: vector.chosen };
    const { ballot, fingerprint, proofs } = encryptBallot(election, vote, chance);
    const { voterBase } = election;
    const signed = { fingerprint, bodyHash: cast.bodyHash, voter, voterBase };
    const signature = signBallot(signed, secret, chance());
    expect(ballot).toEqual(cast.ballot);
    expect(toHex(concat(signature, proofs))).toBe(vector.proof);
  });

  it.each(vectors.refused)('have a ballot that both refuse: $reason', (vector) => {
    const [election, cast] = read(vector);
    expect(election.questions.every(isQuestion)).toBe(true);
    expect(verifyBallot(election, cast)).toBe(false);
    expect(verifyBallots(election, [cast], CHANCE)).toEqual([false]);
    expect(verify(election, cast)).toBe(false);
  });
});

describe('the second implementation', () => {
  it('shares no code with the first', () => {
    const folder = path.join(import.meta.dirname, 'second');
    for (const name of fs.readdirSync(folder)) {
      const text = fs.readFileSync(path.join(folder, name), 'utf8');
      const imported = [...text.matchAll(/ from '([^']+)'|import\(/g)].map(([, from]) => from);
      const isOwn = (from = '') => /^(\.\/[a-z-]+\.ts|@noble\/.+|node:(fs|path))$/.test(from);
      expect(
        imported.filter((from) => !isOwn(from)),
        name,
      ).toEqual([]);
    }
  });

  it.each(kinds)('verifies ballots of the first on $name', ({ question, votes }) => {
    const { election, chance } = electionOf([question], 11);
    const cast = castBallot(election, [votes[0] ?? []], chance);
    expect(verify(election, cast)).toBe(true);
    for (const at of [0, 40, 70, 200, cast.proof.length - 1]) {
      expect(verify(election, { ...cast, proof: flipped(cast.proof, at, 1) })).toBe(false);
    }
  });
});
