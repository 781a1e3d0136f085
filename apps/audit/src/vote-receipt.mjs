import { sameBytes, u32 } from './bytes.mjs';
import { encodeValue } from './cbor.mjs';
import { votesByAct } from './decision.mjs';
import { read } from './records.mjs';
import { anyMap, hash, oneOf, record, smallUint } from './shape.mjs';
import { CannotCheck, Mismatch } from './verdict.mjs';
import { voteActs } from './vote-acts.mjs';

/*
 * What docs/spec/vote.md says about receipts of the service `vote`.
 */

/**
 * @typedef {import('./records.mjs').TransactionEntry} TransactionEntry
 * @typedef {import('./records.mjs').Body} Body
 */

const WITHDRAW = 'vote.withdraw';
const ways = oneOf('self', 'proxy', 'paper');
const person = smallUint(0, 999_999);
const votes = oneOf('agree', 'refuse', 'abstain');
const spokenShape = record({ decision: hash, person, vote: votes, way: ways });
const withdrawnShape = record({ decision: hash, person, way: ways });

/** @param {Body} body */
export function isOfVote(body) {
  return body.act.startsWith('vote.');
}

/**
 * What must be proven of the state for an act of this service to stand as it was left.
 * @param {TransactionEntry} entry of an act that was done
 * @param {Body} body
 * @returns {{ key: Uint8Array, value?: Uint8Array }[]}
 */
export function claimsOfVote({ body: id, outcome }, { act, payload }) {
  if (!Object.hasOwn(voteActs, act)) throw new CannotCheck('ACT_UNKNOWN', { act });
  const vote = Object.hasOwn(votesByAct, act) ? votesByAct[act] : undefined;
  if (vote === undefined && act !== WITHDRAW) return [];
  const name = vote === undefined ? 'vote.withdrawn' : 'vote.spoken';
  const events = outcome.events.filter((event) => event.name === name);
  if (events.length !== 1) throw new CannotCheck('EVENT_MISSING', { name });
  const { fields } = events[0];
  const said =
    vote === undefined ? withdrawnShape(fields, name) : spokenOf(vote, spokenShape(fields, name));
  const decision = hash(anyMap(payload, 'payload').get('decision'), 'payload.decision');
  if (!sameBytes(said.decision, decision)) throw new Mismatch('EVENT_DIFFERS', { name });
  const key = Buffer.concat([Buffer.from('vote/acts/'), decision, u32(said.person)]);
  if (vote === undefined) return [{ key }];
  return [{ key, value: encodeValue({ vote, way: said.way, act: id, at: outcome.time }) }];
}

/**
 * @template {{ vote: string }} S
 * @param {string} vote
 * @param {S} said
 */
function spokenOf(vote, said) {
  if (said.vote !== vote) throw new Mismatch('EVENT_DIFFERS', { name: 'vote.spoken' });
  return said;
}

/**
 * What stands in the place of what an act of this service left, as far as it can be read.
 * @param {Uint8Array | undefined} value
 */
export function describeSpoken(value) {
  if (value === undefined) return { kind: 'withdrawn' };
  const now = read(anyMap, value, 'claim');
  const [act, at] = [now.get('act'), now.get('at')];
  return { kind: 'superseded', at, ...(act instanceof Uint8Array && { successor: act }) };
}

/**
 * Compares a file with the text that an act names.
 * @param {Body} body
 * @param {Uint8Array} digest
 */
export function requireTextOf({ payload }, digest) {
  const text = anyMap(payload, 'payload').get('text');
  if (!(text instanceof Uint8Array)) throw new CannotCheck('TEXT_NOT_NAMED');
  if (!sameBytes(text, digest)) throw new Mismatch('FILE_DIFFERS');
}
