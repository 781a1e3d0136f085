import { sameBytes, sha256, tag, toHex, u32 } from './bytes.mjs';
import { endingShape, notarisePayloadShape, openingShape, read } from './records.mjs';
import { includes, leafHash } from './tree.mjs';
import { CannotCheck, Mismatch } from './verdict.mjs';

/*
 * What docs/spec/document.md says about receipts of the service `document`.
 */

/**
 * @typedef {import('./records.mjs').Body} Body
 * @typedef {ReturnType<typeof notarisePayloadShape>} Notarised
 * @typedef {ReturnType<typeof openingShape>} Opening
 */

const NOTARISE = 'document.notarise';
const WHOLE_DOCUMENT = 0xffffffff;

/** @param {Body} body */
export function isNotarised(body) {
  return body.act === NOTARISE;
}

/**
 * What the act recorded. Throws a Mismatch if the payload is not that of a `document.notarise`.
 * @param {Body} body
 * @returns {Notarised}
 */
export function readNotarised(body) {
  return notarisePayloadShape(body.payload, 'body.payload');
}

/**
 * The state keys that must be proven for a record of this act to stand as it was left. Throws a
 * CannotCheck for an act whose page this program has not been written from.
 * @param {Body} body
 * @param {Uint8Array} bodyHash
 * @param {Map<string, unknown> | undefined} opening
 * @returns {Uint8Array[]}
 */
export function keysOfStanding(body, bodyHash, opening) {
  if (!body.act.startsWith('document.')) throw new CannotCheck('ACT_UNKNOWN', { act: body.act });
  if (!isNotarised(body)) return [];
  const { count } = readNotarised(body);
  const leaves = [WHOLE_DOCUMENT];
  if (opening !== undefined && count > 1) leaves.push(openingShape(opening, 'opening').leaf);
  const table = Buffer.from('document/endings/');
  return leaves.map((leaf) => Buffer.concat([table, bodyHash, u32(leaf)]));
}

/**
 * Checks that an opening leads to what the act recorded. Throws a Mismatch, or a CannotCheck for an
 * act of another service.
 * @param {Body} body
 * @param {unknown} given the decoded opening
 * @returns {Opening}
 */
export function checkOpening(body, given) {
  if (!isNotarised(body)) {
    if (/^(document|vote)\./.test(body.act)) throw new Mismatch('OPENING_OF_NOTHING');
    throw new CannotCheck('ACT_UNKNOWN', { act: body.act });
  }
  return openAgainst(readNotarised(body), given, 'opening');
}

/**
 * @param {Notarised} notarised
 * @param {unknown} given
 * @param {string} where
 * @returns {Opening}
 */
export function openAgainst({ root, count }, given, where) {
  const opening = openingShape(given, where);
  const { leaf, salt, digest, path, statement } = opening;
  if (statement !== undefined && !sameBytes(sha256(statement), digest)) {
    throw new Mismatch('STATEMENT_DIFFERS', { where });
  }
  const commitment = sha256(tag('madang/document/1'), salt, digest);
  const claim = { index: BigInt(leaf), size: BigInt(count), leaf: leafHash(commitment), root };
  if (!includes(claim, path)) throw new Mismatch('OPENING_LEADS_ELSEWHERE', { where });
  return opening;
}

/**
 * What a proven ending says, as far as it can be read.
 * @param {Uint8Array} value
 */
export function describeEnding(value) {
  try {
    const { at, by, kind, reason, successor } = read(endingShape, value, 'ending');
    const next = successor === undefined ? {} : { successor: toHex(successor) };
    return { at, by: toHex(by), kind, reason, ...next };
  } catch (error) {
    if (error instanceof Mismatch) return { kind: 'unreadable' };
    throw error;
  }
}
