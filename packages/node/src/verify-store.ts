import { equalBytes, ok, type Result } from '@madang/base';
import type { Machine } from '@madang/kernel';
import { compareStates } from './divergence/compare-states.ts';
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
import { provenKeys } from './verify-held.ts';

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

/** Compares what is kept beside the log so that it need not be computed at every start. */
function compareTables(source: Store, copy: Store): Result<void, NodeError> {
  const { height, logSize } = source.head();
  for (let index = 0; index < logSize; index++) {
    const isSame = equalBytes(source.inclusion(index, logSize), copy.inclusion(index, logSize));
    if (!isSame) return executedOtherwise(height, `the proof of entry ${String(index)}`);
  }
  if (compareStates(source.state(), copy.state()) !== undefined) {
    return executedOtherwise(height, 'the state');
  }
  return provenKeys(source) === undefined
    ? executedOtherwise(height, 'a proof of the state')
    : ok(undefined);
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
