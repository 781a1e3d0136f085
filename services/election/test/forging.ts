import { sha512 } from '@madang/crypto';
import { encodeProven } from '@madang/protocol';
import { type ForgedBallot, forgedUnder, type Signed, signedFrom } from '@madang/testkit';
import type { OwnKey, SealedBallot } from '../intake/index.ts';
import { boundOf, cast, transactionOf, type World } from './world.ts';

// Ballots as somebody makes them who does not use the code that makes them.

/** A ballot of an election of tests that says something else. */
export function forged(world: World, sealed: SealedBallot, to: ForgedBallot): SealedBallot {
  return forgedUnder(boundOf(world), sealed, to);
}

/** Casts it with the signature that it should have; the name of the outcome. */
export function castForged(
  world: World,
  sealed: SealedBallot,
  own: OwnKey,
  to: ForgedBallot,
): string {
  return cast(world, transactionOf(world, forged(world, sealed, to), own));
}

/** The same body with another proof. */
export function withProof({ envelope }: Signed, proof: Uint8Array): Signed {
  return signedFrom(encodeProven(envelope.body, proof));
}

/** The proof of a transaction that proves itself. */
export function proofIn({ envelope: { auth } }: Signed): Uint8Array {
  if (auth.kind !== 'proof') throw new Error('it is signed');
  return auth.proof;
}

/** Bytes that follow from a name, each time others. */
export function chanceOf(name: string): () => Uint8Array {
  let counter = 0;
  return () => sha512(new TextEncoder().encode(`${name} ${String(counter++)}`));
}
