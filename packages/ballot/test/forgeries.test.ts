import fs from 'node:fs';
import path from 'node:path';
import { concat, equalBytes } from '@madang/base';
import { combine, GENERATOR, reduceWide } from '@madang/ristretto';
import { describe, expect, it } from 'vitest';
import {
  ballotFingerprint,
  type CastBallot,
  encryptBallot,
  signBallot,
  verifyBallot,
  verifyBallots,
  voterKey,
} from '../src/index.ts';
import { BODY, SECRET, type Staged } from './forgeries/forgery.ts';
import { forgeries, implied } from './forgeries/table.ts';
import { ONE_OF_TWO, electionOf as secondElection } from './second/cases.ts';
import { G, times } from './second/group.ts';
import { cast as castSecond, chanceFrom as chanceOf, strictElement } from './second/make.ts';
import { fingerprintOf, type Item } from './second/statement.ts';
import { verify } from './second/verify.ts';
import { castBallot, chanceFrom, electionOf, ONE_OF_FIVE } from './voting.ts';

const CHANCE = new Uint8Array(32).fill(3);
const SPECIFICATION = path.join(import.meta.dirname, '../../../docs/spec/ballot.md');

/** What the page hashes of ballots, in the words of the table. */
function specifiedItems(): readonly string[] {
  const page = fs.readFileSync(SPECIFICATION, 'utf8');
  const named = (list: string, of: string, between: string) =>
    list.split(between).map((part) => {
      const item = part.trim().replace(/^u32\((\w+)\)$/, '$1');
      return `${of}.${item.replace(/^tag\(.*\)$/, 'tag')}`;
    });
  const [, statement = ''] = /^S = H\(([^]*?)\)\n```/m.exec(page) ?? [];
  const challenges = [...page.matchAll(/C\("(selection|ballot)", ((?:u32\(\w+\)|\w+|, )+)\)/g)];
  return [
    ...named(statement, 'S', '||'),
    ...challenges.flatMap(([, name = '', list = '']) => [
      `${name}.name`,
      ...named(list, name, ','),
    ]),
  ];
}

const ITEMS = [...forgeries, ...implied].map(({ item }) => item);

/** Whether what is sent holds a number that is neither 0 nor 1. */
function isOverfull({ cast }: Staged, secret: bigint): boolean {
  const a = strictElement(cast.ballot.selections.subarray(0, 32));
  const m = strictElement(cast.ballot.selections.subarray(32, 64)).subtract(times(secret, a));
  return ![0n, 1n].some((number) => m.equals(times(number, G)));
}

describe('the table of forgeries', () => {
  it('has every item that the page hashes', () => {
    expect(specifiedItems()).toHaveLength(24);
    expect([...new Set(ITEMS)].toSorted()).toEqual(specifiedItems().toSorted());
  });

  it.each(forgeries)('without $item: $name', ({ item, also = [], stage }) => {
    const omitted = [item, ...also];
    const weak = stage(omitted);
    expect(verify(weak.election, weak.cast, omitted)).toBe(true);
    if (weak.secret !== undefined) expect(isOverfull(weak, weak.secret)).toBe(true);
    const whole = stage([]);
    for (const { election, cast } of [weak, whole]) {
      expect(verifyBallot(election, cast)).toBe(false);
      expect(verifyBallots(election, [cast], CHANCE)).toEqual([false]);
      expect(verify(election, cast)).toBe(false);
    }
    const { honest } = whole;
    if (honest !== undefined) expect(verifyBallot(honest.election, honest.cast)).toBe(true);
  });

  it('needs each of what is left out together', () => {
    for (const { item, also, stage } of forgeries) {
      if (also === undefined) continue;
      for (const one of [item, ...also]) {
        const { election, cast } = stage([one]);
        expect(verify(election, cast, [one])).toBe(false);
      }
    }
  });

  it.each([...new Set(ITEMS)])('knows another challenge without %s', (item: Item) => {
    const election = secondElection([ONE_OF_TWO]);
    const vote = { chosen: [[1]], chance: chanceOf(BODY) };
    const cast = castSecond(election, vote, { secret: SECRET, bodyHash: BODY }, [item]);
    expect(verify(election, cast, [item])).toBe(true);
    expect(verifyBallot(election, cast)).toBe(false);
    const fingerprint = fingerprintOf(election, cast.ballot, [item]);
    const isSame = equalBytes(ballotFingerprint(election, cast.ballot), fingerprint);
    expect(isSame).toBe(!item.startsWith('S.'));
  });
});

describe('a ballot of somebody else', () => {
  const { election, chance } = electionOf([ONE_OF_FIVE], 21);
  const cast = castBallot(election, [[3]], chance);

  it('is refused under another key, bit for bit or signed anew', () => {
    const secret = reduceWide(chance());
    const { voterBase } = election;
    const voter = voterKey(secret, voterBase);
    const ballot = { ...cast.ballot, voter };
    const fingerprint = ballotFingerprint(election, ballot);
    const signed = { fingerprint, bodyHash: cast.bodyHash, voter, voterBase };
    const own = signBallot(signed, secret, chance());
    const proof = concat(own, cast.proof.subarray(64));
    const copies: readonly CastBallot[] = [
      { ...cast, ballot },
      { ...cast, ballot, proof },
    ];
    for (const copy of copies) {
      expect(verifyBallot(election, copy)).toBe(false);
      expect(verify(election, copy)).toBe(false);
    }
    expect(verifyBallots(election, [cast, ...copies], CHANCE)).toEqual([true, false, false]);
  });

  it('is refused when its ciphertexts are encrypted again', () => {
    const more = reduceWide(chance());
    const { selections } = cast.ballot;
    const moved = selections.slice();
    for (const [at, base] of [GENERATOR, election.key].entries()) {
      const sum = combine(
        [
          Uint8Array.from({ length: 32 }, (_, n) => (n === 0 ? 1 : 0)),
          selections.subarray(32 * at, 32 * at + 32),
        ],
        [more, base],
      );
      moved.set(sum, 32 * at);
    }
    const changed = { ...cast, ballot: { ...cast.ballot, selections: moved } };
    expect(verifyBallot(election, changed)).toBe(false);
  });

  it('has another fingerprint, though vote and chance be the same', () => {
    const made = [7, 8].map((seed) => {
      const voter = voterKey(reduceWide(chanceFrom(seed)()), election.voterBase);
      return encryptBallot(election, { voter, sequence: 0, chosen: [[2]] }, chanceFrom(99));
    });
    const [one, other] = made;
    expect(one?.ballot.selections).toEqual(other?.ballot.selections);
    expect(one?.fingerprint).not.toEqual(other?.fingerprint);
    expect(one?.proofs).not.toEqual(other?.proofs);
  });
});
