import { toHex } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import { nameOfPlace, type PersonPlace } from './person-record.ts';
import type { VaultRoom, VaultTables } from './tables.ts';

/** What a message is about; its text is made from this when it is sent. */
export const messageKinds = [
  'link',
  'code',
  'registered',
  'revoked',
  'added',
  'ended',
  'attempted',
  'acted',
  'represented',
  'acting',
  'reminder',
] as const;
export type MessageKind = (typeof messageKinds)[number];

/** A person who is to be told something. */
export interface Notice extends PersonPlace {
  readonly kind: MessageKind;
  /** 16 random bytes, for a sender who has to know the message before it is queued. */
  readonly id?: Uint8Array;
}

/** A message that waits to be sent. */
export interface Message extends Notice {
  readonly id: Uint8Array;
  /** How often it was tried. */
  readonly tries: number;
}

/** How far a follower has read a log: the index of the next entry. */
export interface FollowerPosition {
  readonly follower: string;
  readonly chain: Uint8Array;
  readonly next: number;
}

/** Messages by what became of them, and how many persons of the register no message reaches. */
export interface OutboxCounts {
  readonly queued: number;
  readonly sent: number;
  readonly failed: number;
  readonly withoutContact: number;
}

/** Of the persons who were to learn what was done in their name: who did, and who did not. */
export interface NoticesTold {
  readonly told: ReadonlySet<number>;
  /** No message reached them, once or always, or has not yet. */
  readonly missed: ReadonlySet<number>;
}

/** Messages by which a person learns what was done in their name. */
const noticeKinds: readonly MessageKind[] = [
  'registered',
  'revoked',
  'added',
  'attempted',
  'acted',
];

/** What a try to send a message came to. */
export type SendOutcome = 'sent' | 'failed' | { readonly retryAtMs: number };

/** A message that was tried, and what that came to. */
export interface Tried {
  readonly message: Message;
  readonly outcome: SendOutcome;
}

/** Messages to the contacts of persons. Nothing of who they are lies here. */
export interface Outbox {
  /** Queues a message for each who has a contact; the answer is the ids of what was queued. */
  readonly queue: (notices: readonly Notice[]) => Promise<readonly Uint8Array[]>;
  /**
   * Queues and moves a follower's position, both or neither: nothing is queued twice or lost. What
   * is for somebody without a contact is kept as not delivered.
   */
  readonly queueUpTo: (position: FollowerPosition, notices: readonly Notice[]) => Promise<void>;
  /** Where a follower goes on: 0 at first. */
  readonly position: (follower: string, chain: Uint8Array) => Promise<number>;
  /** Messages whose time has come: codes, for which somebody waits, then the oldest. */
  readonly due: (limit: number) => Promise<readonly Message[]>;
  /** When the next message is due, ms; nothing if none waits. */
  readonly nextDueMs: () => Promise<number | undefined>;
  /** Writes down what tries came to, and that each was one: all in one write, or none. */
  readonly settle: (tried: readonly Tried[]) => Promise<void>;
  readonly counts: (register: Uint8Array) => Promise<OutboxCounts>;
  readonly notices: (register: Uint8Array) => Promise<NoticesTold>;
}

/** The messages of an open vault. */
export function openOutbox(room: VaultRoom): Outbox {
  const { sql } = room;
  return {
    queue: (notices) =>
      sql.db.transaction().execute((inside) => queueInside(room, inside, notices)),
    queueUpTo: (position, notices) =>
      sql.db.transaction().execute(async (inside) => {
        await queueInside(room, inside, notices);
        await keepUnreached(room, inside, notices);
        await movePosition(inside, position);
      }),
    position: async (follower, chain) => (await positionOf(sql.db, { follower, chain })) ?? 0,
    due: (limit) => due(room, limit),
    nextDueMs: () => nextDueMs(room),
    settle: (tried) =>
      sql.db.transaction().execute(async (inside) => {
        for (const one of tried) await settleInside(inside, one);
      }),
    counts: (register) => counts(room, register),
    notices: (register) => noticesTold(room, register),
  };
}

async function queueInside(
  room: VaultRoom,
  inside: VaultTables,
  notices: readonly Notice[],
): Promise<readonly Uint8Array[]> {
  const ids: Uint8Array[] = [];
  for (let at = 0; at < notices.length; at += ROWS_AT_ONCE) {
    const reachable = await withContact(inside, notices.slice(at, at + ROWS_AT_ONCE));
    ids.push(...(await insert(room, inside, reachable, 'queued')));
  }
  return ids;
}

/** A notice that has nowhere to go is counted all the same; a link that has not is nothing. */
async function keepUnreached(
  room: VaultRoom,
  inside: VaultTables,
  notices: readonly Notice[],
): Promise<void> {
  for (let at = 0; at < notices.length; at += ROWS_AT_ONCE) {
    const some = notices.slice(at, at + ROWS_AT_ONCE);
    const reachable = new Set(await withContact(inside, some));
    const missed = some.filter((one) => noticeKinds.includes(one.kind) && !reachable.has(one));
    const fresh = missed.map((one) => ({ ...one, id: randomBytes(16) }));
    await insert(room, inside, fresh, 'unreachable');
  }
}

async function insert(
  { now }: VaultRoom,
  inside: VaultTables,
  notices: readonly Notice[],
  state: 'queued' | 'unreachable',
): Promise<readonly Uint8Array[]> {
  if (notices.length === 0) return [];
  const atMs = now();
  const rows = notices.map(({ register, person, kind, id = randomBytes(16) }) => ({
    id,
    register,
    person,
    kind,
    created_at_ms: atMs,
    state,
    tries: 0,
    next_try_at_ms: atMs,
  }));
  await inside.insertInto('vault_outbox').values(rows).execute();
  return rows.map(({ id }) => id);
}

/** Rows of one statement: few enough for the variables that a statement may have. */
const ROWS_AT_ONCE = 100;

/** Those of some notices whose persons can be told. */
async function withContact(
  inside: VaultTables,
  notices: readonly Notice[],
): Promise<readonly Notice[]> {
  const byRegister = Map.groupBy(notices, ({ register }) => toHex(register));
  const reached = new Set<string>();
  for (const ofRegister of byRegister.values()) {
    const [first] = ofRegister;
    if (first === undefined) continue;
    const { register } = first;
    const persons = ofRegister.map(({ person }) => person);
    const rows = await inside
      .selectFrom('vault_persons')
      .select('person')
      .where('register', '=', register)
      .where('person', 'in', persons)
      .where('has_contact', '=', 1)
      .execute();
    for (const { person } of rows) reached.add(nameOfPlace({ register, person }));
  }
  return notices.filter((notice) => reached.has(nameOfPlace(notice)));
}

async function positionOf(
  db: VaultTables,
  { follower, chain }: Omit<FollowerPosition, 'next'>,
): Promise<number | undefined> {
  const row = await db
    .selectFrom('vault_positions')
    .select('next')
    .where('follower', '=', follower)
    .where('chain', '=', chain)
    .executeTakeFirst();
  return row?.next;
}

async function movePosition(inside: VaultTables, position: FollowerPosition): Promise<void> {
  if ((await positionOf(inside, position)) === undefined) {
    await inside
      .insertInto('vault_positions')
      .values({ ...position })
      .execute();
    return;
  }
  await inside
    .updateTable('vault_positions')
    .set({ next: position.next })
    .where('follower', '=', position.follower)
    .where('chain', '=', position.chain)
    .execute();
}

async function due({ sql, now }: VaultRoom, limit: number): Promise<readonly Message[]> {
  const rows = await sql.db
    .selectFrom('vault_outbox')
    .select(['id', 'register', 'person', 'kind', 'tries'])
    .where('state', '=', 'queued')
    .where('next_try_at_ms', '<=', now())
    .orderBy((row) => row.case().when('kind', '=', 'code').then(0).else(1).end())
    .orderBy('next_try_at_ms')
    .orderBy('register')
    .orderBy('person')
    .limit(limit)
    .execute();
  return rows.flatMap((row) => {
    const kind = messageKinds.find((one) => one === row.kind);
    return kind === undefined ? [] : [{ ...row, kind }];
  });
}

async function nextDueMs({ sql }: VaultRoom): Promise<number | undefined> {
  const row = await sql.db
    .selectFrom('vault_outbox')
    .select('next_try_at_ms')
    .where('state', '=', 'queued')
    .orderBy('next_try_at_ms')
    .limit(1)
    .executeTakeFirst();
  return row?.next_try_at_ms;
}

async function settleInside(inside: VaultTables, { message, outcome }: Tried): Promise<void> {
  const change =
    typeof outcome === 'string' ? { state: outcome } : { next_try_at_ms: outcome.retryAtMs };
  await inside
    .updateTable('vault_outbox')
    .set({ ...change, tries: message.tries + 1 })
    .where('id', '=', message.id)
    .execute();
}

async function counts({ sql }: VaultRoom, register: Uint8Array): Promise<OutboxCounts> {
  const rows = await sql.db
    .selectFrom('vault_outbox')
    .select(({ fn }) => ['state', fn.countAll<number>().as('count')])
    .where('register', '=', register)
    .groupBy('state')
    .execute();
  const unreached = await sql.db
    .selectFrom('vault_persons')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('register', '=', register)
    .where('has_contact', '=', 0)
    .executeTakeFirstOrThrow();
  const countOf = (state: string): number => rows.find((row) => row.state === state)?.count ?? 0;
  return {
    queued: countOf('queued'),
    sent: countOf('sent'),
    failed: countOf('failed'),
    withoutContact: unreached.count,
  };
}

async function noticesTold({ sql }: VaultRoom, register: Uint8Array): Promise<NoticesTold> {
  const rows = await sql.db
    .selectFrom('vault_outbox')
    .select(['person', 'state'])
    .distinct()
    .where('register', '=', register)
    .where('kind', 'in', [...noticeKinds])
    .execute();
  const those = (...states: readonly string[]): ReadonlySet<number> =>
    new Set(rows.filter(({ state }) => states.includes(state)).map(({ person }) => person));
  return { told: those('sent'), missed: those('queued', 'failed', 'unreachable') };
}
