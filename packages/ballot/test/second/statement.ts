import { expand_message_xmd } from '@noble/curves/abstract/hash-to-curve.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { encodeCbor, type Value } from './cbor.ts';
import type { Ballot, Election, Question } from './election.ts';
import { mod, numberOf } from './group.ts';

// What is hashed, item by item. An item can be left out on purpose, which makes a weak verifier:
// that somebody can cheat it is what shows that the item is needed.

export type Item =
  | 'S.tag'
  | 'S.chain'
  | 'S.election'
  | 'S.Y'
  | 'S.h'
  | 'S.n'
  | 'S.questions'
  | 'S.P'
  | 'S.sequence'
  | 'S.previous'
  | 'S.m'
  | 'S.selections'
  | 'selection.name'
  | 'selection.S'
  | 'selection.question'
  | 'selection.selection'
  | 'selection.A0'
  | 'selection.B0'
  | 'selection.A1'
  | 'selection.B1'
  | 'ballot.name'
  | 'ballot.S'
  | 'ballot.bodyHash'
  | 'ballot.R';

type Part = readonly [item: Item, bytes: Uint8Array];

/** Nothing is left out: the page as it is. */
export const WHOLE: readonly Item[] = [];

/** The items that S is the hash of, in order. */
export function fingerprintParts(election: Election, ballot: Ballot): readonly Part[] {
  const questions = encodeQuestions(election.questions);
  const { voter, sequence, previous, selections } = ballot;
  return [
    ['S.tag', utf8ToBytes('madang/ballot/1\0')],
    ['S.chain', election.chain],
    ['S.election', election.election],
    ['S.Y', election.key],
    ['S.h', election.voterBase],
    ['S.n', u32(questions.length)],
    ['S.questions', questions],
    ['S.P', voter],
    ['S.sequence', u32(sequence)],
    ['S.previous', previous ?? new Uint8Array(32)],
    ['S.m', u32(selections.length)],
    ['S.selections', selections],
  ];
}

/** S. */
export function fingerprintOf(election: Election, ballot: Ballot, omitted = WHOLE): Uint8Array {
  return sha256(joined(fingerprintParts(election, ballot), omitted));
}

/** Where a selection stands. */
export interface Place {
  readonly fingerprint: Uint8Array;
  readonly question: number;
  readonly selection: number;
}

/** A0, B0, A1, B1, encoded. */
export type Commitments = readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array];

/** The challenge of the proof of a selection. */
export function selectionChallenge(place: Place, sent: Commitments, omitted = WHOLE): bigint {
  const [a0, b0, a1, b1] = sent;
  const parts: readonly Part[] = [
    ['selection.S', place.fingerprint],
    ['selection.question', u32(place.question)],
    ['selection.selection', u32(place.selection)],
    ['selection.A0', a0],
    ['selection.B0', b0],
    ['selection.A1', a1],
    ['selection.B1', b1],
  ];
  return challenge(omitted.includes('selection.name') ? '' : 'selection', joined(parts, omitted));
}

/** What a signature signs. */
export interface Signed {
  readonly fingerprint: Uint8Array;
  readonly bodyHash: Uint8Array;
}

/** The challenge of the signature, for its commitment R. */
export function signatureChallenge(signed: Signed, R: Uint8Array, omitted = WHOLE): bigint {
  const parts: readonly Part[] = [
    ['ballot.S', signed.fingerprint],
    ['ballot.bodyHash', signed.bodyHash],
    ['ballot.R', R],
  ];
  return challenge(omitted.includes('ballot.name') ? '' : 'ballot', joined(parts, omitted));
}

/** C(name, message). */
export function challenge(name: string, message: Uint8Array): bigint {
  const domain = utf8ToBytes(`MADANG-BALLOT-V1/${name}`);
  return mod(numberOf(expand_message_xmd(message, domain, 64, sha512)));
}

export function u32(number: number): Uint8Array {
  return Uint8Array.of(number >>> 24, (number >>> 16) & 255, (number >>> 8) & 255, number & 255);
}

/** The questions as the codec has them. */
export function encodeQuestions(questions: readonly Question[]): Uint8Array {
  return encodeCbor(questions.map(mapOf));
}

function mapOf({ answers, choice }: Question): ReadonlyMap<string, Value> {
  const asked = new Map<string, Value>([['answers', answers]]);
  if (choice !== undefined) {
    const { max, min, blank } = choice;
    const bounds: readonly (readonly [string, Value])[] = [
      ['max', max],
      ['min', min],
      ['blank', blank],
    ];
    asked.set('choice', new Map(bounds));
  }
  return asked;
}

function joined(parts: readonly Part[], omitted: readonly Item[]): Uint8Array {
  const kept = parts.filter(([item]) => !omitted.includes(item));
  return concatBytes(...kept.map(([, bytes]) => bytes));
}
