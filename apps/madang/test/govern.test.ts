import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expectOk } from '@madang/base';
import { createClient, fingerprintOf, type PolicyStore } from '@madang/client';
import { checkCheckpoint, cosignerName, parseCheckpoint, parsePolicy } from '@madang/protocol';
import { services } from '@madang/services';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { secretFile } from '../src/data/layout.ts';
import { NETWORK_FORMAT } from '../src/network/settings.ts';
import { memoryPolicy, openTestCity, type TestCity, temporaryFolder } from './support/city.ts';
import { runHere } from './support/server.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const folder = temporaryFolder();
const at = (name: string): string => path.join(folder, name);
const said: string[] = [];
let city: TestCity;
let url: string;
let stop: () => Promise<void> = () => Promise.resolve();

/** Serves the city, with a socket: commands speak to it as from elsewhere. */
async function serve(again?: TestCity): Promise<void> {
  const log = ({ error }: { readonly error?: string }) => said.push(error ?? '');
  city = await openTestCity({ log, ...(again === undefined ? {} : { layout: again.layout }) });
  const listening = await city.opened.api.listen({ hosts: ['127.0.0.1'], port: 0 });
  const { port, close } = expectOk(listening, 'it listens');
  url = `http://127.0.0.1:${String(port)}`;
  stop = close;
}

beforeAll(() => serve());
afterAll(async () => {
  await stop();
  await city.close();
  rmSync(folder, { recursive: true, force: true });
});

const keyOf = (name: string): string => secretFile(city.layout, name);
const policyFile = (): string => city.layout.policy;

/** Says something with the governance key of an institution. */
async function govern(as: string, ...words: readonly string[]) {
  return runHere('govern', ...words, '--as', as, '--key', keyOf(`${as}.governance`), '--at', url);
}

/** The institutions whose lines a policy knows and finds right under the newest checkpoint. */
async function signersBy(policyText: string) {
  const policy = expectOk(parsePolicy(policyText), 'a policy');
  const text = await (await fetch(`${url}/log/checkpoint`)).text();
  const note = expectOk(parseCheckpoint(text), 'a checkpoint');
  const verdict = expectOk(await checkCheckpoint(policy, text), 'a verdict');
  const ids = ['audit', 'city', 'district', 'university', 'library'];
  const names = note.note.signatures.map(({ name }) => name);
  return { verdict, ids: ids.filter((id) => names.includes(cosignerName('gaon', id))) };
}

/** Puts a file on record and gives the file of its receipt. */
async function receiptOf(name: string): Promise<string> {
  writeFileSync(at(`${name}.txt`), name);
  const out = ['--out', at(name), '--at', url];
  const done = await runHere('notarise', at(`${name}.txt`), ...out);
  expect(done.status).toBe(0);
  return done.out.trimEnd().split('\n').at(-1) ?? '';
}

async function verifies(receipt: string, policy: string): Promise<string> {
  const { status, out } = await runHere('verify', receipt, '--policy', policy);
  expect(status, out).toBe(0);
  return out;
}

describe('a cosigner key that is replaced', () => {
  it('leaves checkpoints as good as before until the next policy is signed, and then signs them', async () => {
    const before = readFileSync(policyFile(), 'utf8');
    const earlier = await receiptOf('earlier');
    const next = keyOf('city.cosigner-next');
    expect((await runHere('key', 'new', next)).status).toBe(0);
    const rotated = await govern('city', 'rotate', 'cosigner', next);
    expect(rotated).toMatchObject({ status: 0, err: '' });
    expect(rotated.out).toMatch(/^On record \d+, block 2\nThe new key counts from this block on/);
    const during = await receiptOf('during');
    expect(await verifies(during, policyFile())).toContain('CHECKED:');
    const meanwhile = await signersBy(before);
    expect(meanwhile.verdict).toMatchObject({ unknown: [], executors: { isMet: true } });
    expect(meanwhile.ids).toEqual(['audit', 'district', 'university']);
    expect(said.join('\n')).toContain('cosigner keys of now (city)');
    const metrics = async () => (await fetch(`${url}/metrics`)).text();
    expect(await metrics()).toContain('madang_policy_institutions_behind 1');
    const change = at('change.txt');
    const old = ['--old', policyFile()];
    expect((await runHere('policy', 'next', at('next.txt'), ...old, '--at', url)).status).toBe(0);
    for (const id of ['audit', 'district', 'university']) {
      const key = ['--new', at('next.txt'), '--key', keyOf(`${id}.cosigner`)];
      expect((await runHere('policy', 'sign', change, ...old, ...key)).status).toBe(0);
    }
    expect((await runHere('policy', 'check', change, ...old)).status).toBe(0);
    await stop();
    await city.opened.close();
    const installed = await runHere('policy', 'install', change, '--data', city.layout.folder);
    expect(installed.status).toBe(0);
    expect(readFileSync(policyFile(), 'utf8')).toBe(readFileSync(at('next.txt'), 'utf8'));
    await serve(city);
    const after = await signersBy(readFileSync(policyFile(), 'utf8'));
    expect(after.verdict).toMatchObject({ unknown: [], executors: { isMet: true } });
    expect(after.ids).toEqual(['audit', 'city', 'district', 'university']);
    expect(await metrics()).toContain('madang_policy_institutions_behind 0');
    // Receipts of all times stay what they were, also by the next policy.
    for (const receipt of [earlier, during, await receiptOf('after')]) {
      expect(await verifies(receipt, at('next.txt'))).toContain('CHECKED:');
    }
    // A device that pinned the policy before follows by itself.
    const pinned = memoryPolicy({ text: before, fingerprint: fingerprintOf(before), pinnedAt: 0 });
    const device = (policy: PolicyStore) =>
      createClient({ baseUrl: url, services, policy, language: () => 'en' });
    const state = expectOk(await device(pinned).policy(), 'a policy');
    expect(state.pinned.text).toBe(readFileSync(at('next.txt'), 'utf8'));
  });
});

describe('an institution that joins', () => {
  it('is admitted by those who name the digest of what they read, and gets known to nodes', async () => {
    const file = at('library.application.json');
    const who = ['--institution', 'library', '--name', 'City Library', '--name-ko', '도서관'];
    const operator = ['--operator', 'The library', '--operator-ko', '도서관'];
    const node = ['--host', '192.0.2.7', '--p2p-port', '26656', '--api', 'https://library.example'];
    const place = ['--data', at('library'), '--at', url];
    const applied = await runHere('govern', 'apply', file, ...who, ...operator, ...node, ...place);
    expect(applied).toEqual({ status: 0, out: `${file}\n`, err: '' });
    const proposed = await govern('audit', 'propose', file);
    const [, digest = ''] = /\n([0-9a-f]{64})\n/.exec(proposed.out) ?? [];
    const list = async () => (await runHere('govern', 'list', '--at', url)).out;
    expect(await list()).toContain(`${digest}\n  {"`);
    expect(await list()).toContain('by audit, for it: audit (1/3)');
    expect((await govern('city', 'approve', '00'.repeat(32))).err).toContain('PROPOSAL_NOT_OPEN');
    expect((await govern('audit', 'approve', digest)).err).toContain('ALREADY_SAID');
    for (const id of ['city', 'district']) {
      expect((await govern(id, 'approve', digest)).status).toBe(0);
    }
    expect(await list()).toBe('Nothing is open.\n');
    const { institutions } = expectOk(await city.client().institutions(), 'they are told');
    expect(institutions.find(({ id }) => id === 'library')).toMatchObject({ inPolicy: false });
    const next = ['--old', policyFile(), '--at', url, '--add', file];
    expect((await runHere('policy', 'next', at('five.txt'), ...next)).status).toBe(0);
    const five = expectOk(parsePolicy(readFileSync(at('five.txt'), 'utf8')), 'a policy');
    expect(five.executors).toMatchObject({ threshold: 4, members: { length: 5 } });
    const served = expectOk(parsePolicy(readFileSync(policyFile(), 'utf8')), 'a policy');
    expect(five.logs).toHaveLength(served.logs.length + 1);
    const own = { institution: 'city', id: 'a'.repeat(40), host: '192.0.2.1', port: 26_656 };
    const nodes = [{ ...own, api: 'https://city.example' }];
    const settings = { format: NETWORK_FORMAT, institution: 'city', listen: '0.0.0.0', nodes };
    writeFileSync(at('network.json'), JSON.stringify({ ...settings, pace: 'wide' }));
    const peers = (...words: readonly string[]) => runHere('peers', ...words, '--data', folder);
    expect((await peers('add', file)).out).toBe(
      'city         192.0.2.1:26656  https://city.example\nlibrary      192.0.2.7:26656  https://library.example\n',
    );
    expect((await peers('list')).out).toContain('library');
    expect((await peers('remove', 'city')).err).toContain('PEER_UNKNOWN');
    expect((await peers('remove', 'library')).out).not.toContain('library');
  });

  it('is not where a third objects; an institution replaces no key of others by itself', async () => {
    const content = at('remove.json');
    writeFileSync(content, JSON.stringify({ kind: 'remove', member: 'district' }));
    const proposed = await govern('city', 'propose', content);
    const [, digest = ''] = /\n([0-9a-f]{64})\n/.exec(proposed.out) ?? [];
    for (const id of ['audit', 'district']) {
      expect((await govern(id, 'object', digest)).status).toBe(0);
    }
    expect((await runHere('govern', 'list', '--at', url)).out).toBe('Nothing is open.\n');
    const key = at('another.key');
    expect((await runHere('key', 'new', key)).status).toBe(0);
    const place = ['--as', 'university', '--at', url];
    const proven = await runHere('govern', 'prove', 'governance', key, at('key.json'), ...place);
    expect(proven.status).toBe(0);
    expect((await govern('city', 'propose', at('key.json'))).status).toBe(0);
    expect((await runHere('govern', 'list', '--at', url)).out).toContain('"use":"governance"');
    expect((await govern('city', 'propose', policyFile())).err).toContain('APPLICATION_NOT_VALID');
    expect((await runHere('govern', 'rotate', 'cosigner', key, '--at', url)).err).toContain(
      '(OPTION_NEEDED)',
    );
    expect((await runHere('govern', 'rotate', '--at', url)).err).toContain('(USAGE)');
    const bare = ['--institution', 'library', '--at', url];
    expect((await runHere('govern', 'apply', at('x.json'), ...bare)).err).toContain(
      '(OPTION_NOT_VALID)',
    );
  });
});
