import { type Codec, decode } from '@madang/base';
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

/** What happened while acts were done again, and is in no record afterwards. */
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
  | { readonly kind: 'decrypted'; readonly trustee: number; readonly sum: number }
  | PaperHappening;

/** What happened to a batch of papers. */
export type PaperHappening =
  | { readonly kind: 'begun'; readonly batch: Uint8Array }
  | { readonly kind: 'surrendered'; readonly batch: Uint8Array }
  | { readonly kind: 'marked'; readonly batch: Uint8Array; readonly persons: number }
  | { readonly kind: 'entered'; readonly batch: Uint8Array }
  | { readonly kind: 'confirmed'; readonly batch: Uint8Array };

/** What an event tells of trustees and papers; nothing for most. */
export function happenedIn(event: RawEvent): readonly Happening[] {
  return [...ofTrustees(event), ...ofPapers(event)];
}

function ofPapers(event: RawEvent): readonly PaperHappening[] {
  const begun = fieldsOf(batchOpened, event);
  if (begun !== undefined) return [{ kind: 'begun', batch: begun.batch }];
  const surrendered = fieldsOf(keySurrendered, event);
  if (surrendered !== undefined) return [{ kind: 'surrendered', batch: surrendered.batch }];
  const marked = fieldsOf(personsMarked, event);
  if (marked !== undefined) {
    const { batch, persons } = marked;
    return [{ kind: 'marked', batch, persons }];
  }
  const entered = fieldsOf(paperEntered, event);
  if (entered !== undefined) return [{ kind: 'entered', batch: entered.batch }];
  const confirmed = fieldsOf(batchConfirmed, event);
  return confirmed === undefined ? [] : [{ kind: 'confirmed', batch: confirmed.batch }];
}

function ofTrustees(event: RawEvent): readonly Happening[] {
  const voided = fieldsOf(ceremonyVoided, event);
  if (voided !== undefined) {
    const { round, why, blamed } = voided;
    return [{ kind: 'voided', round, why, blamed }];
  }
  const wrong = fieldsOf(decryptionWrong, event);
  if (wrong !== undefined) return [{ kind: 'wrong-part', trustee: wrong.trustee, sum: wrong.sum }];
  const decrypted = fieldsOf(sumDecrypted, event);
  if (decrypted === undefined) return [];
  return [{ kind: 'decrypted', trustee: decrypted.trustee, sum: decrypted.sum }];
}

function fieldsOf<T>(
  { fullName, fields }: { readonly fullName: string; readonly fields: Codec<T> },
  event: RawEvent,
): T | undefined {
  const decoded = event.name === fullName ? decode(fields, event.fields) : undefined;
  return decoded?.ok === true ? decoded.value : undefined;
}
