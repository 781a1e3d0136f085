import { assert, decode, equalBytes, expectOk, fromHex, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import type { AnyEvent, AnyService } from '@madang/kernel';
import { type LogEntry, logEntry, MAX_ENTRY_SIZE_BYTES, serviceOf } from '@madang/protocol';
import {
  createTables,
  type DatabaseOf,
  dropTables,
  openSql,
  type Schema,
  type Sql,
  type SqlPlace,
} from '@madang/sql';
import type { ProjectedEvent, Projection, ProjectionDb } from './projection.ts';
import {
  countByHour,
  isTransaction,
  listMatter,
  listRecords,
  type MatterWanted,
  type PlacedRecord,
  type RecordSummary,
  type RecordsWanted,
  recordTables,
  rowOf,
} from './records.ts';

/** The part of a ledger that views read. */
export interface EntrySource {
  readonly chain: Uint8Array;
  /** How many entries are durable. */
  readonly size: () => number;
  /** Entries from an index on, at most `limit`. */
  readonly entries: (from: number, limit: number) => Promise<readonly Uint8Array[]>;
  /** Calls back after entries were added; the answer ends that. */
  readonly onAppend: (listener: () => void) => () => void;
}

/** Tables computed from the log, for lists and searches. They can be thrown away at any time. */
export interface Views {
  /**
   * Reads what is new in the log; resolves when everything that was durable at the call is in the
   * tables.
   */
  readonly catchUp: (source: EntrySource) => Promise<void>;
  /** Catches up now and after every append, until the answer is called. */
  readonly follow: (source: EntrySource) => () => Promise<void>;
  readonly records: (wanted: RecordsWanted) => Promise<readonly RecordSummary[]>;
  readonly recordsByHour: (dayStartMs: number) => Promise<readonly number[]>;
  /** The acts that were done in a matter, oldest first. */
  readonly matter: (wanted: MatterWanted) => Promise<readonly PlacedRecord[]>;
  /** Index of the next entry to read. */
  readonly next: () => Promise<number>;
  readonly close: () => Promise<void>;
}

/** Where the views are kept and whose events they show. */
export interface ViewsOptions {
  readonly place: SqlPlace;
  readonly chain: Uint8Array;
  readonly services: readonly AnyService[];
}

const stampTables = {
  view_stamps: {
    columns: { id: 'integer', schema_hash: 'text', chain: 'bytes', next: 'integer' },
    primaryKey: ['id'],
  },
} as const;
type Database = DatabaseOf<typeof recordTables & typeof stampTables>;

const STAMP_ID = 1;
const BATCH_ENTRIES = 500;

type Matters = NonNullable<AnyService['matters']>;

interface Room {
  readonly sql: Sql<Database>;
  readonly projections: readonly Projection[];
  readonly eventsByName: ReadonlyMap<string, AnyEvent>;
  readonly mattersByService: ReadonlyMap<string, Matters>;
}

/**
 * Opens the views. Tables of another schema or another ledger are dropped and filled again from the
 * log.
 */
export async function openViews(options: ViewsOptions): Promise<Views> {
  const sql = await openSql<Database>(options.place);
  const room: Room = {
    sql,
    projections: await loadProjections(options.services),
    eventsByName: new Map(
      options.services.flatMap((service) => service.events.map((one) => [one.fullName, one])),
    ),
    mattersByService: new Map(
      options.services.flatMap(({ name, matters }) =>
        matters === undefined ? [] : [[name, matters]],
      ),
    ),
  };
  await prepareTables(room, options.chain);
  let running: Promise<void> = Promise.resolve();
  const catchUp = (source: EntrySource): Promise<void> => {
    assert(equalBytes(source.chain, options.chain), 'views: the source is another ledger');
    const reading = running.then(() => readNew(room, source));
    // A failure is told to who asked; the next call tries again.
    running = reading.catch(() => undefined);
    return reading;
  };
  return {
    catchUp,
    follow: (source) => follow(source, catchUp),
    records: (wanted) => listRecords(sql.db, wanted),
    recordsByHour: (dayStartMs) => countByHour(sql.db, dayStartMs),
    matter: (wanted) => listMatter(sql.db, wanted),
    next: () => nextIndex(room),
    close: async () => {
      await running;
      await sql.close();
    },
  };
}

async function loadProjections(services: readonly AnyService[]): Promise<readonly Projection[]> {
  const loaded: Projection[] = [];
  for (const service of services) {
    const ring = await service.views?.();
    if (ring !== undefined) loaded.push((ring as { readonly projection: Projection }).projection);
  }
  return loaded;
}

async function prepareTables(room: Room, chain: Uint8Array): Promise<void> {
  const { db, dialect } = room.sql;
  const all: readonly Schema[] = [recordTables, ...room.projections.map((one) => one.tables)];
  const tables: Schema = Object.fromEntries(all.flatMap((one) => Object.entries(one)));
  const schemaHash = toHex(sha256(utf8(JSON.stringify(tables))));
  await createTables(db, dialect, stampTables);
  const stamp = await db.selectFrom('view_stamps').selectAll().executeTakeFirst();
  if (stamp?.schema_hash === schemaHash && equalBytes(stamp.chain, chain)) return;
  await dropTables(db, tables);
  await db.deleteFrom('view_stamps').execute();
  await createTables(db, dialect, tables);
  await db
    .insertInto('view_stamps')
    .values({ id: STAMP_ID, schema_hash: schemaHash, chain, next: 0 })
    .execute();
}

function follow(
  source: EntrySource,
  catchUp: (source: EntrySource) => Promise<void>,
): () => Promise<void> {
  let last = catchUp(source);
  let waiting = false;
  const stop = source.onAppend(() => {
    if (waiting) return;
    waiting = true;
    last = last.then(() => {
      waiting = false;
      return catchUp(source);
    });
  });
  return () => {
    stop();
    return last;
  };
}

async function nextIndex(room: Room): Promise<number> {
  const stamp = await room.sql.db
    .selectFrom('view_stamps')
    .select('next')
    .executeTakeFirstOrThrow();
  return stamp.next;
}

async function readNew(room: Room, source: EntrySource): Promise<void> {
  let next = await nextIndex(room);
  for (const size = source.size(); next < size; ) {
    const batch = await source.entries(next, Math.min(BATCH_ENTRIES, size - next));
    assert(batch.length > 0, 'views: the source has fewer entries than it says');
    await applyBatch(room, next, batch);
    next += batch.length;
  }
}

async function applyBatch(room: Room, from: number, batch: readonly Uint8Array[]): Promise<void> {
  const entries = batch.map(decodeEntry);
  await room.sql.db.transaction().execute(async (inside) => {
    const rows = entries.flatMap((entry, offset) =>
      isTransaction(entry) ? [rowOf(from + offset, entry)] : [],
    );
    if (rows.length > 0) await inside.insertInto('records').values(rows).execute();
    const matters = mattersOf(room, from, entries);
    if (matters.length > 0) await inside.insertInto('matter_records').values(matters).execute();
    for (const event of eventsOf(room, from, entries)) {
      for (const projection of room.projections) {
        await projection.apply(inside as unknown as ProjectionDb, event);
      }
    }
    await inside
      .updateTable('view_stamps')
      .set({ next: from + batch.length })
      .execute();
  });
}

function decodeEntry(bytes: Uint8Array): LogEntry {
  return expectOk(
    decode(logEntry, bytes, MAX_ENTRY_SIZE_BYTES),
    'views: the log holds no such entry',
  );
}

function eventsOf(
  room: Room,
  from: number,
  entries: readonly LogEntry[],
): readonly ProjectedEvent[] {
  if (room.projections.length === 0) return [];
  return entries.flatMap((entry, offset) =>
    isTransaction(entry)
      ? entry.outcome.events.map((event) => ({
          name: event.name,
          fields: room.eventsByName.get(event.name)?.toJson(event.fields),
          record: from + offset,
          id: entry.body,
          timeMs: entry.outcome.time,
        }))
      : [],
  );
}

interface MatterRow {
  readonly matter: Uint8Array;
  readonly record: number;
}

/** Which matters entries belong to, each once for an entry. */
function mattersOf(room: Room, from: number, entries: readonly LogEntry[]): MatterRow[] {
  return entries.flatMap((entry, offset) => {
    if (!isTransaction(entry)) return [];
    const of = room.mattersByService.get(serviceOf(entry.act));
    const [first] = entry.outcome.events;
    if (of === undefined || first === undefined) return [];
    const record = from + offset;
    if (first.name === of.begins) return [{ matter: entry.body, record }];
    const fields = room.eventsByName.get(first.name)?.toJson(first.fields);
    const named = isObject(fields) ? fields[of.field] : undefined;
    const matter = typeof named === 'string' ? fromHex(named) : undefined;
    return matter?.ok === true ? [{ matter: matter.value, record }] : [];
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
