import standardConsole from 'node:console';
import {
  closeSync,
  existsSync,
  fdatasync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Database, open, type RootDatabase } from 'lmdb';

/**
 * Switches syncing off, for the tests that prove that the tests would notice. A symbol, so that no
 * configuration can name it.
 */
export const withoutSync: unique symbol = Symbol('without sync');

/** Whether a store syncs. Absent: it does. */
export type SyncMode = typeof withoutSync | undefined;

/** Keys of a table: 32-bit integers or bytes, each in ascending order. */
export type TableKey = number | Uint8Array;

/** One table of the database as of one moment. */
export interface TableReader<K extends TableKey> {
  get(key: K): Uint8Array | undefined;
  /** Records from `start` (included) to `end` (included), ascending. */
  range(bounds: RangeBounds<K>): Iterable<{ readonly key: K; readonly value: Uint8Array }>;
}

/** What part of a table to go through. */
export interface RangeBounds<K extends TableKey> {
  readonly start: K;
  readonly end?: K;
  readonly limit?: number;
  /** Leave out `start` itself. */
  readonly after?: boolean;
}

/** Writes of one transaction to one table. */
export interface TableWriter<K extends TableKey> {
  put(key: K, value: Uint8Array): void;
  remove(key: K): void;
}

/** The tables of a ledger. */
export interface Tables<Bytes, Number> {
  /** State values by state key. */
  readonly state: Bytes;
  /** Buckets of the trie by the first bits of their paths. */
  readonly buckets: Number;
  /** Regions of the trie. */
  readonly regions: Number;
  /** Tiles of the log by level and index. */
  readonly tiles: Bytes;
  /** Where each bundle of 256 entries begins. */
  readonly bundles: Bytes;
  /** Where each transaction stands, by body hash. */
  readonly places: Bytes;
  /** Lengths of the segment files. */
  readonly segments: Bytes;
  /** The replay lists by minute. */
  readonly replay: Bytes;
  /** The head, the genesis, and who signed how many blocks. */
  readonly meta: Bytes;
}

/** All tables as of one moment; `release` it, or its pages are never used again. */
export interface Snapshot extends Tables<TableReader<Uint8Array>, TableReader<number>> {
  release(): void;
}

/** The writers that one commit is given. */
export type Writers = Tables<TableWriter<Uint8Array>, TableWriter<number>>;

/** An open database. */
export interface LedgerDatabase {
  snapshot(): Snapshot;
  /**
   * Writes all or nothing, and resolves once a sync that began after the commit has completed.
   * Rejects with the system's error.
   */
  commit(write: (tables: Writers) => void): Promise<void>;
  close(): Promise<void>;
}

/** How to open a database. */
export interface DatabaseOptions {
  readonly readOnly?: boolean;
  readonly sync?: SyncMode;
}

type Binary<K extends TableKey> = Database<Uint8Array, K>;

/** Opens the database in a folder, making it unless it is opened for reading only. */
export function openDatabase(folder: string, options: DatabaseOptions = {}): LedgerDatabase {
  const readOnly = options.readOnly ?? false;
  if (!readOnly) fillUp(join(folder, DATA_FILE));
  const isSynced = options.sync !== withoutSync;
  const root = open<Uint8Array, Uint8Array>({
    path: folder,
    maxDbs: 16,
    encoding: 'binary',
    keyEncoding: 'binary',
    readOnly,
    // Each commit is durable before the next begins. The last page of a commit, which names the
    // new tree, is written without a sync of its own: `commit` below syncs after it and waits.
    overlappingSync: false,
    noMetaSync: true,
    noSync: !isSynced,
  });
  const tables = openTables(root);
  const file = readOnly ? undefined : openSync(join(folder, DATA_FILE), 'r+');
  let commits = 0;
  return {
    snapshot: () => takeSnapshot(root, tables),
    commit: async (write) => {
      await writeAll(root, tables, write);
      commits += 1;
      if (commits % COMMITS_PER_CHECK === 0) root.readerCheck();
      if (file !== undefined && isSynced) await syncFile(file);
    },
    close: async () => {
      await root.close();
      if (file !== undefined) closeSync(file);
    },
  };
}

/**
 * A process that was killed while it read keeps its place among the readers, and with it every page
 * that was freed since, until somebody looks.
 */
const COMMITS_PER_CHECK = 1_000;

const syncFile = promisify(fdatasync);

const DATA_FILE = 'data.mdb';
/** Where the first page has what it says of the file (lmdb.h, `MDB_page` and `MDB_meta`). */
const META_OFFSET = 24;
const META_MAGIC = 0xbeefc0de;
const PAGE_SIZE_OFFSET = META_OFFSET + 24;
const LAST_PAGE_OFFSET = META_OFFSET + 120;
const META_BYTES = 256;
const PAGE_BYTES_MAX = 65_536;

/**
 * Gives a file that was cut short its length back. LMDB maps the file: a read behind its end would
 * kill the process without a word, while an empty page is found and named.
 */
function fillUp(file: string): void {
  if (!existsSync(file)) return;
  const handle = openSync(file, 'r+');
  try {
    const first = readMeta(handle, 0);
    const second = readMeta(handle, first.pageBytes);
    const sizeBytes = (Math.max(first.lastPage, second.lastPage) + 1) * first.pageBytes;
    if (fstatSync(handle).size < sizeBytes) ftruncateSync(handle, sizeBytes);
  } finally {
    closeSync(handle);
  }
}

/** What a page says of the file; nothing if it is no such page. */
function readMeta(
  handle: number,
  position: number,
): { readonly pageBytes: number; readonly lastPage: number } {
  const bytes = Buffer.alloc(META_BYTES);
  const isWhole = readSync(handle, bytes, 0, META_BYTES, position) === META_BYTES;
  const pageBytes = bytes.readUInt32LE(PAGE_SIZE_OFFSET);
  const lastPage = Number(bytes.readBigUInt64LE(LAST_PAGE_OFFSET));
  const isMeta =
    isWhole &&
    bytes.readUInt32LE(META_OFFSET) === META_MAGIC &&
    pageBytes <= PAGE_BYTES_MAX &&
    lastPage <= MAX_PAGES;
  return isMeta ? { pageBytes, lastPage } : { pageBytes: 0, lastPage: 0 };
}

/** A number above this is damage, not a length: 16 TiB. */
const MAX_PAGES = 2 ** 32;

type OpenTables = Tables<Binary<Uint8Array>, Binary<number>>;

function openTables(root: RootDatabase<Uint8Array, Uint8Array>): OpenTables {
  const byBytes = (name: string): Binary<Uint8Array> =>
    root.openDB<Uint8Array, Uint8Array>(name, { encoding: 'binary', keyEncoding: 'binary' });
  const byNumber = (name: string): Binary<number> =>
    root.openDB<Uint8Array, number>(name, { encoding: 'binary', keyEncoding: 'uint32' });
  return {
    state: byBytes('state'),
    buckets: byNumber('buckets'),
    regions: byNumber('regions'),
    tiles: byBytes('tiles'),
    bundles: byBytes('bundles'),
    places: byBytes('places'),
    segments: byBytes('segments'),
    replay: byBytes('replay'),
    meta: byBytes('meta'),
  };
}

function mapTables<B, N, B2, N2>(
  tables: Tables<B, N>,
  bytes: (table: B) => B2,
  number: (table: N) => N2,
): Tables<B2, N2> {
  return {
    state: bytes(tables.state),
    buckets: number(tables.buckets),
    regions: number(tables.regions),
    tiles: bytes(tables.tiles),
    bundles: bytes(tables.bundles),
    places: bytes(tables.places),
    segments: bytes(tables.segments),
    replay: bytes(tables.replay),
    meta: bytes(tables.meta),
  };
}

function takeSnapshot(root: RootDatabase<Uint8Array, Uint8Array>, tables: OpenTables): Snapshot {
  root.resetReadTxn();
  const transaction = root.useReadTransaction();
  const reader = <K extends TableKey>(table: Binary<K>): TableReader<K> => ({
    get: (key) => {
      const value = table.get(key, { transaction });
      return value === undefined ? undefined : plain(value);
    },
    range: ({ start, end, limit, after }) =>
      table
        .getRange({
          start,
          transaction,
          exclusiveStart: after ?? false,
          inclusiveEnd: true,
          ...(end === undefined ? {} : { end }),
          ...(limit === undefined ? {} : { limit }),
        })
        .map(({ key, value }) => ({ key: plainKey(key), value: plain(value) })),
  });
  return {
    ...mapTables(tables, reader<Uint8Array>, reader<number>),
    release: () => {
      transaction.done();
    },
  };
}

/** The same bytes without the ways of a Buffer, whose `slice` does not copy. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function plainKey<K extends TableKey>(key: K): K;
function plainKey(key: TableKey): TableKey {
  return typeof key === 'number' ? key : plain(key);
}

async function writeAll(
  root: RootDatabase<Uint8Array, Uint8Array>,
  tables: OpenTables,
  write: (tables: Writers) => void,
): Promise<void> {
  const writer = <K extends TableKey>(table: Binary<K>): TableWriter<K> => ({
    // Single writes succeed or fail with their batch, which is awaited.
    put: (key, value) => {
      void table.put(key, value);
    },
    remove: (key) => {
      void table.remove(key);
    },
  });
  const restore = silenceLibrary();
  try {
    await root.batch(() => {
      write(mapTables(tables, writer<Uint8Array>, writer<number>));
    });
  } catch (thrown) {
    throw await causeOf(thrown);
  } finally {
    restore();
  }
}

/**
 * The library prints the error of a failed commit besides rejecting with it. Whoever runs a node
 * should read one sentence, not a stack: this drops exactly that line while a commit runs.
 */
function silenceLibrary(): () => void {
  const print = standardConsole.error;
  const filtered = (...args: readonly unknown[]): void => {
    const [first] = args;
    const isLibrary = first instanceof Error && /[\\/]lmdb[\\/]/.test(first.stack ?? '');
    if (!isLibrary) print(...args);
  };
  standardConsole.error = filtered;
  return () => {
    if (standardConsole.error === filtered) standardConsole.error = print;
  };
}

/** The system's reason for a failed commit: the library gives it in a promise of its own. */
async function causeOf(thrown: unknown): Promise<unknown> {
  if (!(thrown instanceof Error) || !('commitError' in thrown)) return thrown;
  try {
    await thrown.commitError;
    return thrown;
  } catch (cause) {
    return cause;
  }
}
