import { concatBytes } from '@noble/hashes/utils.js';
import {
  APPROVAL_OF_ONE,
  APPROVAL_OF_TWO,
  electionOf,
  hashOf,
  MIXED_BASE,
  ONE_OF_THREE,
  ONE_OF_TWO,
  ONE_OF_TWO_OR_BLANK,
  secretOf,
} from './cases.ts';
import { type CastBallot, type Election, type Question, sentOf, weightsOf } from './election.ts';
import { bytesOf, mod, numberOf, ORDER } from './group.ts';
import {
  cast,
  castSealed,
  chanceFrom,
  proveVote,
  scalarFrom,
  sealVote,
  sealWith,
  selectionsOf,
  sign,
  strictElement,
  type Voter,
  voterKey,
} from './make.ts';
import { fingerprintOf, signatureChallenge } from './statement.ts';

// Ballots that are refused. Each is right but for the one thing that its reason names: what is
// hashed is the wrong bytes, so that whoever is lax about this one thing would accept the ballot.

export interface Refusal {
  readonly reason: string;
  readonly election: Election;
  readonly cast: CastBallot;
}

const FIELD = 2n ** 255n - 19n;
const SECRET = secretOf('voter of refused ballots');
const BODY = hashOf('body of refused ballots');
const VOTER = { secret: SECRET, bodyHash: BODY };

/** All of them, in order. */
export function refusals(): readonly Refusal[] {
  return [...wrongNumbers(), ...wrongEncodings(), ...wrongLengths(), ...wrongPlaces()];
}

/** A ballot with these selections, whether they are 0 and 1 or not. */
function ofValues(question: Question, values: readonly bigint[], name: string): Refusal {
  const election = electionOf([question]);
  const chance = chanceFrom(hashOf(name));
  const randoms = values.slice(0, sentOf(question)).map(() => scalarFrom(chance));
  const vote = [sealWith(values, randoms, weightsOf(question))];
  return { reason: name, election, cast: castSealed(election, { vote, chance }, VOTER) };
}

function wrongNumbers(): readonly Refusal[] {
  return [
    ofValues(APPROVAL_OF_ONE, [2n], 'a selection of 2'),
    ofValues(APPROVAL_OF_ONE, [-1n], 'a selection of -1'),
    ofValues(ONE_OF_TWO, [2n, -1n], 'a selection of 2 that another of -1 makes up for'),
    ofValues(ONE_OF_THREE, [1n, 1n, -1n], 'two answers where one is chosen'),
    ofValues(ONE_OF_TWO_OR_BLANK, [1n, 1n, -1n], 'a blank vote and an answer'),
    ofValues(ONE_OF_THREE, [1n, 0n, 1n], 'selections that add up to one more than max'),
  ];
}

/** The bytes of a right ballot on one of two, with another encoding of a part of it. */
interface Encoding {
  readonly voter: (bytes: Uint8Array) => Uint8Array;
  readonly selections: (bytes: Uint8Array) => Uint8Array;
}

const AS_IT_IS: Encoding = { voter: (bytes) => bytes, selections: (bytes) => bytes };

function encoded(reason: string, change: Partial<Encoding>): Refusal {
  const encoding = { ...AS_IT_IS, ...change };
  const election = electionOf([ONE_OF_TWO]);
  const chance = chanceFrom(hashOf(reason));
  const vote = sealVote(election, [[1]], chance);
  const ballot = {
    voter: encoding.voter(voterKey(election, SECRET)),
    sequence: 0,
    selections: encoding.selections(selectionsOf(election, vote)),
  };
  const fingerprint = fingerprintOf(election, ballot);
  const proofs = proveVote(election, fingerprint, { vote, chance });
  const base = strictElement(election.voterBase);
  const signer = { secret: SECRET, base, nonce: scalarFrom(chance) };
  const signature = sign({ fingerprint, bodyHash: BODY }, signer);
  const proof = concatBytes(signature, proofs);
  return { reason, election, cast: { ballot, bodyHash: BODY, proof } };
}

/** The number of which only the square counts when an element is decoded, of the other sign. */
function negated(bytes: Uint8Array): Uint8Array {
  return bytesOf(FIELD - numberOf(bytes));
}

/** Puts another encoding of 32 bytes where they stand. */
function at(from: number, change: (bytes: Uint8Array) => Uint8Array) {
  return (bytes: Uint8Array): Uint8Array =>
    concatBytes(
      bytes.subarray(0, from),
      change(bytes.subarray(from, from + 32)),
      bytes.subarray(from + 32),
    );
}

function wrongEncodings(): readonly Refusal[] {
  const plusOrder = (bytes: Uint8Array): Uint8Array => bytesOf(numberOf(bytes) + ORDER);
  const inProof = (reason: string, change: (bytes: Uint8Array) => Uint8Array): Refusal => {
    const { election, cast: right } = encoded(reason, {});
    return { reason, election, cast: { ...right, proof: change(right.proof) } };
  };
  return [
    encoded('P of negative encoding', { voter: negated }),
    encoded('a of negative encoding', { selections: at(0, negated) }),
    encoded('b of negative encoding', { selections: at(32, negated) }),
    withIdentityCommitment('R, the identity, encoded by the prime of the field'),
    inProof('z of the signature not below the order', at(32, plusOrder)),
    inProof('c0 not below the order', at(64 + 128, plusOrder)),
    inProof('z0 not below the order', at(64 + 160, plusOrder)),
    inProof('z1 of the last proof not below the order', at(64 + 224 + 192, plusOrder)),
    inProof(
      'A0 not canonical',
      at(64, () => new Uint8Array(32).fill(255)),
    ),
    signedAs('the identity as P', { secret: 0n }),
    withIdentityCiphertext('the identity as a'),
  ];
}

/** The nonce is 0; the challenge is made for the bytes of the prime, which stand for it. */
function withIdentityCommitment(reason: string): Refusal {
  const { election, cast: right } = encoded(reason, {});
  const R = bytesOf(FIELD);
  const signed = { fingerprint: fingerprintOf(election, right.ballot), bodyHash: BODY };
  const z = mod(signatureChallenge(signed, R) * SECRET);
  return { reason, election, cast: withProof(right, [R, bytesOf(z), right.proof.subarray(64)]) };
}

/** A ballot of another secret, in another place or in another transaction. */
function signedAs(reason: string, change: Partial<Voter>): Refusal {
  const election = electionOf([ONE_OF_TWO]);
  const vote = { chosen: [[1]], chance: chanceFrom(hashOf(reason)) };
  return { reason, election, cast: cast(election, vote, { ...VOTER, ...change }) };
}

function withIdentityCiphertext(reason: string): Refusal {
  const election = electionOf([APPROVAL_OF_ONE]);
  const vote = [[{ value: 1n, random: 0n }]];
  const sealed = { vote, chance: chanceFrom(hashOf(reason)) };
  return { reason, election, cast: castSealed(election, sealed, VOTER) };
}

function withProof(right: CastBallot, pieces: readonly Uint8Array[]): CastBallot {
  return { ...right, proof: concatBytes(...pieces) };
}

function wrongLengths(): readonly Refusal[] {
  const { election, cast: right } = encoded('wrong lengths', {});
  const { ballot, proof } = right;
  const refused = (reason: string, change: Partial<CastBallot>): Refusal => ({
    reason,
    election,
    cast: { ...right, ...change },
  });
  const zero = new Uint8Array(1);
  const last = proof.subarray(64 + 224);
  return [
    refused('a proof that lacks a byte', { proof: proof.subarray(0, -1) }),
    refused('a proof with a byte more', { proof: concatBytes(proof, zero) }),
    refused('no proof of the last selection', { proof: proof.subarray(0, -224) }),
    refused('a proof more than there are selections', { proof: concatBytes(proof, last) }),
    refused('no proof at all', { proof: new Uint8Array(0) }),
    refused('no selections', { ballot: { ...ballot, selections: new Uint8Array(0) } }),
    encoded('the last selection sent as well', { selections: (all) => concatBytes(all, all) }),
    encoded('P of 33 bytes', { voter: (bytes) => concatBytes(bytes, zero) }),
    signedAs('previous of 31 bytes', { sequence: 1, previous: new Uint8Array(31) }),
    signedAs('bodyHash of 33 bytes', { bodyHash: new Uint8Array(33) }),
  ];
}

function wrongPlaces(): readonly Refusal[] {
  const election = electionOf([APPROVAL_OF_TWO]);
  const vote = { chosen: [[1]], chance: chanceFrom(hashOf('wrong places')) };
  const right = cast(election, vote, VOTER);
  const { ballot, proof } = right;
  const signature = proof.subarray(0, 64);
  const [first, second] = [proof.subarray(64, 64 + 224), proof.subarray(64 + 224)] as const;
  const refused = (reason: string, change: Partial<CastBallot>): Refusal => ({
    reason,
    election,
    cast: { ...right, ...change },
  });
  const [a, b] = [ballot.selections.subarray(0, 64), ballot.selections.subarray(64)] as const;
  return [
    refused('proofs of two selections swapped', withProof(right, [signature, second, first])),
    refused('selections swapped', { ballot: { ...ballot, selections: concatBytes(b, a) } }),
    refused('a later ballot than was signed', { ballot: { ...ballot, sequence: 1 } }),
    refused('after another ballot than was signed', {
      ballot: { ...ballot, previous: hashOf('another ballot') },
    }),
    refused('in another transaction than was signed', { bodyHash: hashOf('another body') }),
    refused('under the key of another voter', {
      ballot: { ...ballot, voter: voterKey(election, secretOf('another voter')) },
    }),
    { reason: 'under another base', election: { ...election, voterBase: MIXED_BASE }, cast: right },
    {
      reason: 'in another election',
      election: { ...election, election: hashOf('another election') },
      cast: right,
    },
  ];
}
