import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { equalBytes, type Result } from '@madang/base';
import { createMachine } from '@madang/kernel';
import {
  compareLogs,
  compareStates,
  type ExaminedState,
  examineState,
  type LedgerReader,
  type LogDifference,
  type NodeError,
  type StateDifference,
} from '@madang/node';
import { decodeLogEntry } from '@madang/protocol';
import { services } from '@madang/services';
import type { ComparedFolder, ComparedNode } from './compared-node.ts';

/** Where a node differs: in its log, or in the state below its newest block alone. */
export interface Difference {
  readonly height: number;
  readonly kind: LogDifference['kind'] | 'records';
}

/** How two nodes differ, as far as both have come; nothing where they do not. */
export async function differenceOf(
  own: ComparedNode,
  other: ComparedNode,
): Promise<Difference | undefined> {
  const inLog = await compareLogs(own.log, other.log);
  if (inLog !== undefined) return { height: inLog.height, kind: inLog.kind };
  const { height } = own;
  for (const { reader } of [own, other]) {
    if (reader !== undefined && !hasStateOfLog(reader)) {
      return { height: reader.head().height, kind: 'records' };
    }
  }
  const states = statesAtOneHeight(own, other);
  return states === undefined ? undefined : { height, kind: 'records' };
}

/** Whether the state of a folder is the one that the last entry of its log names. */
function hasStateOfLog(reader: LedgerReader): boolean {
  const { logSize, stateRoot } = reader.head();
  const last = reader.entry(logSize - 1);
  const entry = last === undefined ? undefined : decodeLogEntry(last);
  return (
    entry?.ok === true &&
    entry.value.type === 'block' &&
    equalBytes(entry.value.stateRoot, stateRoot)
  );
}

/** How the records of two folders differ that stand at the same block. */
export function statesAtOneHeight(
  own: ComparedNode,
  other: ComparedNode,
): StateDifference | undefined {
  if (own.reader === undefined || other.reader === undefined) return undefined;
  if (own.height !== other.height) return undefined;
  return compareStates(own.reader.state(), other.reader.state());
}

/** Executes the log of a folder again by the rules of this build, and compares. */
export async function examineFolder(
  { reader }: ComparedFolder,
  others: readonly ComparedNode[],
): Promise<Result<ExaminedState, NodeError>> {
  const intoFolder = mkdtempSync(path.join(tmpdir(), 'madang-divergence-'));
  try {
    const logs = others.map(({ log }) => log);
    return await examineState(reader, {
      machine: createMachine(services),
      intoFolder,
      others: logs,
    });
  } finally {
    rmSync(intoFolder, { recursive: true, force: true });
  }
}
