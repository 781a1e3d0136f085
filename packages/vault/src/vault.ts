import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { assert, compareBytes, fail, ok, type Result } from '@madang/base';
import { open, randomBytes, seal, sha256, tag } from '@madang/crypto';
import { createTables, openSql, type SqlPlace } from '@madang/sql';
import { type BlobStore, openBlobStore } from './blobs.ts';
import { type Codes, openCodes } from './codes.ts';
import { type Contacts, erasePerson, openContacts, openPerson, personById } from './contacts.ts';
import { type Homes, openHomes, openHomesRow } from './homes.ts';
import { type Outbox, openOutbox } from './outbox.ts';
import { createRecentLinks } from './recent-links.ts';
import { type VaultDatabase, type VaultRoom, vaultTables } from './tables.ts';

/** Longest file that the vault keeps, bytes. */
export const MAX_DEPOSIT_SIZE_BYTES = 20 * 1024 * 1024;

/** Why the vault did not do what was asked. Stable. */
export type VaultError =
  | { readonly code: 'VAULT_TOO_LARGE'; readonly maxSizeBytes: number }
  | { readonly code: 'VAULT_UNKNOWN' }
  | { readonly code: 'VAULT_ERASED'; readonly erasedAtMs: number }
  | { readonly code: 'VAULT_DAMAGED' };

/**
 * What a depositor gets: the deposit's id, and the secret without which nobody reads or erases it
 * over the API.
 */
export interface DepositTicket {
  readonly deposit: Uint8Array;
  readonly secret: Uint8Array;
}

/**
 * One erasure, for the record on the ledger and for re-applying after a restore. `deposit` is the
 * id of a file, or of what was kept about a person.
 */
export interface Erasure {
  readonly deposit: Uint8Array;
  readonly erasedAtMs: number;
}

/**
 * Keeps personal files encrypted, each under a key of its own that is sealed by the vault's master
 * key.
 * Erasing overwrites the sealed key and removes the file: what backups of the blob folder still
 * hold is then noise.
 */
export interface Vault {
  /** Encrypts and keeps a file. Durable when it resolves. */
  readonly deposit: (file: Uint8Array) => Promise<Result<DepositTicket, VaultError>>;
  /**
   * The file. `VAULT_UNKNOWN` also if the secret is another's: whether a deposit exists is not
   * told.
   */
  readonly read: (ticket: DepositTicket) => Promise<Result<Uint8Array, VaultError>>;
  /** Erases the file for good; erasing twice is no error. */
  readonly erase: (ticket: DepositTicket) => Promise<Result<Erasure, VaultError>>;
  /** All erasures, oldest first. */
  readonly erasures: () => Promise<readonly Erasure[]>;
  /**
   * Erases these deposits again: after a restore the ledger's record of erasures is applied before
   * anything is served.
   */
  readonly reapplyErasures: (deposits: readonly Uint8Array[]) => Promise<number>;
  /** Whether the master key opens what is kept: true where nothing is. */
  readonly hasRightKey: () => Promise<boolean>;
  /** Opens every file, every person's record and every list of homes that is kept. */
  readonly examine: () => Promise<VaultFindings>;
  readonly contacts: Contacts;
  readonly codes: Codes;
  readonly outbox: Outbox;
  readonly homes: Homes;
  readonly close: () => Promise<void>;
}

/** What {@link Vault.examine} came to. */
export interface VaultFindings {
  readonly keptCount: number;
  /** Ids of files, persons and decisions whose key or content cannot be opened. */
  readonly damaged: readonly Uint8Array[];
}

/** Where the vault keeps things. `masterKey` is 32 bytes; `now` gives the time in ms. */
export interface VaultOptions {
  readonly folder: string;
  readonly masterKey: Uint8Array;
  readonly now: () => number;
  /** Another place for the tables than a file in the folder, such as a PostgreSQL server. */
  readonly tables?: SqlPlace;
}

type DepositRow = VaultDatabase['vault_deposits'];
type PersonRow = VaultDatabase['vault_persons'];
type HomesRow = VaultDatabase['vault_homes'];

const SECRET_TAG = tag('madang/vault-secret/1');
const KEY_TAG = tag('madang/vault-key/1');

interface Room extends VaultRoom {
  readonly blobs: BlobStore;
}

/**
 * Opens the vault in a folder, making it if it is not there. Rejects if the folder or the database
 * cannot be used.
 */
export async function openVault(options: VaultOptions): Promise<Vault> {
  assert(options.masterKey.length === 32, 'the vault: its master key is 32 bytes');
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const place = options.tables ?? { file: path.join(options.folder, 'vault.sqlite') };
  const sql = await openSql<VaultDatabase>(place);
  await createTables(sql.db, sql.dialect, vaultTables);
  const blobs = await openBlobStore(path.join(options.folder, 'blobs'));
  const { masterKey, now } = options;
  const room: Room = { sql, blobs, masterKey, now, recentLinks: createRecentLinks(now) };
  return {
    deposit: (file) => deposit(room, file),
    read: (ticket) => read(room, ticket),
    erase: (ticket) => erase(room, ticket),
    erasures: () => erasures(room),
    reapplyErasures: (deposits) => reapplyErasures(room, deposits),
    hasRightKey: () => hasRightKey(room),
    examine: () => examine(room),
    contacts: openContacts(room),
    codes: openCodes(room),
    outbox: openOutbox(room),
    homes: openHomes(room),
    close: () => sql.close(),
  };
}

async function deposit(room: Room, file: Uint8Array): Promise<Result<DepositTicket, VaultError>> {
  if (file.length > MAX_DEPOSIT_SIZE_BYTES) {
    return fail({ code: 'VAULT_TOO_LARGE', maxSizeBytes: MAX_DEPOSIT_SIZE_BYTES });
  }
  const ticket: DepositTicket = { deposit: randomBytes(32), secret: randomBytes(32) };
  const fileKey = randomBytes(32);
  const blob = await room.blobs.put(await seal(fileKey, file, ticket.deposit));
  await room.sql.db
    .insertInto('vault_deposits')
    .values({
      deposit: ticket.deposit,
      secret_hash: sha256(SECRET_TAG, ticket.secret),
      sealed_key: await seal(room.masterKey, fileKey, keyContext(ticket.deposit)),
      blob,
      size_bytes: file.length,
      deposited_at_ms: room.now(),
      erased_at_ms: null,
    })
    .execute();
  return ok(ticket);
}

async function read(room: Room, ticket: DepositTicket): Promise<Result<Uint8Array, VaultError>> {
  const row = await find(room, ticket);
  if (row === undefined) return fail({ code: 'VAULT_UNKNOWN' });
  if (row.erased_at_ms !== null || row.sealed_key === null || row.blob === null) {
    return fail({ code: 'VAULT_ERASED', erasedAtMs: row.erased_at_ms ?? 0 });
  }
  return openRow(room, row);
}

async function openRow(room: Room, row: DepositRow): Promise<Result<Uint8Array, VaultError>> {
  if (row.sealed_key === null || row.blob === null) return fail({ code: 'VAULT_DAMAGED' });
  const fileKey = await open(room.masterKey, row.sealed_key, keyContext(row.deposit));
  const sealed = await room.blobs.get(row.blob);
  if (!fileKey.ok || sealed === undefined) return fail({ code: 'VAULT_DAMAGED' });
  const file = await open(fileKey.value, sealed, row.deposit);
  return file.ok ? file : fail({ code: 'VAULT_DAMAGED' });
}

/** One damaged key does not make the master key wrong, so a few are tried. */
const KEYS_TRIED = 8;

async function hasRightKey(room: Room): Promise<boolean> {
  const rows = await keptRows(room, undefined, KEYS_TRIED);
  for (const { sealed_key: sealed, deposit: id } of rows) {
    if (sealed !== null && (await open(room.masterKey, sealed, keyContext(id))).ok) return true;
  }
  const persons = await keptPersons(room, undefined, KEYS_TRIED);
  for (const row of persons) {
    if ((await openPerson(room, row)).ok) return true;
  }
  return rows.length + persons.length === 0;
}

const PAGE_ROWS = 100;

async function examine(room: Room): Promise<VaultFindings> {
  const files = await examineKept(
    (after) => keptRows(room, after, PAGE_ROWS),
    async (row) => ((await openRow(room, row)).ok ? undefined : row.deposit),
    (row) => row.deposit,
  );
  const persons = await examineKept(
    (after) => keptPersons(room, after, PAGE_ROWS),
    async (row) => ((await openPerson(room, row)).ok ? undefined : row.id),
    (row) => row.id,
  );
  const homes = await examineKept(
    (after) => keptHomes(room, after, PAGE_ROWS),
    async (row) => ((await openHomesRow(room, row)).ok ? undefined : row.decision),
    (row) => row.decision,
  );
  return {
    keptCount: files.keptCount + persons.keptCount + homes.keptCount,
    damaged: [...files.damaged, ...persons.damaged, ...homes.damaged],
  };
}

/** Reads rows page by page; `damageOf` gives the id of one that cannot be opened. */
async function examineKept<Row>(
  page: (after: Uint8Array | undefined) => Promise<readonly Row[]>,
  damageOf: (row: Row) => Promise<Uint8Array | undefined>,
  idOf: (row: Row) => Uint8Array,
): Promise<VaultFindings> {
  const damaged: Uint8Array[] = [];
  let keptCount = 0;
  let last: Row | undefined;
  for (;;) {
    const rows = await page(last === undefined ? undefined : idOf(last));
    for (const row of rows) {
      const damage = await damageOf(row);
      if (damage !== undefined) damaged.push(damage);
    }
    keptCount += rows.length;
    last = rows.at(-1);
    if (rows.length < PAGE_ROWS) return { keptCount, damaged };
  }
}

function keptPersons(
  room: Room,
  after: Uint8Array | undefined,
  limit: number,
): Promise<PersonRow[]> {
  const all = room.sql.db.selectFrom('vault_persons').selectAll();
  const kept = all.where('erased_at_ms', 'is', null).orderBy('id').limit(limit);
  return (after === undefined ? kept : kept.where('id', '>', after)).execute();
}

function keptHomes(room: Room, after: Uint8Array | undefined, limit: number): Promise<HomesRow[]> {
  const all = room.sql.db.selectFrom('vault_homes').selectAll().orderBy('decision').limit(limit);
  return (after === undefined ? all : all.where('decision', '>', after)).execute();
}

function keptRows(room: Room, after: Uint8Array | undefined, limit: number): Promise<DepositRow[]> {
  const all = room.sql.db.selectFrom('vault_deposits').selectAll();
  const kept = all.where('erased_at_ms', 'is', null).orderBy('deposit').limit(limit);
  return (after === undefined ? kept : kept.where('deposit', '>', after)).execute();
}

async function erase(room: Room, ticket: DepositTicket): Promise<Result<Erasure, VaultError>> {
  const row = await find(room, ticket);
  if (row === undefined) return fail({ code: 'VAULT_UNKNOWN' });
  return ok({ deposit: ticket.deposit, erasedAtMs: await eraseRow(room, row) });
}

/**
 * The key goes first: once it is overwritten the blob is noise, even if its removal is cut short.
 */
async function eraseRow(room: Room, row: DepositRow): Promise<number> {
  if (row.erased_at_ms !== null) return row.erased_at_ms;
  const erasedAtMs = room.now();
  await room.sql.db
    .updateTable('vault_deposits')
    .set({ sealed_key: null, blob: null, erased_at_ms: erasedAtMs })
    .where('deposit', '=', row.deposit)
    .execute();
  await room.sql.settle();
  if (row.blob !== null) await room.blobs.remove(row.blob);
  return erasedAtMs;
}

async function erasures(room: Room): Promise<readonly Erasure[]> {
  const files = await room.sql.db
    .selectFrom('vault_deposits')
    .select(['deposit', 'erased_at_ms'])
    .where('erased_at_ms', 'is not', null)
    .execute();
  const persons = await room.sql.db
    .selectFrom('vault_persons')
    .select(['id as deposit', 'erased_at_ms'])
    .where('erased_at_ms', 'is not', null)
    .execute();
  const all = [...files, ...persons].map((row) => ({
    deposit: row.deposit,
    erasedAtMs: row.erased_at_ms ?? 0,
  }));
  return all.sort(
    (left, right) =>
      left.erasedAtMs - right.erasedAtMs || compareBytes(left.deposit, right.deposit),
  );
}

async function reapplyErasures(room: Room, deposits: readonly Uint8Array[]): Promise<number> {
  let erased = 0;
  for (const id of deposits) {
    const file = await rowOf(room, id);
    const person = file === undefined ? await personById(room, id) : undefined;
    if ((file ?? person)?.erased_at_ms !== null) continue;
    if (file !== undefined) await eraseRow(room, file);
    if (person !== undefined) await erasePerson(room, person);
    erased += 1;
  }
  return erased;
}

async function find(room: Room, ticket: DepositTicket): Promise<DepositRow | undefined> {
  const row = await rowOf(room, ticket.deposit);
  if (row === undefined) return undefined;
  // Both sides are hashes of 256-bit secrets, so the time of the comparison tells nothing about the
  // secret.
  const given = sha256(SECRET_TAG, ticket.secret);
  return Buffer.compare(given, row.secret_hash) === 0 ? row : undefined;
}

function rowOf(room: Room, id: Uint8Array): Promise<DepositRow | undefined> {
  return room.sql.db
    .selectFrom('vault_deposits')
    .selectAll()
    .where('deposit', '=', id)
    .executeTakeFirst();
}

function keyContext(id: Uint8Array): Uint8Array {
  return sha256(KEY_TAG, id);
}
