import type { Prepared, VaultCopy } from '../ledger.ts';
import { listValues, putValue } from './database.ts';

/**
 * What this device keeps of an act: the signed act until its receipts are there, then the receipts.
 * Nothing of it is sent anywhere but the envelope.
 */
export type Kept = {
  /** The act's id, and the key of the store. */
  id: string;
  number: string;
  createdAtMs: number;
  prepared: Prepared;
  receipts: readonly { name: string; bytes: Uint8Array }[];
  /** The copies in the vault, where the person asked for them. */
  copies: readonly { name: string; copy: VaultCopy }[];
  /** A copy was asked for and is not in the vault. */
  copyMissing?: boolean;
  /** Its record was revoked from this device. */
  revoked?: boolean;
  /** The act was given up: it expired before it reached the ledger. */
  expired: boolean;
};

/** Keeps an act on the device; when it returns the browser has written it out. */
export function putKept(kept: Kept): Promise<void> {
  return putValue('kept', kept.id, kept);
}

/** Gives everything that is kept on this device, newest first. */
export async function listKept(): Promise<readonly Kept[]> {
  const all = (await listValues('kept')) as readonly Kept[];
  return all.toSorted((one, other) => other.createdAtMs - one.createdAtMs);
}
