import { ok, type Result } from '@madang/base';
import type { NodeError } from '../failure.ts';
import { type HistoryPiece, isAllFetched, nextPiece } from './fetched.ts';
import { askAgain, type GivenPiece, type HistoryParts, passPiece, takePiece } from './history.ts';
import { TILE_WIDTH } from './log-tree.ts';
import type { View } from './view.ts';

/** How much is here of what came before a snapshot. Counts are of entries of the log. */
export interface OlderCounts {
  /** How many there were at the snapshot. */
  readonly size: number;
  /** How many of them are here, from the first on. */
  readonly entries: number;
  /** Of how many the transactions were asked for as well, from the first on. */
  readonly asked: number;
  /** Transactions in those that are still to be kept, and that nobody who was asked had. */
  readonly lacking: number;
}

/** How the history before a snapshot is brought in, piece by piece. */
export interface OlderHistory {
  /** How much is here; nothing where the ledger began from its genesis. */
  counts(): OlderCounts | undefined;
  /** Whether nothing of it is to come any more. */
  isWhole(): boolean;
  /** The piece that comes next; nothing where all was asked for. */
  next(): HistoryPiece | undefined;
  /**
   * Takes that piece, durably, where it is that of the log. Gives how many parts of it are not here
   * after that. Fails with `NODE_HISTORY_DIFFERS` where it is not of this log: nothing was taken.
   */
  take(given: GivenPiece): Promise<Result<number, NodeError>>;
  /** Goes on behind transactions of that piece that nobody had. */
  pass(): Promise<Result<void, NodeError>>;
  /** Begins again with the first transactions that nobody had. */
  askAgain(): Promise<Result<void, NodeError>>;
}

/** So many entries, from the first on, are here without a gap. */
export function wholeSize({ history, head, fetched }: View): number {
  return history.isArchived ? head.logSize : (fetched?.bundles ?? 0) * TILE_WIDTH;
}

function countsOf(view: View): OlderCounts | undefined {
  const { fetched } = view;
  if (fetched === undefined) return undefined;
  const { size, envelopes, lacking } = fetched;
  const entries = Math.min(size, wholeSize(view));
  return { size, lacking, entries, asked: Math.min(size, envelopes * TILE_WIDTH) };
}

/** Does some work while nobody else writes, and gives what it failed with. */
type Guard = <T>(work: () => Promise<Result<T, NodeError>>) => Promise<Result<T, NodeError>>;

/** The older history of an open store. */
export function olderHistory(open: HistoryParts, view: () => View, guarded: Guard): OlderHistory {
  const next = (): HistoryPiece | undefined => {
    const { fetched } = view();
    return fetched === undefined ? undefined : nextPiece(fetched);
  };
  return {
    next,
    counts: () => countsOf(view()),
    isWhole: () => isAllFetched(view().fetched),
    take: (given) => guarded(() => takePiece(open, given)),
    pass: () =>
      guarded(async () => {
        const piece = next();
        if (piece?.kind === 'envelopes') await passPiece(open, piece);
        return ok(undefined);
      }),
    askAgain: () =>
      guarded(async () => {
        await askAgain(open);
        return ok(undefined);
      }),
  };
}
