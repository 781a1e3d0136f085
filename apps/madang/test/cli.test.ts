import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expectOk } from '@madang/base';
import { createClient } from '@madang/client';
import { services } from '@madang/services';
import { effort } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { commands } from '../src/commands/table.ts';
import { memoryPolicy, type TestClient, temporaryFolder } from './support/city.ts';
import { runMadang, type ServerProcess, startServer } from './support/server.ts';

// Each command is a process of its own, and other tests run beside them.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

let folder: string;
let data: string;
let server: ServerProcess;

beforeAll(async () => {
  folder = temporaryFolder();
  data = path.join(folder, 'data');
  server = await startServer(data);
});
afterAll(async () => {
  await server.stop('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const at = (name: string): string => path.join(folder, name);
const clientOf = (origin: string): TestClient =>
  createClient({ baseUrl: origin, services, policy: memoryPolicy() });

describe('madang', () => {
  it('lists its commands, explains each in both languages, and refuses what is none', async () => {
    const help = await runMadang('--help');
    for (const [name, load] of commands) {
      const { name: own, summary } = await load();
      expect(own).toBe(name);
      expect(help.out).toContain(`  ${name} `);
      expect(summary.ko).toMatch(/[가-힣]/);
    }
    const korean = await runMadang('verify', '--help', '--ko');
    expect(korean).toMatchObject({ status: 0, err: '' });
    expect(korean.out).toMatch(/영수증/);
    expect(await runMadang('fly')).toMatchObject({ status: 1, out: '' });
    expect((await runMadang('start', '--fast')).err).toMatch(/Usage: madang start /);
  });
});

describe('madang start', () => {
  it('makes secrets that only their owner can read, and prints one screen', () => {
    for (const name of readdirSync(path.join(data, 'secrets'))) {
      expect(statSync(path.join(data, 'secrets', name)).mode & 0o777, name).toBe(0o600);
    }
    expect(server.output()).toMatch(/Fingerprint {2}([0-9a-f]{4} ?){16}$/m);
    expect(server.output().split('\n').length).toBeLessThan(24);
    const secret = readFileSync(path.join(data, 'secrets/node.key'), 'utf8').split(' ')[1]!.trim();
    expect(server.output()).not.toContain(secret);
  });

  it('begins the demo city with records in every state', async () => {
    const client = clientOf(server.origin);
    const seen = new Set<string>();
    for (const service of ['document', 'people', 'vote']) {
      const page = expectOk(await client.records({ limit: 200, service }), 'records');
      expect(page.records.every(({ code }) => code === 0)).toBe(true);
      for (const { act } of page.records) seen.add(act);
    }
    expect([...seen]).toEqual(
      expect.arrayContaining([
        'document.notarise',
        'document.supersede',
        'document.revoke',
        'people.attestKey',
        'vote.giveConsent',
        'vote.refuseConsent',
        'vote.withdraw',
        'vote.enterPapers',
      ]),
    );
  });

  it('refuses, in one sentence, a port in use, a folder in use, and a folder of something else', async () => {
    const port = new URL(server.origin).port;
    const taken = await runMadang('start', '--data', at('other'), '--port', port);
    expect(taken.status).toBe(1);
    expect(taken.err).toMatch(/^Port \d+ is in use; .*\(PORT_IN_USE\)\n$/);
    const second = await runMadang('start', '--data', data, '--port', '0');
    expect(second.status).toBe(1);
    expect(second.err).toMatch(
      /^The data folder .* is in use by another process\. \(NODE_FOLDER_IN_USE\)\n$/,
    );
    mkdirSync(at('photos'));
    writeFileSync(at('photos/a.jpg'), 'x');
    const foreign = await runMadang('start', '--data', at('photos'));
    expect(foreign.status).toBe(1);
    expect(foreign.err).toMatch(/^.* holds other things than a ledger.*\(DATA_NOT_OURS\)\n$/);
    expect(readdirSync(at('photos'))).toEqual(['a.jpg']);
  });

  it('refuses a folder of a newer version and leaves it as it is', async () => {
    const newer = at('newer');
    expect((await runMadang('init', '--data', newer)).status).toBe(0);
    const file = path.join(newer, 'city.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"format": 1', '"format": 2'));
    const refused = await runMadang('start', '--data', newer, '--port', '0');
    expect(refused.status).toBe(1);
    expect(refused.err).toMatch(
      /^The data folder .* was written by a newer version.*\(DATA_NEWER\)\n$/,
    );
    const words = await runMadang('start', '--data', newer, '--ko');
    expect(words.err).toMatch(/더 새로운 버전/);
  });

  it('serves other devices over HTTPS only, with a certificate of its own', async () => {
    const lan = await startServer(at('lan'), '--lan', '--empty');
    try {
      expect(lan.origin).toMatch(/^https:/);
      const certificate = readFileSync(at('lan/secrets/lan-tls.crt'), 'utf8');
      const { X509Certificate } = await import('node:crypto');
      const parsed = new X509Certificate(certificate);
      expect(parsed.checkHost('localhost')).toBe('localhost');
      expect(parsed.verify(parsed.publicKey)).toBe(true);
      expect(await askTls(lan.origin, certificate)).toBe(200);
      await expect(fetch(`${lan.origin.replace('https', 'http')}/api/health`)).rejects.toThrow();
    } finally {
      await lan.stop('SIGTERM');
    }
  });
});

describe('madang notarise and verify', () => {
  it('put files on record that never leave, and check each receipt with its file', async () => {
    mkdirSync(at('papers'));
    for (const name of ['deed.txt', 'plan.txt']) writeFileSync(at(`papers/${name}`), `My ${name}.`);
    const out = at('receipts');
    const noted = await runMadang('notarise', at('papers'), '--at', server.origin, '--out', out);
    expect(noted).toMatchObject({ status: 0 });
    expect(readdirSync(out).sort()).toEqual([
      'deed.txt.receipt',
      'owner.key',
      'plan.txt.receipt',
      'policy.txt',
    ]);
    const receipt = path.join(out, 'deed.txt.receipt');
    const right = await runMadang(
      'verify',
      receipt,
      '--file',
      at('papers/deed.txt'),
      '--at',
      server.origin,
    );
    expect(right.out).toMatch(/^CHECKED: /m);
    expect(right.status).toBe(0);
    const wrong = await runMadang('verify', receipt, '--file', at('papers/plan.txt'));
    expect(wrong.out).toMatch(/^Content +DOES NOT MATCH .*VERIFY_FILE_DIFFERS/m);
    expect(wrong.status).toBe(1);
    rmSync(path.join(out, 'policy.txt'));
    const unknown = await runMadang('verify', receipt);
    expect(unknown.out).toMatch(/^NOT CHECKED: /m);
    expect(unknown.status).toBe(2);
  });

  it('put thousands of files on record by one act, as one dossier', async () => {
    mkdirSync(at('many'));
    const count = effort(2_000, 10_000);
    for (let i = 0; i < count; i++) writeFileSync(at(`many/${String(i)}.txt`), `File ${String(i)}`);
    const out = at('batch');
    const before = expectOk(await clientOf(server.origin).ledger(), 'ledger').size;
    const noted = await runMadang('notarise', at('many'), '--at', server.origin, '--out', out);
    expect(noted).toMatchObject({ status: 0 });
    expect(expectOk(await clientOf(server.origin).ledger(), 'ledger').size).toBe(before + 2);
    const dossier = readdirSync(out).find((name) => name.endsWith('.dossier'))!;
    const file = path.join(out, dossier);
    const right = await runMadang(
      'verify',
      file,
      '--file',
      at('many/1777.txt'),
      '--at',
      server.origin,
    );
    expect(right.out).toContain(`${String(count)} files lead to the record; 0 do not`);
    expect(right.out).toMatch(/1777\.txt” of this dossier/);
    expect(right.status).toBe(0);
    writeFileSync(at('stranger.txt'), 'not one of them');
    const wrong = await runMadang('verify', file, '--file', at('stranger.txt'));
    expect(wrong.out).toMatch(/The given file is not in this dossier/);
    expect(wrong.status).toBe(1);
  }, 240_000);

  it('keep an act whose answer did not come, and go on with it', async () => {
    writeFileSync(at('late.txt'), 'late');
    const out = at('late');
    const key = at('late.key');
    expect((await runMadang('key', 'new', key)).out).toMatch(/^account +[0-9a-f]{64}$/m);
    const refused = await runMadang(
      'notarise',
      at('late.txt'),
      '--at',
      server.origin,
      '--out',
      out,
      '--as',
      'city',
      '--key',
      key,
    );
    expect(refused.status).toBe(1);
    expect(refused.err).toMatch(/\(kernel\.NOT_PERMITTED\)/);
    const pending = readdirSync(out).find((name) => name.endsWith('.pending'))!;
    const again = await runMadang(
      'notarise',
      '--resume',
      path.join(out, pending),
      '--at',
      server.origin,
      '--out',
      out,
    );
    expect(again.err).toMatch(/\(kernel\.NOT_PERMITTED\)/);
    expect(existsSync(path.join(out, pending))).toBe(true);
  });

  it('act for an institution with the key that holds its role', async () => {
    const key = path.join(data, 'secrets/city.issuer.key');
    const noted = await runMadang(
      'notarise',
      at('late.txt'),
      '--at',
      server.origin,
      '--out',
      at('official'),
      '--as',
      'city',
      '--key',
      key,
    );
    expect(noted.status).toBe(0);
  });

  it('say in one sentence what is no file, no receipt and no address', async () => {
    expect(await runMadang('verify', at('nothing'))).toMatchObject({ status: 2, out: '' });
    expect((await runMadang('verify', at('nothing'))).err).toMatch(
      /^There is no file .*\(NO_SUCH_FILE\)\n$/,
    );
    expect((await runMadang('verify', folder)).err).toMatch(/\(NOT_A_FILE\)\n$/);
    const picture = await runMadang('verify', at('photos/a.jpg'));
    expect(picture.status).toBe(1);
    expect(picture.out).toMatch(/^Format +DOES NOT MATCH/);
    expect((await runMadang('notarise', at('late.txt'), '--at', 'ftp://x')).err).toMatch(
      /\(ADDRESS_NOT_VALID\)/,
    );
  });
});

describe('a server that is stopped', () => {
  it('ends gracefully, starts again, and its old receipts still check', async () => {
    const place = at('again');
    const first = await startServer(place, '--empty');
    writeFileSync(at('kept.txt'), 'kept');
    expect(
      (await runMadang('notarise', at('kept.txt'), '--at', first.origin, '--out', at('kept')))
        .status,
    ).toBe(0);
    expect(await first.stop('SIGTERM')).toBe(0);
    const examined = await runMadang('doctor', '--data', place);
    expect(examined.out).toMatch(/The log was executed again: 1 transactions/);
    expect(examined.status).toBe(0);
    const second = await startServer(place);
    try {
      const receipt = at('kept/kept.txt.receipt');
      const checked = await runMadang(
        'verify',
        receipt,
        '--file',
        at('kept.txt'),
        '--at',
        second.origin,
      );
      expect(checked.status).toBe(0);
    } finally {
      expect(await second.stop('SIGINT')).toBe(0);
    }
  });

  it('can be copied and restored, and what was erased since stays erased', async () => {
    const place = at('erasing');
    const first = await startServer(place, '--empty');
    const client = clientOf(first.origin);
    const ticket = expectOk(await client.deposit(new TextEncoder().encode('private')), 'deposit');
    await first.stop('SIGTERM');
    expect((await runMadang('backup', at('copy'), '--data', place)).status).toBe(0);
    const second = await startServer(place);
    expectOk(await clientOf(second.origin).eraseDeposit(ticket.deposit, ticket.secret), 'erased');
    await second.stop('SIGTERM');
    const restored = await runMadang('restore', at('copy'), '--data', place, '--replace');
    expect(restored.out).toMatch(/1 deposits were erased again/);
    const third = await startServer(place);
    try {
      const read = await clientOf(third.origin).readDeposit(ticket.deposit, ticket.secret);
      expect(read).toMatchObject({ error: { code: 'api.VAULT_ERASED' } });
    } finally {
      await third.stop('SIGTERM');
    }
  });
});

/** The status of a request over TLS that trusts this certificate alone. */
async function askTls(origin: string, ca: string): Promise<number> {
  const { request } = await import('node:https');
  return new Promise((resolve, reject) => {
    const url = new URL('/api/health', origin.replace('127.0.0.1', 'localhost'));
    request(url, { ca }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}
