import type { Result } from '@madang/base';
import type { Principal } from '@madang/protocol';
import type { EventType } from './event.ts';
import type { Port } from './port.ts';
import type { Refusal } from './refusal.ts';
import type { Table } from './table.ts';

/** One record of a scan. */
export interface TableEntry<K, V> {
  readonly key: K;
  readonly value: V;
}

/**
 * Which records of a table: those whose key bytes begin with `under`, behind `after`, at most
 * `limit`.
 */
export interface TableScan<K> {
  readonly under?: Uint8Array;
  readonly after?: K;
  readonly limit: number;
}

/** What a service may read: its own tables, and what other services answer through a port. */
export interface ReadContext<S extends string> {
  /** The block that executes, or the newest one where nothing executes. */
  readonly block: { readonly height: number; readonly timeMs: number };
  /** The genesis hash of the ledger. */
  readonly chain: Uint8Array;
  get<K, V>(table: Table<S, K, V>, key: K): V | undefined;
  has<K, V>(table: Table<S, K, V>, key: K): boolean;
  /** Ascending by key bytes. */
  scan<K, V>(table: Table<S, K, V>, options: TableScan<K>): readonly TableEntry<K, V>[];
  /** Asks the service that exposes a port which this service declares in `uses`. */
  ask<I, O>(port: Port<I, O>, input: I): Result<O, Refusal>;
  /** Whether a service of this build knows the role. */
  isRole(name: string): boolean;
}

/** What a transaction's check sees. */
export interface CheckContext<S extends string> extends ReadContext<S> {
  /** Who acts, as the access of the transaction found. */
  readonly principal: Principal;
  /** The accounts that signed, in the order of the envelope. */
  readonly signers: readonly Uint8Array[];
  readonly transaction: {
    /** The body hash. */
    readonly id: Uint8Array;
    readonly expiresAt: number;
  };
}

/** What a transaction's apply can do. */
export interface ApplyContext<S extends string> extends CheckContext<S> {
  /** Position of the transaction among those of its block, from 0. */
  readonly index: number;
  put<K, V>(table: Table<S, K, V>, key: K, value: V): void;
  remove<K, V>(table: Table<S, K, V>, key: K): void;
  emit<F>(event: EventType<S, string, F>, fields: F): void;
}

/** What a service can do in the block in which a plan of upgrade comes due. */
export interface UpgradeContext<S extends string> extends ReadContext<S> {
  put<K, V>(table: Table<S, K, V>, key: K, value: V): void;
  remove<K, V>(table: Table<S, K, V>, key: K): void;
  emit<F>(event: EventType<S, string, F>, fields: F): void;
}

/** What a service can do when a ledger begins. */
export interface GenesisContext<S extends string> {
  /** The genesis hash. */
  readonly chain: Uint8Array;
  put<K, V>(table: Table<S, K, V>, key: K, value: V): void;
}
