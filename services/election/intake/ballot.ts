import {
  type Election as BoundElection,
  ballotFingerprint,
  type Chance,
  type EncryptedBallot,
  encryptBallot,
  freshSecret,
  GENERATOR,
  provePossession,
  signBallot,
  verifyBallot,
  voterKey,
} from '@madang/ballot';
import {
  concat,
  decode,
  encodeKnown,
  fail,
  ok,
  parseJson,
  type Result,
  type TypeOf,
} from '@madang/base';
import { decodeTransaction } from '@madang/protocol';
import type { electionAnswer } from '../chain/answers.ts';
import { boundBy } from '../chain/bound.ts';
import { possessionBinding } from '../chain/possession.ts';
import { CAST_BALLOT } from '../chain/proven-acts.ts';
import { ballotOf } from '../chain/questions.ts';
import { type BallotPayload, ballotPayload } from '../chain/schema.ts';

/** An election as the ledger tells it. */
export type ToldElection = TypeOf<typeof electionAnswer>;

/** What ballots of an election are bound to; nothing before it is open. */
export function boundTo(
  chain: Uint8Array,
  told: Pick<ToldElection, 'bound' | 'questions'>,
): BoundElection | undefined {
  return told.bound === undefined ? undefined : boundBy(chain, told.bound, told.questions);
}

/** An election that has been opened, by its id. */
export interface OpenElection {
  readonly id: Uint8Array;
  readonly bound: BoundElection;
}

/** The base in which keys are registered; mixing them gives another one, in which they vote. */
export const REGISTRATION: Pick<BoundElection, 'voterBase'> = { voterBase: GENERATOR };

/** A voter in one election: the secret is made for it alone. */
export interface OwnKey {
  readonly secret: Uint8Array;
  readonly key: Uint8Array;
}

/** The key of a secret scalar, in a base of the voters' keys. */
export function ownKey(
  secret: Uint8Array,
  { voterBase }: Pick<BoundElection, 'voterBase'>,
): OwnKey {
  return { secret, key: voterKey(secret, voterBase) };
}

/** A new key for one election; `chance` gives bytes that nobody knows. */
export function freshKey(base: Pick<BoundElection, 'voterBase'>, chance: Chance): OwnKey {
  return ownKey(freshSecret(chance), base);
}

/**
 * A proof that whoever signs as `account` has the secret of a key in a base: that of a voter, or of
 * a batch of papers.
 */
export function possessionOf(
  { id, bound }: { readonly id: Uint8Array; readonly bound: Pick<BoundElection, 'voterBase'> },
  { secret }: OwnKey,
  account: Uint8Array,
  chance: Chance,
): Uint8Array {
  return provePossession(possessionBinding(id, account), secret, bound.voterBase, chance);
}

/** The payload that registers a voter's key. `account` signs it. */
export function keyRegistration(
  { id }: Pick<OpenElection, 'id'>,
  own: OwnKey,
  account: Uint8Array,
  chance: Chance,
) {
  const possession = possessionOf({ id, bound: REGISTRATION }, own, account, chance);
  return { election: id, key: own.key, possession };
}

/** Which ballots of a key stand before the one that is made. */
export interface Standing {
  readonly ballots: number;
  readonly last?: Uint8Array;
  /** The list in which a mixed key stands. */
  readonly list?: number;
}

/**
 * A ballot that is sealed and not cast: what is sent, and what proves it once a body carries it.
 */
export interface SealedBallot {
  readonly encrypted: EncryptedBallot;
  readonly payload: {
    readonly election: Uint8Array;
    readonly key: Uint8Array;
    readonly sequence: number;
    readonly previous?: Uint8Array;
    readonly list?: number;
    readonly selections: Uint8Array;
  };
}

/** Encrypts a vote: for each question the chosen answers, counted from 0, none for a blank vote. */
export function sealBallot(
  election: OpenElection,
  { key, standing }: { readonly key: Uint8Array; readonly standing: Standing },
  chosen: readonly (readonly number[])[],
  chance: Chance,
): SealedBallot {
  const { ballots, last, list } = standing;
  const place = list === undefined ? {} : { list };
  const previous = last === undefined ? {} : { previous: last };
  const vote = { voter: key, sequence: ballots, ...previous, chosen };
  const encrypted = encryptBallot(election.bound, vote, chance);
  const { selections } = encrypted.ballot;
  return {
    encrypted,
    payload: { election: election.id, key, sequence: ballots, ...previous, ...place, selections },
  };
}

/** The proof of a sealed ballot in the transaction whose body has this hash. */
export function proofOfBallot(
  { voterBase }: BoundElection,
  { secret, key }: OwnKey,
  { sealed, bodyHash }: { readonly sealed: SealedBallot; readonly bodyHash: Uint8Array },
  chance: Chance,
): Uint8Array {
  const { encrypted } = sealed;
  const signed = { fingerprint: encrypted.fingerprint, bodyHash, voter: key, voterBase };
  return concat(signBallot(signed, secret, chance()), encrypted.proofs);
}

/** A ballot in its transaction. */
interface Carried {
  readonly payload: BallotPayload;
  readonly bodyHash: Uint8Array;
  readonly proof: Uint8Array;
}

/** Why a transaction casts no ballot that can be read. */
export type CarriedProblem = 'NOT_A_BALLOT';

function carriedIn(envelope: Uint8Array): Result<Carried, CarriedProblem> {
  const act = decodeTransaction(envelope, envelope.length);
  if (!act.ok) return fail('NOT_A_BALLOT');
  const { body, bodyHash, envelope: opened } = act.value;
  const payload = decode(ballotPayload, body.payload);
  if (body.act !== CAST_BALLOT || !payload.ok || opened.auth.kind !== 'proof')
    return fail('NOT_A_BALLOT');
  return ok({ payload: payload.value, bodyHash, proof: opened.auth.proof });
}

/** What the ballot in a transaction is called by, computed from its bytes. */
export function fingerprintIn(
  bound: BoundElection,
  envelope: Uint8Array,
): Result<Uint8Array, CarriedProblem> {
  const found = carriedIn(envelope);
  return found.ok ? ok(ballotFingerprint(bound, ballotOf(found.value.payload))) : found;
}

/** Whether a transaction casts a ballot whose proof holds. */
export function isProvenBallot(bound: BoundElection, envelope: Uint8Array): boolean {
  const found = carriedIn(envelope);
  if (!found.ok) return false;
  const { payload, bodyHash, proof } = found.value;
  return verifyBallot(bound, { ballot: ballotOf(payload), bodyHash, proof });
}

/**
 * The fingerprint of a ballot, from the JSON form of its payload; nothing if that is no ballot. It
 * is what the voter's receipt shows.
 */
export function fingerprintOf(bound: BoundElection, payload: unknown): Uint8Array | undefined {
  const parsed = parseJson(ballotPayload, payload);
  if (!parsed.ok) return undefined;
  return ballotFingerprint(bound, ballotOf(parsed.value));
}

/** The bytes of a sealed ballot's payload. */
export function payloadOf({ payload }: SealedBallot): Uint8Array {
  return encodeKnown(ballotPayload, payload);
}
