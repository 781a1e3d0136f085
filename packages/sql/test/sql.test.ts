import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startPostgres } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createTables,
  type DatabaseOf,
  dropTables,
  openSql,
  type Sql,
  type SqlPlace,
} from '../src/index.ts';

const schema = {
  conformance: {
    columns: {
      id: 'bytes',
      amount: 'integer',
      name: 'text',
      later: 'integerOrNull',
      remark: 'textOrNull',
      proof: 'bytesOrNull',
    },
    primaryKey: ['id'],
    indexes: [['amount', 'name']],
  },
} as const;
type Database = DatabaseOf<typeof schema>;

const sqliteFolder = await mkdtemp(path.join(tmpdir(), 'madang-sql-'));
const postgres = await startPostgres();
afterAll(async () => {
  await postgres?.stop();
  await rm(sqliteFolder, { recursive: true });
});

const sqlitePlace: SqlPlace = { file: path.join(sqliteFolder, 'one.sqlite') };
const places: Array<readonly [string, SqlPlace | undefined]> = [
  ['SQLite', sqlitePlace],
  ['PostgreSQL', postgres === undefined ? undefined : { url: postgres.url }],
];

describe.each(places)('the closed list of column types on %s', (_name, place) => {
  // PostgreSQL is left out only where neither a server, its programs nor its npm package is to be
  // had.
  const maybe = place === undefined ? it.skip : it;
  let sql: Sql<Database>;
  beforeAll(async () => {
    if (place === undefined) return;
    sql = await openSql<Database>(place);
    await createTables(sql.db, sql.dialect, schema);
  });
  afterAll(async () => {
    if (place !== undefined) await sql.close();
  });

  const row = {
    id: new Uint8Array([0, 1, 255]),
    amount: Number.MAX_SAFE_INTEGER,
    name: "마당 'quoted' \u{1f33e}",
    later: null,
    remark: null,
    proof: null,
  };

  maybe('gives back every value as it was put, whole numbers of 53 bits included', async () => {
    await sql.db.insertInto('conformance').values(row).execute();
    const found = await sql.db.selectFrom('conformance').selectAll().executeTakeFirstOrThrow();
    expect({ ...found, id: new Uint8Array(found.id) }).toEqual(row);
  });

  maybe('finds rows by bytes and orders by bytes as unsigned', async () => {
    const ids = [[127], [128], [0], [255, 0], [255]].map((id) => new Uint8Array(id));
    await sql.db
      .insertInto('conformance')
      .values(ids.map((id) => ({ ...row, id, amount: 1 })))
      .execute();
    const found = await sql.db
      .selectFrom('conformance')
      .select('id')
      .where('amount', '=', 1)
      .orderBy('id')
      .execute();
    expect(found.map((one) => [...one.id])).toEqual([[0], [127], [128], [255], [255, 0]]);
    const one = await sql.db
      .selectFrom('conformance')
      .select('amount')
      .where('id', '=', new Uint8Array([128]))
      .execute();
    expect(one).toEqual([{ amount: 1 }]);
  });

  maybe('rolls a failed transaction back whole', async () => {
    const failed = sql.db.transaction().execute(async (inside) => {
      await inside
        .insertInto('conformance')
        .values({ ...row, id: new Uint8Array([7]) })
        .execute();
      throw new Error('stopped on purpose');
    });
    await expect(failed).rejects.toThrow('stopped on purpose');
    const left = await sql.db
      .selectFrom('conformance')
      .selectAll()
      .where('id', '=', new Uint8Array([7]))
      .execute();
    expect(left).toEqual([]);
  });

  maybe('refuses the same primary key twice and a missing value', async () => {
    await expect(sql.db.insertInto('conformance').values(row).execute()).rejects.toThrow();
    const nameless = { ...row, id: new Uint8Array([9]), name: null as unknown as string };
    await expect(sql.db.insertInto('conformance').values(nameless).execute()).rejects.toThrow();
  });

  maybe('creates tables again without harm and drops them', async () => {
    await createTables(sql.db, sql.dialect, schema);
    await dropTables(sql.db, schema);
    await expect(sql.db.selectFrom('conformance').selectAll().execute()).rejects.toThrow();
  });
});

describe('a SQLite file', () => {
  it('is opened with a write-ahead log, a sync at each commit, and overwriting of what is deleted', async () => {
    const sql = await openSql<Database>(sqlitePlace);
    const pragma = async (name: string): Promise<unknown> => {
      const { sql: statement } = await import('kysely');
      const result = await statement.raw(`PRAGMA ${name}`).execute(sql.db);
      return Object.values(result.rows[0] ?? {})[0];
    };
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('secure_delete')).toBe(1);
    await sql.close();
  });
});

describe('a PostgreSQL that ends its connections', () => {
  // Left out where PostgreSQL is.
  it.skipIf(postgres === undefined)('ends no program: the next query opens another', async () => {
    const place = { url: postgres?.url ?? '' };
    const [sql, other] = [await openSql<Database>(place), await openSql<Database>(place)];
    const { sql: statement } = await import('kysely');
    const ask = async (query: string, { db }: Sql<Database>): Promise<unknown> =>
      (await statement.raw(query).execute(db)).rows;
    const mine = (await ask('select pg_backend_pid() as pid', sql)) as { pid: number }[];
    await ask(`select pg_terminate_backend(${String(mine[0]?.pid)})`, other);
    await expect
      .poll(() => ask('select pg_backend_pid() as pid', sql).catch(() => mine))
      .not.toEqual(mine);
    await Promise.all([sql.close(), other.close()]);
  });
});
