import {
  decode,
  encode,
  fail,
  fixedBytes,
  list,
  ok,
  type Result,
  record,
  type TypeOf,
  text,
  uint,
} from '@madang/base';
import { open, randomBytes, seal, sha256, tag } from '@madang/crypto';
import type { VaultDatabase, VaultRoom } from './tables.ts';

/** A home by its number on the ledger, and what opens its commitment (docs/spec/people.md). */
export const keptHome = record({
  unit: uint({ max: 999_999 }),
  /** Such as `107동 503호`. */
  label: text({ min: 1, max: 100 }),
  salt: fixedBytes(32),
});
export type KeptHome = TypeOf<typeof keptHome>;

/** Most homes of one decision. */
export const MAX_HOMES = 20_000;
const MAX_HOMES_BYTES = 8 * 1024 * 1024;
const homesOfDecision = list(keptHome, { max: MAX_HOMES });

/** Why the vault did not keep or give homes. Stable. */
export type HomesError =
  | { readonly code: 'HOMES_NOT_VALID'; readonly message: string }
  | { readonly code: 'HOMES_UNKNOWN' }
  | { readonly code: 'HOMES_DAMAGED' };

/** Which number of a decision stands for which home. */
export interface Homes {
  /** Keeps the homes of a decision, in place of those before. */
  readonly keep: (
    decision: Uint8Array,
    homes: readonly KeptHome[],
  ) => Promise<Result<void, HomesError>>;
  readonly read: (decision: Uint8Array) => Promise<Result<readonly KeptHome[], HomesError>>;
}

type Row = VaultDatabase['vault_homes'];

const KEY_TAG = tag('madang/homes-key/1');
const HOMES_TAG = tag('madang/homes/1');

/** The homes of an open vault. */
export function openHomes(room: VaultRoom): Homes {
  return {
    keep: (decision, homes) => keep(room, decision, homes),
    read: async (decision) => {
      const row = await room.sql.db
        .selectFrom('vault_homes')
        .selectAll()
        .where('decision', '=', decision)
        .executeTakeFirst();
      return row === undefined ? fail({ code: 'HOMES_UNKNOWN' }) : openHomesRow(room, row);
    },
  };
}

async function keep(
  room: VaultRoom,
  decision: Uint8Array,
  homes: readonly KeptHome[],
): Promise<Result<void, HomesError>> {
  const bytes = encode(homesOfDecision, [...homes]);
  if (!bytes.ok) return fail({ code: 'HOMES_NOT_VALID', message: bytes.error.message });
  const key = randomBytes(32);
  const row: Row = {
    decision,
    sealed_key: await seal(room.masterKey, key, sha256(KEY_TAG, decision)),
    sealed_homes: await seal(key, bytes.value, sha256(HOMES_TAG, decision)),
    kept_at_ms: room.now(),
  };
  await room.sql.db.transaction().execute(async (inside) => {
    await inside.deleteFrom('vault_homes').where('decision', '=', decision).execute();
    await inside.insertInto('vault_homes').values(row).execute();
  });
  return ok(undefined);
}

/** The homes in a row. */
export async function openHomesRow(
  room: VaultRoom,
  row: Row,
): Promise<Result<readonly KeptHome[], HomesError>> {
  const key = await open(room.masterKey, row.sealed_key, sha256(KEY_TAG, row.decision));
  if (!key.ok) return fail({ code: 'HOMES_DAMAGED' });
  const bytes = await open(key.value, row.sealed_homes, sha256(HOMES_TAG, row.decision));
  if (!bytes.ok) return fail({ code: 'HOMES_DAMAGED' });
  const homes = decode(homesOfDecision, bytes.value, MAX_HOMES_BYTES);
  return homes.ok ? homes : fail({ code: 'HOMES_DAMAGED' });
}
