import { sha256 } from './bytes.mjs';
import { decodeEach, decodeValue, encodeValue, MAX_VALUE_BYTES } from './cbor.mjs';
import {
  anyMap,
  bytes,
  choice,
  hash,
  list,
  nameOfAct,
  oneOf,
  optional,
  record,
  smallUint,
  text,
  time,
  uint,
} from './shape.mjs';
import { Mismatch } from './verdict.mjs';

/** Bytes of a log entry (docs/spec/log.md). */
export const MAX_ENTRY_BYTES = 65_535;

const eventShape = record({ name: nameOfAct, fields: anyMap });
const outcomeShape = record({
  code: uint,
  time,
  index: uint,
  events: list(eventShape, 0, 64),
  height: uint,
  context: optional(anyMap),
});

const genesisShape = record({ type: oneOf('genesis'), genesis: hash });
const transactionShape = record({
  type: oneOf('transaction'),
  act: nameOfAct,
  body: hash,
  outcome: outcomeShape,
  envelope: hash,
});
const blockShape = record({
  type: oneOf('block'),
  time,
  events: optional(list(eventShape, 1, 64)),
  height: uint,
  stateRoot: hash,
  paramsHash: hash,
  replayRoot: hash,
  transactions: uint,
});

/**
 * @typedef {ReturnType<typeof genesisShape>} GenesisEntry
 * @typedef {ReturnType<typeof transactionShape>} TransactionEntry
 * @typedef {ReturnType<typeof blockShape>} BlockEntry
 */

/** @type {import('./shape.mjs').Shape<GenesisEntry | TransactionEntry | BlockEntry>} */
const entryShape = choice('type', {
  genesis: /** @type {any} */ (genesisShape),
  transaction: transactionShape,
  block: blockShape,
});

const signatureShape = record({ key: bytes(), suite: text(), signature: bytes() });
const envelopeShape = record({
  body: bytes(),
  auth: choice('kind', {
    account: /** @type {any} */ (
      record({ kind: oneOf('account'), signatures: list(signatureShape, 1, 16) })
    ),
    proof: record({ kind: oneOf('proof'), proof: bytes(1, 32_768) }),
  }),
});

const bodyShape = record({
  act: nameOfAct,
  salt: bytes(16, 16),
  chain: hash,
  payload: anyMap,
  expiresAt: time,
});

/**
 * @typedef {{ kind: 'account', signatures: ReturnType<typeof signatureShape>[] }
 *   | { kind: 'proof', proof: Uint8Array }} Authorisation
 * @typedef {{ body: Uint8Array, auth: Authorisation }} Envelope
 * @typedef {ReturnType<typeof bodyShape>} Body
 */

const stateProofShape = record({
  depth: smallUint(0, 256),
  other: optional(record({ path: hash, valueHash: hash })),
  bitmap: bytes(0, 32),
  siblings: bytes(0, 256 * 32),
});

export const standingShape = record({
  block: bytes(1, MAX_ENTRY_BYTES),
  claims: list(record({ proof: stateProofShape, value: optional(bytes(1, 65_536)) }), 1, 8),
  inclusion: bytes(),
  checkpoint: optional(text()),
  consistency: optional(bytes()),
});

export const receiptShape = record({
  kind: oneOf('madang/receipt'),
  version: oneOf(1),
  outcome: anyMap,
  index: uint,
  envelope: bytes(),
  inclusion: bytes(),
  checkpoint: text(),
  standing: optional(standingShape),
  opening: optional(anyMap),
});

export const promiseShape = record({
  kind: oneOf('madang/promise'),
  version: oneOf(1),
  key: hash,
  chain: hash,
  promise: bytes(),
  signature: bytes(64, 64),
});

export const promisedShape = record({ body: hash, logBy: time, receivedAt: time });

export const notarisePayloadShape = record({
  as: optional(text()),
  kind: oneOf('file', 'statement'),
  root: hash,
  count: smallUint(1, 1_000_000),
});

export const openingShape = record({
  leaf: smallUint(0, 999_999),
  salt: hash,
  path: bytes(0, 64 * 32),
  digest: hash,
  statement: optional(text()),
});

export const endingShape = record({
  at: time,
  by: hash,
  kind: oneOf('revoked', 'superseded'),
  reason: oneOf('mistake', 'replaced', 'withdrawn', 'order'),
  successor: optional(hash),
});

/**
 * Decodes a log entry. Throws a Mismatch.
 * @param {Uint8Array} encoded
 * @param {string} [where]
 */
export function readEntry(encoded, where = 'entry') {
  const entry = read(entryShape, encoded, where, MAX_ENTRY_BYTES);
  if (entry.type !== 'transaction') return entry;
  const { code, events, context } = entry.outcome;
  const isConsistent = code === 0n ? context === undefined : events.length === 0;
  if (!isConsistent) throw new Mismatch('OUTCOME_INCONSISTENT', { where });
  return entry;
}

/**
 * The log entry of a transaction, from the envelope and the outcome of a receipt. Throws a Mismatch
 * if the log cannot hold such an entry.
 * @param {Uint8Array} encodedEnvelope
 * @param {{ envelope: Envelope, body: Body }} decoded
 * @param {Map<string, unknown>} outcome
 * @returns {{ encoded: Uint8Array, entry: TransactionEntry }}
 */
export function makeEntry(encodedEnvelope, { envelope, body }, outcome) {
  const encoded = encodeValue({
    type: 'transaction',
    act: body.act,
    body: sha256(envelope.body),
    outcome,
    envelope: sha256(encodedEnvelope),
  });
  return { encoded, entry: /** @type {TransactionEntry} */ (readEntry(encoded)) };
}

/**
 * Decodes an envelope and the body in it. Throws a Mismatch.
 * @param {Uint8Array} encoded
 * @returns {{ envelope: Envelope, body: Body }}
 */
export function readEnvelope(encoded) {
  const envelope = read(envelopeShape, encoded, 'envelope');
  const body = read(bodyShape, envelope.body, 'body');
  return { envelope, body };
}

/**
 * Decodes an array item by item, and gives each the shape. The Mismatch that is thrown says where.
 * @template T
 * @param {import('./shape.mjs').Shape<T>} shape
 * @param {Uint8Array} encoded
 * @param {string} where
 * @param {{ min: number, max: number, maxBytes: number }} limits `min`, `max`: how many items
 * @returns {Generator<T, void>}
 */
export function* readEach(shape, encoded, where, { min, max, maxBytes }) {
  try {
    const list = decodeEach(encoded, maxBytes);
    if (list === undefined) throw new Mismatch('SHAPE_NOT_ARRAY');
    if (list.length < min || list.length > max) throw new Mismatch('SHAPE_RANGE', { min, max });
    let at = 0;
    for (const item of list.items) {
      yield shape(item, `${where}[${at}]`);
      at += 1;
    }
  } catch (error) {
    if (error instanceof Mismatch) error.details = { where, ...error.details };
    throw error;
  }
}

/**
 * Decodes bytes and gives them a shape. The Mismatch that is thrown says where.
 * @template T
 * @param {import('./shape.mjs').Shape<T>} shape
 * @param {Uint8Array} encoded
 * @param {string} where
 * @param {number} [maxBytes]
 * @returns {T}
 */
export function read(shape, encoded, where, maxBytes = MAX_VALUE_BYTES) {
  try {
    return shape(decodeValue(encoded, maxBytes), where);
  } catch (error) {
    if (error instanceof Mismatch) error.details = { where, ...error.details };
    throw error;
  }
}
