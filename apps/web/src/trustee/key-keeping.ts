import { equalBytes, toHex, utf8 } from '@madang/base';
import { keyPairFromSeed, randomBytes } from '@madang/crypto';
import {
  isProtected,
  openProtectedKey,
  parsePlain,
  parseProtected,
  protectKey,
} from '@madang/crypto/protected-key';
import { accountOf } from '@madang/protocol';
import {
  findTrustee,
  forgetTrustee,
  type KeptTrustee,
  putTrustee,
} from '../device/trustee-store.ts';
import type { Did, KeyFacts } from './working.ts';

// The key of a trustee, inside the thread that alone has it: made, kept, saved, restored.

const SECRET_BYTES = 32;
/** Longer than any key file. */
const MAX_FILE_CHARS = 1_024;

/** Nothing was done, for this reason. */
export function trouble(code: string): { ok: false; trouble: { code: string; offline: false } } {
  return { ok: false, trouble: { code, offline: false } };
}

/** The account of a secret. */
export function accountOfSecret(secret: Uint8Array): Uint8Array {
  return accountOf('ed25519', keyPairFromSeed(secret).publicKey);
}

function factsOf({ secret, madeAtMs, savedAtMs }: KeptTrustee): KeyFacts {
  const facts = { account: toHex(accountOfSecret(secret)), madeAtMs };
  return savedAtMs === undefined ? facts : { ...facts, savedAtMs };
}

/** A browser that keeps nothing says so when it is first asked. */
async function kept(keep: KeptTrustee): Promise<Did<KeyFacts>> {
  try {
    await putTrustee(keep);
  } catch {
    return trouble('STORE_REFUSED');
  }
  return { ok: true, value: factsOf(keep) };
}

/** The key of this device, if it has one. */
export async function keyHere(): Promise<Did<KeyFacts | undefined>> {
  const found = await findTrustee().catch(() => undefined);
  return { ok: true, value: found === undefined ? undefined : factsOf(found) };
}

/** Makes the key of this device; the one that is there already stays. */
export async function makeKey(): Promise<Did<KeyFacts>> {
  const found = await findTrustee().catch(() => undefined);
  if (found !== undefined) return { ok: true, value: factsOf(found) };
  return kept({ secret: randomBytes(SECRET_BYTES), madeAtMs: Date.now() });
}

/** A recovery file: a key file (docs/spec/key-file.md) under a passphrase. */
export async function saveKey(
  passphrase: string,
): Promise<Did<{ file: Uint8Array; name: string; key: KeyFacts }>> {
  const found = await findTrustee().catch(() => undefined);
  if (found === undefined) return trouble('KEY_NOT_HERE');
  const text = await protectKey('ed25519', found.secret, passphrase);
  const saved = await kept({ ...found, savedAtMs: Date.now() });
  if (!saved.ok) return saved;
  const name = `madang-trustee-${saved.value.account.slice(0, 8)}.key`;
  return { ok: true, value: { file: utf8(text), name, key: saved.value } };
}

/** Takes the key of a recovery file, or of `madang key new`, in the place of none. */
export async function restoreKey(text: string, passphrase: string): Promise<Did<KeyFacts>> {
  const secret = await secretIn(text.trim(), passphrase);
  if (!secret.ok) return secret;
  const here = await findTrustee().catch(() => undefined);
  if (here !== undefined && !equalBytes(here.secret, secret.value))
    return trouble('OTHER_KEY_HERE');
  const now = Date.now();
  return kept({ secret: secret.value, madeAtMs: here?.madeAtMs ?? now, savedAtMs: now });
}

async function secretIn(text: string, passphrase: string): Promise<Did<Uint8Array>> {
  if (text.length > MAX_FILE_CHARS) return trouble('KEY_FILE_NOT_VALID');
  if (!isProtected(text)) {
    const plain = parsePlain(text, 'ed25519');
    return plain === undefined ? trouble('KEY_FILE_NOT_VALID') : { ok: true, value: plain };
  }
  const key = parseProtected(text);
  if (key?.use !== 'ed25519') return trouble('KEY_FILE_NOT_VALID');
  if (passphrase === '') return trouble('PASSPHRASE_NEEDED');
  const secret = await openProtectedKey(key, passphrase);
  return secret === undefined ? trouble('PASSPHRASE_WRONG') : { ok: true, value: secret };
}

/** Forgets the key of this device. */
export async function forgetKey(): Promise<Did<undefined>> {
  await forgetTrustee();
  return { ok: true, value: undefined };
}
