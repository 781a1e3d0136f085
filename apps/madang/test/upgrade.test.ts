import path from 'node:path';
import { expectOk, toHex } from '@madang/base';
import { keyPairFromSeed } from '@madang/crypto';
import { accountOf } from '@madang/protocol';
import { type Actor, governing } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Command, readArguments } from '../src/command.ts';
import { upgrade, upgradeCommand } from '../src/commands/upgrade.ts';
import { createKeyFile, readKeyFile } from '../src/data/key-file.ts';
import { secretFile } from '../src/data/layout.ts';
import { openTestCity, type TestCity } from './support/city.ts';
import { runHere } from './support/server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let city: TestCity;
let url: string;
let close: () => Promise<void>;

beforeAll(async () => {
  city = await openTestCity();
  const listening = expectOk(
    await city.opened.api.listen({ hosts: ['127.0.0.1'], port: 0 }),
    'it listens',
  );
  url = `http://127.0.0.1:${String(listening.port)}`;
  close = () => listening.close();
});
afterAll(async () => {
  await close();
  await city.close();
});

const keyFile = (name: string) => secretFile(city.layout, name);

/** Runs a build’s `madang upgrade` with these words; what it said, or the code of its failure. */
async function say(command: Command, ...words: readonly string[]): Promise<string> {
  let said = '';
  const line = (text: string) => {
    said += `${text}\n`;
  };
  const lines = { say: line, note: line, draw: line };
  const terminal = { language: 'en', isInteractive: false, ...lines } as const;
  const given = expectOk(readArguments(command, [...words, '--at', url]), 'the words fit');
  const ended = await command.run(given, terminal);
  return ended.ok ? said : ended.error.code;
}

/** Plans version 2 for a height far ahead. */
async function plan(): Promise<{ readonly id: string; readonly height: number }> {
  const { ledger } = city.opened;
  const governor = (name: string): Actor => {
    const seed = readKeyFile(keyFile(name.replace('-governance', '.governance')), 'ed25519');
    const keyPair = keyPairFromSeed(expectOk(seed, 'a governance key'));
    return { name, keyPair, account: accountOf('ed25519', keyPair.publicKey) };
  };
  const height = ledger.head().height + 5_000;
  const content = { kind: 'upgrade', version: 2, height, release: '11'.repeat(32) };
  const make = governing(ledger.chain, Date.now, governor);
  const { id, acts } = make.decision(content, ['city', 'audit', 'district']);
  for (const { envelope } of acts) {
    expect(await ledger.submit(envelope)).toMatchObject({ value: { outcome: { code: 0 } } });
  }
  return { id, height };
}

describe('madang upgrade', () => {
  it('shows what is planned, and lets an operator say ready only with a build that has it', async () => {
    const newer = upgradeCommand(() => [1, 2]);
    expect(await say(upgrade, 'status')).toBe(
      'Version 1 is in force; this build has: 1.\nNothing is planned.\n',
    );
    const operator = path.join(city.layout.folder, 'operator.key');
    const seed = expectOk(createKeyFile(operator, 'ed25519'), 'a key');
    const account = toHex(accountOf('ed25519', keyPairFromSeed(seed).publicKey));
    const asCity = ['--as', 'city', '--key', operator] as const;
    expect(await say(newer, 'ready', ...asCity)).toBe('NOTHING_PLANNED');
    const { id, height } = await plan();
    expect(await say(newer, 'ready', ...asCity)).toBe('kernel.NOT_PERMITTED');
    const appoint = ['operator', account, '--as', 'city', '--key', keyFile('city.governance')];
    expect(await say(upgrade, ...appoint)).toMatch(/^On record \d+, block \d+\n$/);
    expect(await say(upgrade, 'ready', ...asCity)).toBe('RULES_NOT_HERE');
    expect(await say(newer, 'ready', ...asCity)).toMatch(/^On record/);
    const status = await say(newer, 'status');
    expect(status).toContain('this build has: 1, 2.');
    expect(status).toContain(`Planned: version 2 from block ${String(height)} on;`);
    expect(status).toContain(`Plan ${id}, release ${'11'.repeat(32)}\n`);
    expect(status).toContain('Ready: city (1/4 needed).');
    // A build that lacks the rules may take it back.
    expect(await say(upgrade, 'not-ready', ...asCity)).toMatch(/^On record/);
    expect(await say(upgrade, 'status')).toContain('Ready: - (0/4 needed).');
  });

  it('refuses what it cannot do in one sentence', async () => {
    const refused = async (...words: readonly string[]) =>
      (await runHere('upgrade', ...words, '--at', url)).err;
    expect(await refused('sideways')).toMatch(/^Say one of: [^\n]+ \(USAGE\)\n$/);
    expect(await refused('ready', 'now')).toMatch(/\(USAGE\)\n$/);
    expect(await refused('operator', 'abc')).toMatch(/\(USAGE\)\n$/);
    expect(await refused('not-ready')).toMatch(/^--as is needed here\. \(OPTION_NEEDED\)\n$/);
  });
});
