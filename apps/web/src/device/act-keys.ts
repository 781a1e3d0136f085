import {
  createBrowserSigner,
  generateKeyPair,
  isWebKeyPair,
  keyPairFromSeed,
  type Signer,
  signerFrom,
  signerFromCryptoKeys,
  type WebKeyPair,
} from '@madang/crypto';
import { getValue, putValue } from './database.ts';

/** A key that has just been made; `keep` stores it under the act that it signed. */
export type ActKey = { signer: Signer; keep: (id: string) => Promise<void> };

/** A key as this browser's database keeps it: the platform's own, or a seed where it has none. */
export type KeptKey = WebKeyPair | Uint8Array;

/**
 * Makes a key. The platform keeps its secret half where no script reads it; where the platform has
 * no such keys, the seed lies in this browser's database.
 */
export async function makeKey(): Promise<{ signer: Signer; kept: KeptKey }> {
  const made = await createBrowserSigner();
  if (made.ok) return { signer: made.value.signer, kept: made.value.keys };
  const pair = await generateKeyPair();
  return { signer: signerFrom(pair), kept: pair.secretKey };
}

/** The signer of a kept key; undefined when the value is none. */
export async function signerOf(kept: unknown): Promise<Signer | undefined> {
  if (kept instanceof Uint8Array) return signerFrom(keyPairFromSeed(kept));
  if (!isWebKeyPair(kept)) return undefined;
  const signer = await signerFromCryptoKeys(kept);
  return signer.ok ? signer.value : undefined;
}

/**
 * Makes a key for one act. Each act has its own, so that nobody can tell from the record which acts
 * are of one person.
 */
export async function makeActKey(): Promise<ActKey> {
  const { signer, kept } = await makeKey();
  return { signer, keep: (id) => putValue('keys', id, kept) };
}

/** The key that signed an act on this device; undefined when it is not here. */
export async function findActKey(id: string): Promise<Signer | undefined> {
  return signerOf(await getValue('keys', id));
}
