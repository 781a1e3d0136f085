import { equalBytes, fail, ok, type Result } from '@madang/base';
import type { Machine, SignedTransaction } from '@madang/kernel';
import { type BlockEntry, decodeLogEntry, type TransactionEntry } from '@madang/protocol';
import { beginFrom, executeOn, paramsOf } from './driver.ts';
import { type NodeError, nodeError, storageFailure, storeDamaged } from './failure.ts';
import { type FollowedBlock, readBlocks } from './follow.ts';
import { jobFor } from './job-for.ts';
import type { PreparedBlock } from './store/block.ts';
import type { LedgerReader } from './store/reader.ts';
import { openStore, type Store } from './store/store.ts';
import { type VerifyJob, validIn } from './verify-jobs.ts';

/** A ledger that is executed again; nothing of it is written. */
export type ReplaySource = Pick<
  LedgerReader,
  'genesis' | 'chain' | 'head' | 'bundle' | 'place' | 'envelopeAt' | 'state'
>;

/** What {@link executeLog} works on. */
export interface Replaying<S extends ReplaySource = Store> {
  readonly source: S;
  readonly machine: Machine;
  /** Where the blocks go that the machine makes of the log. */
  readonly copy: Store;
}

/** A block as it stands in a log, and as the machine makes it of the same transactions. */
export interface ExecutedAgain {
  readonly followed: FollowedBlock;
  /** Absent: the envelope of a transaction is no longer kept; this and later blocks cannot be. */
  readonly entries?: readonly Uint8Array[];
}

/**
 * Opens a copy with the source's genesis in an empty folder, works on it, and closes it. Fails with
 * `NODE_GENESIS_REFUSED`, as the work does, or with what reading or writing came to.
 */
export async function withCopy<S extends ReplaySource, T>(
  { source, machine }: Omit<Replaying<S>, 'copy'>,
  intoFolder: string,
  work: (replaying: Replaying<S>) => Promise<Result<T, NodeError>>,
): Promise<Result<T, NodeError>> {
  const begun = beginFrom(machine, source.genesis);
  if (!begun.ok) return begun;
  const opened = await openStore({ folder: intoFolder }, begun.value);
  if (!opened.ok) return opened;
  const copy = opened.value;
  try {
    return await work({ source, machine, copy });
  } catch (thrown) {
    return fail(readFailure(thrown, intoFolder));
  } finally {
    await copy.close();
  }
}

/** What cannot be read of the source is damage; the copy can only want for room. */
function readFailure(thrown: unknown, intoFolder: string): NodeError {
  const failure = storageFailure(thrown, intoFolder);
  if (failure.code !== 'NODE_IO_FAILED') return failure;
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return storeDamaged(`reading it failed (${reason})`);
}

/**
 * Executes a log from its genesis into the copy, block by block, whatever the log says came of it.
 * Ends with `NODE_HISTORY_DIFFERS` where the machine does not take what stands in the log.
 */
export async function* executeLog<S extends ReplaySource>(
  replaying: Replaying<S>,
): AsyncGenerator<Result<ExecutedAgain, NodeError>, void> {
  for (const followed of readBlocks(replaying.source)) {
    const executed = await executeBlock(replaying, followed);
    yield executed;
    if (!executed.ok || executed.value.entries === undefined) return;
  }
}

async function executeBlock<S extends ReplaySource>(
  replaying: Replaying<S>,
  followed: FollowedBlock,
): Promise<Result<ExecutedAgain, NodeError>> {
  const { copy } = replaying;
  if (followed.block.height === 0) return ok({ followed, entries: firstEntries(copy) });
  const envelopes = envelopesOf(replaying, followed);
  if (!envelopes.ok) return envelopes;
  if (envelopes.value === undefined) return ok({ followed });
  const prepared = executeAgain(replaying, followed, envelopes.value);
  const committed = await copy.commit(prepared);
  return committed.ok ? ok({ followed, entries: prepared.entries }) : committed;
}

/** The entries of the genesis, which the copy began with. */
function firstEntries(copy: Store): readonly Uint8Array[] {
  return [0, 1].flatMap((index) => copy.entry(index) ?? []);
}

/** Whether a block came to the same entries. */
export function isSameBlock(
  entries: readonly Uint8Array[],
  { entries: recorded }: FollowedBlock,
): boolean {
  return (
    entries.length === recorded.length &&
    entries.every((entry, i) => equalBytes(entry, recorded[i] ?? new Uint8Array()))
  );
}

/** The failure `NODE_HISTORY_DIFFERS` at a block. */
export function executedOtherwise(height: number, what: string): Result<never, NodeError> {
  return fail(
    nodeError(
      'NODE_HISTORY_DIFFERS',
      `Executing block ${String(height)} again does not give ${what} that is stored.`,
    ),
  );
}

/** The envelopes of a block's transactions; nothing if one is no longer kept. */
function envelopesOf<S extends ReplaySource>(
  { source, copy, machine }: Replaying<S>,
  { entries, block }: FollowedBlock,
): Result<readonly SignedTransaction[] | undefined, NodeError> {
  const params = paramsOf(copy.head());
  const transactions: SignedTransaction[] = [];
  const jobs: VerifyJob[] = [];
  for (const entry of entries.flatMap(transactionEntry)) {
    const place = source.place(entry.body);
    if (place === undefined) return executedOtherwise(block.height, 'the place of a transaction');
    const bytes = source.envelopeAt(place);
    if (bytes === undefined) return ok(undefined);
    const version = machine.versionAt({ state: copy.state(), height: block.height });
    const screened = machine.screen(bytes, source.chain, params, version);
    if (!screened.ok) return executedOtherwise(block.height, 'a transaction');
    const job = jobFor({ store: copy, machine }, screened.value);
    if (!job.ok || job.value === undefined) return withoutValidity(block);
    jobs.push(job.value);
    transactions.push({ ...screened.value, bytes, signaturesValid: true });
  }
  const areAllValid = validIn(source.chain, jobs).every((isValid) => isValid);
  return areAllValid ? ok(transactions) : withoutValidity(block);
}

function withoutValidity({ height }: BlockEntry): Result<never, NodeError> {
  return executedOtherwise(height, 'a valid signature or proof');
}

function transactionEntry(bytes: Uint8Array): TransactionEntry[] {
  const decoded = decodeLogEntry(bytes);
  return decoded.ok && decoded.value.type === 'transaction' ? [decoded.value] : [];
}

function executeAgain(
  { copy, machine }: Pick<Replaying, 'copy' | 'machine'>,
  { block }: FollowedBlock,
  transactions: readonly SignedTransaction[],
): PreparedBlock {
  return executeOn(
    { store: copy, machine },
    { height: block.height, timeMs: block.time, transactions },
  );
}
