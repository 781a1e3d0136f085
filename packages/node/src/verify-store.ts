import { equalBytes, ok, type Result } from '@madang/base';
import { verifyPresence } from '@madang/crypto';
import type { Machine, StateEntry } from '@madang/kernel';
import {
  executedOtherwise,
  executeLog,
  isSameBlock,
  type Replaying,
  withCopy,
} from './execute-log.ts';
import type { NodeError } from './failure.ts';
import type { FollowedBlock } from './follow.ts';
import type { Store } from './store/store.ts';

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
export function verifyStore(
  source: Store,
  machine: Machine,
  intoFolder: string,
): Promise<Result<VerifiedStore, NodeError>> {
  return withCopy({ source, machine }, intoFolder, replayInto);
}

async function replayInto(replaying: Replaying): Promise<Result<VerifiedStore, NodeError>> {
  const { source, copy } = replaying;
  let transactions = 0;
  for await (const executed of executeLog(replaying)) {
    if (!executed.ok) return executed;
    const { followed, entries } = executed.value;
    if (entries === undefined) {
      const stoppedAtHeight = followed.block.height;
      return ok({ ...summary(copy, transactions), stoppedAtHeight });
    }
    const same = compareEntries(entries, followed);
    if (!same.ok) return same;
    transactions += followed.block.transactions;
  }
  const { height, appHash } = source.head();
  if (!equalBytes(copy.head().appHash, appHash)) return executedOtherwise(height, 'its head');
  const same = compareTables(source, copy);
  return same.ok ? ok(summary(copy, transactions)) : same;
}

const SCAN_LIMIT = 500;

/** Compares what is kept beside the log so that it need not be computed at every start. */
function compareTables(source: Store, copy: Store): Result<void, NodeError> {
  const { height, logSize, stateRoot } = source.head();
  for (let index = 0; index < logSize; index++) {
    const isSame = equalBytes(source.inclusion(index, logSize), copy.inclusion(index, logSize));
    if (!isSame) return executedOtherwise(height, `the proof of entry ${String(index)}`);
  }
  let after: Uint8Array | undefined;
  for (;;) {
    const options = { limit: SCAN_LIMIT, ...(after === undefined ? {} : { after }) };
    const stored = source.state().scan(NOTHING, options);
    const made = copy.state().scan(NOTHING, options);
    if (!isSameState(stored, made)) return executedOtherwise(height, 'the state');
    for (const { key, value } of stored) {
      const { proof } = source.prove(key);
      const isProven = verifyPresence({ root: stateRoot, stateKey: key, value, proof });
      if (!isProven) return executedOtherwise(height, 'a proof of the state');
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

function compareEntries(
  entries: readonly Uint8Array[],
  followed: FollowedBlock,
): Result<void, NodeError> {
  return isSameBlock(entries, followed)
    ? ok(undefined)
    : executedOtherwise(followed.block.height, 'the entries');
}
