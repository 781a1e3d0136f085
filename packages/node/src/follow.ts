import { expectOk } from '@madang/base';
import { type BlockEntry, decodeLogEntry } from '@madang/protocol';
import { damaged } from './failure.ts';

/** A durable block as its entries in the log. */
export interface FollowedBlock {
  readonly block: BlockEntry;
  readonly firstIndex: number;
  /** All of them, the block entry last. */
  readonly entries: readonly Uint8Array[];
}

/** Where to read, and when to look again. */
export interface FollowSource {
  size(): number;
  entries(from: number, limit: number): readonly Uint8Array[];
  onAppend(listener: () => void): () => void;
}

const READ_MAX = 256;

/**
 * Durable blocks from an entry on, for ever, in order; the first may be cut where `from` is inside
 * it. Ends when `signal` is aborted.
 */
export async function* followBlocks(
  source: FollowSource,
  from: number,
  signal?: AbortSignal,
): AsyncGenerator<FollowedBlock, void, undefined> {
  let next = from;
  let entries: Uint8Array[] = [];
  while (signal?.aborted !== true) {
    const read = source.entries(next, READ_MAX);
    if (read.length === 0) await appended(source, next, signal);
    for (const bytes of read) {
      entries.push(bytes);
      next += 1;
      const entry = expectOk(decodeLogEntry(bytes), 'a durable entry decodes');
      if (entry.type !== 'block') continue;
      yield { block: entry, entries, firstIndex: next - entries.length };
      entries = [];
    }
  }
}

/** All blocks of a log as it is now. */
export function* readBlocks(log: {
  bundle(bundle: number): Uint8Array | undefined;
}): Generator<FollowedBlock, void, undefined> {
  let next = 0;
  let entries: Uint8Array[] = [];
  for (let bundle = 0; ; bundle++) {
    const read = log.bundle(bundle);
    if (read === undefined) return;
    for (const bytes of splitBundle(read)) {
      entries.push(bytes);
      next += 1;
      const entry = decodeLogEntry(bytes);
      if (!entry.ok) return damaged(`entry ${String(next - 1)} cannot be read`);
      if (entry.value.type !== 'block') continue;
      yield { block: entry.value, entries, firstIndex: next - entries.length };
      entries = [];
    }
  }
}

async function appended(
  source: FollowSource,
  next: number,
  signal: AbortSignal | undefined,
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const end = source.onAppend(() => {
    resolve(undefined);
  });
  const abort = () => {
    resolve(undefined);
  };
  signal?.addEventListener('abort', abort, { once: true });
  if (source.size() > next || signal?.aborted === true) resolve(undefined);
  await promise;
  signal?.removeEventListener('abort', abort);
  end();
}

/** The entries of a bundle of sized entries (C2SP tlog-tiles). */
export function splitBundle(bundle: Uint8Array): Uint8Array[] {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bundle.length) {
    const end = at + 2 + view.getUint16(at);
    entries.push(bundle.slice(at + 2, end));
    at = end;
  }
  return entries;
}

/** Up to `limit` entries from an index on, read bundle by bundle. */
export function readEntries(
  log: { bundle(bundle: number): Uint8Array | undefined },
  from: number,
  limit: number,
): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let next = from;
  while (entries.length < limit) {
    const bundle = log.bundle(Math.floor(next / READ_MAX));
    const found = bundle === undefined ? [] : splitBundle(bundle).slice(next % READ_MAX);
    if (found.length === 0) break;
    entries.push(...found.slice(0, limit - entries.length));
    next = from + entries.length;
  }
  return entries;
}
