import { fail, ok, type Result } from '@madang/base';
import type { Machine } from '@madang/kernel';
import {
  executeLog,
  isSameBlock,
  type Replaying,
  type ReplaySource,
  withCopy,
} from '../execute-log.ts';
import { type NodeError, nodeError } from '../failure.ts';
import { openTiles } from '../store/tile-source.ts';
import { type ComparedLog, compareLogs } from './compare-logs.ts';
import { compareStates, type StateDifference } from './compare-states.ts';

/** What the rules of this build make of a ledger's transactions, beside what the ledger has. */
export interface ExaminedState {
  /** Height of the first block that stands otherwise in the log; absent: all are as they are. */
  readonly wrongFrom?: number;
  /** How the newest state differs; absent: it does not. */
  readonly difference?: StateDifference;
  /** Of each log that it was held against, whether the rules come to it as far as both reach. */
  readonly agrees: readonly boolean[];
}

/** How to examine a ledger. */
export interface ExamineOptions {
  readonly machine: Machine;
  /** An empty folder for what the rules come to; whoever made it removes it. */
  readonly intoFolder: string;
  readonly others?: readonly ComparedLog[];
}

/**
 * Executes a log from its genesis into an empty folder, past what differs, and compares the state
 * that the ledger has, and the logs of others, with what this comes to. Fails with
 * `NODE_ENVELOPE_GONE` or
 * `NODE_HISTORY_ABSENT` where a transaction is no longer kept, with `NODE_RULES_MISSING` where this
 * build is too old, and with `NODE_HISTORY_DIFFERS` where a transaction is none.
 */
export function examineState(
  source: ReplaySource,
  { machine, intoFolder, others = [] }: ExamineOptions,
): Promise<Result<ExaminedState, NodeError>> {
  return withCopy({ source, machine }, intoFolder, (replaying) => examine(replaying, others));
}

async function examine(
  replaying: Replaying<ReplaySource>,
  others: readonly ComparedLog[],
): Promise<Result<ExaminedState, NodeError>> {
  const { source, copy } = replaying;
  let wrongFrom: number | undefined;
  for await (const executed of executeLog(replaying)) {
    if (!executed.ok) return executed;
    const { followed, entries } = executed.value;
    if (entries === undefined) return envelopeGone(followed.block.height);
    if (!isSameBlock(entries, followed)) wrongFrom ??= followed.block.height;
  }
  const difference = compareStates(source.state(), copy.state());
  const own = { tiles: openTiles(copy), size: copy.head().logSize };
  const agrees: boolean[] = [];
  for (const other of others) agrees.push((await compareLogs(own, other)) === undefined);
  return ok({
    agrees,
    ...(wrongFrom === undefined ? {} : { wrongFrom }),
    ...(difference === undefined ? {} : { difference }),
  });
}

function envelopeGone(height: number): Result<never, NodeError> {
  return fail(
    nodeError(
      'NODE_ENVELOPE_GONE',
      `Block ${String(height)} cannot be executed again: a transaction of it is no longer kept.`,
    ),
  );
}
