import { setTimeout } from 'node:timers/promises';
import type { Machine } from '@madang/kernel';
import type { Colleague } from '../colleagues.ts';
import { type NodeError, storageFailure } from '../failure.ts';
import type { HistoryPiece } from '../store/fetched.ts';
import { pieceName, type RetentionOf } from '../store/history.ts';
import type { OlderCounts } from '../store/older.ts';
import type { Store } from '../store/store.ts';
import { type HistorySource, webHistory } from '../store/tile-source.ts';
import { type Liar, orderSuppliers, type Suppliers } from './suppliers.ts';

/** How far the history before a snapshot has come. */
export interface HistoryStatus extends OlderCounts {
  /** `waiting`: nobody who could be asked had the next piece. */
  readonly state: 'fetching' | 'waiting' | 'whole';
  /** Who has it: whoever gave parts of it, or, before that, all others. */
  readonly from: readonly Colleague[];
  /** Who sent what is not of this ledger. */
  readonly liars: readonly Liar[];
}

/** What is told of it while it comes. */
export type HistoryNews =
  | { readonly kind: 'lied'; readonly institution: string; readonly piece: string }
  | { readonly kind: 'silent'; readonly institution: string; readonly reason: string }
  | { readonly kind: 'not-kept'; readonly error: NodeError }
  | { readonly kind: 'done'; readonly lacking: number };

/** How the older history is fetched. */
export interface HistoryOptions {
  readonly onNews?: (news: HistoryNews) => void;
  /** How a colleague is asked: by its API, unless a test gives something else. */
  readonly source?: (colleague: Colleague) => HistorySource;
  /** Least pause between two pieces, ms. */
  readonly pauseMs?: number;
  /** How long those are waited for that nobody had, before they are asked for again, ms. */
  readonly laterMs?: number;
}

/** What {@link fetchHistory} works on. */
export interface HistoryRoom {
  readonly store: Store;
  readonly retentionOf: RetentionOf;
  readonly colleagues: () => readonly Colleague[];
  /** Told after each piece. */
  readonly onTaken: () => void;
  readonly options: HistoryOptions;
}

/** The fetching of the older history. */
export interface HistoryFetching {
  /** Nothing where the ledger began from its genesis. */
  status(): HistoryStatus | undefined;
  stop(): Promise<void>;
}

/** A colleague takes 50 requests a second from one address: this leaves it half. */
const PAUSE_MS = 40;
/** So often it is looked whether the ledger began from a snapshot meanwhile, ms. */
const LOOK_MS = 1_000;
/** When the disk takes nothing, it is tried again after this, ms. */
const NOT_KEPT_MS = 30_000;
const LATER_MS = 600_000;
/** Longest pause after a piece, ms: what took longer was waiting for somebody. */
const REST_MS_MAX = 1_000;

/** What is under way. */
interface Work extends HistoryRoom {
  readonly suppliers: Suppliers;
  readonly ending: AbortController;
  isWaiting: boolean;
}

/**
 * Brings in what came before the snapshot that a ledger began from, in the background, from the
 * nodes of the other institutions: one piece at a time, and at most half of the time, so that the
 * node keeps up. Each piece is held against the log before it is kept, so a colleague who lies is
 * named and costs nothing but time. It goes on where it stopped, whenever that was.
 */
export function fetchHistory(room: HistoryRoom): HistoryFetching {
  const work: Work = {
    ...room,
    suppliers: orderSuppliers(room.colleagues),
    ending: new AbortController(),
    isWaiting: false,
  };
  const running = run(work);
  return {
    status: () => statusOf(work),
    stop: async () => {
      work.ending.abort();
      await running;
    },
  };
}

/** How long the transactions of acts are kept; of one that this build does not know for ever. */
export function retentionsOf({ services }: Pick<Machine, 'services'>): RetentionOf {
  const all = services.flatMap(({ transactions }) => [...transactions]);
  const known = new Map(all.map(({ act, retention }) => [act, retention]));
  return (act) => known.get(act) ?? 'forever';
}

function statusOf({ store, suppliers, isWaiting }: Work): HistoryStatus | undefined {
  const counts = store.older.counts();
  if (counts === undefined) return undefined;
  return {
    ...counts,
    state: store.older.isWhole() ? 'whole' : isWaiting ? 'waiting' : 'fetching',
    from: suppliers.known(),
    liars: suppliers.liars(),
  };
}

async function run(work: Work): Promise<void> {
  const { signal } = work.ending;
  while (!signal.aborted) {
    const waitMs = await step(work).catch((thrown: unknown) => {
      tell(work, { kind: 'not-kept', error: storageFailure(thrown, work.store.folder) });
      return NOT_KEPT_MS;
    });
    await setTimeout(waitMs, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** Takes the next piece, or sees that there is none. Gives how long to wait after it, ms. */
async function step(work: Work): Promise<number> {
  const { store, options } = work;
  const { older } = store;
  if (older.isWhole()) {
    work.isWaiting = false;
    return LOOK_MS;
  }
  const piece = older.next();
  if (piece === undefined) {
    if (!work.isWaiting) {
      work.isWaiting = true;
      return options.laterMs ?? LATER_MS;
    }
    work.isWaiting = false;
    const begun = await older.askAgain();
    return begun.ok ? 0 : NOT_KEPT_MS;
  }
  const startedMs = performance.now();
  const outcome = await takeNext(work, piece);
  work.isWaiting = outcome !== 'taken';
  if (outcome === 'taken') {
    work.onTaken();
    tellIfDone(work);
  }
  return pauseAfter(work, outcome, performance.now() - startedMs);
}

function tell({ options }: Pick<Work, 'options'>, news: HistoryNews): void {
  options.onNews?.(news);
}

type Outcome = 'taken' | 'nobody' | 'not-kept';

/** About as long as a piece took, so that half of the time is left to everything else. */
function pauseAfter({ options, suppliers }: Work, outcome: Outcome, tookMs: number): number {
  if (outcome === 'not-kept') return NOT_KEPT_MS;
  const least = outcome === 'nobody' ? Math.max(LOOK_MS, suppliers.waitMs()) : 0;
  return Math.max(least, options.pauseMs ?? PAUSE_MS, Math.min(tookMs, REST_MS_MAX));
}

function tellIfDone({ store, options }: Work): void {
  const counts = store.older.counts();
  if (counts === undefined || store.older.next() !== undefined) return;
  tell({ options }, { kind: 'done', lacking: counts.lacking });
}

/** Brings in one piece, from whoever has it. */
async function takeNext(work: Work, piece: HistoryPiece): Promise<Outcome> {
  const { store, suppliers, retentionOf, ending } = work;
  // What was written before it was cut off, and bundles without transactions, need nobody.
  const here = await store.older.take({ piece, bytes: undefined, retentionOf });
  if (!here.ok) return notKept(work, here.error);
  if (here.value === 0) return 'taken';
  let hasAnswer = false;
  for (const colleague of suppliers.ready()) {
    const came = await takeFrom(work, colleague, piece);
    if (came === 'taken' || came === 'not-kept') return came;
    if (ending.signal.aborted) return 'nobody';
    hasAnswer ||= came === 'part';
  }
  if (piece.kind !== 'envelopes' || !hasAnswer) return 'nobody';
  const passed = await store.older.pass();
  return passed.ok ? 'taken' : notKept(work, passed.error);
}

/** Takes what one colleague has of a piece: all of it, a part, or nothing. */
async function takeFrom(
  work: Work,
  colleague: Colleague,
  piece: HistoryPiece,
): Promise<Outcome | 'part'> {
  const { store, suppliers, retentionOf, ending } = work;
  const startedMs = performance.now();
  const bytes = await ask(work, colleague, piece);
  if (bytes === undefined || ending.signal.aborted) return 'nobody';
  const taken = await store.older.take({ piece, bytes, retentionOf });
  if (!taken.ok) {
    if (taken.error.code !== 'NODE_HISTORY_DIFFERS') return notKept(work, taken.error);
    noteLie(work, colleague, piece);
    return 'nobody';
  }
  if (taken.value > 0) {
    suppliers.lacked(colleague);
    return 'part';
  }
  suppliers.gave(colleague, performance.now() - startedMs);
  return 'taken';
}

function notKept(work: Work, error: NodeError): Outcome {
  tell(work, { kind: 'not-kept', error });
  return 'not-kept';
}

function noteLie(work: Work, colleague: Colleague, piece: HistoryPiece): void {
  const name = pieceName(piece);
  work.suppliers.lied(colleague, name);
  tell(work, { kind: 'lied', institution: colleague.institution, piece: name });
}

/** What a colleague gives; nothing where it does not have it, or does not answer. */
async function ask(
  work: Work,
  colleague: Colleague,
  piece: HistoryPiece,
): Promise<Uint8Array | undefined> {
  const { options, suppliers, ending } = work;
  const source = (options.source ?? (({ url }) => webHistory(url)))(colleague);
  try {
    const bytes = await untilEnd(read(source, piece), ending.signal);
    if (bytes === undefined) suppliers.lacked(colleague);
    return bytes;
  } catch (thrown) {
    const isFirst = suppliers.wasSilent(colleague);
    const reason = thrown instanceof Error ? thrown.message : 'It did not answer.';
    const { institution } = colleague;
    if (isFirst && !ending.signal.aborted) tell(work, { kind: 'silent', institution, reason });
    return undefined;
  }
}

/** Whoever ends the ledger does not wait for somebody else's answer. */
async function untilEnd<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const end = () => {
    reject(new Error('The ledger was closed.'));
  };
  signal.addEventListener('abort', end, { once: true });
  answer.catch(() => undefined);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function read(source: HistorySource, piece: HistoryPiece): Promise<Uint8Array | undefined> {
  switch (piece.kind) {
    case 'tile':
      return source.tile(piece.level, piece.index);
    case 'entries':
      return source.bundle(piece.index);
    case 'envelopes':
      return source.envelopes(piece.index);
  }
}
