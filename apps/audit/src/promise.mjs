import { receiptNumber } from './authorisation.mjs';
import { sameBytes, tag } from './bytes.mjs';
import { isValidSignature } from './ed25519.mjs';
import { auditLog } from './log-audit.mjs';
import { decodeFrame } from './receipt.mjs';
import { promisedShape, promiseShape, read } from './records.mjs';
import { CannotCheck, Mismatch, Sheet } from './verdict.mjs';

/** Bytes of a promise file that this program reads; one is about 300. */
export const MAX_PROMISE_BYTES = 4096;

/**
 * @typedef {import('./policy.mjs').Policy} Policy
 * @typedef {{ frame: ReturnType<typeof promiseShape>,
 *   promised: ReturnType<typeof promisedShape> }} SignedPromise
 * @typedef {{ bytes: Uint8Array, policy: Policy, to: Uint8Array,
 *   source: import('./source.mjs').Source,
 *   onProgress?: (done: number, size: number) => void }} PromiseCase
 * @typedef {{ index: number, time: number, late: boolean }} Sighting
 */

/**
 * Says whether a node kept its promise to put a transaction on the log (docs/spec/receipt.md).
 * @param {PromiseCase} given
 */
export async function checkPromise({ bytes, policy, to, source, onProgress }) {
  const sheet = new Sheet();
  const promise = sheet.run('format', [], () => decodePromise(bytes));
  const at = /** @type {SignedPromise} */ (promise);
  sheet.run('chain', ['format'], () => {
    if (!sameBytes(at.frame.chain, policy.chain)) throw new Mismatch('CHAIN_OF_PROMISE');
  });
  sheet.run('signature', ['format'], () => checkSigner(at, policy));
  const search = new Search(promise);
  const log = await auditLog({
    source,
    policy,
    to,
    onEntry: (entry, index) => search.look(entry, index),
    ...(onProgress && { onProgress }),
  });
  const needed = ['checkpoint', 'entries', 'tiles', 'root', 'blocks'];
  const problem = needed.map((part) => log.sheet.parts.find((result) => result.part === part));
  const worst =
    problem.find((result) => result?.verdict === 'failed') ??
    problem.find((result) => result?.verdict !== 'passed');
  if (worst) sheet.put('log', worst.verdict, worst.code, worst.details);
  else sheet.put('log', 'passed', 'PASSED_LOG', { size: log.facts.logSize });
  sheet.run(
    'word',
    ['format', 'chain', 'signature', 'log'],
    () => search.judge(),
    (found) => ({
      code: found.late ? 'KEPT_LATE' : 'KEPT',
      details: { ...found },
    }),
  );
  return {
    sheet,
    facts: promise ? describePromise(at, log.facts) : {},
    notChecked: ['POLICY_CHOICE'],
  };
}

/** @param {Uint8Array} bytes */
function decodePromise(bytes) {
  const frame = promiseShape(decodeFrame(bytes, 'madang/promise', MAX_PROMISE_BYTES), 'promise');
  return { frame, promised: read(promisedShape, frame.promise, 'promise.promise') };
}

/**
 * @param {SignedPromise} promise
 * @param {Policy} policy
 */
function checkSigner({ frame }, policy) {
  if (!policy.logs.some(({ key }) => sameBytes(key, frame.key))) {
    throw new CannotCheck('NODE_KEY_UNKNOWN');
  }
  const message = Buffer.concat([tag('madang/promise/1'), frame.chain, frame.promise]);
  if (!isValidSignature(frame.key, message, frame.signature)) throw new Mismatch('PROMISE_FALSE');
}

/**
 * @param {SignedPromise} promise
 * @param {Record<string, unknown>} logFacts
 */
function describePromise({ promised }, logFacts) {
  return {
    receiptNumber: receiptNumber(promised.body),
    body: promised.body,
    receivedAt: promised.receivedAt,
    logBy: promised.logBy,
    logSize: logFacts.logSize,
    lastBlockTime: logFacts.blockTime,
  };
}

/** Looks for one body in a log and remembers the last block's time. */
class Search {
  /** @param {SignedPromise | undefined} promise */
  constructor(promise) {
    this.promised = promise?.promised;
    /** @type {Sighting | undefined} */
    this.found = undefined;
    this.lastTime = -1;
  }

  /**
   * @param {import('./blocks.mjs').Entry} entry
   * @param {number} index
   */
  look(entry, index) {
    if (entry.type === 'block') this.lastTime = entry.time;
    if (entry.type !== 'transaction' || this.promised === undefined || this.found) return;
    if (!sameBytes(entry.body, this.promised.body)) return;
    const { time } = entry.outcome;
    this.found = { index, time, late: time > this.promised.logBy };
  }

  /** @returns {Sighting} */
  judge() {
    if (this.found !== undefined) return this.found;
    const logBy = this.promised?.logBy ?? Number.MAX_SAFE_INTEGER;
    if (this.lastTime > logBy) throw new Mismatch('BROKEN', { logBy, time: this.lastTime });
    throw new CannotCheck('NOT_DUE', { logBy, time: this.lastTime });
  }
}
