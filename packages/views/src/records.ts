import { type LogEntry, receiptNumber, type TransactionEntry } from '@madang/protocol';
import type { DatabaseOf, Sql } from '@madang/sql';

/** The tables that every ledger has: its records and how far they have been read. */
export const recordTables = {
  records: {
    columns: {
      record: 'integer',
      id: 'bytes',
      act: 'text',
      service: 'text',
      height: 'integer',
      position: 'integer',
      time_ms: 'integer',
      code: 'integer',
    },
    primaryKey: ['record'],
    indexes: [['service', 'record'], ['time_ms']],
  },
  matter_records: {
    columns: { matter: 'bytes', record: 'integer' },
    primaryKey: ['matter', 'record'],
  },
} as const;

export type RecordDatabase = DatabaseOf<typeof recordTables>;
type Row = RecordDatabase['records'];

/**
 * One transaction as a list shows it. `record` is its log index, `timeMs` the block time, `code` 0
 * if it was done.
 */
export interface RecordSummary {
  readonly record: number;
  readonly id: Uint8Array;
  readonly number: string;
  readonly act: string;
  readonly height: number;
  readonly timeMs: number;
  readonly code: number;
}

/** One transaction with its position in its block. */
export interface PlacedRecord extends RecordSummary {
  readonly position: number;
}

/**
 * What a list of records asks for. `before` excludes that record and all after it; `limit` is at
 * most 200.
 */
export interface RecordsWanted {
  readonly before?: number;
  readonly limit: number;
  readonly service?: string;
}

/** Longest list that one call gives. */
export const MAX_RECORDS = 200;

/** The row of a transaction entry at a log index. */
export function rowOf(record: number, entry: TransactionEntry): Row {
  return {
    record,
    id: entry.body,
    act: entry.act,
    service: entry.act.slice(0, entry.act.indexOf('.')),
    height: entry.outcome.height,
    position: entry.outcome.index,
    time_ms: entry.outcome.time,
    code: entry.outcome.code,
  };
}

/** Whether an entry is a transaction's. */
export function isTransaction(entry: LogEntry): entry is TransactionEntry {
  return entry.type === 'transaction';
}

/** Newest first. */
export async function listRecords(
  db: Sql<RecordDatabase>['db'],
  wanted: RecordsWanted,
): Promise<readonly RecordSummary[]> {
  const limit = Math.min(Math.max(wanted.limit, 1), MAX_RECORDS);
  let query = db.selectFrom('records').selectAll().orderBy('record', 'desc').limit(limit);
  if (wanted.before !== undefined) query = query.where('record', '<', wanted.before);
  if (wanted.service !== undefined) query = query.where('service', '=', wanted.service);
  return (await query.execute()).map(summaryOf);
}

const HOUR_MS = 3_600_000;
const HOURS = 24;

/** Which records of a matter: those behind `after`, at most `limit` (1,000). */
export interface MatterWanted {
  readonly matter: Uint8Array;
  readonly after?: number;
  readonly limit: number;
}

const MAX_MATTER_RECORDS = 1_000;

/** The acts that were done in a matter, oldest first. */
export async function listMatter(
  db: Sql<RecordDatabase>['db'],
  { matter, after = -1, limit }: MatterWanted,
): Promise<readonly PlacedRecord[]> {
  const rows = await db
    .selectFrom('matter_records')
    .innerJoin('records', 'records.record', 'matter_records.record')
    .selectAll('records')
    .where('matter_records.matter', '=', matter)
    .where('matter_records.record', '>', after)
    .orderBy('matter_records.record')
    .limit(Math.min(Math.max(limit, 1), MAX_MATTER_RECORDS))
    .execute();
  return rows.map((row) => ({ ...summaryOf(row), position: row.position }));
}

/** How many records each of the 24 hours from `dayStartMs` on has. */
export async function countByHour(
  db: Sql<RecordDatabase>['db'],
  dayStartMs: number,
): Promise<readonly number[]> {
  const counts: number[] = [];
  for (let hour = 0; hour < HOURS; hour++) {
    const from = dayStartMs + hour * HOUR_MS;
    const row = await db
      .selectFrom('records')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('time_ms', '>=', from)
      .where('time_ms', '<', from + HOUR_MS)
      .executeTakeFirstOrThrow();
    counts.push(row.count);
  }
  return counts;
}

function summaryOf(row: Row): RecordSummary {
  const id = new Uint8Array(row.id);
  return {
    record: row.record,
    id,
    number: receiptNumber(id),
    act: row.act,
    height: row.height,
    timeMs: row.time_ms,
    code: row.code,
  };
}
