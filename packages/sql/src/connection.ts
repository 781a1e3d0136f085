import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import {
  Kysely,
  PostgresDialect,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
} from 'kysely';
import pg from 'pg';

/** The two databases that are spoken. */
export type SqlDialect = 'sqlite' | 'postgres';

/** Where the tables are: a file of this machine, or a PostgreSQL server (version 15 or newer). */
export type SqlPlace = SqlFile | { readonly url: string };

/** A SQLite file. `disposable` spares the sync at each commit: for what can be computed again. */
export interface SqlFile {
  readonly file: string;
  readonly disposable?: boolean;
}

/** An open database. */
export interface Sql<DB> {
  readonly db: Kysely<DB>;
  readonly dialect: SqlDialect;
  /**
   * Makes what was overwritten unreadable in the database's own files: SQLite's write-ahead log
   * still holds the
   * old pages until it is folded back. PostgreSQL reuses space in its own time (docs/operate says
   * how to hasten it).
   */
  readonly settle: () => Promise<void>;
  /** Ends all connections; on SQLite the write-ahead log is folded back into the file. */
  readonly close: () => Promise<void>;
}

const MAX_CONNECTIONS = 8;
const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens a database. A file is opened with a write-ahead log and, unless it is disposable, a sync at
 * every commit,
 * so that what was committed survives a crash of the machine. Rejects with the driver's error if it
 * cannot be opened.
 */
export async function openSql<DB>(place: SqlPlace): Promise<Sql<DB>> {
  return 'file' in place ? openSqlite(place) : openPostgres(place.url);
}

function openSqlite<DB>(place: SqlFile): Sql<DB> {
  const database = new DatabaseSync(place.file, { timeout: BUSY_TIMEOUT_MS });
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(`PRAGMA synchronous = ${place.disposable === true ? 'NORMAL' : 'FULL'}`);
  database.exec('PRAGMA foreign_keys = ON');
  // What is erased must not stay readable in free pages.
  database.exec('PRAGMA secure_delete = ON');
  const db = new Kysely<DB>({ dialect: new SqliteDialect({ database: forKysely(database) }) });
  const settle = (): Promise<void> => {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return Promise.resolve();
  };
  return { db, dialect: 'sqlite', settle, close: () => db.destroy() };
}

async function openPostgres<DB>(url: string): Promise<Sql<DB>> {
  const pool = new pg.Pool({
    connectionString: url,
    max: MAX_CONNECTIONS,
    types: {
      getTypeParser: (
        id: Parameters<typeof pg.types.getTypeParser>[0],
        format?: 'text' | 'binary',
      ) => (isInt8(id) ? safeInteger : parserOf(id, format)),
    },
  });
  // A connection that breaks while nobody uses it is replaced by the next query: without somebody
  // who hears of it, it would end the process. So it would after the pool has let it go.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<DB>({ dialect: new PostgresDialect({ pool }) });
  const probe = await pool.connect();
  probe.release();
  return { db, dialect: 'postgres', settle: () => Promise.resolve(), close: () => db.destroy() };
}

/** Whether a type number of PostgreSQL is that of 64-bit integers. */
function isInt8(id: number): boolean {
  return id === 20;
}

/** The driver's own parser; its numbers of types are an enumeration that is open in fact. */
function parserOf(
  id: Parameters<typeof pg.types.getTypeParser>[0],
  format?: 'text' | 'binary',
): (text: string) => unknown {
  return pg.types.getTypeParser(id, format) as (text: string) => unknown;
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('A column holds more than 53 bits.');
  return value;
}

/** Node's SQLite in the shape that Kysely's dialect expects. */
function forKysely(database: DatabaseSync): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => {
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      database.close();
    },
    prepare: (sql) => {
      const statement = prepared.get(sql) ?? prepare(database, sql);
      if (prepared.size >= MAX_PREPARED) prepared.clear();
      prepared.set(sql, statement);
      return statement;
    },
  };
}

/** Statements that are kept: making one costs more than running it. */
const MAX_PREPARED = 256;

function prepare(database: DatabaseSync, sql: string): SqliteStatement {
  const statement = database.prepare(sql);
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...(parameters as SQLInputValue[])),
    run: (parameters) => statement.run(...(parameters as SQLInputValue[])),
    iterate: (parameters) => statement.iterate(...(parameters as SQLInputValue[])),
  };
}
