import { equalBytes, fail, ok, type Result, utf8 } from '@madang/base';
import { randomBytes, sameSecret, sha256, tag } from '@madang/crypto';
import type { Link } from './person-record.ts';
import type { VaultDatabase, VaultRoom, VaultTables } from './tables.ts';

/** How long a code is valid, ms, also from the moment at which it was extended. */
export const CODE_VALID_MS = 5 * 60_000;
/** How long a code that is extended again and again is valid in all, ms. */
export const CODE_LONGEST_MS = 20 * 60_000;
/** After so many wrong tries a code is dead. */
export const MAX_WRONG_TRIES = 5;
/** Most codes for a person within {@link CODE_WINDOW_MS}. */
export const MAX_CODES = 5;
/** The hour in which codes are counted, ms. */
export const CODE_WINDOW_MS = 60 * 60_000;

/** Why a code was not made or not taken. Stable. */
export type CodeError =
  | { readonly code: 'CODE_TOO_MANY'; readonly waitMs: number }
  | { readonly code: 'CODE_ENDED' }
  | { readonly code: 'CODE_WRONG'; readonly left: number };

/** A code at the only moment at which it is known. Time in ms. */
export interface IssuedCode {
  readonly digits: string;
  readonly expiresAtMs: number;
}

/** One-time codes of six digits. Only keyed hashes of them are kept, and they survive a restart. */
export interface Codes {
  /** Makes a code for whoever has the link; the one before is dead. */
  readonly issue: (link: Link) => Promise<Result<IssuedCode, CodeError>>;
  /** Prolongs the code that is valid; the answer is until when, ms. */
  readonly extend: (link: Link) => Promise<Result<number, CodeError>>;
  /** Takes a code for a key. From then on it is good for this key alone, so it may be repeated. */
  readonly take: (
    link: Link,
    digits: string,
    account: Uint8Array,
  ) => Promise<Result<void, CodeError>>;
}

type Row = VaultDatabase['vault_codes'];

const CODE_TAG = tag('madang/people-code/1');

/** The codes of an open vault. */
export function openCodes(room: VaultRoom): Codes {
  /** Two calls for one person run one after the other, on both databases. */
  const alone = <T>(link: Link, work: (inside: VaultTables) => Promise<T>): Promise<T> =>
    room.sql.db.transaction().execute(async (inside) => {
      await lockPerson(inside, link);
      return work(inside);
    });
  return {
    issue: (link) => alone(link, (inside) => issue(room, inside, link)),
    extend: (link) => alone(link, (inside) => extend(room, inside, link)),
    take: (link, digits, account) =>
      alone(link, (inside) => take(room, inside, { link, digits, account })),
  };
}

async function issue(
  room: VaultRoom,
  inside: VaultTables,
  link: Link,
): Promise<Result<IssuedCode, CodeError>> {
  const now = room.now();
  await inside
    .deleteFrom('vault_codes')
    .where('register', '=', link.register)
    .where('person', '=', link.person)
    .where('issued_at_ms', '<=', now - CODE_WINDOW_MS)
    .execute();
  const recent = await codesOf(inside, link);
  const oldest = recent.at(-1);
  if (recent.length >= MAX_CODES && oldest !== undefined) {
    return fail({ code: 'CODE_TOO_MANY', waitMs: oldest.issued_at_ms + CODE_WINDOW_MS - now });
  }
  const digits = randomDigits();
  const salt = randomBytes(16);
  const expiresAtMs = now + CODE_VALID_MS;
  await inside
    .insertInto('vault_codes')
    .values({
      register: link.register,
      person: link.person,
      number: (recent[0]?.number ?? 0) + 1,
      token_hash: link.tokenHash,
      salt,
      code_hash: codeHash(room, { link, salt, digits }),
      issued_at_ms: now,
      expires_at_ms: expiresAtMs,
      wrong_count: 0,
      used_for: null,
    })
    .execute();
  return ok({ digits, expiresAtMs });
}

async function extend(
  room: VaultRoom,
  inside: VaultTables,
  link: Link,
): Promise<Result<number, CodeError>> {
  const row = await validCode(room, inside, link);
  if (row === undefined) return fail({ code: 'CODE_ENDED' });
  const longest = row.issued_at_ms + CODE_LONGEST_MS;
  const expiresAtMs = Math.min(Math.max(row.expires_at_ms, room.now() + CODE_VALID_MS), longest);
  await changeCode(inside, row, { expires_at_ms: expiresAtMs });
  return ok(expiresAtMs);
}

interface Try {
  readonly link: Link;
  readonly digits: string;
  readonly account: Uint8Array;
}

async function take(
  room: VaultRoom,
  inside: VaultTables,
  { link, digits, account }: Try,
): Promise<Result<void, CodeError>> {
  const row = await validCode(room, inside, link);
  if (row === undefined) return fail({ code: 'CODE_ENDED' });
  if (row.used_for !== null && !equalBytes(row.used_for, account)) {
    return fail({ code: 'CODE_ENDED' });
  }
  if (!sameSecret(codeHash(room, { link, salt: row.salt, digits }), row.code_hash)) {
    const wrong = row.wrong_count + 1;
    await changeCode(inside, row, { wrong_count: wrong });
    return fail({ code: 'CODE_WRONG', left: MAX_WRONG_TRIES - wrong });
  }
  await changeCode(inside, row, { used_for: account });
  return ok(undefined);
}

/** The newest code of a person, if it is of this link and neither expired nor dead. */
async function validCode(
  room: VaultRoom,
  inside: VaultTables,
  link: Link,
): Promise<Row | undefined> {
  const [newest] = await codesOf(inside, link);
  if (newest === undefined || !equalBytes(newest.token_hash, link.tokenHash)) return undefined;
  const isAlive = newest.expires_at_ms > room.now() && newest.wrong_count < MAX_WRONG_TRIES;
  return isAlive ? newest : undefined;
}

/** Newest first. */
function codesOf(inside: VaultTables, link: Link): Promise<Row[]> {
  return inside
    .selectFrom('vault_codes')
    .selectAll()
    .where('register', '=', link.register)
    .where('person', '=', link.person)
    .orderBy('number', 'desc')
    .execute();
}

async function changeCode(inside: VaultTables, row: Row, change: Partial<Row>): Promise<void> {
  await inside
    .updateTable('vault_codes')
    .set(change)
    .where('register', '=', row.register)
    .where('person', '=', row.person)
    .where('number', '=', row.number)
    .execute();
}

/** Writing the person's row locks it until the transaction ends. */
async function lockPerson(inside: VaultTables, link: Link): Promise<void> {
  await inside
    .updateTable('vault_persons')
    .set({ person: link.person })
    .where('register', '=', link.register)
    .where('person', '=', link.person)
    .execute();
}

interface HashedCode {
  readonly link: Link;
  readonly salt: Uint8Array;
  readonly digits: string;
}

/** Six digits are soon guessed by whoever has the tables, so the master key is in the hash. */
function codeHash({ masterKey }: VaultRoom, { link, salt, digits }: HashedCode): Uint8Array {
  return sha256(CODE_TAG, masterKey, salt, link.tokenHash, utf8(digits));
}

const CODES = 1_000_000;
/** The greatest multiple of a million below 2^32: above it the remainders would not be even. */
const EVEN_BELOW = 4_294 * CODES;

/** Six random digits, each number as likely as any other. */
export function randomDigits(): string {
  for (;;) {
    const bytes = randomBytes(4);
    const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    if (number < EVEN_BELOW) return String(number % CODES).padStart(6, '0');
  }
}
