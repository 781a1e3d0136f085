import { sameBytes } from './bytes.mjs';
import { Mismatch } from './verdict.mjs';

/**
 * @typedef {import('./records.mjs').BlockEntry} BlockEntry
 * @typedef {import('./records.mjs').TransactionEntry} TransactionEntry
 * @typedef {BlockEntry | TransactionEntry | import('./records.mjs').GenesisEntry} Entry
 */

/** Follows the entries of a log and holds them to docs/spec/log.md, Blocks. */
export class BlockRules {
  /**
   * @param {Uint8Array} chain the genesis hash
   * @param {BlockEntry} [last] the block entry before the first one that will be followed
   */
  constructor(chain, last) {
    this.chain = chain;
    /** @type {BlockEntry | undefined} */
    this.last = last;
    /** @type {{ height: bigint, time: number }[]} outcomes of the open block */
    this.open = [];
    this.blocks = 0;
    this.transactions = 0;
    this.refused = 0;
  }

  /**
   * Throws a Mismatch at the first entry that breaks a rule.
   * @param {Entry} entry
   * @param {number} index
   */
  follow(entry, index) {
    if ((entry.type === 'genesis') !== (index === 0))
      throw new Mismatch('GENESIS_PLACE', { index });
    if (entry.type === 'genesis') {
      if (!sameBytes(entry.genesis, this.chain)) throw new Mismatch('GENESIS_OTHER', { index });
    } else if (entry.type === 'transaction') {
      this.followTransaction(entry, index);
    } else {
      this.followBlock(entry, index);
    }
  }

  /**
   * @param {TransactionEntry} entry
   * @param {number} index
   */
  followTransaction(entry, index) {
    const { outcome } = entry;
    if (index === 1) throw new Mismatch('FIRST_BLOCK', { index });
    if (outcome.index !== BigInt(this.open.length)) throw new Mismatch('POSITION', { index });
    this.open.push({ height: outcome.height, time: outcome.time });
    this.transactions += 1;
    if (outcome.code !== 0n) this.refused += 1;
  }

  /**
   * @param {BlockEntry} block
   * @param {number} index
   */
  followBlock(block, index) {
    if (block.transactions !== BigInt(this.open.length)) throw new Mismatch('COUNT', { index });
    if (index === 1) {
      if (block.height !== 0n || this.open.length > 0) throw new Mismatch('FIRST_BLOCK', { index });
    } else if (this.open.length === 0) {
      throw new Mismatch('BLOCK_EMPTY', { index });
    }
    if (this.open.some(({ height }) => height !== block.height)) {
      throw new Mismatch('OUTCOME_HEIGHT', { index });
    }
    if (this.open.some(({ time }) => time !== block.time)) {
      throw new Mismatch('OUTCOME_TIME', { index });
    }
    if (this.last && block.height <= this.last.height) throw new Mismatch('HEIGHT', { index });
    if (this.last && block.time < this.last.time) throw new Mismatch('TIME', { index });
    this.last = block;
    this.open = [];
    this.blocks += 1;
  }

  /** Throws a Mismatch unless the last entry followed ended a block. */
  finish() {
    if (this.last === undefined || this.open.length > 0) throw new Mismatch('LAST_NOT_BLOCK');
  }
}
