import { checkAuthorisation } from './authorisation.mjs';
import { sameBytes, sha256, toHex } from './bytes.mjs';
import { MAX_VALUE_BYTES } from './cbor.mjs';
import { readEnvelope } from './records.mjs';
import { CannotCheck, Mismatch } from './verdict.mjs';

/**
 * @typedef {import('./records.mjs').TransactionEntry} TransactionEntry
 * @typedef {import('./source.mjs').Source} Source
 */

const AT_ONCE = 16;

/** Checks the envelope behind each transaction entry of a log. */
export class EnvelopeCheck {
  /**
   * @param {Source} source a mirror of `/api/transactions`
   * @param {Uint8Array} chain
   */
  constructor(source, chain) {
    this.source = source;
    this.chain = chain;
    this.checked = 0;
    this.missing = 0;
    this.notUnderstood = 0;
  }

  /**
   * Reads the envelopes of some entries, a few at a time.
   * @param {TransactionEntry[]} entries
   * @returns {Promise<Map<TransactionEntry, Uint8Array>>} without those that are not to be had
   */
  async readAll(entries) {
    /** @type {Map<TransactionEntry, Uint8Array>} */
    const found = new Map();
    for (let at = 0; at < entries.length; at += AT_ONCE) {
      const some = entries.slice(at, at + AT_ONCE);
      const bytes = await Promise.all(
        some.map((entry) => this.source.read(`${toHex(entry.body)}/envelope`, MAX_VALUE_BYTES)),
      );
      some.forEach((entry, position) => {
        const envelope = bytes[position];
        if (envelope !== undefined) found.set(entry, envelope);
      });
    }
    return found;
  }

  /**
   * Throws a Mismatch if the envelope is not the one of the record or does not hold.
   * @param {TransactionEntry} entry
   * @param {Uint8Array | undefined} encoded
   * @param {number} index of the entry
   * @returns {number | undefined} when the body expires, in milliseconds
   */
  check(entry, encoded, index) {
    if (encoded === undefined) {
      this.missing += 1;
      return undefined;
    }
    try {
      const decoded = readEnvelope(encoded);
      if (!sameBytes(decoded.body.chain, this.chain)) throw new Mismatch('CHAIN_OF_BODY');
      requireRecorded(entry, encoded, decoded);
      this.checkSignatures(decoded);
      if (entry.outcome.code === 0n && decoded.body.expiresAt <= entry.outcome.time) {
        throw new Mismatch('EXPIRED_BUT_DONE');
      }
      return decoded.body.expiresAt;
    } catch (error) {
      if (error instanceof Mismatch)
        throw new Mismatch('ENVELOPE_OF_RECORD', { index, cause: error.code });
      throw error;
    }
  }

  /** @param {ReturnType<typeof readEnvelope>} decoded */
  checkSignatures(decoded) {
    try {
      checkAuthorisation(decoded);
      this.checked += 1;
    } catch (error) {
      if (!(error instanceof CannotCheck)) throw error;
      this.notUnderstood += 1;
    }
  }
}

/**
 * @param {TransactionEntry} entry
 * @param {Uint8Array} encoded
 * @param {ReturnType<typeof readEnvelope>} decoded
 */
function requireRecorded(entry, encoded, { envelope, body }) {
  if (!sameBytes(entry.envelope, sha256(encoded))) throw new Mismatch('ENVELOPE_DIFFERS');
  if (!sameBytes(entry.body, sha256(envelope.body))) throw new Mismatch('BODY_DIFFERS');
  if (entry.act !== body.act) throw new Mismatch('ACT_DIFFERS');
}
