import { concat, u32be, u64be } from '@madang/base';
import { sha256, tag } from '@madang/crypto';

const JOURNAL_TAG = tag('madang/journal/1');

/**
 * One act of a matter: its body hash, and its place: height and time (ms) of its block, index in
 * it.
 */
export interface JournalLine {
  readonly id: Uint8Array;
  readonly height: number;
  readonly index: number;
  readonly timeMs: number;
}

/** The journal of a matter in which nothing has happened. */
export const EMPTY_JOURNAL: Uint8Array = new Uint8Array(32);

/**
 * The journal of a matter after one more act (docs/spec/state.md, "Journals"). It is a running hash
 * that a service keeps beside its records: one proof of it shows that a list of acts is whole and
 * in
 * order, up to that moment.
 */
export function nextJournal(journal: Uint8Array, line: JournalLine): Uint8Array {
  const place = concat(u64be(line.height), u32be(line.index), u64be(line.timeMs));
  return sha256(JOURNAL_TAG, concat(journal, line.id, place));
}
