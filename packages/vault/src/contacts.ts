import { decode, encode, fail, ok, type Result, u32be } from '@madang/base';
import { open, randomBytes, seal, sha256, tag } from '@madang/crypto';
import { maskName, maskNumber } from './masks.ts';
import {
  type Link,
  MAX_PERSON_BYTES,
  type MaskedPerson,
  type PersonPlace,
  type PersonRecord,
  personRecord,
} from './person-record.ts';
import type { VaultDatabase, VaultRoom, VaultTables } from './tables.ts';

/** Most persons of one call of {@link Contacts.enrol}. */
export const MAX_ENROLLED = 2_000;

/** A person to be enrolled. */
export interface NewPerson {
  readonly person: number;
  readonly record: PersonRecord;
}

/** One line of a list of persons: nothing of who they are. Times in ms. */
export interface PersonLine {
  readonly person: number;
  readonly hasContact: boolean;
  readonly enrolledAtMs: number;
  readonly erasedAtMs?: number;
}

/** Which persons a list asks for: those after a number, at most `limit`. */
export interface PersonsWanted {
  readonly register: Uint8Array;
  readonly after?: number;
  readonly limit: number;
}

/** The key for which an attestation was asked, and the body hash of the act that asks. */
export interface AskedKey {
  readonly account: Uint8Array;
  readonly body: Uint8Array;
}

/** Why the vault did not do what was asked of a person. Stable. */
export type ContactsError =
  | { readonly code: 'CONTACTS_TOO_MANY'; readonly max: number }
  | { readonly code: 'CONTACTS_NOT_VALID'; readonly person: number; readonly message: string }
  | { readonly code: 'CONTACTS_KNOWN'; readonly person: number }
  | { readonly code: 'CONTACTS_UNKNOWN' }
  | { readonly code: 'CONTACTS_ERASED'; readonly erasedAtMs: number }
  | { readonly code: 'CONTACTS_DAMAGED' };

/** Who the numbers of a register are, and the links by which they come. */
export interface Contacts {
  /** Keeps persons, all or none, and gives the token of each link in their order, once. */
  readonly enrol: (
    register: Uint8Array,
    persons: readonly NewPerson[],
  ) => Promise<Result<readonly Uint8Array[], ContactsError>>;
  /** Whose link it is with who they are, read at once; `CONTACTS_UNKNOWN` if it is nobody's. */
  readonly readByToken: (
    token: Uint8Array,
  ) => Promise<Result<{ readonly link: Link; readonly record: PersonRecord }, ContactsError>>;
  /** The same as it is shown; kept for a minute without names, so that it can be asked often. */
  readonly maskedByToken: (token: Uint8Array) => Promise<Result<MaskedPerson, ContactsError>>;
  readonly read: (at: PersonPlace) => Promise<Result<PersonRecord, ContactsError>>;
  /** Makes a new token; the link with the old one is dead. */
  readonly freshToken: (at: PersonPlace) => Promise<Result<Uint8Array, ContactsError>>;
  /** The same for many in one write: a token for each in their order, or why there is none. */
  readonly freshTokens: (
    places: readonly PersonPlace[],
  ) => Promise<readonly Result<Uint8Array, ContactsError>[]>;
  /**
   * Erases who a number is, their link and codes. The answer's `deposit` is for the ledger's record
   * of erasures, by which it is done again after a restore. Erasing twice is no error.
   */
  readonly erase: (at: PersonPlace) => Promise<Result<PersonErasure, ContactsError>>;
  readonly list: (wanted: PersonsWanted) => Promise<readonly PersonLine[]>;
  /** The registers of which persons are kept, ascending. */
  readonly registers: () => Promise<readonly Uint8Array[]>;
  /** Remembers for which key an attestation is asked, before it is. */
  readonly noteAsked: (at: PersonPlace, asked: AskedKey) => Promise<void>;
  readonly asked: (at: PersonPlace) => Promise<AskedKey | undefined>;
  /** Remembers which register is asked for a list of persons, before it is. */
  readonly noteFounding: (founding: Uint8Array, register: Uint8Array) => Promise<void>;
  readonly founding: (founding: Uint8Array) => Promise<Uint8Array | undefined>;
}

/** The erasure of a person; `deposit` is a random id that says nothing of them. */
export interface PersonErasure {
  readonly deposit: Uint8Array;
  readonly erasedAtMs: number;
}

type Row = VaultDatabase['vault_persons'];

const TOKEN_TAG = tag('madang/people-link/1');
const KEY_TAG = tag('madang/people-key/1');
const RECORD_TAG = tag('madang/people-record/1');
const TOKEN_BYTES = 16;
/** Rows of one statement, so that it stays below the databases' number of parameters. */
const CHUNK_ROWS = 500;
const MAX_LISTED = 2_000;

/** The persons of an open vault. */
export function openContacts(room: VaultRoom): Contacts {
  const byToken = rowByToken(room.sql.db);
  return {
    enrol: (register, persons) => enrol(room, register, persons),
    readByToken: (token) => readByToken(room, byToken, hashOfToken(token)),
    maskedByToken: (token) => maskedByToken(room, byToken, hashOfToken(token)),
    read: (at) => read(room, at),
    freshToken: async (at) => {
      const [made] = await freshTokens(room, [at]);
      return made ?? fail({ code: 'CONTACTS_UNKNOWN' });
    },
    freshTokens: (places) => freshTokens(room, places),
    erase: (at) => erase(room, at),
    list: (wanted) => list(room, wanted),
    registers: () => registersIn(room.sql.db),
    noteAsked: async (at, { account, body }) => {
      await changePerson(room.sql.db, at, { asked_account: account, asked_body: body });
    },
    asked: async (at) => {
      const row = await rowOf(room.sql.db, at);
      if (!row?.asked_account || !row.asked_body) return undefined;
      return { account: row.asked_account, body: row.asked_body };
    },
    noteFounding: (founding, register) => noteFounding(room, founding, register),
    founding: (founding) => foundingOf(room.sql.db, founding),
  };
}

async function registersIn(db: VaultRoom['sql']['db']): Promise<readonly Uint8Array[]> {
  const rows = await db
    .selectFrom('vault_persons')
    .select('register')
    .distinct()
    .orderBy('register')
    .execute();
  return rows.map(({ register }) => register);
}

function noteFounding(
  { sql }: VaultRoom,
  founding: Uint8Array,
  register: Uint8Array,
): Promise<void> {
  return sql.db.transaction().execute(async (inside) => {
    await inside.deleteFrom('vault_foundings').where('founding', '=', founding).execute();
    await inside.insertInto('vault_foundings').values({ founding, register }).execute();
  });
}

async function foundingOf(db: VaultTables, founding: Uint8Array): Promise<Uint8Array | undefined> {
  const row = await db
    .selectFrom('vault_foundings')
    .select('register')
    .where('founding', '=', founding)
    .executeTakeFirst();
  return row?.register;
}

async function enrol(
  room: VaultRoom,
  register: Uint8Array,
  persons: readonly NewPerson[],
): Promise<Result<readonly Uint8Array[], ContactsError>> {
  if (persons.length > MAX_ENROLLED) return fail({ code: 'CONTACTS_TOO_MANY', max: MAX_ENROLLED });
  const tokens: Uint8Array[] = [];
  const rows: Row[] = [];
  const seen = new Set<number>();
  for (const { person, record } of persons) {
    if (seen.has(person)) return fail({ code: 'CONTACTS_KNOWN', person });
    seen.add(person);
    const bytes = encode(personRecord, record);
    if (!bytes.ok) {
      return fail({ code: 'CONTACTS_NOT_VALID', person, message: bytes.error.message });
    }
    const token = randomBytes(TOKEN_BYTES);
    tokens.push(token);
    const hasContact = record.contact !== undefined;
    rows.push(await newRow(room, { register, person, token, bytes: bytes.value, hasContact }));
  }
  const known = await insertNew(room, register, rows);
  return known === undefined ? ok(tokens) : fail({ code: 'CONTACTS_KNOWN', person: known });
}

interface NewRow extends PersonPlace {
  readonly token: Uint8Array;
  readonly bytes: Uint8Array;
  readonly hasContact: boolean;
}

async function newRow(room: VaultRoom, made: NewRow): Promise<Row> {
  const { register, person, token, bytes, hasContact } = made;
  const id = randomBytes(32);
  const key = randomBytes(32);
  return {
    register,
    person,
    id,
    token_hash: hashOfToken(token),
    sealed_key: await seal(room.masterKey, key, sha256(KEY_TAG, id)),
    sealed_record: await seal(key, bytes, recordContext({ register, person }, id)),
    has_contact: hasContact ? 1 : 0,
    asked_account: null,
    asked_body: null,
    enrolled_at_ms: room.now(),
    erased_at_ms: null,
  };
}

/** Inserts all rows, or none if a person is there already: the answer is their number. */
function insertNew(
  { sql }: VaultRoom,
  register: Uint8Array,
  rows: readonly Row[],
): Promise<number | undefined> {
  const chunks = Array.from({ length: Math.ceil(rows.length / CHUNK_ROWS) }, (_, index) =>
    rows.slice(index * CHUNK_ROWS, (index + 1) * CHUNK_ROWS),
  );
  return sql.db.transaction().execute(async (inside) => {
    for (const chunk of chunks) {
      const numbers = chunk.map(({ person }) => person);
      const known = await inside
        .selectFrom('vault_persons')
        .select('person')
        .where('register', '=', register)
        .where('person', 'in', numbers)
        .executeTakeFirst();
      if (known !== undefined) return known.person;
    }
    for (const chunk of chunks) await inside.insertInto('vault_persons').values(chunk).execute();
    return undefined;
  });
}

function hashOfToken(token: Uint8Array): Uint8Array {
  return sha256(TOKEN_TAG, token);
}

/** The query for the row of a link, put together once: everybody comes with a link. */
function rowByToken(db: VaultRoom['sql']['db']) {
  const query = db
    .selectFrom('vault_persons')
    .selectAll()
    .where('token_hash', '=', new Uint8Array())
    .compile();
  return (tokenHash: Uint8Array) => ({ ...query, parameters: [tokenHash] });
}

async function readByToken(
  room: VaultRoom,
  byToken: ReturnType<typeof rowByToken>,
  tokenHash: Uint8Array,
) {
  const { rows } = await room.sql.db.executeQuery<Row>(byToken(tokenHash));
  const [row] = rows;
  if (row === undefined) return fail({ code: 'CONTACTS_UNKNOWN' } as const);
  const record = await openPerson(room, row);
  const { register, person } = row;
  return record.ok ? ok({ link: { register, person, tokenHash }, record: record.value }) : record;
}

async function maskedByToken(
  room: VaultRoom,
  byToken: ReturnType<typeof rowByToken>,
  tokenHash: Uint8Array,
): Promise<Result<MaskedPerson, ContactsError>> {
  const known = room.recentLinks.of(tokenHash);
  if (known !== undefined) return ok(known);
  const keep = room.recentLinks.begin();
  const found = await readByToken(room, byToken, tokenHash);
  if (!found.ok) return found;
  const { link, record } = found.value;
  const { name, homes, contact } = record;
  const masked: MaskedPerson = {
    link,
    nameMasked: maskName(name),
    homes,
    ...(contact === undefined ? {} : { contactMasked: maskNumber(contact.number) }),
  };
  keep(masked);
  return ok(masked);
}

async function read(
  room: VaultRoom,
  at: PersonPlace,
): Promise<Result<PersonRecord, ContactsError>> {
  const row = await rowOf(room.sql.db, at);
  return row === undefined ? fail({ code: 'CONTACTS_UNKNOWN' }) : openPerson(room, row);
}

/** The record in a row. */
export async function openPerson(
  room: VaultRoom,
  row: Row,
): Promise<Result<PersonRecord, ContactsError>> {
  const { sealed_key: sealedKey, sealed_record: sealed, erased_at_ms: erasedAtMs } = row;
  if (erasedAtMs !== null) return fail({ code: 'CONTACTS_ERASED', erasedAtMs });
  if (sealedKey === null || sealed === null) return fail({ code: 'CONTACTS_DAMAGED' });
  const key = await open(room.masterKey, sealedKey, sha256(KEY_TAG, row.id));
  if (!key.ok) return fail({ code: 'CONTACTS_DAMAGED' });
  const bytes = await open(key.value, sealed, recordContext(row, row.id));
  if (!bytes.ok) return fail({ code: 'CONTACTS_DAMAGED' });
  const person = decode(personRecord, bytes.value, MAX_PERSON_BYTES);
  return person.ok ? person : fail({ code: 'CONTACTS_DAMAGED' });
}

async function freshTokens(
  room: VaultRoom,
  places: readonly PersonPlace[],
): Promise<readonly Result<Uint8Array, ContactsError>[]> {
  if (places.length === 0) return [];
  const made = await room.sql.db.transaction().execute(async (inside) => {
    const tokens: Result<Uint8Array, ContactsError>[] = [];
    for (const at of places) tokens.push(await freshTokenInside(inside, at));
    return tokens;
  });
  room.recentLinks.forget();
  return made;
}

async function freshTokenInside(
  inside: VaultTables,
  at: PersonPlace,
): Promise<Result<Uint8Array, ContactsError>> {
  const row = await rowOf(inside, at);
  if (row === undefined) return fail({ code: 'CONTACTS_UNKNOWN' });
  if (row.erased_at_ms !== null) {
    return fail({ code: 'CONTACTS_ERASED', erasedAtMs: row.erased_at_ms });
  }
  const token = randomBytes(TOKEN_BYTES);
  await inside
    .updateTable('vault_persons')
    .set({ token_hash: hashOfToken(token) })
    .where('register', '=', at.register)
    .where('person', '=', at.person)
    // Whoever was erased in the meantime gets no link again.
    .where('erased_at_ms', 'is', null)
    .execute();
  return ok(token);
}

async function erase(
  room: VaultRoom,
  at: PersonPlace,
): Promise<Result<PersonErasure, ContactsError>> {
  const row = await rowOf(room.sql.db, at);
  if (row === undefined) return fail({ code: 'CONTACTS_UNKNOWN' });
  return ok({ deposit: row.id, erasedAtMs: await erasePerson(room, row) });
}

/** Overwrites everything about a person but that they were erased. */
export async function erasePerson(room: VaultRoom, row: Row): Promise<number> {
  if (row.erased_at_ms !== null) return row.erased_at_ms;
  const erasedAtMs = room.now();
  await room.sql.db.transaction().execute(async (inside) => {
    await changePerson(inside, row, {
      token_hash: null,
      sealed_key: null,
      sealed_record: null,
      has_contact: 0,
      asked_account: null,
      asked_body: null,
      erased_at_ms: erasedAtMs,
    });
    await inside
      .deleteFrom('vault_codes')
      .where('register', '=', row.register)
      .where('person', '=', row.person)
      .execute();
  });
  room.recentLinks.forget();
  await room.sql.settle();
  return erasedAtMs;
}

/** The row that the ledger's record of an erasure names. */
export function personById({ sql }: VaultRoom, id: Uint8Array): Promise<Row | undefined> {
  return sql.db.selectFrom('vault_persons').selectAll().where('id', '=', id).executeTakeFirst();
}

async function list({ sql }: VaultRoom, wanted: PersonsWanted): Promise<readonly PersonLine[]> {
  const rows = await sql.db
    .selectFrom('vault_persons')
    .select(['person', 'has_contact', 'enrolled_at_ms', 'erased_at_ms'])
    .where('register', '=', wanted.register)
    .where('person', '>', wanted.after ?? -1)
    .orderBy('person')
    .limit(Math.min(wanted.limit, MAX_LISTED))
    .execute();
  return rows.map((row) => ({
    person: row.person,
    hasContact: row.has_contact === 1,
    enrolledAtMs: row.enrolled_at_ms,
    ...(row.erased_at_ms === null ? {} : { erasedAtMs: row.erased_at_ms }),
  }));
}

function rowOf(db: VaultTables, at: PersonPlace): Promise<Row | undefined> {
  return db
    .selectFrom('vault_persons')
    .selectAll()
    .where('register', '=', at.register)
    .where('person', '=', at.person)
    .executeTakeFirst();
}

async function changePerson(db: VaultTables, at: PersonPlace, row: Partial<Row>): Promise<void> {
  await db
    .updateTable('vault_persons')
    .set(row)
    .where('register', '=', at.register)
    .where('person', '=', at.person)
    .execute();
}

function recordContext({ register, person }: PersonPlace, id: Uint8Array): Uint8Array {
  return sha256(RECORD_TAG, register, u32be(person), id);
}
