import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { apiErrors, type Officer } from '@madang/api';
import { equalBytes, fromHex, ok, parseJson, type Result, record, toHex, uint } from '@madang/base';
import { type ComplaintLine, type ComplaintsAnswer, complaintsAnswer } from '@madang/client';
import { type Refusal, refuse } from '@madang/kernel';
import type { Ledger } from '@madang/node';
import { hash, principal } from '@madang/protocol';
import { commitToStatement } from '@madang/services/document/proof/index.ts';
import {
  continuesLog,
  type LoggedComplaint,
  readComplaint,
} from '@madang/services/election/intake/index.ts';
import { writeJson } from '../data/found.ts';
import { readLedger } from '../people/ledger-people.ts';
import { oneAtATime } from '../people/one-at-a-time.ts';

type Entries = ComplaintsAnswer['entries'];

/** The complaint logs of elections: their entries are on record, their words lie here. */
export interface ComplaintLogs {
  readonly read: (election: Uint8Array) => Entries;
  /** Adds an entry of an officer, if it is the next one and stands in a record of theirs. */
  readonly add: (
    officer: Officer,
    election: Uint8Array,
    line: ComplaintLine,
  ) => Promise<Result<void, Refusal>>;
}

/** Opens the logs in a folder, which need not be there. */
export function openComplaintLogs(folder: string, ledger: Ledger): ComplaintLogs {
  const alone = oneAtATime();
  const fileOf = (election: Uint8Array): string => path.join(folder, `${toHex(election)}.json`);
  const read = (election: Uint8Array): Entries => {
    const file = fileOf(election);
    if (!existsSync(file)) return [];
    const read = parseJson(complaintsAnswer, JSON.parse(readFileSync(file, 'utf8')));
    return read.ok ? read.value.entries : [];
  };
  return {
    read,
    add: (officer, election, line) =>
      alone(toHex(election), async () => {
        const entries = read(election);
        const time = timeOf(ledger, officer, { election, line, entries });
        if (time === undefined) return refuse(apiErrors.COMPLAINT_NOT_NEXT, {});
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeJson(fileOf(election), { entries: [...entries, { ...line, time }] });
        return ok(undefined);
      }),
  };
}

interface Adding {
  readonly election: Uint8Array;
  readonly line: ComplaintLine;
  readonly entries: Entries;
}

/** When an entry went on record, ms; nothing if it is not the next one, or not on record so. */
function timeOf(
  ledger: Ledger,
  { account }: Officer,
  { election, line, entries }: Adding,
): number | undefined {
  const entry = readComplaint(line.statement);
  if (!entry.ok || !equalBytes(entry.value.election, election)) return undefined;
  if (!continuesLog(entries.flatMap(loggedIn), entry.value).ok) return undefined;
  const answer = readLedger(ledger, 'document.document', { id: line.id });
  const found = answer.ok ? parseJson(documentRecord, pick(answer.value)) : answer;
  if (!found.ok) return undefined;
  const { root, owner, notarisedAt } = found.value;
  const batch = commitToStatement(line.statement, bytesOf(line.salt));
  const isTheirs = owner.kind === 'account' && equalBytes(owner.account, account);
  return isTheirs && equalBytes(batch.root, root) ? notarisedAt : undefined;
}

const documentRecord = record({ root: hash, owner: principal, notarisedAt: uint() });

/** Of a document, what is asked here. */
function pick(found: unknown): unknown {
  if (typeof found !== 'object' || found === null) return undefined;
  const { root, owner, notarisedAt } = found as Readonly<Record<string, unknown>>;
  return { root, owner, notarisedAt };
}

function loggedIn({ id, statement }: ComplaintLine): readonly LoggedComplaint[] {
  const entry = readComplaint(statement);
  return entry.ok ? [{ id: bytesOf(id), entry: entry.value }] : [];
}

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  return bytes.ok ? bytes.value : new Uint8Array();
}
