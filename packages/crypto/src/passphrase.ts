import { createCipheriv, createDecipheriv, scryptSync } from 'node:crypto';

const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** How a key is made of a passphrase: scrypt (RFC 7914) with N = 2^log2n, and a salt. */
export interface PassphraseCost {
  readonly log2n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Uint8Array;
}

/** What is sealed under a passphrase, and what it is bound to. */
export interface PassphraseSeal {
  readonly cost: PassphraseCost;
  readonly passphrase: string;
  /** 12 bytes, never twice under one salt and passphrase. */
  readonly nonce: Uint8Array;
  /** Authenticated beside the secret. */
  readonly bound: Uint8Array;
}

/** AES-256-GCM under a key from a passphrase: the secret and a tag of 16 bytes. Node only. */
export function sealUnderPassphrase(seal: PassphraseSeal, secret: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', wrappingKey(seal), seal.nonce);
  cipher.setAAD(seal.bound);
  return new Uint8Array(
    Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]),
  );
}

/** The secret; nothing where passphrase, nonce, binding or any byte is another. Node only. */
export function openUnderPassphrase(
  seal: PassphraseSeal,
  sealed: Uint8Array,
): Uint8Array | undefined {
  const split = sealed.length - TAG_BYTES;
  const cipher = createDecipheriv('aes-256-gcm', wrappingKey(seal), seal.nonce);
  cipher.setAAD(seal.bound);
  cipher.setAuthTag(sealed.subarray(split));
  try {
    return new Uint8Array(
      Buffer.concat([cipher.update(sealed.subarray(0, split)), cipher.final()]),
    );
  } catch {
    return undefined;
  }
}

function wrappingKey({ cost, passphrase }: PassphraseSeal): Uint8Array {
  const { log2n, r, p, salt } = cost;
  const N = 2 ** log2n;
  // What scrypt needs is 128·N·r bytes, and a little more for each of p.
  const maxmem = 129 * N * r + 1_024 * r * p;
  return scryptSync(passphrase.normalize('NFC'), salt, KEY_BYTES, { N, r, p, maxmem });
}
