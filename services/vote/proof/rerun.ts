import type { Result } from '@madang/base';
import type { DecodedTransaction } from '@madang/protocol';
import type { PlacedAct } from './format.ts';

/** An act of a dossier taken apart. */
export interface OpenedAct {
  readonly placed: PlacedAct;
  readonly transaction: DecodedTransaction;
  /** Accounts of its signatures, in their order. */
  readonly signers: readonly Uint8Array[];
}

/** An act as it is done again. */
export interface ActAgain {
  readonly act: string;
  readonly payload: Uint8Array;
  readonly id: Uint8Array;
  readonly signers: readonly Uint8Array[];
  readonly expiresAt: number;
  readonly height: number;
  readonly index: number;
  readonly timeMs: number;
}

/**
 * Does acts again from an empty state, by the rules of the services. The kernel has one; it is
 * given
 * from outside because a proof knows no machine.
 */
export interface Again {
  readonly run: (act: ActAgain) => Result<void, unknown>;
  readonly get: (stateKey: Uint8Array) => Uint8Array | undefined;
}

/** An opened act as it stands in the log. */
export function again({ placed, transaction, signers }: OpenedAct): ActAgain {
  const { act, payload, expiresAt } = transaction.body;
  const { height, index, time: timeMs } = placed;
  return { act, payload, id: transaction.bodyHash, signers, expiresAt, height, index, timeMs };
}

/** Whether a place in the log comes before another. */
export function isBefore(left: PlacedAct, right: PlacedAct): boolean {
  return left.height < right.height || (left.height === right.height && left.index < right.index);
}

/** Two lists of acts, each in order, as one. */
export function inLogOrder(
  left: readonly OpenedAct[],
  right: readonly OpenedAct[],
): readonly OpenedAct[] {
  const merged: OpenedAct[] = [];
  let at = 0;
  for (const act of left) {
    for (let next = right[at]; next !== undefined; next = right[at]) {
      if (!isBefore(next.placed, act.placed)) break;
      merged.push(next);
      at += 1;
    }
    merged.push(act);
  }
  return [...merged, ...right.slice(at)];
}
