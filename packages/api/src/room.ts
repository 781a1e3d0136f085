import type { LedgerAnswer } from '@madang/client';
import type { BlockWatch } from './block-watch.ts';
import type { CheckpointHistory } from './checkpoint-history.ts';
import type { RequestCounter } from './metrics.ts';
import type { NodeWatch } from './node-watch.ts';
import type { ApiOptions } from './options.ts';
import type { ErrorBook, Language } from './problem.ts';
import type { Reading } from './record-view.ts';

/** What every route works with. */
export interface ApiRoom {
  readonly options: ApiOptions;
  readonly book: ErrorBook;
  readonly history: CheckpointHistory;
  readonly requests: RequestCounter;
  readonly nodes: NodeWatch;
  readonly blocks: BlockWatch;
  /** What the ledger is, of now. */
  readonly tellLedger: () => LedgerAnswer;
  /** When this server started, ms. */
  readonly startedAt: number;
}

/** How entries are read for a reader of this language. */
export function readingFor(room: ApiRoom, language: Language): Reading {
  return { services: room.options.services, book: room.book, language };
}
