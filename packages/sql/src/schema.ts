import type { CreateTableBuilder, SchemaModule } from 'kysely';
import type { SqlDialect } from './connection.ts';

/**
 * The closed list of column types, each with one meaning on SQLite and on PostgreSQL: `integer` is
 * a whole
 * number of at most 53 bits, `text` is UTF-8, `bytes` is a byte string. There is no date, float,
 * boolean or null
 * type: times are integers in ms, flags are 0 or 1, and what may be missing is a `…OrNull` column.
 */
export type ColumnType =
  | 'integer'
  | 'text'
  | 'bytes'
  | 'integerOrNull'
  | 'textOrNull'
  | 'bytesOrNull';

interface ValueOf {
  readonly integer: number;
  readonly text: string;
  readonly bytes: Uint8Array;
  readonly integerOrNull: number | null;
  readonly textOrNull: string | null;
  readonly bytesOrNull: Uint8Array | null;
}

/** One table: its columns, primary key and indexes, all by column name. */
export interface TableDefinition {
  readonly columns: Readonly<Record<string, ColumnType>>;
  readonly primaryKey: readonly string[];
  readonly indexes?: readonly (readonly string[])[];
}

/** Tables by name, in `snake_case`. */
export type Schema = Readonly<Record<string, TableDefinition>>;

/** The row types of a schema, for Kysely. */
export type DatabaseOf<S extends Schema> = {
  [T in keyof S]: { [C in keyof S[T]['columns']]: ValueOf[S[T]['columns'][C]] };
};

const NATIVE: Readonly<
  Record<SqlDialect, Readonly<Record<ColumnType, 'bigint' | 'integer' | 'text' | 'bytea' | 'blob'>>>
> = {
  sqlite: {
    integer: 'integer',
    text: 'text',
    bytes: 'blob',
    integerOrNull: 'integer',
    textOrNull: 'text',
    bytesOrNull: 'blob',
  },
  postgres: {
    integer: 'bigint',
    text: 'text',
    bytes: 'bytea',
    integerOrNull: 'bigint',
    textOrNull: 'text',
    bytesOrNull: 'bytea',
  },
};

/** What of a database handle is needed to change its tables. */
interface TableMaker {
  readonly schema: SchemaModule;
}

/**
 * Creates the tables and indexes that are missing. Existing ones are left alone: a changed schema
 * is a new set of tables.
 */
export async function createTables(
  db: TableMaker,
  dialect: SqlDialect,
  schema: Schema,
): Promise<void> {
  for (const [name, definition] of Object.entries(schema)) {
    let table: CreateTableBuilder<string, string> = db.schema.createTable(name).ifNotExists();
    for (const [column, type] of Object.entries(definition.columns)) {
      table = table.addColumn(column, NATIVE[dialect][type], (built) =>
        type.endsWith('OrNull') ? built : built.notNull(),
      );
    }
    await table.addPrimaryKeyConstraint(`${name}_pk`, [...definition.primaryKey]).execute();
    for (const columns of definition.indexes ?? []) {
      await createIndex(db, name, columns);
    }
  }
}

async function createIndex(
  { schema }: TableMaker,
  table: string,
  columns: readonly string[],
): Promise<void> {
  // Kysely knows columns only of the tables of a typed handle; here the schema itself is the
  // authority.
  const index = schema
    .createIndex(`${table}_by_${columns.join('_')}`)
    .ifNotExists()
    .on(table);
  await index.columns(columns as never[]).execute();
}

/** Drops the tables of a schema, if they are there. */
export async function dropTables(db: TableMaker, schema: Schema): Promise<void> {
  for (const name of Object.keys(schema)) await db.schema.dropTable(name).ifExists().execute();
}
