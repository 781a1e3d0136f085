import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { main } from '../src/cli.mjs';
import { english } from '../src/words-en.mjs';
import { korean } from '../src/words-ko.mjs';
import { cbor, type Value } from './encoding.ts';
import { commit, endingKey, Ledger } from './ledger.ts';
import { mirrorLog, put, temporaryFolder } from './mirror.ts';

const app = path.resolve(import.meta.dirname, '..');

async function run(...args: string[]) {
  let [out, err] = ['', ''];
  const status = await main(args, {
    out: (text) => (out += text),
    err: (text) => (err += text),
    terminal: false,
  });
  return { status, out, err };
}

function scene() {
  const ledger = new Ledger();
  const { root, openings } = commit(['a letter']);
  const act = ledger.makeAct('document.notarise', { kind: 'file', root, count: 1 });
  const promise = ledger.promise(act, ledger.time + 9000);
  const [index = 0] = ledger.block([act]);
  const fields = {
    ...ledger.receipt(index),
    opening: openings[0],
    standing: ledger.standing([endingKey(act.bodyHash)]),
  };
  const folder = temporaryFolder();
  return {
    ledger,
    folder,
    fields,
    log: mirrorLog(ledger),
    receipt: put(folder, 'a.receipt', cbor(fields as Value)),
    policy: put(folder, 'trust.policy', ledger.policy()),
    letter: put(folder, 'letter.txt', 'a letter'),
    other: put(folder, 'other.txt', 'another letter'),
    promise: put(folder, 'a.promise', cbor(promise as Value)),
  };
}

describe('the command line', () => {
  let made: ReturnType<typeof scene>;
  beforeAll(() => {
    made = scene();
  });

  test('prints one line for each part, the verdict and what was not checked', async () => {
    const { receipt, policy, letter } = made;
    const { status, out, err } = await run(receipt, '--policy', policy, '--file', letter);
    expect(err).toBe('');
    expect(status).toBe(0);
    for (const part of [
      'format',
      'chain',
      'signature',
      'place',
      'institutions',
      'standing',
      'content',
    ]) {
      expect(out).toMatch(new RegExp(`^  passed +${part} `, 'm'));
    }
    expect(out).toContain('Verdict: CHECKED');
    expect(out).toContain('What was not checked:');
    expect(out).toMatch(/cosigned by +city +\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/);
    expect(out).toContain('3 of 3 cosigned, 2 needed (executors)');
    expect(out).toMatch(/receipt number +[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{4}\n/);
  });

  test('says in Korean what it says in English', async () => {
    const { receipt, policy, other } = made;
    const { status, out } = await run(receipt, '--policy', policy, '--file', other, '--ko');
    expect(status).toBe(1);
    expect(out).toContain('일치하지 않음');
    expect(out).not.toMatch(/undefined|FILE_DIFFERS/);
  });

  test('prints one JSON object', async () => {
    const { receipt, policy, other } = made;
    const { status, out } = await run(receipt, '--policy', policy, '--file', other, '--json');
    expect(status).toBe(1);
    expect(out.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(out)).toMatchObject({
      command: 'receipt',
      verdict: 'failed',
      exit: 1,
      parts: expect.arrayContaining([
        expect.objectContaining({ part: 'signature', wall: 'top', verdict: 'passed' }),
        expect.objectContaining({ part: 'content', verdict: 'failed', code: 'FILE_DIFFERS' }),
      ]),
      facts: { act: 'document.notarise', record: 2, outcome: 'done' },
    });
  });

  test('finds policy.txt beside the receipt, and says that it did', async () => {
    const folder = temporaryFolder();
    const receipt = put(folder, 'a.receipt', readFileSync(made.receipt));
    const missing = await run(receipt);
    expect(missing).toMatchObject({ status: 2, out: '' });
    expect(missing.err).toMatch(/^POLICY_MISSING: .*\n$/);
    put(folder, 'policy.txt', made.ledger.policy());
    const found = await run(receipt);
    expect(found.status).toBe(0);
    expect(found.out).toContain('found beside the file');
  });

  test('exits with 2 when something could not be checked', async () => {
    const bare = { ...made.fields, standing: undefined };
    const receipt = put(temporaryFolder(), 'b.receipt', cbor(bare as Value));
    const { status, out } = await run(receipt, '--policy', made.policy);
    expect(status).toBe(2);
    expect(out).toMatch(/could not check +standing/);
    expect(out).toContain('Verdict: NOT CHECKED');
  });

  test('takes a fresher standing from a file', async () => {
    const standing = put(temporaryFolder(), 's', cbor(made.fields.standing as Value));
    const { status } = await run(made.receipt, '--policy', made.policy, '--standing', standing);
    expect(status).toBe(0);
    const broken = put(temporaryFolder(), 's', 'nonsense');
    const refused = await run(made.receipt, '--policy', made.policy, '--standing', broken);
    expect(refused.status).toBe(2);
    expect(refused.out).toContain('the standing that was given cannot be read');
  });

  test('checks a promise and a log', async () => {
    const { policy, promise, log } = made;
    const kept = await run(promise, '--policy', policy, '--log', log);
    expect(kept.status).toBe(0);
    expect(kept.out).toMatch(/passed +promise +kept: record 2/);
    const whole = await run('log', log, '--policy', policy);
    expect(whole.status).toBe(0);
    expect(whole.out).toMatch(/app hash +[0-9a-f]{64}/);
  });

  test('spells out control characters that a file would send to the terminal', async () => {
    const ledger = new Ledger();
    const [index = 0] = ledger.block([ledger.makeAct('toy.keep', {})]);
    const bent = { ...ledger.receipt(index), '\u001b[31m\u202e': 1 };
    const receipt = put(temporaryFolder(), 'c.receipt', cbor(bent as Value));
    const policy = put(temporaryFolder(), 'p', ledger.policy());
    const { out } = await run(receipt, '--policy', policy);
    expect(out).toContain('\\u{1b}[31m\\u{202e}');
    expect(out).not.toContain('\u001b');
  });

  test.each<[string, string[], string]>([
    ['no file named', [], 'USAGE'],
    ['two files', ['a', 'b'], 'USAGE'],
    ['an unknown option', ['a', '--polcy', 'x'], 'USAGE'],
    ['no such file', ['/nowhere/a.receipt'], 'NO_SUCH_FILE'],
    ['a folder as receipt', ['FOLDER', '--policy', 'POLICY'], 'NOT_A_FILE'],
    ['no such policy', ['RECEIPT', '--policy', '/nowhere'], 'NO_SUCH_FILE'],
    ['a policy that is none', ['RECEIPT', '--policy', 'LETTER'], 'POLICY_REFUSED'],
    ['no such document', ['RECEIPT', '--policy', 'POLICY', '--file', '/nowhere'], 'NO_SUCH_FILE'],
    ['a promise without a log', ['PROMISE', '--policy', 'POLICY'], 'USAGE'],
    ['a receipt with a log', ['RECEIPT', '--policy', 'POLICY', '--log', 'x'], 'USAGE'],
    ['a log without a policy', ['log', 'LOG'], 'POLICY_MISSING'],
    ['a log without a checkpoint', ['log', 'FOLDER', '--policy', 'POLICY'], 'NO_CHECKPOINT'],
  ])('refuses in one sentence: %s', async (_name, args, code) => {
    const names: Record<string, string> = {
      RECEIPT: made.receipt,
      POLICY: made.policy,
      LETTER: made.letter,
      PROMISE: made.promise,
      LOG: made.log,
      FOLDER: made.folder,
    };
    const filled = args.map((arg) => arg.replace(/^[A-Z]+/, (name) => names[name] ?? name));
    for (const more of [[], ['--ko']]) {
      const { status, out, err } = await run(...filled, ...more);
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).toMatch(new RegExp(`^${code}: [^\n]+\n$`));
      expect(err).not.toContain('undefined');
    }
    const json = await run(...filled, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ error: { code } });
  });

  test('calls a file that is no receipt by its name', async () => {
    const { status, out } = await run(made.letter, '--policy', made.policy);
    expect(status).toBe(1);
    expect(out).toMatch(/DOES NOT MATCH +format +not a madang\/receipt file/);
  });

  test('helps', async () => {
    const { status, out } = await run('--help');
    expect(status).toBe(0);
    expect(out).toContain('Exit status');
    expect((await run('--help', '--ko')).out).toContain('종료 상태');
  });
});

describe('the words', () => {
  const keysOf = (value: object): string[] =>
    Object.entries(value).flatMap(([key, inner]) =>
      inner !== null && typeof inner === 'object' ? keysOf(inner).map((k) => `${key}.${k}`) : [key],
    );

  test('are complete in both languages', () => {
    expect(keysOf(korean).sort()).toEqual(keysOf(english).sort());
    expect(korean.reasons).not.toEqual(english.reasons);
  });

  test('cover every code that the program can report', () => {
    const sources = readdirSync(path.join(app, 'src')).filter((name) => !name.startsWith('words'));
    const text = sources
      .map((name) => readFileSync(path.join(app, 'src', name), 'utf8'))
      .join('\n');
    const raised = /(?:Mismatch|CannotCheck|InputError|refuse)\(\s*'([A-Z0-9_]+)'/g;
    const codes = new Set([...text.matchAll(raised)].map(([, code = '']) => code));
    const known = { ...english.reasons, ...english.errors, ...english.policy };
    expect(codes.size).toBeGreaterThan(90);
    expect([...codes].filter((code) => !Object.hasOwn(known, code))).toEqual([]);
  });
});

describe('copied out', () => {
  /** The dependencies that npm would install, found where the checkout has them. */
  function copyDependencies(to: string): void {
    const copied = new Set<string>();
    const copy = (name: string, from: string) => {
      if (copied.has(name)) return;
      copied.add(name);
      const require = createRequire(path.join(from, 'package.json'));
      const base = require.resolve
        .paths(name)
        ?.map((folder) => path.join(folder, name))
        .find((folder) => existsSync(path.join(folder, 'package.json')));
      if (base === undefined) throw new Error(`${name} is not installed`);
      const real = realpathSync(base);
      cpSync(real, path.join(to, 'node_modules', name), { recursive: true });
      const { dependencies = {} } = JSON.parse(
        readFileSync(path.join(real, 'package.json'), 'utf8'),
      );
      for (const next of Object.keys(dependencies)) copy(next, real);
    };
    const { dependencies } = JSON.parse(readFileSync(path.join(app, 'package.json'), 'utf8'));
    for (const name of Object.keys(dependencies)) copy(name, app);
  }

  const start = (folder: string, args: string[]) =>
    new Promise<{ status: number; out: string; err: string }>((resolve) => {
      const options = { cwd: folder, env: { PATH: process.env['PATH'] ?? '' } };
      execFile(
        process.execPath,
        [path.join(folder, 'madang-audit.mjs'), ...args],
        options,
        (error, out, err) => resolve({ status: Number(error?.code ?? 0), out, err }),
      );
    });

  test('into an empty folder, it runs with its own dependencies alone', async () => {
    const made = scene();
    const folder = path.join(temporaryFolder(), 'elsewhere');
    mkdirSync(folder);
    for (const name of ['package.json', 'madang-audit.mjs', 'src']) {
      cpSync(path.join(app, name), path.join(folder, name), { recursive: true });
    }
    const args = [made.receipt, '--policy', made.policy, '--file', made.letter];
    const before = await start(folder, args);
    expect(before).toMatchObject({ status: 2, out: '' });
    expect(before.err).toMatch(/^NOT_INSTALLED: /);
    copyDependencies(folder);
    const after = await start(folder, args);
    expect(after.err).toBe('');
    expect(after.status).toBe(0);
    expect(after.out).toContain('Verdict: CHECKED');
    expect(
      (await start(folder, [made.receipt, '--policy', made.policy, '--file', made.other])).status,
    ).toBe(1);
  });

  test('it imports nothing but itself, its three libraries and Node', () => {
    const names = readdirSync(path.join(app, 'src'));
    const imports = names.flatMap((name) => {
      const text = readFileSync(path.join(app, 'src', name), 'utf8');
      return [...text.matchAll(/(?:^import .*|^\} )from '([^']+)'/gm)].map(([, from = '']) => from);
    });
    const libraries = ['cborg', '@noble/curves/ed25519.js', '@stablelib/ed25519'];
    const strangers = imports.filter(
      (from) => !libraries.includes(from) && !/^(node:[a-z0-9_/]+|\.\/[a-z0-9-]+\.mjs)$/.test(from),
    );
    expect(imports.length).toBeGreaterThan(40);
    expect(strangers).toEqual([]);
  });
});
