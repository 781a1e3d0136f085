import { checkAuthorisation } from './authorisation.mjs';
import { sameBytes, sha256, tag, u32, u64 } from './bytes.mjs';
import { isValidAmongMany } from './ed25519.mjs';
import { MAX_PART_BYTES } from './frame.mjs';
import { readEach, readEnvelope } from './records.mjs';
import { CannotCheck, Mismatch } from './verdict.mjs';
import { listedShape, readPayload } from './vote-acts.mjs';

/*
 * The lists of acts of a dossier, `madang/acts` (docs/spec/dossier.md), and their journals
 * (docs/spec/state.md).
 */

const MAX_ACTS_OF_PART = 20_000;

/** The journal of no acts. */
export const NO_JOURNAL = new Uint8Array(32);

/**
 * @typedef {{ height: number, index: number, time: number, id: Uint8Array,
 *   envelope: import('./records.mjs').Envelope, body: import('./records.mjs').Body }} Listed
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {typeof isValidAmongMany} IsValid
 */

/**
 * The acts of a part `madang/acts`, each with its envelope decoded. Throws a Mismatch.
 * @param {Uint8Array} encoded
 * @param {string} where
 * @param {number} maxBytes
 * @returns {Generator<Listed, void>}
 */
export function* readActs(encoded, where, maxBytes) {
  const limits = { min: 1, max: MAX_ACTS_OF_PART, maxBytes };
  let at = 0;
  for (const { envelope, ...place } of readEach(listedShape, encoded, where, limits)) {
    yield { ...place, ...decodeAct(envelope, `${where}[${at}]`) };
    at += 1;
  }
}

/**
 * @param {Uint8Array} envelope
 * @param {string} where
 */
function decodeAct(envelope, where) {
  try {
    const decoded = readEnvelope(envelope);
    return { ...decoded, id: sha256(decoded.envelope.body) };
  } catch (error) {
    if (error instanceof Mismatch) {
      error.details = { ...error.details, where: `${where}.${error.details['where']}` };
    }
    throw error;
  }
}

/**
 * A list of acts in the file of a dossier. It is decoded once to learn what is said of all acts
 * together, and again each time that it is walked: no more than one part of it is held.
 */
export class ActList {
  /**
   * @param {import('./frame.mjs').DossierReader} reader
   * @param {Uint8Array} chain of the ledger
   */
  constructor(reader, chain) {
    this.reader = reader;
    this.chain = chain;
    /** @type {(import('./frame.mjs').Place & { where: string })[]} */
    this.parts = [];
    this.length = 0;
    /** @type {Listed | undefined} */
    this.first = undefined;
    /** @type {Listed | undefined} */
    this.last = undefined;
    this.isOfChain = true;
    /** @type {number | undefined} the number of the first act that stands before an earlier one */
    this.misplaced = undefined;
    this.journal = NO_JOURNAL;
    /** @type {Map<string, number>} how many there are of each name */
    this.counts = new Map();
  }

  /**
   * Takes the part that was read last.
   * @param {import('./frame.mjs').Part} part
   * @param {string} where
   */
  take(part, where) {
    for (const act of readActs(part.bytes, where, MAX_PART_BYTES)) this.learn(act);
    this.parts.push({ ...this.reader.placeOf(part), where });
  }

  /** @param {Listed} act */
  learn(act) {
    const { last } = this;
    this.length += 1;
    this.first ??= act;
    this.last = act;
    this.isOfChain &&= sameBytes(act.body.chain, this.chain);
    if (last !== undefined && !isBefore(last, act)) this.misplaced ??= this.length;
    this.journal = nextJournal(this.journal, act);
    this.counts.set(act.body.act, this.countOf(act.body.act) + 1);
  }

  /** @param {string} act */
  countOf(act) {
    return this.counts.get(act) ?? 0;
  }

  /** @returns {Generator<Listed, void>} */
  *[Symbol.iterator]() {
    for (const { where, ...place } of this.parts) {
      yield* readActs(this.reader.again(place), where, MAX_PART_BYTES);
    }
  }
}

/**
 * The journal after one more act.
 * @param {Uint8Array} journal
 * @param {Pick<Listed, 'id' | 'height' | 'index' | 'time'>} act
 */
export function nextJournal(journal, { id, height, index, time }) {
  return sha256(tag('madang/journal/1'), journal, id, u64(height), u32(index), u64(time));
}

/**
 * Whether a list is the one of the proven journal, and in order. Throws a Mismatch.
 * @param {ActList} list
 * @param {{ acts: number, journal: Uint8Array }} proven
 */
export function requireJournal({ length, journal, misplaced }, proven) {
  if (length !== proven.acts) {
    throw new Mismatch('ACTS_NUMBER', { listed: length, proven: proven.acts });
  }
  if (!sameBytes(journal, proven.journal)) throw new Mismatch('JOURNAL_DIFFERS');
  if (misplaced !== undefined) throw new Mismatch('PLACES_ORDER', { entry: misplaced });
}

/**
 * Whether the place of one act is before that of another.
 * @param {{ height: number, index: number }} one
 * @param {{ height: number, index: number }} other
 */
export function isBefore(one, other) {
  return one.height < other.height || (one.height === other.height && one.index < other.index);
}

/**
 * Verifies the signatures of a list and reads the payloads, act by act. Throws a Mismatch or a
 * CannotCheck that names the act.
 * @param {Iterable<Listed>} list
 * @param {Record<string, import('./shape.mjs').Shape<any>>} shapes of the acts that belong there
 * @param {{ onDone?: (done: number) => void, proven?: string[], isValid?: IsValid }} [more]
 * `proven`:
 *   acts that have a proof, which is not judged here, in the place of signatures
 * @returns {Generator<Act, void>}
 */
export function* openActs(list, shapes, { onDone, proven, isValid = isValidAmongMany } = {}) {
  let number = 0;
  for (const { envelope, body, ...place } of list) {
    number += 1;
    try {
      const payload = readPayload(shapes, body);
      const authorised = authorisationOf({ envelope, body }, proven, isValid);
      onDone?.(number);
      yield { ...place, number, act: body.act, payload, ...authorised };
    } catch (error) {
      throw namingAct(error, number, body.act);
    }
  }
}

/** Acts whose signatures have been verified, to be walked as often as wanted. */
export class SignedActs {
  /**
   * Throws a Mismatch or a CannotCheck if one of them is not signed.
   * @param {ActList} list
   * @param {Record<string, import('./shape.mjs').Shape<any>>} shapes
   * @param {{ onProgress?: (done: number, size: number) => void, proven?: string[] }} [more]
   */
  constructor(list, shapes, { onProgress, ...more } = {}) {
    const { length } = list;
    this.list = list;
    this.shapes = shapes;
    this.more = more;
    this.length = length;
    const onDone = (/** @type {number} */ done) => onProgress?.(done, length);
    const opened = openActs(list, shapes, { ...more, onDone });
    while (opened.next().done !== true);
  }

  /** @returns {Generator<Act, void>} */
  *[Symbol.iterator]() {
    const { list, shapes, more } = this;
    yield* openActs(list, shapes, { ...more, isValid: () => true });
  }
}

/**
 * @param {{ envelope: import('./records.mjs').Envelope, body: import('./records.mjs').Body }} of
 * @param {string[] | undefined} proven
 * @param {IsValid} isValid
 * @returns {{ signers: string[], proof?: Uint8Array }}
 */
function authorisationOf({ envelope, body }, proven, isValid) {
  const { auth } = envelope;
  if (proven !== undefined && (auth.kind === 'proof') !== proven.includes(body.act)) {
    throw new Mismatch('AUTHORISATION_OTHER');
  }
  if (proven !== undefined && auth.kind === 'proof') return { signers: [], proof: auth.proof };
  return { signers: checkAuthorisation({ envelope, body }, isValid) };
}

/**
 * @param {unknown} error
 * @param {number} entry
 * @param {string} act
 */
function namingAct(error, entry, act) {
  if (!(error instanceof Mismatch || error instanceof CannotCheck)) return error;
  const details = { ...error.details, entry, act, cause: error.code };
  return error instanceof Mismatch
    ? new Mismatch('ACT_WRONG', details)
    : new CannotCheck('ACT_NOT_UNDERSTOOD', details);
}

/**
 * Throws the Mismatch for an act that is not done under the rules.
 * @param {Act} act
 * @param {string | undefined} cause why it is not done; undefined if it is
 */
export function requireDone({ number, act }, cause) {
  if (cause !== undefined) throw new Mismatch('ACT_NOT_DONE', { entry: number, act, cause });
}
