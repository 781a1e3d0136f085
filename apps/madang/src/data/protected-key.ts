import { fromHex, toHex, utf8 } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import { openUnderPassphrase, sealUnderPassphrase } from '@madang/crypto/passphrase';

/**
 * The line of a protected key file (docs/spec/key-file.md):
 * `USE scrypt LOG2N R P SALT NONCE SEALED`, the last three in hexadecimal.
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

/**
 * The secret of a protected key; nothing where the passphrase is another, or a byte of the file.
 */
export function openProtected(key: ProtectedKey, passphrase: string): Uint8Array | undefined {
  const { head, nonce, sealed } = key;
  return openUnderPassphrase({ cost: key, passphrase, nonce, bound: utf8(head) }, sealed);
}

/** The text of a protected key file for a secret of 32 bytes. */
export function protect(use: string, secret: Uint8Array, passphrase: string): string {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(NONCE_BYTES);
  const { log2n, r, p } = COST;
  const head = `${use} scrypt ${log2n} ${r} ${p} ${toHex(salt)}`;
  const seal = { cost: { ...COST, salt }, passphrase, nonce, bound: utf8(head) };
  return `${head} ${toHex(nonce)} ${toHex(sealUnderPassphrase(seal, secret))}\n`;
}

function bytesOf(hex: string): Uint8Array {
  const bytes = fromHex(hex);
  return bytes.ok ? bytes.value : new Uint8Array();
}
