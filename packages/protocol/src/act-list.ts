import {
  type CodecError,
  decodeEach,
  equalBytes,
  expectOk,
  fail,
  ok,
  type Result,
} from '@madang/base';
import { MAX_DOSSIER_PART_SIZE_BYTES, type PlacedPart } from './dossier.ts';
import { EMPTY_JOURNAL, nextJournal } from './journal.ts';
import { actsPart, isBefore, type OpenedAct, openAct, type PlacedAct } from './placed-act.ts';

/**
 * The acts of one journal in a dossier. They are taken apart one after the other each time that the
 * list is walked, so that no more than one part of it is held at once; what is known of all of them
 * together was found when they were read.
 */
export interface ActList extends Iterable<OpenedAct> {
  readonly count: number;
  /** The first of all. */
  readonly first?: OpenedAct;
  /** How many acts there are of each name. */
  readonly countByAct: ReadonlyMap<string, number>;
  /** Whether all are of the ledger that the dossier's header names. */
  readonly isOfChain: boolean;
  /** Index of the first act that does not stand behind the one before it. */
  readonly misplaced?: number;
  /** The journal that they come to in their order. */
  readonly journal: Uint8Array;
}

/** Gives bytes of a dossier once more. */
export type Recall = () => Uint8Array;

/**
 * Keeps the bytes of a part, which begin `at` so many bytes of the dossier, until they are asked
 * for again. What is given then has to be the same bytes.
 */
export type Keep = (part: Pick<PlacedPart, 'bytes' | 'at'>) => Recall;

/** Keeps parts in memory. */
export const keepInMemory: Keep =
  ({ bytes }) =>
  () =>
    bytes;

/** A list of acts that is being read. */
export interface ActListReading {
  /** Takes the next part. Fails where it is no list of acts. */
  readonly take: (part: PlacedPart) => Result<void, CodecError>;
  /** All that was taken; the reason where an act could not be taken apart. */
  readonly end: () => Result<ActList, string>;
}

interface Known {
  count: number;
  first?: OpenedAct;
  countByAct: Map<string, number>;
  isOfChain: boolean;
  misplaced?: number;
  journal: Uint8Array;
}

/** Begins to read acts of the ledger with this genesis hash. */
export function readActs(chain: Uint8Array, keep: Keep): ActListReading {
  const parts: Recall[] = [];
  const known: Known = {
    count: 0,
    countByAct: new Map(),
    isOfChain: true,
    journal: EMPTY_JOURNAL,
  };
  let last: PlacedAct | undefined;
  let unreadable: string | undefined;
  const takeAct = (placed: PlacedAct): void => {
    const opened = unreadable === undefined ? openAct(placed) : undefined;
    if (opened?.ok === false) {
      unreadable = `Act ${String(known.count)} cannot be read: ${opened.error.message}`;
    }
    if (opened?.ok !== true) return;
    if (last !== undefined && !isBefore(last, placed)) known.misplaced ??= known.count;
    last = placed;
    learn(known, opened.value, chain);
  };
  return {
    take: (part) => {
      const acts = actsIn(part.bytes);
      let next = acts.next();
      for (; next.done !== true; next = acts.next()) takeAct(next.value);
      parts.push(keep(part));
      return next.value;
    },
    end: () =>
      unreadable === undefined
        ? ok({ ...known, [Symbol.iterator]: () => walk(parts) })
        : fail(unreadable),
  };
}

function learn(known: Known, opened: OpenedAct, chain: Uint8Array): void {
  const { height, index, time: timeMs } = opened.placed;
  const { body, bodyHash: id } = opened.transaction;
  known.first ??= opened;
  known.count += 1;
  known.countByAct.set(body.act, (known.countByAct.get(body.act) ?? 0) + 1);
  known.isOfChain &&= equalBytes(body.chain, chain);
  known.journal = nextJournal(known.journal, { id, height, index, timeMs });
}

function actsIn(bytes: Uint8Array): Generator<PlacedAct, Result<void, CodecError>> {
  return decodeEach(actsPart, bytes, MAX_DOSSIER_PART_SIZE_BYTES);
}

function* walk(parts: readonly Recall[]): Generator<OpenedAct, void> {
  for (const recall of parts) {
    for (const placed of actsIn(recall())) {
      yield expectOk(openAct(placed), 'an act that was taken apart before');
    }
  }
}
