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
const proxyShape = record({ decision: hash, person, proxy: person });
/** @type {Readonly<Record<string, string>>} */
const proxyEvents = {
  'vote.appointProxy': 'vote.proxyAppointed',
  'vote.endProxy': 'vote.proxyEnded',
};

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
export function claimsOfVote(entry, body) {
  const { act } = body;
  if (!Object.hasOwn(voteActs, act)) throw new CannotCheck('ACT_UNKNOWN', { act });
  return Object.hasOwn(proxyEvents, act) ? claimsOfProxy(entry, body) : claimsOfSaying(entry, body);
}

/**
 * @param {TransactionEntry} entry
 * @param {Body} body
 */
function claimsOfProxy({ outcome }, { act, payload }) {
  const name = proxyEvents[act] ?? '';
  // Who appoints another in the place of one ends that one too; only the act's own event counts.
  const fields = proxyShape(onlyEvent(outcome, name), name);
  const said = anyMap(payload, 'payload');
  const decision = hash(said.get('decision'), 'payload.decision');
  if (!sameBytes(fields.decision, decision)) throw new Mismatch('EVENT_DIFFERS', { name });
  if (act === 'vote.appointProxy' && person(said.get('proxy'), 'payload.proxy') !== fields.proxy) {
    throw new Mismatch('EVENT_DIFFERS', { name });
  }
  const place = [u32(fields.proxy), u32(fields.person)];
  const key = Buffer.concat([Buffer.from('vote/proxies/'), decision, ...place]);
  return act === 'vote.endProxy' ? [{ key }] : [{ key, value: encodeValue({}) }];
}

/**
 * @param {TransactionEntry['outcome']} outcome
 * @param {string} name
 */
function onlyEvent({ events: all }, name) {
  const events = all.filter((event) => event.name === name);
  if (events.length !== 1) throw new CannotCheck('EVENT_MISSING', { name });
  return events[0].fields;
}

/**
 * @param {TransactionEntry} entry
 * @param {Body} body
 */
function claimsOfSaying({ body: id, outcome }, { act, payload }) {
  const vote = Object.hasOwn(votesByAct, act) ? votesByAct[act] : undefined;
  if (vote === undefined && act !== WITHDRAW) return [];
  const name = vote === undefined ? 'vote.withdrawn' : 'vote.spoken';
  const fields = onlyEvent(outcome, name);
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
  if (!now.has('act')) return {};
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
