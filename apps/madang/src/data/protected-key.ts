import { createCipheriv, createDecipheriv, randomBytes, scryptSync } from 'node:crypto';
import { fromHex, toHex, utf8 } from '@madang/base';

/**
 * The line of a protected key file (docs/spec/key-file.md):
 * `USE scrypt LOG2N R P SALT NONCE SEALED`, the last three in hexadecimal.
 */
const LINE =
  /^(ed25519|aes-256) scrypt ([0-9]{1,2}) ([0-9]{1,2}) ([0-9]{1,2}) ([0-9a-f]{32}) ([0-9a-f]{24}) ([0-9a-f]{96})\n?$/;

/** 128 MiB and a fraction of a second: RFC 7914, with N of 2^17 as OWASP has it. */
const COST = { log2n: 17, r: 8, p: 1 } as const;

/** What a file may ask for: at most 1 GiB of memory and 16 times as much work. */
const LIMITS = { log2n: [14, 20], r: [8, 8], p: [1, 4] } as const;

const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

/** How a protected key is kept. */
export interface ProtectedKey {
  readonly use: string;
  /** What is authenticated beside the secret: everything before the nonce. */
  readonly head: string;
  readonly log2n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

/** Whether a text is a protected key file, sound or not. */
export function isProtected(text: string): boolean {
  return /^(ed25519|aes-256) scrypt /.test(text);
}

/** The parts of a protected key file; nothing if it is none, or asks for too much or too little. */
export function parseProtected(text: string): ProtectedKey | undefined {
  const [, use = '', log2n, r, p, salt = '', nonce = '', sealed = ''] = LINE.exec(text) ?? [];
  const key = {
    use,
    head: text.split(' ').slice(0, 6).join(' '),
    log2n: Number(log2n),
    r: Number(r),
    p: Number(p),
    salt: bytesOf(salt),
    nonce: bytesOf(nonce),
    sealed: bytesOf(sealed),
  };
  const names = ['log2n', 'r', 'p'] as const;
  const isWithin = names.every(
    (name) => key[name] >= LIMITS[name][0] && key[name] <= LIMITS[name][1],
  );
  return isWithin ? key : undefined;
}

/** The secret of a protected key; nothing where the passphrase is another, or a byte of the file. */
export function openProtected(key: ProtectedKey, passphrase: string): Uint8Array | undefined {
  const split = key.sealed.length - TAG_BYTES;
  const cipher = createDecipheriv('aes-256-gcm', wrappingKey(key, passphrase), key.nonce);
  cipher.setAAD(utf8(key.head));
  cipher.setAuthTag(key.sealed.subarray(split));
  try {
    const opened = Buffer.concat([cipher.update(key.sealed.subarray(0, split)), cipher.final()]);
    return new Uint8Array(opened);
  } catch {
    return undefined;
  }
}

/** The text of a protected key file for a secret of 32 bytes. */
export function protect(use: string, secret: Uint8Array, passphrase: string): string {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const { log2n, r, p } = COST;
  const head = `${use} scrypt ${log2n} ${r} ${p} ${toHex(salt)}`;
  const cipher = createCipheriv('aes-256-gcm', wrappingKey({ ...COST, salt }, passphrase), nonce);
  cipher.setAAD(utf8(head));
  const sealed = Buffer.concat([cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return `${head} ${toHex(nonce)} ${toHex(sealed)}\n`;
}

function wrappingKey(
  { log2n, r, p, salt }: Pick<ProtectedKey, 'log2n' | 'r' | 'p' | 'salt'>,
  passphrase: string,
): Uint8Array {
  const N = 2 ** log2n;
  // What scrypt needs is 128·N·r bytes, and a little more for each of p.
  const maxmem = 129 * N * r + 1_024 * r * p;
  return scryptSync(passphrase.normalize('NFC'), salt, KEY_BYTES, { N, r, p, maxmem });
}

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  return bytes.ok ? bytes.value : new Uint8Array();
}
