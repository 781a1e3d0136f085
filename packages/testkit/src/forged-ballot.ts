import { type Election as BoundElection, ballotFingerprint } from '@madang/ballot';
import type { SealedBallot } from '@madang/services/election/intake/index.ts';

/** What a forged ballot says in the place of the sealed one that it is made of. */
export interface ForgedBallot {
  readonly payload?: Partial<SealedBallot['payload']>;
  readonly proofs?: Uint8Array;
}

/** A ballot that says something else, under the fingerprint that it then has. */
export function forgedUnder(
  bound: BoundElection,
  sealed: SealedBallot,
  to: ForgedBallot,
): SealedBallot {
  const payload = { ...sealed.payload, ...to.payload };
  const { key: voter, sequence, previous, selections } = payload;
  const ballot = { voter, sequence, previous, selections };
  const fingerprint = ballotFingerprint(bound, ballot);
  const proofs = to.proofs ?? sealed.encrypted.proofs;
  return { payload, encrypted: { ...sealed.encrypted, ballot, fingerprint, proofs } };
}
