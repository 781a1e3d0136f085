import { concatBytes } from '@noble/hashes/utils.js';
import { electionOf, hashOf, MIXED_BASE, ONE_OF_TWO } from '../second/cases.ts';
import { bytesOf, inverse, times } from '../second/group.ts';
import { scalarFrom, strictElement, voterKey } from '../second/make.ts';
import {
  type Place,
  type ShownSurrender,
  type Surrender,
  type SurrenderItem,
  signedSurrender,
  surrenderChallenge,
} from '../second/surrender.ts';
import { ANY_ELEMENT, BODY, chanceOf, SECRET } from './forgery.ts';

// How a key could be given up by somebody else, or for something else, were an item left out.

/** How one cheats where an item is left out of what is hashed. */
export interface SurrenderForgery {
  readonly item: SurrenderItem;
  readonly name: string;
  readonly stage: (omitted: readonly SurrenderItem[]) => ShownSurrender;
}

const { chain, election, voterBase } = electionOf([ONE_OF_TWO], { voterBase: MIXED_BASE });
const place: Place = { chain, election, voterBase };
const first: Surrender = {
  voter: voterKey(electionOf([ONE_OF_TWO], { voterBase: MIXED_BASE }), SECRET),
  sequence: 0,
  batch: hashOf('batch of the desk'),
};
const nonceOf = (name: string): bigint => scalarFrom(chanceOf(name));

/** What the honest voter has signed. */
export function honestSurrender(
  omitted: readonly SurrenderItem[],
  change: Partial<Surrender> = {},
): ShownSurrender {
  const given = { place, surrender: { ...first, ...change }, bodyHash: BODY };
  return signedSurrender(given, { secret: SECRET, nonce: nonceOf('surrender') }, omitted);
}

function elsewhere(item: SurrenderItem, name: string, change: Partial<Place>): SurrenderForgery {
  const moved = { ...place, ...change };
  return { item, name, stage: (omitted) => ({ ...honestSurrender(omitted), place: moved }) };
}

function otherwise(
  item: SurrenderItem,
  name: string,
  change: Partial<Surrender>,
): SurrenderForgery {
  const surrender = { ...first, ...change };
  return { item, name, stage: (omitted) => ({ ...honestSurrender(omitted), surrender }) };
}

/** The base of the keys is chosen when the challenge is known, by whoever mixes last. */
function baseLater(omitted: readonly SurrenderItem[]): ShownSurrender {
  const [nonce, z] = [nonceOf('nonce of the base'), nonceOf('response of the base')];
  const R = times(nonce, strictElement(ANY_ELEMENT));
  const c = surrenderChallenge({ place, surrender: first, bodyHash: BODY }, R.toBytes(), omitted);
  const base = times(inverse(z), R.add(times(c, strictElement(first.voter))));
  return {
    place: { ...place, voterBase: base.toBytes() },
    surrender: first,
    bodyHash: BODY,
    proof: concatBytes(R.toBytes(), bytesOf(z)),
  };
}

/** A key is found that gives itself up, whose secret nobody knows. */
function keyLater(omitted: readonly SurrenderItem[]): ShownSurrender {
  const [nonce, z] = [nonceOf('nonce of the key'), nonceOf('response of the key')];
  const base = strictElement(voterBase);
  // Its commitment is no multiple of the base that anybody knows.
  const R = times(nonce, strictElement(ANY_ELEMENT));
  const given = { place, surrender: first, bodyHash: BODY };
  const c = surrenderChallenge(given, R.toBytes(), omitted);
  const voter = times(inverse(c), times(z, base).subtract(R)).toBytes();
  return {
    ...given,
    surrender: { ...first, voter },
    proof: concatBytes(R.toBytes(), bytesOf(z)),
  };
}

/** The key of a voter is given up by somebody who does not know its secret. */
function nonceLater(omitted: readonly SurrenderItem[]): ShownSurrender {
  const given = { place, surrender: first, bodyHash: BODY };
  const z = nonceOf('commitment after the challenge');
  const c = surrenderChallenge(given, ANY_ELEMENT, omitted);
  const R = times(z, strictElement(voterBase)).subtract(times(c, strictElement(first.voter)));
  return { ...given, proof: concatBytes(R.toBytes(), bytesOf(z)) };
}

/** Each with the item that stands in its way. */
export const surrenderForgeries: readonly SurrenderForgery[] = [
  elsewhere('T.chain', 'a key is given up on another ledger', { chain: hashOf('other chain') }),
  elsewhere('T.election', 'a key is given up in another election in which it is the same', {
    election: hashOf('other election'),
  }),
  { item: 'T.h', name: 'a base is found under which a key gives itself up', stage: baseLater },
  { item: 'T.P', name: 'a key is found that gives itself up', stage: keyLater },
  otherwise('T.sequence', 'what was signed before a ballot is shown after it', { sequence: 1 }),
  otherwise('T.previous', 'a surrender is hung behind a ballot of which its voter knew nothing', {
    previous: hashOf('a ballot'),
  }),
  otherwise('T.batch', 'a key is given up for the papers of somebody else', {
    batch: hashOf('batch of somebody'),
  }),
  {
    item: 'surrender.T',
    name: 'a signature is taken for a surrender of which it says nothing',
    stage: (omitted) => ({
      ...honestSurrender(omitted),
      surrender: { ...first, sequence: 2, batch: hashOf('batch of somebody') },
    }),
  },
  {
    item: 'surrender.bodyHash',
    name: 'a surrender is carried by another transaction than was signed',
    stage: (omitted) => ({ ...honestSurrender(omitted), bodyHash: hashOf('other body') }),
  },
  {
    item: 'surrender.R',
    name: 'the key of a voter is given up by somebody who does not know its secret',
    stage: nonceLater,
  },
];

/** Items that others imply: there is no forgery, only another challenge. */
export const impliedOfSurrender = [
  {
    item: 'T.tag',
    why: 'the challenge is named, and every other hash begins with a tag of its own',
  },
  {
    item: 'surrender.name',
    why: 'the tag of T tells it from a ballot; nothing else hashes 96 bytes that begin with one',
  },
] as const;
