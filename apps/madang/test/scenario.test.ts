import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expectOk, toHex } from '@madang/base';
import { createMachine, type Machine } from '@madang/kernel';
import { services } from '@madang/services';
import { afterAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../src/command-line.ts';
import { parseScenario } from '../src/scenario/parse.ts';
import { type RunOptions, runScenario } from '../src/scenario/run.ts';

const folder = path.join(import.meta.dirname, '../../../test/scenarios');
const goldenFile = path.join(folder, 'golden.json');
const scenarios = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
const scratch = await mkdtemp(path.join(tmpdir(), 'madang-scenario-test-'));
afterAll(() => rm(scratch, { recursive: true }));

interface Played {
  readonly hashes: readonly string[];
  readonly failure: string | undefined;
}

async function playFile(
  name: string,
  options: Omit<RunOptions, 'onStep'> & { readonly restarts?: boolean } = {},
): Promise<Played> {
  const { restarts = false, ...run } = options;
  const text = await readFile(path.join(folder, name), 'utf8');
  const scenario = expectOk(parseScenario(text), 'the scenario parses');
  const hashes: string[] = [];
  const ended = await runScenario(scenario, {
    ...run,
    onStep: async (_, stage) => {
      if (restarts) await stage.restart();
      hashes.push(toHex(stage.appHash()));
    },
  });
  return { hashes, failure: expectOk(ended, 'the ledger opens')?.failure?.message.en };
}

const plain = new Map<string, Promise<Played>>();

/** A scenario played once and as it is, however often it is asked for. */
function playOnce(name: string): Promise<Played> {
  const known = plain.get(name) ?? playFile(name);
  plain.set(name, known);
  return known;
}

async function runCommand(
  content: string | Uint8Array,
  language: 'en' | 'ko' = 'en',
): Promise<{ status: number; said: string; noted: string }> {
  const file = path.join(scratch, 'scenario.yaml');
  await writeFile(file, content);
  const lines = { said: '', noted: '' };
  const status = await runCommandLine(['scenario', file], {
    language,
    isInteractive: false,
    say: (line) => {
      lines.said += `${line}\n`;
    },
    note: (line) => {
      lines.noted += `${line.replace(file, 'FILE')}\n`;
    },
    draw: () => undefined,
  });
  return { status, ...lines };
}

describe.each(scenarios)('the scenario %s', (name) => {
  it('plays without a broken expectation and gives the golden chain', async () => {
    const golden = JSON.parse(await readFile(goldenFile, 'utf8')) as Record<string, string[]>;
    const { hashes, failure } = await playOnce(name);
    expect(failure).toBeUndefined();
    // Another chain from the same acts is another protocol: it needs a version and an upgrade note.
    expect(hashes).toEqual(golden[name]);
  });

  it('gives the same chain when the ledger is reloaded from disk after every step', async () => {
    expect((await playFile(name, { restarts: true })).hashes).toEqual(
      (await playOnce(name)).hashes,
    );
  });

  it('gives the same chain when maps and sets are walked backwards during execution', async () => {
    const machine = createMachine(services);
    const backwards: Machine = {
      ...machine,
      execute: (input) => withBackwardMaps(() => machine.execute(input)),
      admit: (transaction, at) => withBackwardMaps(() => machine.admit(transaction, at)),
    };
    const { hashes, failure } = await playFile(name, { machine: backwards });
    expect(failure).toBeUndefined();
    expect(hashes).toEqual((await playOnce(name)).hashes);
  });
});

describe('another process', () => {
  const main = path.join(import.meta.dirname, '../src/main.ts');
  const worlds: Array<readonly [string, Record<string, string>, readonly string[]]> = [
    ['a day ahead of UTC, in Turkish', { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8' }, []],
    ['half a day behind UTC, in Korean', { TZ: 'Pacific/Niue', LANG: 'ko_KR.UTF-8' }, []],
    ['with a small stack', {}, ['--stack-size=400']],
    ['with a large stack', {}, ['--stack-size=3000']],
  ];

  it.each(worlds)('%s gives the golden chain', async (_, env, flags) => {
    const golden = JSON.parse(await readFile(goldenFile, 'utf8')) as Record<string, string[]>;
    const file = path.join(folder, 'document.yaml');
    const args = [...flags, main, 'scenario', file, '--hashes'];
    const { stdout } = await promisify(execFile)(process.execPath, args, {
      env: { ...process.env, ...env },
    });
    const hashes = stdout.split('\n').filter((line) => /^ {4}[0-9a-f]{64}$/.test(line));
    expect(hashes.map((line) => line.trim())).toEqual(golden['document.yaml']);
  });
});

describe('walking maps backwards', () => {
  it('would be noticed by code whose result depends on the order of insertion', () => {
    const map = new Map([
      ['a', 1],
      ['b', 2],
    ]);
    const joined = (): string =>
      [...map.keys()].join('') + [...map].join() + [...new Set('xy')].join('');
    expect(joined()).toBe('aba,1,b,2xy');
    expect(withBackwardMaps(joined)).toBe('bab,2,a,1yx');
    expect(joined()).toBe('aba,1,b,2xy');
  });
});

describe('madang scenario', () => {
  const start = 'scenario: 1\ntitle: T\nactors: { a: {} }\nsteps:\n';
  const act =
    '  - act: document.notarise\n    by: a\n    payload: { kind: file, count: 1, root: !root [ x ] }\n';

  it('ends with 0 when everything is as expected', async () => {
    expect(await runCommand(start + act)).toMatchObject({ status: 0, noted: '' });
  });

  it.each([
    [
      'an act that was to be refused',
      `${act}    refused: EXPIRED\n`,
      /FILE:5: Expected the refusal EXPIRED; it was done. \(EXPECTATION_BROKEN\)/,
    ],
    [
      'an act that was to be done',
      act.replace('count: 1', 'count: 1, as: city'),
      /FILE:5: Expected document.notarise to be done; it was refused: kernel.NOT_PERMITTED/,
    ],
    [
      'a payload that does not fit',
      act.replace('kind: file', 'kind: house'),
      /FILE:5: The payload does not fit document.notarise: kind/,
    ],
    [
      'an unknown act',
      act.replace('notarise', 'notarize'),
      /FILE:5: There is no act "document.notarize"/,
    ],
    ['an unknown actor', act.replace('by: a', 'by: b'), /FILE:5: There is no actor "b"/],
    [
      'an unknown label',
      `${act}  - receipt: nobody\n`,
      /FILE:8: No act before this one has the label "nobody"/,
    ],
    [
      'an event that differs',
      `${act}    events: [ { name: document.revoked } ]\n`,
      /FILE:5: Expected at \[0\].name "document.revoked"; it is "document.notarised"/,
    ],
    [
      'a query that answers otherwise',
      `${act}    label: l\n  - query: document.document\n    params: { id: !id l }\n    gives: { count: 2 }\n`,
      /FILE:9: Expected at count 2; it is 1/,
    ],
    [
      'a record that stands',
      `${act}    label: l\n  - receipt: l\n    standing: ended\n`,
      /FILE:9: Expected the record to have ended/,
    ],
    [
      'an act in a block of several, with the line of the act',
      `  - together:\n${act.replace(/^/gm, '    ').trimEnd()}\n        refused: EXPIRED\n`,
      /FILE:6: Expected the refusal EXPIRED; it was done/,
    ],
    [
      'a refusal that no service has',
      `${act}    refused: EXPIRD\n`,
      /FILE:5: There is no refusal "EXPIRD"; docs\/errors.md lists them. \(STEP_NOT_PLAYABLE\)/,
    ],
    [
      'bytes sent again as another act',
      `${act}    label: l\n  - { act: document.revoke, resend: l }\n`,
      /FILE:9: "l" is document.notarise, not document.revoke/,
    ],
    [
      'a key that only looks like one of JavaScript',
      act.replace('count: 1', 'count: 1, __proto__: { a: 1 }'),
      /FILE:5: The payload does not fit document.notarise: The key __proto__ is not known here/,
    ],
    [
      'details of the refusal of a query',
      '  - { query: document.document, params: { id: 7 }, refused: QUERY_NOT_VALID, with: { at: no } }\n',
      /FILE:5: Expected at at "no"; it is "id"/,
    ],
    [
      'a file that the document does not have',
      `${act}    label: l\n  - { receipt: l, leaf: 1 }\n`,
      /FILE:9: The !root of the act has 1 texts, so no file 1/,
    ],
    [
      'a step after all time',
      `${act}    at: 9999-12-31T23:59:59Z\n${act}    at: +1m\n`,
      /FILE:9: The step lies after the year 9999/,
    ],
    [
      'a step in the past',
      `${act}    at: 2020-01-01T00:00:00Z\n`,
      /FILE:5: The step lies before the one before it/,
    ],
  ])('ends with 1 and the first broken expectation: %s', async (_, steps, message) => {
    const ended = await runCommand(start + steps + act);
    expect(ended.noted).toMatch(message);
    expect(ended.status).toBe(1);
    expect(ended.said.split('\n').at(-2)).toMatch(/^FAIL/);
  });

  it('plays the example of the specification', async () => {
    const page = await readFile(path.join(folder, '../../docs/spec/scenario.md'), 'utf8');
    const [, example = ''] = /```yaml\n([^]*?)```/.exec(page) ?? [];
    expect(await runCommand(example)).toMatchObject({ status: 0, noted: '' });
  });

  it('says in Korean what is wrong', async () => {
    expect(await runCommand(`${start}${act}    refused: EXPIRED\n`, 'ko')).toMatchObject({
      status: 1,
      noted: 'FILE:5: EXPIRED 사유로 거절되어야 하는데 실행되었습니다. (EXPECTATION_BROKEN)\n',
    });
  });

  it('lets the ledger itself refuse what fits no schema', async () => {
    const { status, noted } = await runCommand(
      start +
        act.replace('count: 1', 'count: 1000001').concat('    refused: PAYLOAD_NOT_VALID\n') +
        act
          .replace('kind: file', 'kind: file, colour: red')
          .concat('    refused: PAYLOAD_NOT_VALID\n') +
        act.replace('notarise', 'shred').concat('    refused: UNKNOWN_ACT\n'),
    );
    expect({ status, noted }).toEqual({ status: 0, noted: '' });
  });

  it('opens a receipt for one file of a batch, and compares what is shown as that file', async () => {
    const batch = act.replace('count: 1, root: !root [ x ]', 'count: 3, root: !root [ x, y, z ]');
    const { status, noted } = await runCommand(`${start}${batch}    label: l
  - { receipt: l, leaf: 1, file: y, standing: stands }
  - { receipt: l, leaf: 1, file: x, verdict: mismatch }
  - { act: document.revoke, by: a, payload: { document: !id l, leaf: 1, reason: mistake } }
  - { receipt: l, leaf: 1, file: y, standing: ended }
  - { receipt: l, leaf: 2, file: z, standing: stands }
  - { receipt: l, standing: stands }
`);
    expect({ status, noted }).toEqual({ status: 0, noted: '' });
  });

  it('refuses several acts of one block that do not fit into one', async () => {
    const acts = Array.from({ length: 100 }, () => act.replace(/^/gm, '    ').trimEnd());
    const ended = await runCommand(
      `scenario: 1\ntitle: T\nparams: { maxBlockCostUs: 10000 }\nactors: { a: {} }\nsteps:\n  - together:\n${acts.join('\n')}\n`,
    );
    expect(ended.status).toBe(1);
    expect(ended.noted).toMatch(/^FILE:6: The acts do not fit into one block/);
  });

  it('ends with 2 when an actor has a role that no service knows', async () => {
    const role = 'roles: [ { institution: city, role: document.king } ]';
    expect(
      await runCommand(`scenario: 1\ntitle: T\nactors:\n  a: { ${role} }\nsteps: []\n`),
    ).toMatchObject({
      status: 2,
      noted: 'FILE:4: No service knows the role "document.king". (SCENARIO_NOT_VALID)\n',
    });
  });

  it('ends with 2 when the file is no scenario or is not there', async () => {
    expect(await runCommand('scenario: 1\n')).toMatchObject({
      status: 2,
      noted: 'FILE:1: "title" is a text. (SCENARIO_NOT_VALID)\n',
    });
    expect(await runCommand('\u0000')).toMatchObject({ status: 2 });
    expect(await runCommand(Uint8Array.of(0xff, 0xfe))).toMatchObject({
      status: 2,
      noted: 'FILE:1: The file is not a text in UTF-8. (SCENARIO_NOT_VALID)\n',
    });
  });
});

/** The ways to walk a map or a set in its order of insertion. */
const walks = [Map.prototype, Set.prototype].flatMap((prototype) =>
  ['entries', 'keys', 'values', Symbol.iterator].map((name) => ({
    prototype: prototype as unknown as Record<PropertyKey, unknown>,
    name,
    original: Reflect.get(prototype, name) as (this: unknown) => IterableIterator<unknown>,
  })),
);

/** Runs work while every map and set iterates from its newest entry to its oldest. */
function withBackwardMaps<T>(work: () => T): T {
  for (const { prototype, name, original } of walks) {
    prototype[name] = function (this: unknown) {
      const items: unknown[] = [];
      const walk = original.call(this);
      for (let step = walk.next(); step.done !== true; step = walk.next()) items.push(step.value);
      return items.reverse()[Symbol.iterator]();
    };
  }
  try {
    return work();
  } finally {
    for (const { prototype, name, original } of walks) prototype[name] = original;
  }
}
