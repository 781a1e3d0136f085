import { checkAuthorisation } from './authorisation.mjs';
import { sameBytes, sha256, tag, u32, u64 } from './bytes.mjs';
import { isValidAmongMany } from './ed25519.mjs';
import { read, readEnvelope } from './records.mjs';
import { CannotCheck, Mismatch } from './verdict.mjs';
import { actsShape, readPayload } from './vote-acts.mjs';

/*
 * The lists of acts of a dossier, `madang/acts` (docs/spec/dossier.md), and their journals
 * (docs/spec/state.md).
 */

/** The journal of no acts. */
export const NO_JOURNAL = new Uint8Array(32);

/**
 * @typedef {{ height: number, index: number, time: number, id: Uint8Array,
 *   envelope: import('./records.mjs').Envelope, body: import('./records.mjs').Body }} Listed
 * @typedef {import('./register.mjs').Act} Act
 */

/**
 * Decodes a part `madang/acts` with every envelope in it. Throws a Mismatch.
 * @param {Uint8Array} encoded
 * @param {string} where
 * @param {number} maxBytes
 * @returns {Listed[]}
 */
export function readActs(encoded, where, maxBytes) {
  return read(actsShape, encoded, where, maxBytes).map(({ envelope, ...place }, at) => {
    try {
      const decoded = readEnvelope(envelope);
      return { ...place, ...decoded, id: sha256(decoded.envelope.body) };
    } catch (error) {
      if (error instanceof Mismatch) {
        error.details = { ...error.details, where: `${where}[${at}].${error.details['where']}` };
      }
      throw error;
    }
  });
}

/**
 * The journal after all acts of a list.
 * @param {Listed[]} list
 */
export function journalOf(list) {
  return list.reduce(nextJournal, NO_JOURNAL);
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
 * @param {Listed[]} list
 * @param {{ acts: number, journal: Uint8Array }} proven
 */
export function requireJournal(list, proven) {
  if (list.length !== proven.acts) {
    throw new Mismatch('ACTS_NUMBER', { listed: list.length, proven: proven.acts });
  }
  if (!sameBytes(journalOf(list), proven.journal)) throw new Mismatch('JOURNAL_DIFFERS');
  const at = list.findIndex((act, position) => position > 0 && !isBefore(list[position - 1], act));
  if (at >= 0) throw new Mismatch('PLACES_ORDER', { entry: at + 1 });
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
 * Verifies the signatures of a list and reads the payloads. Throws a Mismatch or a CannotCheck that
 * names the act.
 * @param {Listed[]} list
 * @param {Record<string, import('./shape.mjs').Shape<any>>} shapes of the acts that belong there
 * @param {{ onProgress?: (done: number, size: number) => void, proven?: string[] }} [more]
 *   `proven`: acts that have a proof, which is not judged here, in the place of signatures
 * @returns {Act[]}
 */
export function openActs(list, shapes, { onProgress, proven } = {}) {
  return list.map(({ envelope, body, ...place }, at) => {
    try {
      const payload = readPayload(shapes, body);
      const authorised = authorisationOf({ envelope, body }, proven);
      onProgress?.(at + 1, list.length);
      return { ...place, number: at + 1, act: body.act, payload, ...authorised };
    } catch (error) {
      throw namingAct(error, at + 1, body.act);
    }
  });
}

/**
 * @param {{ envelope: import('./records.mjs').Envelope, body: import('./records.mjs').Body }} of
 * @param {string[] | undefined} proven
 * @returns {{ signers: string[], proof?: Uint8Array }}
 */
function authorisationOf({ envelope, body }, proven) {
  const { auth } = envelope;
  if (proven !== undefined && (auth.kind === 'proof') !== proven.includes(body.act)) {
    throw new Mismatch('AUTHORISATION_OTHER');
  }
  if (proven !== undefined && auth.kind === 'proof') return { signers: [], proof: auth.proof };
  return { signers: checkAuthorisation({ envelope, body }, isValidAmongMany) };
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
