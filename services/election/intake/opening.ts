import { type Election as BoundElection, ballotFingerprint, reopenBallot } from '@madang/ballot';
import {
  decode,
  encodeKnown,
  fail,
  fixedBytes,
  list,
  ok,
  optional,
  type Result,
  record,
  type TypeOf,
  uint,
} from '@madang/base';
import { hash } from '@madang/protocol';
import { MAX_QUESTIONS, MAX_REVOTES, MAX_SELECTIONS } from '../chain/schema.ts';

const opening = record({
  election: hash,
  key: hash,
  sequence: uint({ max: MAX_REVOTES - 1 }),
  previous: optional(hash),
  /** For each question the answers that were chosen, counted from 0. */
  chosen: list(list(uint({ max: 63 }), { max: 64 }), { min: 1, max: MAX_QUESTIONS }),
  /** What each sent selection was encrypted with. */
  randoms: list(fixedBytes(32), { min: 1, max: MAX_SELECTIONS }),
});

/**
 * A sealed ballot that was opened in place of being cast (docs/spec/election.md, "Opening"): all
 * that it was made of, so that anybody can make it again. It is never cast.
 */
export type Opening = TypeOf<typeof opening>;

/** Why an opening says nothing. */
export type OpeningProblem = 'OPENING_NOT_READABLE' | 'OPENING_NOT_ALLOWED';

/** An opening as bytes. */
export function encodeOpening(opened: Opening): Uint8Array {
  return encodeKnown(opening, opened);
}

/** Reads an opening. */
export function readOpening(bytes: Uint8Array): Result<Opening, OpeningProblem> {
  const decoded = decode(opening, bytes);
  return decoded.ok ? ok(decoded.value) : fail('OPENING_NOT_READABLE');
}

/** The fingerprint of the ballot that an opening comes to, made again from all that it says. */
export function fingerprintOfOpening(
  bound: BoundElection,
  { key, sequence, previous, chosen, randoms }: Opening,
): Result<Uint8Array, OpeningProblem> {
  const vote = { voter: key, sequence, previous, chosen };
  const ballot = reopenBallot(bound, vote, randoms);
  return ballot === undefined ? fail('OPENING_NOT_ALLOWED') : ok(ballotFingerprint(bound, ballot));
}
