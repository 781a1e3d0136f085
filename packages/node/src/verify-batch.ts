import { concat, fromUtf8, utf8 } from '@madang/base';
import type { ProofJob, Verdict, VerifyJob } from './verify-jobs.ts';

// Batches of the verify pool as single byte strings, since one that is transferred crosses to a
// worker at no cost. Only this process writes and reads them.

const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const HASH_BYTES = 32;
const HEAD_BYTES = HASH_BYTES + 17;
const PAIR_BYTES = KEY_BYTES + SIGNATURE_BYTES;
/** Stands where the number of signatures does in other jobs. */
const PROOF = 255;

/** Jobs as one byte string. */
export function packJobs(jobs: readonly VerifyJob[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(concat(...jobs.flatMap(packJob)));
}

function packJob({ bodyHash, promise, signatures, proof }: VerifyJob): readonly Uint8Array[] {
  const head = new Uint8Array(HEAD_BYTES);
  const view = new DataView(head.buffer);
  view.setUint8(0, proof === undefined ? signatures.length : PROOF);
  view.setFloat64(1, promise?.receivedAt ?? Number.NaN);
  view.setFloat64(9, promise?.logBy ?? Number.NaN);
  head.set(bodyHash, 17);
  if (proof === undefined) {
    return [head, ...signatures.flatMap(({ key, signature }) => [key, signature])];
  }
  const { system, common, own } = proof;
  return [head, ...[utf8(system), common, own, proof.proof].flatMap(sized)];
}

function sized(bytes: Uint8Array): readonly Uint8Array[] {
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, bytes.length);
  return [size, bytes];
}

/** The jobs of a packed batch. */
export function unpackJobs(bytes: Uint8Array): VerifyJob[] {
  const batch = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), at: 0 };
  const jobs: VerifyJob[] = [];
  while (batch.at < bytes.length) jobs.push(unpackJob(batch));
  return jobs;
}

interface Unpacking {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
}

function unpackJob(batch: Unpacking): VerifyJob {
  const { view, at } = batch;
  const count = view.getUint8(at);
  const times = { receivedAt: view.getFloat64(at + 1), logBy: view.getFloat64(at + 9) };
  batch.at += 17;
  const bodyHash = take(batch, HASH_BYTES);
  const promise = Number.isNaN(times.logBy) ? undefined : times;
  if (count === PROOF) return { promise, bodyHash, signatures: [], proof: unpackProof(batch) };
  const signatures = Array.from({ length: count }, () => {
    const pair = take(batch, PAIR_BYTES);
    return { key: pair.slice(0, KEY_BYTES), signature: pair.slice(KEY_BYTES) };
  });
  return { promise, bodyHash, signatures };
}

function unpackProof(batch: Unpacking): ProofJob {
  const next = (): Uint8Array => {
    const sizeBytes = batch.view.getUint32(batch.at);
    batch.at += 4;
    return take(batch, sizeBytes);
  };
  const system = fromUtf8(next());
  const [common, own, proof] = [next(), next(), next()];
  return { system: system.ok ? system.value : '', common, own, proof };
}

function take(batch: Unpacking, sizeBytes: number): Uint8Array {
  const from = batch.at;
  batch.at += sizeBytes;
  return batch.bytes.slice(from, batch.at);
}

/**
 * Verdicts as one byte string: each behind its length plus 1 (2 bytes), 0 for an invalid
 * transaction.
 */
export function packVerdicts(verdicts: readonly Verdict[]): Uint8Array<ArrayBuffer> {
  const parts = verdicts.flatMap((verdict) => {
    const mark = verdict === undefined ? 0 : verdict.length + 1;
    return [Uint8Array.of(mark >> 8, mark & 255), verdict ?? new Uint8Array()];
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
