import { type Codec, decode, toHex } from '@madang/base';
import type { RawEvent } from '@madang/protocol';
import type { VoidedWhy } from '../chain/ceremony.ts';
import {
  batchConfirmed,
  batchOpened,
  ceremonyVoided,
  decryptionWrong,
  keySurrendered,
  paperEntered,
  personsMarked,
  sumDecrypted,
} from '../chain/schema.ts';

/** What trustees did while acts were done again, and is in no record afterwards. */
export type Happening =
  /** A ceremony came to nothing; whose fault it was. */
  | {
      readonly kind: 'voided';
      readonly round: number;
      readonly why: VoidedWhy;
      readonly blamed: readonly number[];
    }
  /** A part of a trustee's decryption did not hold. */
  | { readonly kind: 'wrong-part'; readonly trustee: number; readonly sum: number }
  | { readonly kind: 'decrypted'; readonly trustee: number; readonly sum: number };

/** A batch of papers as the acts have made it. */
export interface BatchOfPapers {
  /** Persons who were marked for it. */
  readonly persons: number;
  /** Keys that were given up for it. */
  readonly surrendered: number;
  /** Papers that were entered. */
  readonly papers: number;
  readonly isConfirmed: boolean;
}

/** What happened while acts were done again: there are few trustees, and few batches. */
export interface Happenings {
  readonly ofTrustees: Happening[];
  /** By the key of the batch, in hexadecimal. */
  readonly batches: Map<string, BatchOfPapers>;
}

/** Takes note of what an event tells of trustees and papers; most tell nothing. */
export function note({ ofTrustees, batches }: Happenings, event: RawEvent): void {
  const told = toldOfTrustees(event);
  if (told !== undefined) ofTrustees.push(told);
  const change = toldOfBatch(event);
  if (change === undefined) return;
  const batch = toHex(change.batch);
  batches.set(batch, change.from(batches.get(batch) ?? NO_PAPERS));
}

const NO_PAPERS: BatchOfPapers = { persons: 0, surrendered: 0, papers: 0, isConfirmed: false };

interface BatchChange {
  readonly batch: Uint8Array;
  readonly from: (batch: BatchOfPapers) => BatchOfPapers;
}

function toldOfBatch(event: RawEvent): BatchChange | undefined {
  const begun = fieldsOf(batchOpened, event);
  if (begun !== undefined) return { batch: begun.batch, from: (batch) => batch };
  const given = fieldsOf(keySurrendered, event);
  if (given !== undefined) {
    return {
      batch: given.batch,
      from: (batch) => ({ ...batch, surrendered: batch.surrendered + 1 }),
    };
  }
  const marked = fieldsOf(personsMarked, event);
  if (marked !== undefined) {
    return {
      batch: marked.batch,
      from: (batch) => ({ ...batch, persons: batch.persons + marked.persons }),
    };
  }
  const entered = fieldsOf(paperEntered, event);
  if (entered !== undefined) {
    return { batch: entered.batch, from: (batch) => ({ ...batch, papers: batch.papers + 1 }) };
  }
  const confirmed = fieldsOf(batchConfirmed, event);
  if (confirmed === undefined) return undefined;
  return { batch: confirmed.batch, from: (batch) => ({ ...batch, isConfirmed: true }) };
}

function toldOfTrustees(event: RawEvent): Happening | undefined {
  const voided = fieldsOf(ceremonyVoided, event);
  if (voided !== undefined) {
    const { round, why, blamed } = voided;
    return { kind: 'voided', round, why, blamed };
  }
  const wrong = fieldsOf(decryptionWrong, event);
  if (wrong !== undefined) return { kind: 'wrong-part', trustee: wrong.trustee, sum: wrong.sum };
  const decrypted = fieldsOf(sumDecrypted, event);
  if (decrypted === undefined) return undefined;
  return { kind: 'decrypted', trustee: decrypted.trustee, sum: decrypted.sum };
}

function fieldsOf<T>(
  { fullName, fields }: { readonly fullName: string; readonly fields: Codec<T> },
  event: RawEvent,
): T | undefined {
  const decoded = event.name === fullName ? decode(fields, event.fields) : undefined;
  return decoded?.ok === true ? decoded.value : undefined;
}
