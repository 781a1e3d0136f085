import { concat, encodeKnown } from '@madang/base';
import { type KeyPair, signSync, verifySignatureSync } from '@madang/crypto';
import {
  type DecodedTransaction,
  encodePromise,
  promiseMessage,
  promiseStatement,
  signedMessage,
} from '@madang/protocol';

/** Asks a worker to end when it has answered. */
export const END = 'end';

/** What a worker needs to know once. */
export interface VerifySetup {
  readonly chain: Uint8Array;
  /** Signs the promises, so that this work leaves the main thread too. */
  readonly nodeKey: KeyPair;
}

/** Whether a value that came to a worker is its set-up. */
export function isVerifySetup(value: unknown): value is VerifySetup {
  return (
    typeof value === 'object' &&
    value !== null &&
    'chain' in value &&
    value.chain instanceof Uint8Array &&
    'nodeKey' in value
  );
}

/** When a transaction came, and by when it is promised to be in the log; ms. */
export interface PromiseTimes {
  readonly receivedAt: number;
  readonly logBy: number;
}

/** One transaction whose signatures are to be verified. */
export interface VerifyJob {
  readonly bodyHash: Uint8Array;
  /** Of the promise that is wanted; none where the transaction came from another node. */
  readonly promise: PromiseTimes | undefined;
  readonly signatures: readonly { readonly key: Uint8Array; readonly signature: Uint8Array }[];
}

/** The encoded promise, empty if none is wanted; undefined unless all signatures are valid. */
export type Verdict = Uint8Array | undefined;

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const HASH_BYTES = 32;
const HEAD_BYTES = HASH_BYTES + 17;
const PAIR_BYTES = KEY_BYTES + SIGNATURE_BYTES;

/** Verifies a job here and now. */
export function runJob(setup: VerifySetup, job: VerifyJob): Verdict {
  const message = signedMessage(setup.chain, job.bodyHash);
  for (const { key, signature } of job.signatures) {
    if (!verifySignatureSync('ed25519', key, message, signature)) return undefined;
  }
  return job.promise === undefined ? NO_BYTES : signPromise(setup, job.bodyHash, job.promise);
}

/** The promise of docs/spec/receipt.md, encoded. */
function signPromise(
  { chain, nodeKey }: VerifySetup,
  bodyHash: Uint8Array,
  times: PromiseTimes,
): Uint8Array {
  const statement = encodeKnown(promiseStatement, { body: bodyHash, ...times });
  return encodePromise({
    kind: 'madang/promise',
    version: 1,
    chain,
    key: nodeKey.publicKey,
    promise: statement,
    signature: signSync(nodeKey, promiseMessage(chain, statement)),
  });
}

/** The job of a transaction, or nothing if a signature has a length that no valid one has. */
export function jobOf(
  { envelope, bodyHash }: DecodedTransaction,
  promise?: PromiseTimes,
): VerifyJob | undefined {
  if (envelope.auth.kind !== 'account') return undefined;
  const { signatures } = envelope.auth;
  const isRegular = signatures.every(
    ({ suite, key, signature }) =>
      suite === 'ed25519' && key.length === KEY_BYTES && signature.length === SIGNATURE_BYTES,
  );
  return isRegular ? { bodyHash, signatures, promise } : undefined;
}

/** Jobs as one byte string, so that a batch crosses to a worker in one piece. */
export function packJobs(jobs: readonly VerifyJob[]): Uint8Array<ArrayBuffer> {
  let sizeBytes = 0;
  for (const { signatures } of jobs) sizeBytes += HEAD_BYTES + signatures.length * PAIR_BYTES;
  const bytes = new Uint8Array(sizeBytes);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const job of jobs) {
    view.setUint8(at, job.signatures.length);
    view.setFloat64(at + 1, job.promise?.receivedAt ?? Number.NaN);
    view.setFloat64(at + 9, job.promise?.logBy ?? Number.NaN);
    bytes.set(job.bodyHash, at + 17);
    at += HEAD_BYTES;
    for (const { key, signature } of job.signatures) {
      bytes.set(key, at);
      bytes.set(signature, at + KEY_BYTES);
      at += PAIR_BYTES;
    }
  }
  return bytes;
}

/** The jobs of a packed batch. */
export function unpackJobs(bytes: Uint8Array): VerifyJob[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const jobs: VerifyJob[] = [];
  let at = 0;
  while (at < bytes.length) {
    const count = view.getUint8(at);
    const times = { receivedAt: view.getFloat64(at + 1), logBy: view.getFloat64(at + 9) };
    const job = {
      promise: Number.isNaN(times.logBy) ? undefined : times,
      bodyHash: bytes.slice(at + 17, at + HEAD_BYTES),
    };
    at += HEAD_BYTES;
    const signatures = Array.from({ length: count }, (_, i) => {
      const from = at + i * PAIR_BYTES;
      const key = bytes.slice(from, from + KEY_BYTES);
      return { key, signature: bytes.slice(from + KEY_BYTES, from + PAIR_BYTES) };
    });
    at += count * PAIR_BYTES;
    jobs.push({ ...job, signatures });
  }
  return jobs;
}

/**
 * Verdicts as one byte string: each behind its length plus 1 (2 bytes), 0 for an invalid
 * transaction.
 */
export function packVerdicts(verdicts: readonly Verdict[]): Uint8Array<ArrayBuffer> {
  const parts = verdicts.flatMap((verdict) => {
    const mark = verdict === undefined ? 0 : verdict.length + 1;
    return [Uint8Array.of(mark >> 8, mark & 255), verdict ?? NO_BYTES];
  });
  return new Uint8Array(concat(...parts));
}

/** The verdicts of a packed batch. */
export function unpackVerdicts(bytes: Uint8Array): Verdict[] {
  const verdicts: Verdict[] = [];
  let at = 0;
  while (at < bytes.length) {
    const mark = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    const end = at + 2 + Math.max(0, mark - 1);
    verdicts.push(mark === 0 ? undefined : bytes.subarray(at + 2, end));
    at = end;
  }
  return verdicts;
}

const NO_BYTES = new Uint8Array();
