import type { PreparedTransaction } from '@madang/client';
import type { OwnKey } from '@madang/services/ballot.ts';
import type { Words } from '../ledger.ts';
import type { BatchCount } from './batch-count.ts';
import { keptPlace } from './kept-work.ts';
import type { SignedWork } from './sign-kept.ts';

/** The record of a batch: its bytes are hashed for the ledger and printed as they are. */
export type BatchRecord = { file: Uint8Array; place: Words };

/** A batch of papers whose key this browser made: the secret is nowhere else. */
export type KeptBatch = SignedWork & {
  election: string;
  building: string;
  /** Absent once the batch is confirmed: nothing is entered with it any more. */
  own?: OwnKey;
  key: string;
  /** Who votes in it, by number, in parts that one act takes. */
  persons: readonly (readonly number[])[];
  /** How many parts are on record. */
  marked: number;
  /** What a voter's device has shown to give up their key, while it is being sent. */
  taking?: PreparedTransaction;
  /** What this machine has sent of such, and is done: for each a paper is given, once. */
  taken?: readonly string[];
  /** Two counts of the papers, which have to be the same. */
  first?: BatchCount;
  second?: BatchCount;
  /** How many papers are entered. */
  entered: number;
  record?: BatchRecord;
};

/** Where the batch is kept whose persons are being marked. */
export function markingPlace(election: string) {
  return keptPlace<KeptBatch>(`marking ${election}`);
}

/** Where a batch is kept whose persons are marked. */
export function batchPlace(election: string, key: string) {
  return keptPlace<KeptBatch>(`batch ${election} ${key}`);
}

/** How many persons vote in a batch. */
export function markedOf({ persons, marked }: KeptBatch): number {
  return persons.slice(0, marked).flat().length;
}
