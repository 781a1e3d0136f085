import { toHex } from '@madang/base';
import { type LogEntry, receiptNumber, type TransactionEntry } from '@madang/protocol';
import type { DatabaseOf, Sql } from '@madang/sql';

/** The tables that every ledger has: its records and how far they have been read. */
export const recordTables = {
  records: {
    columns: {
      record: 'integer',
      id: 'bytes',
      id_hex: 'text',
      number: 'text',
      act: 'text',
      service: 'text',
      height: 'integer',
      position: 'integer',
      time_ms: 'integer',
      code: 'integer',
    },
    primaryKey: ['record'],
    indexes: [['id_hex'], ['number'], ['service', 'record'], ['time_ms']],
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
    id_hex: toHex(entry.body),
    number: compactNumber(receiptNumber(entry.body)),
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

const MAX_FOUND = 20;

/**
 * Records by what a person has in hand: a record number, a receipt number (blanks and hyphens are
 * passed over,
 * letters that look alike are read as meant) or the beginning of a transaction id.
 */
export async function findRecords(
  db: Sql<RecordDatabase>['db'],
  question: string,
): Promise<readonly RecordSummary[]> {
  const compact = question.replace(/[\s,-]/g, '');
  const found = new Map<number, RecordSummary>();
  for (const condition of conditionsOf(compact)) {
    const rows = await db
      .selectFrom('records')
      .selectAll()
      .where(condition.column, condition.operator, condition.value)
      .orderBy('record', 'desc')
      .limit(MAX_FOUND)
      .execute();
    for (const row of rows) found.set(row.record, summaryOf(row));
  }
  return [...found.values()].slice(0, MAX_FOUND);
}

interface Condition {
  readonly column: 'record' | 'number' | 'id_hex';
  readonly operator: '=' | 'like';
  readonly value: number | string;
}

function conditionsOf(compact: string): readonly Condition[] {
  const conditions: Condition[] = [];
  if (/^[0-9]{1,15}$/.test(compact)) {
    conditions.push({ column: 'record', operator: '=', value: Number(compact) });
  }
  if (/^[0-9A-Za-z]{12}$/.test(compact)) {
    conditions.push({ column: 'number', operator: '=', value: compactNumber(compact) });
  }
  if (/^[0-9a-fA-F]{8,64}$/.test(compact)) {
    conditions.push({ column: 'id_hex', operator: 'like', value: `${compact.toLowerCase()}%` });
  }
  return conditions;
}

/** A receipt number without blanks, with I and L read as 1 and O as 0 (Crockford's rule). */
function compactNumber(number: string): string {
  return number.replace(/\s/g, '').toUpperCase().replace(/[IL]/g, '1').replace(/O/g, '0');
}

function summaryOf(row: Row): RecordSummary {
  return {
    record: row.record,
    id: new Uint8Array(row.id),
    number: row.number.replace(/^(.{4})(.{4})(.{4})$/, '$1 $2 $3'),
    act: row.act,
    height: row.height,
    timeMs: row.time_ms,
    code: row.code,
  };
}
