import { sameBytes, sha256, tag, toHex, u64 } from './bytes.mjs';
import { Mismatch } from './verdict.mjs';

const MINUTE_MS = 60_000;
const START = new Uint8Array(32);

/**
 * The lists of executed bodies (docs/spec/transaction.md, Replay), rebuilt from the envelopes.
 *
 * After an envelope that is not to be had, or at the start of an audit that does not begin with the
 * log, the lists are incomplete until the minutes concerned have run out. A root that comes out
 * right shows that they are complete again; one that does not says nothing before that.
 */
export class ReplayLists {
  /** @param {boolean} complete whether every kept list is known (that of an empty log is) */
  constructor(complete) {
    this.complete = complete;
    /** @type {Map<number, { count: number, chain: Uint8Array, bodies: Set<string> }>} */
    this.minutes = new Map();
    this.recomputed = 0;
    this.notRecomputed = 0;
  }

  /**
   * Throws a Mismatch if the body has been executed before.
   * @param {Uint8Array} bodyHash
   * @param {number} expiresAt milliseconds
   * @param {number} index of the entry
   */
  add(bodyHash, expiresAt, index) {
    const minute = Math.floor(expiresAt / MINUTE_MS);
    const list = this.minutes.get(minute) ?? { count: 0, chain: START, bodies: new Set() };
    const name = toHex(bodyHash);
    if (list.bodies.has(name)) throw new Mismatch('EXECUTED_TWICE', { index });
    list.bodies.add(name);
    list.count += 1;
    list.chain = sha256(list.chain, bodyHash);
    this.minutes.set(minute, list);
  }

  /** An executed body whose expiry is not known. */
  skip() {
    this.complete = false;
  }

  /**
   * Compares the replay root of a block entry. Throws a Mismatch if it is another one.
   * @param {import('./records.mjs').BlockEntry} block
   * @param {number} index of the block entry
   */
  closeBlock(block, index) {
    const oldest = Math.floor(block.time / MINUTE_MS);
    for (const minute of this.minutes.keys()) if (minute < oldest) this.minutes.delete(minute);
    if (sameBytes(this.root(), block.replayRoot)) {
      this.complete = true;
      this.recomputed += 1;
    } else if (this.complete) {
      throw new Mismatch('REPLAY_ROOT', { index });
    } else {
      this.notRecomputed += 1;
    }
  }

  root() {
    const ascending = [...this.minutes].sort(([a], [b]) => a - b);
    const lists = ascending.map(([minute, { count, chain }]) =>
      Buffer.concat([u64(minute), u64(count), chain]),
    );
    return sha256(tag('madang/replay/1'), ...lists);
  }
}
