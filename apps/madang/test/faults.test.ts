import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { expectOk, parseJson, utf8 } from '@madang/base';
import { depositAnswer } from '@madang/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/command-line.ts';
import { foundLedger } from '../src/data/found.ts';
import { layoutOf } from '../src/data/layout.ts';
import { gaon } from '../src/demo/gaon.ts';
import { openCity } from '../src/server/open-city.ts';
import { noteFiles } from './support/acts.ts';
import { openTestCity, temporaryFolder } from './support/city.ts';

let folder: string;
let count = 0;

beforeAll(async () => {
  folder = temporaryFolder();
  const layout = layoutOf(path.join(folder, 'whole'));
  expectOk(foundLedger(layout, gaon, Date.now()), 'founded');
  const city = await openTestCity({ layout });
  await noteFiles(city.client(), [utf8('a file')]);
  await deposit(city.fetch);
  await city.opened.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

type Fetch = Awaited<ReturnType<typeof openTestCity>>['fetch'];

async function deposit(fetch: Fetch): Promise<{ deposit: string; secret: string }> {
  const answer = await fetch('/api/vault/deposits', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: 'a private file',
  });
  return expectOk(parseJson(depositAnswer, await answer.json()), 'deposited');
}

/** A copy of the whole data folder, for one test to spoil. */
function copyOfWhole(): string {
  count += 1;
  const copy = path.join(folder, `copy${String(count)}`);
  cpSync(path.join(folder, 'whole'), copy, { recursive: true });
  return copy;
}

interface Ended {
  readonly status: number;
  readonly said: string;
  readonly noted: string;
}

async function run(...words: readonly string[]): Promise<Ended> {
  const lines = { said: '', noted: '' };
  const status = await runCommandLine(words, {
    language: 'en',
    isInteractive: false,
    say: (line) => (lines.said += `${line}\n`),
    note: (line) => (lines.noted += `${line}\n`),
    draw: () => undefined,
  });
  return { status, ...lines };
}

/** One sentence under this code, and nothing else. */
const refusedWith = (code: string): Partial<Ended> => ({
  status: 1,
  said: '',
  noted: expect.stringMatching(new RegExp(`^[^\\n]+\\. \\(${code}\\)\\n$`)),
});

describe('a data folder of which a part is missing or damaged', () => {
  it.each([
    ['genesis.cbor', 'missing', 'DATA_MISSING'],
    ['genesis.cbor', 'empty', 'DATA_DAMAGED'],
    ['policy.txt', 'missing', 'DATA_MISSING'],
    ['policy.txt', 'empty', 'DATA_DAMAGED'],
    ['city.json', 'missing', 'DATA_MISSING'],
    ['city.json', 'empty', 'DATA_DAMAGED'],
    ['ledger', 'missing', 'DATA_MISSING'],
    ['ledger/ledger/data.mdb', 'missing', 'NODE_STORE_DAMAGED'],
    ['ledger/segments/entries-00000001', 'empty', 'NODE_STORE_DAMAGED'],
    ['secrets', 'missing', 'KEY_FILE_MISSING'],
    ['secrets/node.key', 'empty', 'KEY_FILE_NOT_VALID'],
    ['secrets/custodian.key', 'missing', 'KEY_FILE_MISSING'],
    ['secrets/vault.key', 'missing', 'KEY_FILE_MISSING'],
    ['vault/vault.sqlite', 'missing', 'DATA_MISSING'],
    ['vault/vault.sqlite', 'empty', 'DATA_MISSING'],
  ])('%s %s: start refuses with %s, doctor finds it', async (name, how, code) => {
    const data = copyOfWhole();
    const file = path.join(data, name);
    if (how === 'missing') rmSync(file, { recursive: true });
    else truncateSync(file);
    expect(await run('start', '--data', data, '--port', '0')).toMatchObject(refusedWith(code));
    const { status, said, noted } = await run('doctor', '--data', data, '--quick');
    expect(status).toBe(1);
    expect(said + noted).toMatch(/^(!! |.*\(DATA_MISSING\)$)/m);
  });

  it('says that a newer version wrote it, whatever else that version keeps', async () => {
    const data = copyOfWhole();
    writeFileSync(path.join(data, 'city.json'), '{ "format": 2, "cities": [] }');
    expect(await run('start', '--data', data)).toMatchObject(refusedWith('DATA_NEWER'));
  });

  it('never serves the policy of another ledger', async () => {
    const other = layoutOf(path.join(folder, 'other'));
    expectOk(foundLedger(other, gaon, Date.now()), 'founded');
    const data = copyOfWhole();
    cpSync(other.policy, path.join(data, 'policy.txt'));
    expect(await run('start', '--data', data)).toMatchObject(refusedWith('POLICY_OF_ANOTHER'));
  });

  it('makes views anew from the log where their file is damaged', async () => {
    const data = copyOfWhole();
    writeFileSync(path.join(data, 'views.sqlite'), 'this is no database, whatever it says it is');
    const city = await openTestCity({ layout: layoutOf(data) });
    const records = await city.fetch('/api/records?limit=2', {});
    expect(records.status).toBe(200);
    await city.opened.close();
  });
});

describe('a vault', () => {
  it('is not opened with another key than the one that it was made with', async () => {
    const data = copyOfWhole();
    writeFileSync(path.join(data, 'secrets', 'vault.key'), `aes-256 ${'00'.repeat(32)}\n`);
    expect(await run('start', '--data', data)).toMatchObject(refusedWith('VAULT_KEY_WRONG'));
    expect((await run('doctor', '--data', data, '--quick')).said).toMatch(/^!! .*vault\.key/m);
  });

  it('is refused where its tables are noise, and doctor names a file that does not open', async () => {
    const noise = copyOfWhole();
    writeFileSync(path.join(noise, 'vault', 'vault.sqlite'), Buffer.alloc(9_000, 7));
    expect(await run('start', '--data', noise)).toMatchObject(refusedWith('DATA_DAMAGED'));
    const data = copyOfWhole();
    const blobs = path.join(data, 'vault', 'blobs');
    const blob = readdirSync(blobs, { recursive: true, withFileTypes: true }).find((one) =>
      one.isFile(),
    );
    truncateSync(path.join(blob?.parentPath ?? '', blob?.name ?? ''), 3);
    const { status, said } = await run('doctor', '--data', data);
    expect(status).toBe(1);
    expect(said).toMatch(/^!! {2}Files or persons of the vault are damaged: [0-9a-f]{64}\.$/m);
  });
});

describe('a place where nothing can be made', () => {
  it('is refused by each command in one sentence', async () => {
    const file = path.join(folder, 'a-file');
    writeFileSync(file, '');
    for (const command of ['init', 'start']) {
      expect(await run(command, '--data', file)).toMatchObject(refusedWith('NOT_A_FOLDER'));
    }
    expect(await run('key', 'new', path.join(file, 'k'))).toMatchObject(refusedWith('EXISTS'));
    const long = path.join(folder, 'x'.repeat(300));
    expect(await run('init', '--data', long)).toMatchObject(refusedWith('SYSTEM_FAILED'));
  });

  it('leaves no half of a key behind', async () => {
    const place = path.join(folder, 'half');
    mkdirSync(path.join(place, 'secrets', 'node.key.unfinished'), { recursive: true });
    expect((await run('init', '--data', place)).status).toBe(1);
    expect(existsSync(path.join(place, 'secrets', 'node.key'))).toBe(false);
    rmSync(path.join(place, 'secrets', 'node.key.unfinished'), { recursive: true });
    expect((await run('init', '--data', place)).status).toBe(0);
  });
});

describe('a backup', () => {
  it('is not made inside of the folder that it copies', async () => {
    const data = copyOfWhole();
    const inside = path.join(data, 'backup');
    expect(await run('backup', inside, '--data', data)).toMatchObject(refusedWith('BACKUP_INSIDE'));
    expect(existsSync(inside)).toBe(false);
  });

  it('can be restored over a ledger that is damaged, and what its vault erased stays erased', async () => {
    const data = copyOfWhole();
    const city = await openTestCity({ layout: layoutOf(data) });
    const ticket = await deposit(city.fetch);
    await city.opened.close();
    const copy = path.join(folder, 'backup');
    expect(await run('backup', copy, '--data', data)).toMatchObject({ status: 0 });
    const again = await openTestCity({ layout: layoutOf(data) });
    const place = `/api/vault/deposits/${ticket.deposit}`;
    const headers = { authorization: `Bearer ${ticket.secret}` };
    expect((await again.fetch(place, { method: 'DELETE', headers })).status).toBe(200);
    await again.opened.close();
    rmSync(path.join(data, 'ledger', 'ledger', 'data.mdb'));
    const restored = await run('restore', copy, '--data', data, '--replace');
    expect(restored).toMatchObject({ status: 0, noted: '' });
    expect(restored.said).toMatch(/1 deposits were erased again/);
    const opened = await openTestCity({ layout: layoutOf(data) });
    expect((await opened.fetch(place, { headers })).status).toBe(410);
    await opened.opened.close();
  });

  it('leaves everything as it was where restoring it is cut short', async () => {
    const data = copyOfWhole();
    const copy = path.join(folder, 'broken-backup');
    expect(await run('backup', copy, '--data', data)).toMatchObject({ status: 0 });
    rmSync(path.join(copy, 'secrets', 'vault.key'));
    const city = readFileSync(path.join(data, 'city.json'));
    expect(await run('restore', copy, '--data', data, '--replace')).toMatchObject(
      refusedWith('KEY_FILE_MISSING'),
    );
    expect(readFileSync(path.join(data, 'city.json'))).toEqual(city);
    expect(readdirSync(folder).filter((name) => name.includes('.replaced-'))).toHaveLength(1);
  });
});

describe('a file to put on record', () => {
  it('is refused when its path is longer than a dossier can hold', async () => {
    const deep = path.join(folder, ...Array.from({ length: 6 }, () => 'x'.repeat(200)));
    mkdirSync(deep, { recursive: true });
    writeFileSync(path.join(deep, 'file'), '');
    expect(await run('notarise', folder, '--out', path.join(folder, 'out'))).toMatchObject(
      refusedWith('NAME_TOO_LONG'),
    );
    expect(existsSync(path.join(folder, 'out'))).toBe(false);
  });
});

describe('what was typed', () => {
  it.each([
    [['start', '--fast'], 1, /^There is no option --fast\. Usage: madang start .* \(USAGE\)\n$/],
    [['start', '--port'], 1, /^--port needs a value\. Usage: .* \(USAGE\)\n$/],
    [['start', '--empty=1'], 1, /^--empty takes no value\. Usage: .* \(USAGE\)\n$/],
    [['key', 'new'], 1, /^1 operands are not what it takes\. Usage: .* \(USAGE\)\n$/],
    [['verify'], 2, /^0 operands are not what it takes\. Usage: .* \(USAGE\)\n$/],
    [['fly'], 1, /^There is no command “fly”; there are: .* \(UNKNOWN_COMMAND\)\n$/],
  ])('%j ends with %d and a reason', async (words, status, noted) => {
    const ended = await run(...words);
    expect(ended).toMatchObject({ status, said: '' });
    expect(ended.noted).toMatch(noted);
  });
});

describe('a ledger whose opening fails in the middle', () => {
  it('is free again for the next that opens it', async () => {
    const data = copyOfWhole();
    const tables = path.join(data, 'vault', 'vault.sqlite');
    const kept = readFileSync(tables);
    writeFileSync(tables, Buffer.alloc(9_000, 7));
    const layout = layoutOf(data);
    expect(await openCity({ layout, now: Date.now })).toMatchObject({ ok: false });
    writeFileSync(tables, kept);
    const opened = expectOk(await openCity({ layout, now: Date.now }), 'opened');
    await opened.close();
  });
});
