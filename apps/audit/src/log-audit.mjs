import { BlockRules } from './blocks.mjs';
import { sameBytes, sha256, tag, toHex, u64 } from './bytes.mjs';
import { readSigners, requireGroup } from './cosigners.mjs';
import { EnvelopeCheck } from './envelopes.mjs';
import { InputError } from './files.mjs';
import { parseCheckpoint } from './note.mjs';
import { describeCosigners } from './receipt.mjs';
import { readEntry } from './records.mjs';
import { ReplayLists } from './replay.mjs';
import { lastEntry, treeFromTiles } from './tiles.mjs';
import { GrowingTree } from './tree.mjs';
import { CannotCheck, Mismatch, Sheet } from './verdict.mjs';
import { walkLog } from './walk.mjs';

/**
 * @typedef {import('./policy.mjs').Policy} Policy
 * @typedef {import('./note.mjs').Checkpoint} Checkpoint
 * @typedef {import('./source.mjs').Source} Source
 * @typedef {import('./records.mjs').TransactionEntry} TransactionEntry
 * @typedef {{ source: Source, policy: Policy, from?: Uint8Array, to: Uint8Array,
 *   envelopes?: Source, onEntry?: (entry: import('./blocks.mjs').Entry, index: number) => void,
 *   onProgress?: (done: number, size: number) => void }} LogCase
 */

/**
 * Audits a log up to one checkpoint, from its beginning or from another checkpoint.
 * @param {LogCase} given
 */
export async function auditLog(given) {
  const audit = new LogAudit(given);
  audit.openCheckpoints();
  if (audit.head !== undefined) await audit.readEntries();
  audit.report();
  return { sheet: audit.sheet, facts: audit.facts(), notChecked: audit.notChecked() };
}

/** One run over a log. */
class LogAudit {
  /** @param {LogCase} given */
  constructor(given) {
    this.given = given;
    this.sheet = new Sheet();
    /** @type {Map<string, Mismatch | CannotCheck>} the first problem of each part */
    this.problems = new Map();
    /** @type {Checkpoint | undefined} */
    this.head = undefined;
    /** @type {Checkpoint | undefined} */
    this.start = undefined;
    this.tree = new GrowingTree();
    /** Whether the published hashes do not lead to the root of the older checkpoint. */
    this.forked = false;
    this.rules = new BlockRules(given.policy.chain);
    this.replay = new ReplayLists(given.from === undefined);
    this.envelopes = given.envelopes && new EnvelopeCheck(given.envelopes, given.policy.chain);
  }

  /**
   * Notes a problem of a part; only the first one is told.
   * @param {string} part
   * @param {unknown} error anything but a Mismatch or CannotCheck is thrown on
   */
  note(part, error) {
    if (!(error instanceof Mismatch || error instanceof CannotCheck)) throw error;
    if (!this.problems.has(part)) this.problems.set(part, error);
  }

  /**
   * @param {string} part
   * @param {() => void} check
   */
  try(part, check) {
    try {
      if (!this.problems.has(part)) check();
    } catch (error) {
      this.note(part, error);
    }
  }

  openCheckpoints() {
    const { from, to, policy } = this.given;
    this.try('checkpoint', () => {
      const head = readCheckpoint(to, policy);
      const start = from && readCheckpoint(from, policy);
      if (start && start.size > head.size) throw new InputError('FROM_AFTER_TO');
      this.head = head;
      this.start = start;
    });
    const { head, start } = this;
    if (head === undefined) return;
    this.try('checkpoint', () => requireGroup(readSigners(head, policy), policy.quorum, policy));
    if (start === undefined) return;
    this.try('checkpoint', () => requireGroup(readSigners(start, policy), policy.quorum, policy));
    if (start.size === head.size && !sameBytes(start.root, head.root)) {
      this.noteExclusion('EQUIVOCATION', start, head);
    }
  }

  /**
   * Two checkpoints of which the log can have had only one: proof against whoever signed both, and
   * against the log if its own signature stands under each.
   * @param {string} code
   * @param {Checkpoint} one
   * @param {Checkpoint} other
   */
  noteExclusion(code, one, other) {
    const { policy } = this.given;
    const [first, second] = [readSigners(one, policy), readSigners(other, policy)];
    if (first.logKeys.length === 0 || second.logKeys.length === 0) {
      this.note('consistency', new CannotCheck('RESTS_ON', { part: 'checkpoint' }));
      return;
    }
    const logKeys = new Set([...first.logKeys, ...second.logKeys]);
    const witnesses = [...first.times.keys()].filter((short) => second.times.has(short));
    const names = [
      ...[...logKeys].map((keyId) => `${policy.origin}+${keyId}`),
      ...witnesses.map((short) => policy.witnesses.get(short)?.name ?? short),
    ];
    const roots = [toHex(one.root), toHex(other.root)];
    this.note('consistency', new Mismatch(code, { size: one.size, names, roots }));
  }

  async readEntries() {
    const { head, start } = this;
    const { source, onProgress } = this.given;
    const size = toNumber(head?.size ?? 0n);
    try {
      if (start !== undefined && start.size > 0n) await this.openAt(toNumber(start.size), size);
      await walkLog({
        source,
        size,
        tree: this.tree,
        onEntries: (entries, first) => this.readSome(entries, first),
        onTileProblem: (problem) => this.note('tiles', problem),
        ...(onProgress && { onProgress }),
      });
      this.compareRoot();
      this.try('blocks', () => this.rules.finish());
    } catch (error) {
      // What could not be read is missing for every part.
      for (const part of ['entries', 'tiles', 'root', 'blocks']) this.note(part, error);
      if (start !== undefined) this.note('consistency', new CannotCheck('LOG_NOT_READ'));
    }
  }

  /**
   * Begins after the older checkpoint, with the hashes and the block entry that the tiles give.
   * @param {number} from
   * @param {number} size
   */
  async openAt(from, size) {
    const { source, policy } = this.given;
    this.tree = await treeFromTiles(source, from, size);
    const isStart = this.start !== undefined && sameBytes(this.tree.root(), this.start.root);
    if (!isStart) {
      this.forked = true;
      return;
    }
    try {
      const last = readEntry(await lastEntry(source, this.tree, size));
      if (last.type !== 'block') throw new Mismatch('LAST_NOT_BLOCK');
      this.rules = new BlockRules(policy.chain, last);
    } catch (error) {
      this.note('blocks', error);
    }
  }

  /**
   * @param {Uint8Array[]} encoded
   * @param {number} first index
   */
  async readSome(encoded, first) {
    /** @type {{ entry: import('./blocks.mjs').Entry, index: number }[]} */
    const decoded = [];
    encoded.forEach((bytes, at) => {
      try {
        decoded.push({ entry: readEntry(bytes), index: first + at });
      } catch (error) {
        const cause = error instanceof Mismatch ? error.code : String(error);
        this.note('entries', new Mismatch('ENTRY_UNREADABLE', { index: first + at, cause }));
        this.note('blocks', new CannotCheck('RESTS_ON', { part: 'entries' }));
        this.replay.skip();
      }
    });
    const transactions = decoded.flatMap(({ entry }) =>
      entry.type === 'transaction' ? entry : [],
    );
    const envelopes = await this.envelopes?.readAll(transactions);
    for (const { entry, index } of decoded) {
      this.try('blocks', () => this.rules.follow(entry, index));
      if (envelopes) this.followEnvelope(entry, index, envelopes);
      this.given.onEntry?.(entry, index);
    }
  }

  /**
   * @param {import('./blocks.mjs').Entry} entry
   * @param {number} index
   * @param {Map<TransactionEntry, Uint8Array>} envelopes
   */
  followEnvelope(entry, index, envelopes) {
    if (entry.type === 'block') this.try('replay', () => this.replay.closeBlock(entry, index));
    if (entry.type !== 'transaction') return;
    /** @type {number | undefined} */
    let expiresAt;
    try {
      expiresAt = this.envelopes?.check(entry, envelopes.get(entry), index);
    } catch (error) {
      this.note('envelopes', error);
    }
    const expiry = expiresAt;
    if (expiry === undefined) this.replay.skip();
    else this.try('replay', () => this.replay.add(entry.body, expiry, index));
  }

  compareRoot() {
    const { head, start } = this;
    if (head === undefined) return;
    const isHead = sameBytes(this.tree.root(), head.root);
    if (!isHead)
      this.note('root', new Mismatch('ROOT_DIFFERS', { computed: toHex(this.tree.root()) }));
    if (start === undefined || !this.forked) return;
    if (isHead && start.size < head.size) this.noteExclusion('FORKED', start, head);
    else this.note('consistency', new Mismatch('START_DIFFERS'));
  }

  /** Turns the problems into parts, in their order. */
  report() {
    const { from } = this.given;
    const parts = [
      'checkpoint',
      ...(from ? ['consistency'] : []),
      'entries',
      'tiles',
      'root',
      'blocks',
    ];
    for (const part of parts) this.reportPart(part, `PASSED_LOG_${part.toUpperCase()}`);
    if (this.envelopes === undefined) return;
    const { checked, missing, notUnderstood } = this.envelopes;
    const { recomputed, notRecomputed } = this.replay;
    if (missing + notUnderstood > 0) {
      const counts = { checked, missing, notUnderstood };
      this.note('envelopes', new CannotCheck('ENVELOPES_MISSING', counts));
    }
    if (notRecomputed > 0) {
      this.note('replay', new CannotCheck('REPLAY_INCOMPLETE', { recomputed, notRecomputed }));
    }
    this.reportPart('envelopes', 'PASSED_LOG_ENVELOPES', { checked });
    this.reportPart('replay', 'PASSED_LOG_REPLAY', { recomputed });
  }

  /**
   * @param {string} part
   * @param {string} praise
   * @param {Record<string, unknown>} [details]
   */
  reportPart(part, praise, details = {}) {
    const problem = this.problems.get(part);
    if (problem !== undefined) this.sheet.putError(part, problem);
    else if (this.head === undefined)
      this.sheet.put(part, 'unchecked', 'RESTS_ON', { part: 'checkpoint' });
    else this.sheet.put(part, 'passed', praise, details);
  }

  /** @returns {Record<string, unknown>} */
  facts() {
    const { head, start, rules } = this;
    const { policy } = this.given;
    if (head === undefined) return {};
    const appHash = sha256(tag('madang/app-hash/1'), u64(head.size), head.root);
    return {
      ledger: policy.ledger,
      chain: policy.chain,
      ...(start && { fromSize: start.size }),
      logSize: head.size,
      root: head.root,
      appHash,
      entriesRead: this.tree.size - toNumber(start?.size ?? 0n),
      blocks: rules.blocks,
      transactions: rules.transactions,
      refused: rules.refused,
      ...(rules.last && { height: rules.last.height, blockTime: rules.last.time }),
      ...(rules.last && { stateRoot: rules.last.stateRoot }),
      ...describeCosigners(readSigners(head, policy), policy),
    };
  }

  notChecked() {
    const codes = ['POLICY_CHOICE', 'STATE_ROOTS'];
    if (this.given.from !== undefined) codes.push('BEFORE_START');
    if (this.given.envelopes === undefined) codes.push('ENVELOPES_NOT_GIVEN');
    return codes;
  }
}

/**
 * @param {Uint8Array} bytes
 * @param {Policy} policy
 */
export function readCheckpoint(bytes, policy) {
  let text;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Mismatch('NOTE_MALFORMED');
  }
  const checkpoint = parseCheckpoint(text);
  if (checkpoint.origin !== policy.origin) throw new Mismatch('ORIGIN_OF_CHECKPOINT');
  if (checkpoint.size > BigInt(Number.MAX_SAFE_INTEGER)) throw new CannotCheck('LOG_TOO_LARGE');
  return checkpoint;
}

/** @param {bigint} size */
function toNumber(size) {
  return Number(size);
}
