import { isBefore, requireDone } from './act-list.mjs';
import { toHex } from './bytes.mjs';
import { decodeValue, encodeValue } from './cbor.mjs';
import { Decision, isOfPerson } from './decision.mjs';
import { Register } from './register.mjs';
import { Mismatch, refuse } from './verdict.mjs';

/*
 * Doing the acts of a register and of a decision in the order of their places (docs/spec/vote.md,
 * Checks).
 */

/**
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {import('./register.mjs').Identity} Identity
 * @typedef {{ decision: Decision, done: { act: Act, signer?: Identity }[] }} Recount
 */

/**
 * Does the acts of a register. Throws a Mismatch at the first that is not done.
 * @param {Iterable<Act>} people
 * @param {Uint8Array} id
 */
export function replayRegister(people, id) {
  const register = new Register(id);
  for (const act of people) requireDone(act, register.do(act));
}

/**
 * Does the acts of a decision, each with the register as it was at its place. Throws a Mismatch at
 * the first that is not done.
 * @param {Iterable<Act>} people
 * @param {Iterable<Act>} acts the first is `vote.draftDecision`
 * @returns {Recount}
 */
export function recount(people, acts) {
  const [first, ...others] = acts;
  requireDone(first, Decision.refusalOfDraft(first));
  const decision = new Decision(first);
  const register = new Register(decision.draft.register);
  const waiting = [...people];
  waiting.reverse();
  // The acts of a register and of a decision never share a place, so the order is complete.
  const catchUp = (/** @type {Act} */ act) => {
    for (let next = waiting.at(-1); next && !isBefore(act, next); next = waiting.at(-1)) {
      requireDone(next, register.do(next));
      waiting.pop();
    }
  };
  catchUp(first);
  requireDone(first, register.isOpen ? undefined : refuse('REGISTER_NOT_FIRST'));
  /** @type {Recount['done']} */
  const done = [{ act: first }];
  for (const act of others) {
    catchUp(act);
    const signer = isOfPerson(act.act) ? register.personOf(act.signers[0]) : undefined;
    requireDone(act, decision.do(act, signer));
    done.push({ act, ...(signer && { signer: { ...signer } }) });
  }
  return { decision, done };
}

/**
 * Compares what the acts come to with what is proven. Throws a Mismatch.
 * @param {Decision} decision
 * @param {{ progress: Uint8Array, established: Uint8Array | undefined,
 *   journal: Uint8Array }} proven
 */
export function requireSame(decision, { progress, established, journal }) {
  const key = firstDifference(encodeValue(decision.progress(journal)), progress);
  if (key !== undefined) throw new Mismatch('PROGRESS_DIFFERS', { key });
  if (established === undefined && decision.established !== undefined) {
    throw new Mismatch('ESTABLISHED_UNPROVEN', { entry: decision.established.acts });
  }
  if (established === undefined) return;
  if (decision.established === undefined) throw new Mismatch('ESTABLISHED_NEVER');
  const field = firstDifference(encodeValue(decision.established), established);
  if (field !== undefined) throw new Mismatch('ESTABLISHED_DIFFERS', { key: field });
}

/**
 * The first key under which two encoded maps differ; undefined if they are the same bytes.
 * @param {Uint8Array} computed
 * @param {Uint8Array} proven
 */
export function firstDifference(computed, proven) {
  if (toHex(computed) === toHex(proven)) return undefined;
  const [ours, theirs] = [decodeValue(computed), decodeValue(proven)];
  if (!(ours instanceof Map) || !(theirs instanceof Map)) return '';
  const keys = new Set([...ours.keys(), ...theirs.keys()]);
  const shown = (/** @type {Map<unknown, unknown>} */ map, /** @type {unknown} */ key) =>
    map.has(key) ? toHex(encodeValue(map.get(key))) : '';
  return String([...keys].find((key) => shown(ours, key) !== shown(theirs, key)) ?? '');
}
