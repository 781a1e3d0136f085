import { equalBytes, fail, ok, type Result } from '@madang/base';
import { verifyPresence, verifySignatureSync } from '@madang/crypto';
import type { Machine, SignedTransaction, StateEntry } from '@madang/kernel';
import { decodeLogEntry, signedMessage, type TransactionEntry } from '@madang/protocol';
import { beginFrom, executeOn, paramsOf } from './driver.ts';
import { type NodeError, nodeError, storageFailure } from './failure.ts';
import { type FollowedBlock, readBlocks } from './follow.ts';
import type { PreparedBlock } from './store/block.ts';
import { openStore, type Store } from './store/store.ts';

/** What a re-execution covered. */
export interface VerifiedStore {
  /** Height and log size of the newest block that was executed again. */
  readonly height: number;
  readonly logSize: number;
  readonly transactions: number;
  /**
   * Set if the envelope of a transaction is no longer kept: blocks from this height on cannot be
   * executed again, and their entries were held against the log's root only.
   */
  readonly stoppedAtHeight?: number;
}

/**
 * Executes the log of a ledger from its genesis into an empty folder and compares every entry, so
 * every root, and then the state and the proofs that are kept beside the log. Fails with
 * `NODE_HISTORY_DIFFERS` at the first one that is not the same. `source` is
 * not written.
 */
export async function verifyStore(
  source: Store,
  machine: Machine,
  intoFolder: string,
): Promise<Result<VerifiedStore, NodeError>> {
  const begun = beginFrom(machine, source.genesis);
  if (!begun.ok) return begun;
  const opened = await openStore({ folder: intoFolder }, begun.value);
  if (!opened.ok) return opened;
  const copy = opened.value;
  try {
    return await replayInto({ source, machine, copy });
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
  return nodeError('NODE_STORE_DAMAGED', `The store is damaged: reading it failed (${reason}).`);
}

interface Replaying {
  readonly source: Store;
  readonly machine: Machine;
  readonly copy: Store;
}

async function replayInto(replaying: Replaying): Promise<Result<VerifiedStore, NodeError>> {
  const { source, copy } = replaying;
  let transactions = 0;
  for (const followed of readBlocks(source)) {
    const { height } = followed.block;
    if (height === 0) {
      const same = compareEntries(copy, followed);
      if (!same.ok) return same;
      continue;
    }
    const envelopes = envelopesOf(replaying, followed);
    if (!envelopes.ok) return envelopes;
    if (envelopes.value === undefined) {
      return ok({ ...summary(copy, transactions), stoppedAtHeight: height });
    }
    const prepared = executeAgain(replaying, followed, envelopes.value);
    const same = comparePrepared(prepared, followed);
    if (!same.ok) return same;
    const committed = await copy.commit(prepared);
    if (!committed.ok) return committed;
    transactions += envelopes.value.length;
  }
  const { height, appHash } = source.head();
  if (!equalBytes(copy.head().appHash, appHash)) return differs(height, 'its head');
  const same = compareTables(source, copy);
  return same.ok ? ok(summary(copy, transactions)) : same;
}

const SCAN_LIMIT = 500;

/** Compares what is kept beside the log so that it need not be computed at every start. */
function compareTables(source: Store, copy: Store): Result<void, NodeError> {
  const { height, logSize, stateRoot } = source.head();
  for (let index = 0; index < logSize; index++) {
    const isSame = equalBytes(source.inclusion(index, logSize), copy.inclusion(index, logSize));
    if (!isSame) return differs(height, `the proof of entry ${String(index)}`);
  }
  let after: Uint8Array | undefined;
  for (;;) {
    const options = { limit: SCAN_LIMIT, ...(after === undefined ? {} : { after }) };
    const stored = source.state().scan(NOTHING, options);
    const made = copy.state().scan(NOTHING, options);
    if (!isSameState(stored, made)) return differs(height, 'the state');
    for (const { key, value } of stored) {
      const { proof } = source.prove(key);
      const isProven = verifyPresence({ root: stateRoot, stateKey: key, value, proof });
      if (!isProven) return differs(height, 'a proof of the state');
    }
    after = stored.at(-1)?.key;
    if (stored.length < SCAN_LIMIT) return ok(undefined);
  }
}

const NOTHING = new Uint8Array();

function isSameState(stored: readonly StateEntry[], made: readonly StateEntry[]): boolean {
  return (
    stored.length === made.length &&
    stored.every(({ key, value }, i) => {
      const other = made[i];
      return other !== undefined && equalBytes(key, other.key) && equalBytes(value, other.value);
    })
  );
}

function summary(copy: Store, transactions: number): VerifiedStore {
  const { height, logSize } = copy.head();
  return { height, logSize, transactions };
}

function differs(height: number, what: string): Result<never, NodeError> {
  return fail(
    nodeError(
      'NODE_HISTORY_DIFFERS',
      `Executing block ${String(height)} again does not give ${what} that is stored.`,
    ),
  );
}

function compareEntries(copy: Store, { firstIndex, entries, block }: FollowedBlock) {
  const isSame = entries.every((entry, i) => {
    const own = copy.entry(firstIndex + i);
    return own !== undefined && equalBytes(own, entry);
  });
  return isSame ? ok(undefined) : differs(block.height, 'the entries');
}

function comparePrepared({ entries }: PreparedBlock, followed: FollowedBlock) {
  const isSame =
    entries.length === followed.entries.length &&
    entries.every((entry, i) => equalBytes(entry, followed.entries[i] ?? new Uint8Array()));
  return isSame ? ok(undefined) : differs(followed.block.height, 'the entries');
}

/** The envelopes of a block's transactions; nothing if one is no longer kept. */
function envelopesOf(
  { source, copy, machine }: Replaying,
  { entries, block }: FollowedBlock,
): Result<readonly SignedTransaction[] | undefined, NodeError> {
  const params = paramsOf(copy.head());
  const transactions: SignedTransaction[] = [];
  for (const entry of entries.flatMap(transactionEntry)) {
    const place = source.place(entry.body);
    if (place === undefined) return differs(block.height, 'the place of a transaction');
    const bytes = source.envelopeAt(place);
    if (bytes === undefined) return ok(undefined);
    const version = machine.versionAt({ state: copy.state(), height: block.height });
    const screened = machine.screen(bytes, source.chain, params, version);
    if (!screened.ok) return differs(block.height, 'a transaction');
    const signaturesValid = areSignaturesValid(source.chain, screened.value);
    if (!signaturesValid) return differs(block.height, 'a valid signature');
    transactions.push({ ...screened.value, bytes, signaturesValid });
  }
  return ok(transactions);
}

function transactionEntry(bytes: Uint8Array): TransactionEntry[] {
  const decoded = decodeLogEntry(bytes);
  return decoded.ok && decoded.value.type === 'transaction' ? [decoded.value] : [];
}

function areSignaturesValid(
  chain: Uint8Array,
  { envelope, bodyHash }: Pick<SignedTransaction, 'envelope' | 'bodyHash'>,
): boolean {
  if (envelope.auth.kind !== 'account') return false;
  const message = signedMessage(chain, bodyHash);
  return envelope.auth.signatures.every(
    ({ suite, key, signature }) =>
      suite === 'ed25519' && verifySignatureSync(suite, key, message, signature),
  );
}

function executeAgain(
  { copy, machine }: Replaying,
  { block }: FollowedBlock,
  transactions: readonly SignedTransaction[],
): PreparedBlock {
  return executeOn(
    { store: copy, machine },
    { height: block.height, timeMs: block.time, transactions },
  );
}
