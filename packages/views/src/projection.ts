import type { Schema, Sql } from '@madang/sql';

/**
 * An event as a projection gets it: decoded by the codec of its service, with the record that it
 * stands in.
 */
export interface ProjectedEvent {
  /** Full name, such as `document.notarised`. */
  readonly name: string;
  readonly fields: unknown;
  /** Log index of the transaction. */
  readonly record: number;
  /** Body hash of the transaction. */
  readonly id: Uint8Array;
  /** Block time, ms. */
  readonly timeMs: number;
}

/**
 * The database handle that a projection writes through: it is inside the transaction of the block.
 */
export type ProjectionDb = Sql<Record<string, Record<string, unknown>>>['db'];

/**
 * How a service's events become rows. It must depend on the events alone, for it is thrown away and
 * run again.
 */
export interface Projection {
  readonly tables: Schema;
  readonly apply: (db: ProjectionDb, event: ProjectedEvent) => Promise<void>;
}
