import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, fromHex, ok, type Result, toHex } from '@madang/base';
import { type KeyPair, keyPairFromSeed, randomBytes } from '@madang/crypto';
import { type CommandError, commandError } from '../terminal.ts';

/** A key file is one line: what the key is for, and its 32 secret bytes in hexadecimal. */
type KeyUse = 'ed25519' | 'aes-256';

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
  // Written beside and moved into place: half a key on a full disk would stop every later start.
  const unfinished = `${file}.unfinished`;
  writeFileSync(unfinished, `${use} ${toHex(secret)}\n`, { mode: OWNER_ONLY, flush: true });
  chmodSync(unfinished, OWNER_ONLY);
  renameSync(unfinished, file);
  return ok(secret);
}

/** The secret of a key file. */
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
  const [, hex = ''] = new RegExp(`^${use} ([0-9a-f]{64})\\n?$`).exec(text) ?? [];
  const secret = fromHex(hex);
  if (secret.ok && secret.value.length === SECRET_BYTES) return ok(secret.value);
  return fail(
    commandError(
      'KEY_FILE_NOT_VALID',
      `${file} is not a key file of the kind ${use}.`,
      `${file} 파일은 ${use} 키 파일이 아닙니다.`,
    ),
  );
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
