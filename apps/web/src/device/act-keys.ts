import {
  createBrowserSigner,
  generateKeyPair,
  isWebKeyPair,
  keyPairFromSeed,
  type Signer,
  signerFrom,
  signerFromCryptoKeys,
} from '@madang/crypto';
import { getValue, putValue } from './database.ts';

/** A key that has just been made; `keep` stores it under the act that it signed. */
export type ActKey = { signer: Signer; keep: (id: string) => Promise<void> };

/**
 * Makes a key for one act. Each act has its own, so that nobody can tell from the record which acts
 * are of one person. The platform keeps its secret half where no script reads it; where the
 * platform
 * has no such keys, the seed lies in this browser's database.
 */
export async function makeActKey(): Promise<ActKey> {
  const made = await createBrowserSigner();
  if (made.ok) {
    const { keys, signer } = made.value;
    return { signer, keep: (id) => putValue('keys', id, keys) };
  }
  const pair = await generateKeyPair();
  return { signer: signerFrom(pair), keep: (id) => putValue('keys', id, pair.secretKey) };
}

/** The key that signed an act on this device; undefined when it is not here. */
export async function findActKey(id: string): Promise<Signer | undefined> {
  const kept = await getValue('keys', id);
  if (kept instanceof Uint8Array) return signerFrom(keyPairFromSeed(kept));
  if (!isWebKeyPair(kept)) return undefined;
  const signer = await signerFromCryptoKeys(kept);
  return signer.ok ? signer.value : undefined;
}
