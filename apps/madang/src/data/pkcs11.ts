import { spawn } from 'node:child_process';
import { equalBytes, fail, ok, type Result } from '@madang/base';
import { type Signer, tag, verifySignature } from '@madang/crypto';
import { type CommandError, commandError } from '../terminal.ts';
import { pinFor } from './passphrase.ts';

/** A key behind a token, as its URI (RFC 7512) names it. */
interface TokenKey {
  /** The library of the token. */
  readonly module: string;
  readonly token: string;
  /** CKA_ID, hexadecimal. */
  readonly id: string;
}

/** The program of OpenSC that speaks to tokens. */
const PROGRAM = 'pkcs11-tool';
const ANSWER_MS = 30_000;
const MAX_ANSWER_BYTES = 16_384;
const TRIAL = tag('madang/token-trial/1');

/**
 * Who signs with an Ed25519 key behind a PKCS#11 token:
 * `pkcs11:token=NAME;id=%01?module-path=FILE`.
 * The PIN comes from the file in `MADANG_PIN_FILE` or from the terminal, and goes on in the
 * environment of `pkcs11-tool` alone. One signature is made at once, so that a wrong PIN is known
 * here. Fails with `TOKEN_URI_NOT_VALID`, `TOKEN_KEY_MISSING`, `PIN_NEEDED`, or `TOKEN_REFUSED`.
 */
export async function openTokenSigner(
  file: string,
  uri: string,
): Promise<Result<Signer, CommandError>> {
  const key = parseUri(uri);
  if (key === undefined) return fail(wrongUri(file));
  const publicKey = await readPublicKey(key);
  if (publicKey === undefined) return fail(noKey(file));
  const pin = pinFor(file);
  if (!pin.ok) return pin;
  const sign = async (message: Uint8Array): Promise<Uint8Array> => {
    const signature = await signWith(key, pin.value, message);
    const holds =
      signature !== undefined && (await verifySignature('ed25519', publicKey, message, signature));
    if (!holds) throw new Error(`The token of ${file} did not sign.`);
    return signature;
  };
  try {
    await sign(TRIAL);
  } catch {
    return fail(refused(file));
  }
  return ok({ suite: 'ed25519', publicKey, sign });
}

const TOKEN = 'token=([^;?&]{1,96})';
const ID = 'id=((?:%[0-9A-Fa-f]{2}){1,64})';
const URI = new RegExp(`^pkcs11:${TOKEN};${ID}\\?module-path=(/[^;?&]{1,500})$`);

/** Only what is needed of RFC 7512: no other attribute is silently passed over. */
function parseUri(uri: string): TokenKey | undefined {
  const [, token = '', id = '', module = ''] = URI.exec(uri) ?? [];
  if (id === '') return undefined;
  try {
    return {
      module: decodeURIComponent(module),
      token: decodeURIComponent(token),
      id: id.replaceAll('%', '').toLowerCase(),
    };
  } catch {
    return undefined;
  }
}

async function readPublicKey(key: TokenKey): Promise<Uint8Array | undefined> {
  const answer = await ask(key, ['--read-object', '--type', 'pubkey']);
  return answer === undefined ? undefined : keyOfSpki(answer);
}

/** DER of a SubjectPublicKeyInfo of Ed25519 (RFC 8410) before the key itself. */
const SPKI_START = Uint8Array.of(48, 42, 48, 5, 6, 3, 43, 101, 112, 3, 33, 0);

/** The key of what the program gives: PEM from 0.23, the one tested; DER is taken too. */
function keyOfSpki(answer: Buffer): Uint8Array | undefined {
  const [, base64 = ''] =
    /^-----BEGIN PUBLIC KEY-----([^-]+)-----END/.exec(answer.toString('latin1')) ?? [];
  const der = base64 === '' ? answer : Buffer.from(base64, 'base64');
  const isEd25519 = equalBytes(der.subarray(0, SPKI_START.length), SPKI_START);
  const key = new Uint8Array(der.subarray(SPKI_START.length));
  return isEd25519 && key.length === 32 ? key : undefined;
}

async function signWith(
  key: TokenKey,
  pin: string,
  message: Uint8Array,
): Promise<Uint8Array | undefined> {
  const words = ['--sign', '--mechanism', 'EDDSA', '--login', '--pin', 'env:MADANG_PIN'];
  const answer = await ask(key, words, { pin, message });
  return answer === undefined ? undefined : new Uint8Array(answer);
}

interface Said {
  readonly pin: string;
  readonly message: Uint8Array;
}

/** What the program writes; nothing where it fails, is not there, or does not end. */
function ask(key: TokenKey, words: readonly string[], said?: Said): Promise<Buffer | undefined> {
  const { module, token, id } = key;
  const all = ['--module', module, '--token-label', token, '--id', id, ...words];
  const env = { ...process.env, ...(said === undefined ? {} : { MADANG_PIN: said.pin }) };
  return new Promise((resolve) => {
    const child = spawn(PROGRAM, all, {
      env,
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: ANSWER_MS,
    });
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    child.stdout.on('data', (chunk: Buffer) => {
      sizeBytes += chunk.length;
      if (sizeBytes <= MAX_ANSWER_BYTES) chunks.push(chunk);
    });
    child.on('error', () => resolve(undefined));
    child.on('close', (code) => resolve(code === 0 ? Buffer.concat(chunks) : undefined));
    // It may end without having read: that it failed is known by its status.
    child.stdin.on('error', () => undefined);
    child.stdin.end(said?.message);
  });
}

function wrongUri(file: string): CommandError {
  return commandError(
    'TOKEN_URI_NOT_VALID',
    `${file} does not name a key: pkcs11 pkcs11:token=NAME;id=%01?module-path=/path/of/library.so`,
    `${file} 에 키가 적혀 있지 않습니다. 형식: pkcs11 pkcs11:token=이름;id=%01?module-path=/라이브러리.so`,
  );
}

function noKey(file: string): CommandError {
  return commandError(
    'TOKEN_KEY_MISSING',
    `The Ed25519 key that ${file} names cannot be found: is the token there, and pkcs11-tool of OpenSC installed?`,
    `${file} 이(가) 가리키는 Ed25519 키를 찾을 수 없습니다. 토큰과 OpenSC의 pkcs11-tool을 확인하십시오.`,
  );
}

function refused(file: string): CommandError {
  return commandError(
    'TOKEN_REFUSED',
    `The token of ${file} did not sign; check the PIN before trying again, tokens lock themselves.`,
    `${file} 의 토큰이 서명하지 않았습니다. PIN을 확인하고 다시 하십시오. 여러 번 틀리면 잠깁니다.`,
  );
}
