import type { DatabaseOf, Sql } from '@madang/sql';
import type { RecentLinks } from './recent-links.ts';

/** Every table of the vault. None of them can be computed again. */
export const vaultTables = {
  vault_deposits: {
    columns: {
      deposit: 'bytes',
      secret_hash: 'bytes',
      sealed_key: 'bytesOrNull',
      blob: 'bytesOrNull',
      size_bytes: 'integer',
      deposited_at_ms: 'integer',
      erased_at_ms: 'integerOrNull',
    },
    primaryKey: ['deposit'],
    indexes: [['erased_at_ms']],
  },
  vault_persons: {
    columns: {
      register: 'bytes',
      person: 'integer',
      /** Random: what the ledger's record of an erasure names. */
      id: 'bytes',
      token_hash: 'bytesOrNull',
      sealed_key: 'bytesOrNull',
      sealed_record: 'bytesOrNull',
      /** 1 if a message reaches them. */
      has_contact: 'integer',
      /** The key that was last sent to be attested, and the body hash of that act. */
      asked_account: 'bytesOrNull',
      asked_body: 'bytesOrNull',
      enrolled_at_ms: 'integer',
      erased_at_ms: 'integerOrNull',
    },
    primaryKey: ['register', 'person'],
    indexes: [['token_hash'], ['id']],
  },
  /** Which register was asked for a list of persons, by the digest of their commitments. */
  vault_foundings: {
    columns: { founding: 'bytes', register: 'bytes' },
    primaryKey: ['founding'],
  },
  vault_codes: {
    columns: {
      register: 'bytes',
      person: 'integer',
      /** Counts the codes of a person: the highest is the one that may be valid. */
      number: 'integer',
      token_hash: 'bytes',
      salt: 'bytes',
      code_hash: 'bytes',
      issued_at_ms: 'integer',
      expires_at_ms: 'integer',
      wrong_count: 'integer',
      /** The account for which it was used: it is good for no other. */
      used_for: 'bytesOrNull',
    },
    primaryKey: ['register', 'person', 'number'],
  },
  vault_outbox: {
    columns: {
      id: 'bytes',
      register: 'bytes',
      person: 'integer',
      kind: 'text',
      created_at_ms: 'integer',
      state: 'text',
      tries: 'integer',
      next_try_at_ms: 'integer',
    },
    primaryKey: ['id'],
    indexes: [
      ['state', 'next_try_at_ms'],
      ['register', 'state'],
    ],
  },
  vault_homes: {
    columns: {
      decision: 'bytes',
      sealed_key: 'bytes',
      sealed_homes: 'bytes',
      kept_at_ms: 'integer',
    },
    primaryKey: ['decision'],
  },
  vault_positions: {
    columns: { follower: 'text', chain: 'bytes', next: 'integer' },
    primaryKey: ['follower', 'chain'],
  },
} as const;

export type VaultDatabase = DatabaseOf<typeof vaultTables>;

/** The tables, or a transaction over them. */
export type VaultTables = Sql<VaultDatabase>['db'];

/** What the parts of a vault work with. `masterKey` is 32 bytes; `now` gives ms. */
export interface VaultRoom {
  readonly sql: Sql<VaultDatabase>;
  readonly masterKey: Uint8Array;
  readonly now: () => number;
  readonly recentLinks: RecentLinks;
}
