import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runCommandLine } from '../src/command-line.ts';
import { temporaryFolder } from './support/city.ts';
import { runMadang } from './support/server.ts';

// The city is made by a process of its own, and other tests run beside it.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let folder: string;
const at = (name: string): string => path.join(folder, name);

beforeAll(async () => {
  folder = temporaryFolder();
  expect((await runMadang('init', '--data', at('data'))).status).toBe(0);
  const old = readFileSync(at('data/policy.txt'), 'utf8');
  writeFileSync(at('new.txt'), `# the second policy\n${old}`);
  writeFileSync(at('newer.txt'), `# the third policy\n${old}`);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function policy(language: 'en' | 'ko', ...words: readonly string[]) {
  const lines: string[] = [];
  const say = (line: string): void => {
    lines.push(line);
  };
  const terminal = { language, isInteractive: false, say, note: say, draw: () => undefined };
  const status = await runCommandLine(['policy', ...words], terminal);
  return { status, text: lines.join('\n') };
}

/** The institutions whose keys lie in the data folder, as far as the policy needs them. */
const institutions = (): readonly string[] => {
  const [, needed = '0', all = ''] =
    /^group executors (\d+) (.*)$/m.exec(readFileSync(at('data/policy.txt'), 'utf8')) ?? [];
  return all.split(' ').slice(0, Number(needed));
};
const sign = (name: string, next: string, out: string) =>
  policy(
    'en',
    ...['sign', at(out), '--old', at('data/policy.txt'), '--new', at(next)],
    ...['--key', at(`data/secrets/${name}.cosigner.key`)],
  );

it('lets one institution after the other sign a change, and says when they are enough', async () => {
  const names = institutions();
  expect(names.length).toBeGreaterThan(1);
  for (const [index, name] of names.entries()) {
    const signed = await sign(name, 'new.txt', 'change');
    expect(signed).toEqual({
      status: 0,
      text: `${at('change')} has the signature of ${name} (${String(index + 1)} in all).`,
    });
    const checked = await policy('en', 'check', at('change'), '--old', at('data/policy.txt'));
    const isEnough = index === names.length - 1;
    expect(checked.status).toBe(isEnough ? 0 : 2);
    expect(checked.text).toMatch(
      isEnough ? /^CHECKED: .* fingerprint ([0-9a-f]{4} ?){16}$/m : /\[POLICY_CHANGE_TOO_FEW\]$/,
    );
  }
  const shown = await policy('en', 'show', at('new.txt'));
  const checked = await policy('ko', 'check', at('change'), '--old', at('data/policy.txt'));
  expect(checked.text).toContain(shown.text);
  expect(checked.text).toMatch(/확인됨/);
  // Signing twice changes nothing.
  expect((await sign(names[0] ?? '', 'new.txt', 'change')).text).toContain(
    `${names.length} in all`,
  );
});

it('says in one sentence what is wrong', async () => {
  const old = at('data/policy.txt');
  const [name = ''] = institutions();
  await sign(name, 'new.txt', 'taken');
  const taken = readFileSync(at('taken'));
  const cases: readonly [readonly string[], RegExp][] = [
    [['fly', 'x'], /\(USAGE\)$/],
    [['sign', at('x')], /^--old is needed here\. \(OPTION_NEEDED\)$/],
    [['sign', at('x'), '--old', old], /^--new is needed/],
    [['sign', at('x'), '--old', old, '--new', at('new.txt')], /^--key is needed/],
    [
      ['sign', at('x'), '--old', at('data/city.json'), '--new', old],
      /is not a trust policy.*POLICY_NOT_VALID/,
    ],
    [
      ['sign', at('x'), '--old', old, '--new', at('new.txt'), '--key', at('data/secrets/node.key')],
      /is of no witness line.*\(KEY_NOT_IN_POLICY\)$/,
    ],
    [
      [
        'sign',
        at('taken'),
        '--old',
        old,
        '--new',
        at('newer.txt'),
        '--key',
        at(`data/secrets/${name}.cosigner.key`),
      ],
      /is not of this change; it is left as it is\. \(POLICY_CHANGE_OTHER\)$/,
    ],
    [['check', at('nothing'), '--old', old], /^There is no file/],
  ];
  for (const [words, sentence] of cases) {
    const said = await policy('en', ...words);
    expect(said.status, said.text).toBe(1);
    expect(said.text).toMatch(sentence);
    expect((await policy('ko', ...words)).text).toMatch(/[가-힣]/);
  }
  expect(readFileSync(at('taken'))).toEqual(taken);
});

it('installs a change that enough have signed, behind those before it', async () => {
  const file = (name: string): string => readFileSync(at(name), 'utf8');
  const first = file('data/policy.txt');
  const install = (change: string) => policy('en', 'install', at(change), '--data', at('data'));
  await sign(institutions()[0] ?? '', 'new.txt', 'few');
  expect((await install('few')).text).toMatch(/\(POLICY_CHANGE_TOO_FEW\)$/);
  expect((await install('new.txt')).text).toMatch(/\(POLICY_CHANGE_NOT_VALID\)$/);
  expect(file('data/policy.txt')).toBe(first);
  expect(existsSync(at('data/policy-changes.txt'))).toBe(false);

  const done = await install('change');
  expect(done.text).toBe(
    `${(await policy('en', 'show', at('new.txt'))).text}\nThe node goes by this policy when it is started again.`,
  );
  expect(file('data/policy.txt')).toBe(file('new.txt'));
  expect(file('data/policy-changes.txt')).toBe(file('change'));
  expect((await install('change')).text).toContain('This policy is here already.');

  for (const name of institutions()) await sign(name, 'newer.txt', 'second');
  const whole = file('change') + file('second');
  expect((await install('second')).status).toBe(0);
  expect(file('data/policy-changes.txt')).toBe(whole);
  // Cut short between the two files: done again, nothing twice. So is one that has both steps.
  for (const change of ['second', 'both']) {
    writeFileSync(at('both'), whole);
    writeFileSync(at('data/policy.txt'), file('new.txt'));
    expect((await install(change)).status).toBe(0);
    expect(file('data/policy.txt')).toBe(file('newer.txt'));
    expect(file('data/policy-changes.txt')).toBe(whole);
  }
});
