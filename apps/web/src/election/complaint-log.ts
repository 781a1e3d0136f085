import { equalBytes, fromHex } from '@madang/base';
import { type ComplaintsAnswer, createComplaintDoor } from '@madang/client';
import { commitToStatement } from '@madang/services/document/proof/index.ts';
import {
  continuesLog,
  type LoggedComplaint,
  readComplaint,
} from '@madang/services/election/intake/index.ts';
import { languageOfPath } from '@madang/ui';
import { cityClient, refusedBy } from '../decision/city-client.ts';
import type { Answer } from '../ledger.ts';
import { electionBytes } from './election-facts.ts';

/** An entry of the log that agrees with its record. Time in ms. */
export type ComplaintShown = LoggedComplaint & { time: number };

/** The log of an election as far as it agrees with the public record. */
export type ComplaintLog = {
  entries: readonly ComplaintShown[];
  /** Which entry does not, counted from 1; absent where all do. */
  wrong?: number;
};

const door = createComplaintDoor({
  baseUrl: '',
  language: () => languageOfPath(location.pathname),
});

/** Asks for the complaints about an election, and holds each against the record that it names. */
export async function readComplaints(election: string): Promise<Answer<ComplaintLog>> {
  const told = await door.complaints(election);
  if (!told.ok) return refusedBy(told.error);
  const entries: ComplaintShown[] = [];
  for (const line of told.value) {
    const shown = await checked(election, line, entries);
    if (shown === undefined) return { ok: true, value: { entries, wrong: entries.length + 1 } };
    entries.push(shown);
  }
  return { ok: true, value: { entries } };
}

async function checked(
  election: string,
  { id, salt, statement }: ComplaintsAnswer['entries'][number],
  before: readonly ComplaintShown[],
): Promise<ComplaintShown | undefined> {
  const entry = readComplaint(statement);
  if (!entry.ok || !equalBytes(entry.value.election, electionBytes(election))) return undefined;
  if (!continuesLog(before, entry.value).ok) return undefined;
  const [record, salted] = [fromHex(id), fromHex(salt)];
  if (!record.ok || !salted.ok) return undefined;
  const found = await cityClient().query('document.document', { id: record.value });
  const batch = commitToStatement(statement, salted.value);
  if (!found.ok || !equalBytes(found.value.root, batch.root)) return undefined;
  return { id: record.value, entry: entry.value, time: found.value.notarisedAt };
}
