import {
  choice,
  equalBytes,
  fail,
  ok,
  optional,
  parseJson,
  type Result,
  record,
  type TypeOf,
  uint,
} from '@madang/base';
import { hash } from '@madang/protocol';
import { parseText } from './json-text.ts';

/** What somebody complains of. */
export const complaintCategories = [
  'candidacy',
  'campaign',
  'roll',
  'voting',
  'count',
  'other',
] as const;

/** What became of a complaint. */
export const complaintStates = ['received', 'upheld', 'rejected', 'withdrawn'] as const;

/** Most entries of one log. */
export const MAX_COMPLAINT_ENTRIES = 2_000;

/**
 * An entry of the complaint log of an election (docs/spec/election.md, "Complaints"): that a
 * complaint came, or what was answered. It is a statement of `document`, and says nothing of
 * whoever complained.
 */
export const complaintEntry = record({
  election: hash,
  /** Complaints are numbered from 1, in the order in which they came. */
  complaint: uint({ min: 1, max: MAX_COMPLAINT_ENTRIES }),
  category: choice(complaintCategories),
  state: choice(complaintStates),
  /** Salted hash of the complaint, which the institution keeps. */
  file: hash,
  /** Salted hash of the answer. */
  answer: optional(hash),
  /** The record of the entry before. */
  previous: optional(hash),
});
export type ComplaintEntry = TypeOf<typeof complaintEntry>;

/** An entry with the record that it stands in. */
export interface LoggedComplaint {
  readonly id: Uint8Array;
  readonly entry: ComplaintEntry;
}

/** The statement that an entry is put on record as. */
export function complaintStatement(entry: ComplaintEntry): string {
  return JSON.stringify(complaintEntry.toJson(entry));
}

/** The entry that a statement is; only the very words in which it would be written are one. */
export function readComplaint(statement: string): Result<ComplaintEntry, 'COMPLAINT_NOT_VALID'> {
  const read = parseJson(complaintEntry, parseText(statement));
  return read.ok && complaintStatement(read.value) === statement
    ? read
    : fail('COMPLAINT_NOT_VALID');
}

/**
 * Whether an entry continues a log: it names the record before, and is either the next complaint,
 * or the answer to one that waits for it.
 */
export function continuesLog(
  log: readonly LoggedComplaint[],
  entry: ComplaintEntry,
): Result<void, 'COMPLAINT_NOT_VALID'> {
  const last = log.at(-1);
  const { previous } = entry;
  const follows =
    last === undefined || previous === undefined
      ? last === undefined && previous === undefined
      : equalBytes(previous, last.id);
  const isRight = follows && log.length < MAX_COMPLAINT_ENTRIES && isNext(log, entry);
  return isRight ? ok(undefined) : fail('COMPLAINT_NOT_VALID');
}

function isNext(log: readonly LoggedComplaint[], entry: ComplaintEntry): boolean {
  const known = complaintsIn(log);
  const isAnswered = entry.state === 'upheld' || entry.state === 'rejected';
  if (isAnswered !== (entry.answer !== undefined)) return false;
  if (entry.state === 'received') return entry.complaint === known.length + 1;
  const waiting = known[entry.complaint - 1]?.at(-1)?.entry;
  return (
    waiting?.state === 'received' &&
    waiting.category === entry.category &&
    equalBytes(waiting.file, entry.file)
  );
}

/** The complaints of a log, each with its entries, oldest first. */
export function complaintsIn(
  log: readonly LoggedComplaint[],
): readonly (readonly LoggedComplaint[])[] {
  const complaints: LoggedComplaint[][] = [];
  for (const logged of log) {
    const known = complaints[logged.entry.complaint - 1];
    if (known === undefined) complaints.push([logged]);
    else known.push(logged);
  }
  return complaints;
}
