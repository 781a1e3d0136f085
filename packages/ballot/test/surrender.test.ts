import fs from 'node:fs';
import path from 'node:path';
import { expectOk, fromHex, toHex } from '@madang/base';
import { GENERATOR, reduceWide } from '@madang/ristretto';
import { flipped } from '@madang/testkit';
import { describe, expect, it } from 'vitest';
import {
  encodeBallot,
  encodeElection,
  encodeSurrender,
  type SignedSurrender,
  type SurrenderPlace,
  signBallot,
  signSurrender,
  surrenderStatement,
  verifyBallot,
  verifyEncoded,
  verifySurrender,
  voterKey,
} from '../src/index.ts';
import { honestSurrender, impliedOfSurrender, surrenderForgeries } from './forgeries/surrender.ts';
import { chanceFrom as chanceOfSeed } from './second/make.ts';
import { ALL, type SurrenderItem, verifySurrendered } from './second/surrender.ts';
import { surrenderVectorsText } from './second/write-vectors.ts';
import vectors from './surrender-vectors.json' with { type: 'json' };
import { castBallot, chanceFrom, electionOf, ONE_OF_FIVE } from './voting.ts';

const SPECIFICATION = path.join(import.meta.dirname, '../../../docs/spec/ballot.md');
const CHANCE = new Uint8Array(32).fill(9);
const bytesOf = (hex: string) => expectOk(fromHex(hex), 'hexadecimal');

type Written = (typeof vectors)['accepted'][number] | (typeof vectors)['refused'][number];

function read(written: Written): readonly [SurrenderPlace, SignedSurrender] {
  const { chain, election, voterBase, voter, previous, batch, bodyHash, proof } = written;
  return [
    { chain: bytesOf(chain), election: bytesOf(election), voterBase: bytesOf(voterBase) },
    {
      surrender: {
        voter: bytesOf(voter),
        sequence: written.sequence,
        previous: bytesOf(previous),
        batch: bytesOf(batch),
      },
      bodyHash: bytesOf(bodyHash),
      proof: bytesOf(proof),
    },
  ];
}

describe('the vectors of surrenders', () => {
  it('are what the second implementation writes', () => {
    const file = path.join(import.meta.dirname, 'surrender-vectors.json');
    expect(surrenderVectorsText()).toBe(fs.readFileSync(file, 'utf8'));
  });

  it.each(vectors.accepted)('have one that both accept: $name', (vector) => {
    const [place, signed] = read(vector);
    expect(toHex(surrenderStatement(place, signed.surrender))).toBe(vector.statement);
    expect(verifySurrender(place, signed)).toBe(true);
    expect(verifySurrendered({ place, ...signed })).toBe(true);
    const secret = bytesOf(vector.secret);
    expect(voterKey(secret, place.voterBase)).toEqual(signed.surrender.voter);
    const made = signSurrender(place, signed, secret, chanceOfSeed(bytesOf(vector.seed)));
    expect(toHex(made)).toBe(vector.proof);
  });

  it.each(vectors.refused)('have one that both refuse: $reason', (vector) => {
    const [place, signed] = read(vector);
    expect(verifySurrender(place, signed)).toBe(false);
    expect(verifySurrendered({ place, ...signed })).toBe(false);
  });
});

describe('the table of forgeries of a surrender', () => {
  const ITEMS = [...surrenderForgeries, ...impliedOfSurrender].map(({ item }) => item);

  it('has every item that the page hashes', () => {
    const page = fs.readFileSync(SPECIFICATION, 'utf8');
    const [, statement = ''] = /^T {9}= H\((.*)\)$/m.exec(page) ?? [];
    const [, parts = ''] = /C\("surrender", ([^)]*)\)/.exec(page) ?? [];
    const named = (list: string, of: string, between: string) =>
      list.split(between).map((part) => {
        const item = part.trim().replace(/^u32\((\w+)\)$/, '$1');
        return `${of}.${item.replace(/^tag\(.*\)$/, 'tag')}`;
      });
    const specified = [
      ...named(statement, 'T', '||'),
      'surrender.name',
      ...named(parts, 'surrender', ','),
    ];
    expect(specified).toHaveLength(12);
    expect([...new Set(ITEMS)].toSorted()).toEqual(specified.toSorted());
  });

  it('begins with a surrender that is right', () => {
    const { place, ...signed } = honestSurrender(ALL);
    expect(verifySurrender(place, signed)).toBe(true);
  });

  it.each(surrenderForgeries)('without $item: $name', ({ item, stage }) => {
    const weak = stage([item]);
    expect(verifySurrendered(weak, [item])).toBe(true);
    for (const one of [weak, stage(ALL)]) {
      expect(verifySurrendered(one)).toBe(false);
      expect(verifySurrender(one.place, one)).toBe(false);
    }
  });

  it.each([...new Set(ITEMS)])('knows another challenge without %s', (item: SurrenderItem) => {
    const shown = honestSurrender([item]);
    expect(verifySurrendered(shown, [item])).toBe(true);
    expect(verifySurrender(shown.place, shown)).toBe(false);
  });
});

describe('what a key proves', () => {
  const { election, chance } = electionOf([ONE_OF_FIVE], 41);
  const cast = castBallot(election, [[3]], chance);
  const { voter } = cast.ballot;
  const batch = voterKey(reduceWide(chance()), GENERATOR);
  const given = { surrender: { voter, sequence: 0, batch }, bodyHash: cast.bodyHash };
  const proof = signSurrender(election, given, cast.secret, chance);
  const signed: SignedSurrender = { ...given, proof };

  it('is told apart: no ballot is a surrender, and no surrender a ballot', () => {
    expect(verifySurrender(election, signed)).toBe(true);
    const ofBallot = { ...signed, proof: cast.proof.subarray(0, 64) };
    expect(verifySurrender(election, ofBallot)).toBe(false);
    // A signature of a ballot over the very statement of a surrender.
    const fingerprint = surrenderStatement(election, given.surrender);
    const { voterBase } = election;
    const asBallot = { fingerprint, bodyHash: cast.bodyHash, voter, voterBase };
    const other = signBallot(asBallot, cast.secret, chance());
    expect(verifySurrender(election, { ...signed, proof: other })).toBe(false);
    const selections = cast.proof.subarray(64);
    const mixed = new Uint8Array([...proof, ...selections]);
    expect(verifyBallot(election, { ...cast, proof: mixed })).toBe(false);
  });

  it('is verified among others from bytes, each with its own verdict', () => {
    const own = encodeSurrender(given.surrender);
    const ballot = encodeBallot(cast.ballot);
    const { bodyHash } = cast;
    const all = [
      { own, bodyHash, proof },
      { own: ballot, bodyHash, proof: cast.proof },
      { own, bodyHash, proof: flipped(proof, 40, 1) },
      { own: ballot, bodyHash, proof },
      { own, bodyHash, proof: cast.proof },
      { own: own.subarray(1), bodyHash, proof },
      { own: ballot, bodyHash, proof: cast.proof },
    ];
    const right = [true, true, false, false, false, false, true];
    expect(verifyEncoded(encodeElection(election), all, CHANCE)).toEqual(right);
  });

  it('is refused with any other bytes', () => {
    for (let at = 0; at < proof.length; at += 7) {
      const bent = { ...signed, proof: flipped(proof, at, 2) };
      expect(verifySurrender(election, bent), `byte ${String(at)}`).toBe(false);
    }
    const sequences = [1, -1, 0.5, 2 ** 32];
    for (const sequence of sequences) {
      const surrender = { ...given.surrender, sequence };
      expect(verifySurrender(election, { ...signed, surrender })).toBe(false);
    }
    const base = voterKey(reduceWide(chanceFrom(5)()), GENERATOR);
    expect(verifySurrender({ ...election, voterBase: base }, signed)).toBe(false);
  });
});
