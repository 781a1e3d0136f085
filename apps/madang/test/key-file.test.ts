import { spawn } from 'node:child_process';
import { createDecipheriv, scryptSync } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expectPresent } from '@madang/base';
import {
  isProtected,
  openProtectedKey,
  parseProtected,
  protectKey,
} from '@madang/crypto/protected-key';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { createKeyFile, readKeyFile } from '../src/data/key-file.ts';
import { forgetPassphrase } from '../src/data/passphrase.ts';
import { temporaryFolder } from './support/city.ts';
import { runHere, runMadang, startServer } from './support/server.ts';

vi.setConfig({ testTimeout: 120_000 });

const folder = temporaryFolder();
const at = (name: string): string => path.join(folder, name);
const PASSPHRASE = '나루 건너 배 한 척 17';

/** The program that plays a terminal here. */
const hasTerminal = existsSync('/usr/bin/script');
if (!hasTerminal) {
  process.stderr.write(
    'A typed passphrase is not tested: there is no `script` of util-linux here.\n',
  );
}

/** What the environment says, without a word that was given before. */
function withPassphrase(passphrase: string): void {
  writeFileSync(at('passphrase'), `${passphrase}\n`);
  vi.stubEnv('MADANG_PASSPHRASE_FILE', at('passphrase'));
  forgetPassphrase();
}

/** A protected key file, its text and its secret. */
async function protectedKey(name: string) {
  withPassphrase(PASSPHRASE);
  const file = at(name);
  const made = createKeyFile(file, 'ed25519');
  if (!made.ok) throw new Error(made.error.code);
  expect(await runHere('key', 'protect', file)).toMatchObject({ status: 0, err: '' });
  return { file, text: readFileSync(file, 'utf8'), secret: made.value };
}

afterEach(() => {
  vi.unstubAllEnvs();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('a protected key file', () => {
  it('is the same in browsers, where other code seals and opens it', async () => {
    const { text, secret } = await protectedKey('of-node.key');
    const key = expectPresent(parseProtected(text), 'a key file');
    expect(await openProtectedKey(key, PASSPHRASE.normalize('NFD'))).toEqual(secret);
    expect(await openProtectedKey(key, `${PASSPHRASE} `)).toBeUndefined();
    const cheaper = { ...key, head: key.head.replace(' 17 ', ' 16 '), log2n: 16 };
    expect(await openProtectedKey(cheaper, PASSPHRASE)).toBeUndefined();
    const made = await protectKey('ed25519', secret, PASSPHRASE);
    expect(isProtected(made)).toBe(true);
    writeFileSync(at('of-browser.key'), made, { mode: 0o600 });
    withPassphrase(PASSPHRASE);
    expect(readKeyFile(at('of-browser.key'), 'ed25519')).toEqual({ ok: true, value: secret });
  });

  it('is what docs/spec/key-file.md says, and opens with its passphrase alone', async () => {
    const { file, text, secret } = await protectedKey('a.key');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(text).not.toContain(Buffer.from(secret).toString('hex'));
    const [use, kdf, log2n, r, p, salt = '', nonce = '', sealed = ''] = text.trim().split(' ');
    expect([use, kdf, log2n, r, p]).toEqual(['ed25519', 'scrypt', '17', '8', '1']);
    const limits = { N: 131_072, r: 8, p: 1, maxmem: 1 << 28 };
    const key = scryptSync(PASSPHRASE.normalize('NFC'), Buffer.from(salt, 'hex'), 32, limits);
    const cipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'hex'));
    cipher.setAAD(Buffer.from(`ed25519 scrypt 17 8 1 ${salt}`));
    const bytes = Buffer.from(sealed, 'hex');
    cipher.setAuthTag(bytes.subarray(32));
    const opened = Buffer.concat([cipher.update(bytes.subarray(0, 32)), cipher.final()]);
    expect(new Uint8Array(opened)).toEqual(secret);
    withPassphrase(PASSPHRASE.normalize('NFD'));
    expect(readKeyFile(file, 'ed25519')).toEqual({ ok: true, value: secret });
    withPassphrase('another');
    cpSync(file, at('copy.key'));
    writeFileSync(at('copy.key'), text.trimEnd());
    const refused = await runHere('key', 'show', at('copy.key'));
    expect(refused).toMatchObject({ status: 1, out: '' });
    expect(refused.err).toBe(
      `The passphrase does not open ${at('copy.key')}. (PASSPHRASE_WRONG)\n`,
    );
  });

  it('is protected once, and says so', async () => {
    const { file, text } = await protectedKey('b.key');
    expect((await runHere('key', 'protect', file)).err).toMatch(/\(KEY_FILE_PROTECTED\)\n$/);
    expect(readFileSync(file, 'utf8')).toBe(text);
    withPassphrase('');
    expect(createKeyFile(at('c.key'), 'ed25519').ok).toBe(true);
    expect((await runHere('key', 'protect', at('c.key'))).err).toMatch(/\(PASSPHRASE_NOT_VALID\)/);
    vi.stubEnv('MADANG_PASSPHRASE_FILE', at('nowhere'));
    expect((await runHere('key', 'protect', at('c.key'))).err).toMatch(/\(PASSPHRASE_NEEDED\)/);
    expect(readFileSync(at('c.key'), 'utf8')).toMatch(/^ed25519 [0-9a-f]{64}\n$/);
  });

  it('refuses parameters beyond its limits before it computes anything', async () => {
    const { text } = await protectedKey('d.key');
    // It would have to ask first.
    forgetPassphrase();
    vi.stubEnv('MADANG_PASSPHRASE_FILE', at('nowhere'));
    writeFileSync(at('good.key'), text.trimEnd());
    expect(readKeyFile(at('good.key'), 'ed25519')).toMatchObject({
      error: { code: 'PASSPHRASE_NEEDED' },
    });
    for (const [from, to] of [
      [' 17 8 1 ', ' 21 8 1 '],
      [' 17 8 1 ', ' 99 8 1 '],
      [' 17 8 1 ', ' 10 8 1 '],
      [' 17 8 1 ', ' 17 9 1 '],
      [' 17 8 1 ', ' 17 8 5 '],
      [' 17 8 1 ', ' 17 8 0 '],
      ['ed25519', 'aes-256'],
    ] as const) {
      writeFileSync(at('bad.key'), text.replace(from, to));
      expect(readKeyFile(at('bad.key'), 'ed25519'), to).toMatchObject({
        error: { code: 'KEY_FILE_NOT_VALID' },
      });
    }
  });

  it('does not open where any part of it was changed', async () => {
    const { text } = await protectedKey('e.key');
    const parts = text.trimEnd().split(' ');
    for (const index of [4, 5, 6, 7]) {
      const changed = parts.map((part, n) => (n === index ? otherDigit(part) : part));
      writeFileSync(at('bad.key'), changed.join(' '));
      expect(readKeyFile(at('bad.key'), 'ed25519')).toMatchObject({
        error: { code: 'PASSPHRASE_WRONG' },
      });
    }
  });

  it('starts a server whose keys are protected, which never asks for a governance key', async () => {
    const data = at('data');
    expect((await runHere('init', '--empty', '--data', data)).status).toBe(0);
    withPassphrase('another passphrase');
    await runHere('key', 'protect', path.join(data, 'secrets/operator.governance.key'));
    withPassphrase(PASSPHRASE);
    for (const name of ['node', 'vault', 'custodian', 'operator.cosigner']) {
      const file = path.join(data, 'secrets', `${name}.key`);
      expect((await runHere('key', 'protect', file)).err).toBe('');
    }
    const server = await startServer(data);
    const note = await (await fetch(`${server.origin}/log/checkpoint`)).text();
    expect(note).toContain('/operator ');
    expect(server.output()).not.toContain(PASSPHRASE);
    await server.stop('SIGTERM');
    withPassphrase('wrong');
    const refused = await runMadang('start', '--data', data, '--port', '0');
    expect(refused.err).toMatch(/^The passphrase does not open [^\n]+ \(PASSPHRASE_WRONG\)\n$/);
  });

  it.skipIf(!hasTerminal)('is asked for without echo', async () => {
    expect(createKeyFile(at('typed.key'), 'ed25519').ok).toBe(true);
    const main = path.join(import.meta.dirname, '../src/main.ts');
    const command = `'${process.execPath}' '${main}' key protect '${at('typed.key')}'`;
    const child = spawn('/usr/bin/script', ['-qec', command, '/dev/null']);
    let seen = '';
    let answers = 0;
    child.stdout.on('data', (chunk) => {
      seen += String(chunk);
      const asked = seen.match(/: /g)?.length ?? 0;
      if (asked > answers) {
        answers += 1;
        child.stdin.write('typed in the dark\n');
      }
    });
    const status = await new Promise((resolve) => child.on('close', resolve));
    expect(status).toBe(0);
    expect(seen).toContain('New passphrase of');
    expect(seen).toContain('Once more');
    expect(seen).not.toContain('dark');
    withPassphrase('typed in the dark');
    expect(readKeyFile(at('typed.key'), 'ed25519').ok).toBe(true);
  });
});

function otherDigit(part: string): string {
  const last = part.at(-1) === '2' ? '3' : '2';
  return `${part.slice(0, -1)}${last}`;
}
