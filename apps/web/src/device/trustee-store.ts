import { getValue, putValue, removeValue } from './database.ts';

/** The key of a trustee as this device keeps it, of which every secret of theirs follows. */
export type KeptTrustee = {
  /** 32 bytes: the seed of the key that signs. */
  secret: Uint8Array;
  madeAtMs: number;
  /** When a recovery file was last made of it. */
  savedAtMs?: number;
};

const name = 'key';

function isKeptTrustee(value: unknown): value is KeptTrustee {
  return (
    typeof value === 'object' &&
    value !== null &&
    'secret' in value &&
    value.secret instanceof Uint8Array
  );
}

/** Keeps the key; when it returns the browser has written it out. */
export function putTrustee(kept: KeptTrustee): Promise<void> {
  return putValue('trustee', name, kept);
}

/** The key of the trustee of this device. */
export async function findTrustee(): Promise<KeptTrustee | undefined> {
  const kept = await getValue('trustee', name);
  return isKeptTrustee(kept) ? kept : undefined;
}

/** Forgets the key. Only a recovery file brings it back. */
export function forgetTrustee(): Promise<void> {
  return removeValue('trustee', name);
}
