import { Claims } from './ballot.mjs';
import { sha256 } from './bytes.mjs';
import { encodeValue } from './cbor.mjs';
import { boundShape, electionActs, electionShape } from './election-acts.mjs';
import { read } from './records.mjs';
import { anyMap, hash, record, smallUint } from './shape.mjs';
import { CannotCheck, Mismatch } from './verdict.mjs';

/*
 * What docs/spec/election.md says about receipts of the service `election` (Standing).
 */

const CAST = 'election.castBallot';
const SURRENDER = 'election.surrenderKey';
const CAST_EVENT = 'election.ballotCast';
const sequence = smallUint(0, 2 ** 32 - 1);
const castEventShape = record({ election: hash, key: hash, sequence, fingerprint: hash });

/**
 * @typedef {import('./records.mjs').TransactionEntry} TransactionEntry
 * @typedef {import('./records.mjs').Body} Body
 */

/** @param {Body} body */
export function isOfElection(body) {
  return body.act.startsWith('election.');
}

/**
 * What must be proven of the state for an act of this service to stand as it was left. A record is
 * there whatever it is: the proof of the act is about it.
 * @param {TransactionEntry} entry
 * @param {Body} body
 * @returns {{ key: Uint8Array, isRecord?: boolean, value?: Uint8Array }[]}
 */
export function claimsOfElection({ outcome }, { act, payload }) {
  if (!Object.hasOwn(electionActs, act)) throw new CannotCheck('ACT_UNKNOWN', { act });
  if (act !== CAST && act !== SURRENDER) return [];
  const { election } = electionActs[act](payload, 'payload');
  const records = ['elections', 'bound'].map((table) => {
    return { key: keyOf(table, election), isRecord: true };
  });
  // What was given up is so for good.
  if (act === SURRENDER) return records;
  const ballot = electionActs[CAST](payload, 'payload');
  const event = outcome.events.find(({ name }) => name === CAST_EVENT);
  if (event === undefined) return records;
  const { fingerprint } = castEventShape(event.fields, CAST_EVENT);
  const value = encodeValue({ ballots: ballot.sequence + 1, last: fingerprint });
  return [...records, { key: keyOf('cast', ballot.election, ballot.key), value }];
}

/**
 * @param {string} table
 * @param {Uint8Array[]} parts
 */
function keyOf(table, ...parts) {
  return Buffer.concat([Buffer.from(`election/${table}/`), ...parts]);
}

/**
 * Checks that the proof of a ballot, or of a surrender, holds for the records that it is about.
 * Throws a Mismatch, or a
 * CannotCheck for an act that does not prove itself.
 * @param {{ envelope: import('./records.mjs').Envelope, body: Body }} decoded
 * @param {() => Uint8Array[]} records
 */
export function requireOwnProof({ envelope, body }, records) {
  const { auth } = envelope;
  const isKnown = body.act === CAST || body.act === SURRENDER;
  if (!isKnown || auth.kind !== 'proof') throw new CannotCheck('PROOF_NOT_UNDERSTOOD');
  const [election, bound] = records();
  const { questions } = read(electionShape, election, 'election');
  const { fingerprint, key, voterBase } = read(boundShape, bound, 'bound');
  const about = { chain: body.chain, election: fingerprint, key, voterBase, questions };
  const claim = claimOf(body, { bodyHash: sha256(envelope.body), proof: auth.proof });
  if (new Claims(about).firstWrong([claim]) >= 0) throw new Mismatch('PROOF_INVALID');
}

/**
 * @param {Body} body
 * @param {{ bodyHash: Uint8Array, proof: Uint8Array }} given
 * @returns {import('./ballot.mjs').Claim}
 */
function claimOf({ act, payload }, given) {
  if (act === SURRENDER) {
    return { kind: 'surrender', surrender: electionActs[SURRENDER](payload, 'payload'), ...given };
  }
  return { kind: 'ballot', cast: electionActs[CAST](payload, 'payload'), ...given };
}

/**
 * What stands in the place of a ballot, as far as it can be read.
 * @param {Uint8Array | undefined} value
 */
export function describeNewest(value) {
  // Their voter votes on paper now.
  if (value === undefined) return { kind: 'withdrawn' };
  const ballots = read(anyMap, value, 'claim').get('ballots');
  return { kind: 'superseded', ballots };
}
