import { concatBytes } from '@noble/hashes/utils.js';
import { hashOf, secretOf } from '../second/cases.ts';
import type { Ballot, CastBallot, Election } from '../second/election.ts';
import { G } from '../second/group.ts';
import { cast, chanceFrom, sign, strictElement, voterKey } from '../second/make.ts';
import { fingerprintOf, type Item, type Signed } from '../second/statement.ts';

/** A ballot, and the election in which it is shown. */
export interface Shown {
  readonly election: Election;
  readonly cast: CastBallot;
}

/** What a cheat shows, and what it was made of. */
export interface Staged extends Shown {
  /** The ballot of an honest voter that is misused, where it was cast. */
  readonly honest?: Shown;
  /** The secret of Y, where the selections that are sent are neither 0 nor 1. */
  readonly secret?: bigint;
}

/** How one cheats where an item is left out of what is hashed. */
export interface Forgery {
  readonly item: Item;
  /** What has to be left out as well. */
  readonly also?: readonly Item[];
  readonly name: string;
  /** Everybody hashes without what is omitted; nothing is where all is as it should be. */
  readonly stage: (omitted: readonly Item[]) => Staged;
}

export const SECRET: bigint = secretOf('honest voter');
export const THIEF: bigint = secretOf('thief');
export const BODY: Uint8Array = hashOf('body');

/** Scalars and bytes of chance, the same for a name. */
export const chanceOf = (name: string) => chanceFrom(hashOf(name));

/** A ballot of the honest voter. */
export function honestBallot(
  election: Election,
  chosen: readonly (readonly number[])[],
  omitted: readonly Item[],
  place: { readonly sequence?: number; readonly previous?: Uint8Array } = {},
): Shown {
  const vote = { chosen, chance: chanceOf('honest vote') };
  const voter = { secret: SECRET, bodyHash: BODY, ...place };
  return { election, cast: cast(election, vote, voter, omitted) };
}

/** The ballot of somebody who has the secret of its key: proofs from anywhere, signed. */
export function signedBallot(
  { election, ballot, secret }: Readonly<{ election: Election; ballot: Ballot; secret: bigint }>,
  proofs: Uint8Array,
  omitted: readonly Item[],
): Shown {
  const signed: Signed = {
    fingerprint: fingerprintOf(election, ballot, omitted),
    bodyHash: BODY,
  };
  const signer = { secret, base: strictElement(election.voterBase), nonce: secretOf('nonce') };
  const proof = concatBytes(sign(signed, signer, omitted), proofs);
  return { election, cast: { ballot, bodyHash: BODY, proof } };
}

/** The first ballot of a key that is cast with these selections. */
export function firstBallot(election: Election, secret: bigint, selections: Uint8Array): Ballot {
  return { voter: voterKey(election, secret), sequence: 0, selections };
}

/** Bytes of an element where one is hashed that is chosen only later. */
export const ANY_ELEMENT: Uint8Array = G.toBytes();
