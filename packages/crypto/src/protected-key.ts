import { concat, fromHex, toHex, utf8 } from '@madang/base';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import { open, seal } from './seal.ts';
import { randomBytes } from './web-crypto.ts';

// Key files (docs/spec/key-file.md), for every platform; what keeps them on disk is elsewhere.

/**
 * The line of a protected key file: `USE scrypt LOG2N R P SALT NONCE SEALED`, the last three in
 * hexadecimal.
 */
const LINE = new RegExp(
  [
    '^(ed25519|aes-256) scrypt ([0-9]{1,2}) ([0-9]{1,2}) ([0-9]{1,2})',
    '([0-9a-f]{32}) ([0-9a-f]{24}) ([0-9a-f]{96})\\n?$',
  ].join(' '),
);

/** 128 MiB and a fraction of a second: RFC 7914, with N of 2^17 as OWASP has it. */
const COST = { log2n: 17, r: 8, p: 1 } as const;

/** What a file may ask for: at most 1 GiB of memory and 16 times as much work. */
const LIMITS = { log2n: [14, 20], r: [8, 8], p: [1, 4] } as const;

const SALT_BYTES = 16;
const NONCE_BYTES = 12;
const KEY_BYTES = 32;

/** What a key file is for. */
export type KeyUse = 'ed25519' | 'aes-256';

/** What stands before the nonce, and is authenticated beside the secret. */
export interface ProtectedHead {
  readonly head: string;
  readonly log2n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: Uint8Array;
}

/** How a protected key is kept. */
export interface ProtectedKey extends ProtectedHead {
  readonly use: string;
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
}

/** The secret of a key file that has no passphrase; nothing if it is none of this use. */
export function parsePlain(text: string, use: KeyUse): Uint8Array | undefined {
  const [, hex = ''] = new RegExp(`^${use} ([0-9a-f]{64})\\n?$`).exec(text) ?? [];
  return hex === '' ? undefined : bytesOf(hex);
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

/** The head of a new protected key file, with a salt of its own. */
export function freshHead(use: KeyUse): ProtectedHead {
  const salt = randomBytes(SALT_BYTES);
  const { log2n, r, p } = COST;
  return { ...COST, salt, head: `${use} scrypt ${log2n} ${r} ${p} ${toHex(salt)}` };
}

/** The text of a protected key file. */
export function protectedLine(
  { head }: ProtectedHead,
  nonce: Uint8Array,
  sealed: Uint8Array,
): string {
  return `${head} ${toHex(nonce)} ${toHex(sealed)}\n`;
}

/** The text of a protected key file for a secret of 32 bytes, made wherever there is WebCrypto. */
export async function protectKey(
  use: KeyUse,
  secret: Uint8Array,
  passphrase: string,
): Promise<string> {
  const head = freshHead(use);
  const sealed = await seal(await wrappingKey(head, passphrase), secret, utf8(head.head));
  return protectedLine(head, sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES));
}

/**
 * The secret of a protected key, opened wherever there is WebCrypto; nothing where the passphrase
 * is another, or a byte of the file.
 */
export async function openProtectedKey(
  key: ProtectedKey,
  passphrase: string,
): Promise<Uint8Array | undefined> {
  const wrapping = await wrappingKey(key, passphrase);
  const opened = await open(wrapping, concat(key.nonce, key.sealed), utf8(key.head));
  return opened.ok ? opened.value : undefined;
}

function wrappingKey({ log2n, r, p, salt }: ProtectedHead, passphrase: string) {
  const N = 2 ** log2n;
  // What scrypt needs is 128·N·r bytes, and a little more for each of p.
  const maxmem = 129 * N * r + 1_024 * r * p;
  const options = { N, r, p, dkLen: KEY_BYTES, maxmem };
  return scryptAsync(utf8(passphrase.normalize('NFC')), salt, options);
}

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  return bytes.ok ? bytes.value : new Uint8Array();
}
