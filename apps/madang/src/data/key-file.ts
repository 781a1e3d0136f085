import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result, toHex } from '@madang/base';
import { type KeyPair, keyPairFromSeed, randomBytes } from '@madang/crypto';
import { isProtected, type KeyUse, parsePlain, parseProtected } from '@madang/crypto/protected-key';
import { type CommandError, commandError } from '../terminal.ts';
import { forgetPassphrase, newPassphrase, passphraseFor } from './passphrase.ts';
import { openProtected, protect } from './protected-key.ts';

// A key file is one line (docs/spec/key-file.md): what the key is for, and its 32 secret bytes in
// hexadecimal, as they are or protected by a passphrase.

const OWNER_ONLY = 0o600;
const SECRET_BYTES = 32;

/** Makes a new secret in a file that only its owner can read; refuses to replace one. */
export function createKeyFile(file: string, use: KeyUse): Result<Uint8Array, CommandError> {
  if (existsSync(file)) {
    return fail(
      commandError(
        'KEY_FILE_EXISTS',
        `${file} is there already and is not replaced.`,
        `${file} 파일이 이미 있어 바꾸지 않았습니다.`,
      ),
    );
  }
  const secret = randomBytes(SECRET_BYTES);
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  writeKey(file, `${use} ${toHex(secret)}\n`);
  return ok(secret);
}

/**
 * The secret of a key file; one that is protected is unlocked, once in a process. Fails with
 * `KEY_FILE_MISSING`, `KEY_FILE_NOT_VALID`, `PASSPHRASE_WRONG`, or as {@link passphraseFor}.
 */
export function readKeyFile(file: string, use: KeyUse): Result<Uint8Array, CommandError> {
  const text = readText(file);
  if (text === undefined) {
    return fail(
      commandError(
        'KEY_FILE_MISSING',
        `${file} cannot be read.`,
        `${file} 파일을 읽을 수 없습니다.`,
      ),
    );
  }
  if (isProtected(text)) return unlock(file, text, use);
  const secret = parsePlain(text, use);
  return secret === undefined ? fail(notValid(file, use)) : ok(secret);
}

function notValid(file: string, use: KeyUse): CommandError {
  return commandError(
    'KEY_FILE_NOT_VALID',
    `${file} is not a key file of the kind ${use}.`,
    `${file} 파일은 ${use} 키 파일이 아닙니다.`,
  );
}

/** What was unlocked in this process, by the text of the file. */
const unlocked = new Map<string, Uint8Array>();

function unlock(file: string, text: string, use: KeyUse): Result<Uint8Array, CommandError> {
  const known = unlocked.get(text);
  const key = parseProtected(text);
  if (key?.use !== use) return fail(notValid(file, use));
  if (known !== undefined) return ok(known);
  const passphrase = passphraseFor(file);
  if (!passphrase.ok) return passphrase;
  const secret = openProtected(key, passphrase.value);
  if (secret === undefined) {
    forgetPassphrase();
    return fail(wrongPassphrase(file));
  }
  unlocked.set(text, secret);
  return ok(secret);
}

function wrongPassphrase(file: string): CommandError {
  return commandError(
    'PASSPHRASE_WRONG',
    `The passphrase does not open ${file}.`,
    `암호가 맞지 않아 ${file} 을(를) 열 수 없습니다.`,
  );
}

/** The URI of a key behind a token, where a file names one: `pkcs11 URI`. */
export function tokenUri(file: string): string | undefined {
  return /^pkcs11 (\S+)\s*$/.exec(readText(file) ?? '')?.[1];
}

/** Whether a file is a protected key file. */
export function isProtectedFile(file: string): boolean {
  return isProtected(readText(file) ?? '');
}

/**
 * Puts a passphrase on a key file, in its place. Fails with `KEY_FILE_PROTECTED` where it has one,
 * as {@link readKeyFile}, or as {@link newPassphrase}.
 */
export function protectKeyFile(file: string): Result<void, CommandError> {
  if (isProtectedFile(file)) {
    return fail(
      commandError(
        'KEY_FILE_PROTECTED',
        `${file} has a passphrase already.`,
        `${file} 에는 이미 암호가 있습니다.`,
      ),
    );
  }
  const use = readText(file)?.startsWith('aes-256 ') === true ? 'aes-256' : 'ed25519';
  const secret = readKeyFile(file, use);
  if (!secret.ok) return secret;
  const passphrase = newPassphrase(file);
  if (!passphrase.ok) return passphrase;
  writeKey(file, protect(use, secret.value, passphrase.value));
  return ok(undefined);
}

/** Written beside and moved into place: half a key on a full disk would stop every later start. */
function writeKey(file: string, line: string): void {
  const unfinished = `${file}.unfinished`;
  writeFileSync(unfinished, line, { mode: OWNER_ONLY, flush: true });
  chmodSync(unfinished, OWNER_ONLY);
  renameSync(unfinished, file);
}

/** The signing keys of a key file. */
export function readSigningKey(file: string): Result<KeyPair, CommandError> {
  const seed = readKeyFile(file, 'ed25519');
  return seed.ok ? ok(keyPairFromSeed(seed.value)) : seed;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
