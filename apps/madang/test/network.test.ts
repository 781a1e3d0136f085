import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { expectOk, fromHex, parseJson, toHex } from '@madang/base';
import { checkpointsAnswer, ledgerAnswer } from '@madang/client';
import { proveCheckpoint, proveNote } from '@madang/client/consensus';
import { keyPairFromSeed } from '@madang/crypto';
import { checkCosignature, cosignerName, decodeReceipt, parseCheckpoint } from '@madang/protocol';
import { decodeLightBlock, LEDGER_TERMS, validatorAddress } from '@madang/protocol/comet';
import { hasCometBft, startNetwork, type TestNetwork } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readKeyFile } from '../src/data/key-file.ts';
import { runHere } from './support/server.ts';

const isHere = await hasCometBft();
const bytesOf = (hex: string) => expectOk(fromHex(hex), 'an answer is hexadecimal');

describe.skipIf(!isHere)('madang network', () => {
  let network: TestNetwork;
  beforeAll(async () => {
    network = await startNetwork();
  }, 240_000);
  afterAll(() => network.stop(), 60_000);

  const cosigners = async (url: string): Promise<readonly string[]> => {
    const response = await fetch(`${url}/log/checkpoint`);
    const parsed = parseCheckpoint(await response.text());
    if (!parsed.ok) throw new Error(parsed.error.message);
    const names = parsed.value.note.signatures.map(({ name }) => name.split('/').at(-1) ?? '');
    return names.filter((name) => name.length < 20).sort();
  };

  it('runs a node for each institution, and each signs for itself alone', async () => {
    const said = await network.say('status');
    expect(said.match(/ {2}runs, block \d+, \d+ entries/g)).toHaveLength(4);
    expect(said).toContain('It can bear 1 more failure.');
    for (const url of network.urls) {
      expect((await cosigners(url)).length).toBeGreaterThanOrEqual(3);
      const joined = parseCheckpoint(await (await fetch(`${url}/log/checkpoint`)).text());
      const size = joined.ok ? joined.value.checkpoint.size : 0;
      const alone = await fetch(`${url}/log/checkpoint/${String(size)}`);
      expect(parseCheckpoint(await alone.text())).toMatchObject({
        value: { note: { signatures: { length: 2 } } },
      });
    }
    // Nothing is recorded, and the blocks go on: a network at rest is not one that stands still.
    const height = async () =>
      Number(/runs, block (\d+)/.exec(await network.say('status'))?.[1] ?? 0);
    const before = await height();
    await expect.poll(height, { timeout: 15_000, interval: 500 }).toBeGreaterThan(before + 1);
    // Who signed these blocks is counted.
    const later = await network.say('status');
    expect(later).toContain('Minutes in which each signed, as the node of audit counted them:');
    const shares = later.match(/^ {3}(audit|city|district|university) +since .* \d+\.\d\d %$/gm);
    expect(shares).toHaveLength(4);
    // What the institutions have not agreed on within a while is not signed.
    expect((await fetch(`${network.url}/log/checkpoint/999999999`)).status).toBe(503);
  });

  it('proves to a light client who decided its newest checkpoint, on every node', async () => {
    for (const url of network.urls) {
      const json = async (address: string) => (await fetch(`${url}${address}`)).json();
      const policyText = await (await fetch(`${url}/api/policy`)).text();
      const [newest] = expectOk(
        parseJson(checkpointsAnswer, await json('/api/checkpoints')),
        'checkpoints',
      ).checkpoints;
      if (newest === undefined) throw new Error('There is a checkpoint.');
      const { size, height, root } = newest;
      const proven = await proveCheckpoint(
        { baseUrl: url, policyText },
        { size, height, root: bytesOf(root) },
      );
      expect(proven).toMatchObject({ ok: true, value: { facts: { totalPower: 4n } } });
      if (!proven.ok) return;
      const { validators } = proven.value.facts;
      const names = new Set(validators.map(({ institution }) => institution));
      expect(names).toEqual(new Set(['audit', 'city', 'district', 'university']));
      expect(validators.filter(({ vote }) => vote === 'commit').length).toBeGreaterThan(2);
    }
  });

  it('gives each institution its own secrets and no other’s', async () => {
    const data = path.join(network.folder, 'data');
    const keys = async (id: string) => (await readdir(path.join(data, id, 'secrets'))).sort();
    const own = (id: string) =>
      ['consensus', 'cosigner', 'governance'].map((use) => `${id}.${use}.key`);
    for (const id of ['audit', 'district']) {
      expect(await keys(id)).toEqual(
        [...own(id), 'custodian.key', 'node.key', 'p2p.key', 'vault.key'].sort(),
      );
    }
    const seeds = await Promise.all(
      ['audit', 'city', 'district', 'university'].flatMap((id) =>
        ['node', 'custodian', 'vault', 'p2p'].map((use) =>
          readFile(path.join(data, id, 'secrets', `${use}.key`), 'utf8'),
        ),
      ),
    );
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(existsSync(path.join(data, 'founding'))).toBe(false);
  });

  it('goes on while an institution replaces its consensus and its cosigner key', async () => {
    const data = (id: string) => path.join(network.folder, 'data', id);
    const at = (name: string, id = 'district') =>
      path.join(data(id), 'secrets', `${id}.${name}.key`);
    const [audit = '', city = '', district = ''] = network.urls;
    const madang = async (...words: readonly string[]) => {
      const { status, out, err } = await runHere(...words);
      expect({ status, err }, words.join(' ')).toEqual({ status: 0, err: '' });
      return out;
    };
    const rotate = async (use: 'consensus' | 'cosigner') => {
      await madang('key', 'new', at(`${use}-next`));
      const as = ['--as', 'district', '--key', at('governance'), '--at', district];
      return madang('govern', 'rotate', use, at(`${use}-next`), ...as);
    };
    const [, from = ''] = /votes from block (\d+) on/.exec(await rotate('consensus')) ?? [];
    await rotate('cosigner');
    // Its CometBFT is started with the new key by itself, and votes with it.
    const key = (name: string) =>
      keyPairFromSeed(expectOk(readKeyFile(at(name), 'ed25519'), 'a key')).publicKey;
    const votedAt = async (height: number) => {
      const answer = await fetch(`${audit}/api/consensus/light-blocks/${String(height)}`);
      if (!answer.ok) return [];
      const block = expectOk(decodeLightBlock(new Uint8Array(await answer.arrayBuffer())), 'it');
      return block.commit.votes.flatMap((one) =>
        one.kind === 'commit' ? [toHex(one.address)] : [],
      );
    };
    const first = Number(from);
    const since = async () => {
      const heights = Array.from({ length: 12 }, (_, n) => first + n);
      return (await Promise.all(heights.map(votedAt))).flat();
    };
    const addressOf = (name: string) => toHex(validatorAddress(key(name)));
    await expect.poll(since, { timeout: 30_000 }).toContain(addressOf('consensus-next'));
    expect(await since()).not.toContain(addressOf('consensus'));
    // By its new cosigner key its node vouches alone, and by the old one for nothing new.
    const alone = async () => {
      const note = await (await fetch(`${audit}/log/checkpoint`)).text();
      const { size } = expectOk(parseCheckpoint(note), 'a checkpoint').checkpoint;
      const own = await fetch(`${district}/log/checkpoint/${String(size)}`);
      return expectOk(parseCheckpoint(await own.text()), 'a checkpoint');
    };
    const name = cosignerName('gaon', 'district');
    const signedBy = async () => {
      const { checkpoint, note } = await alone();
      const isBy = async (use: string) =>
        (await checkCosignature({ name, key: key(use), checkpoint, note })) !== undefined;
      return [await isBy('cosigner'), await isBy('cosigner-next')];
    };
    // The other node may still be at a block before the change.
    await expect.poll(signedBy, { timeout: 15_000 }).toEqual([false, true]);
    const policy = path.join(data('audit'), 'policy.txt');
    const file = path.join(network.folder, 'a-file.txt');
    writeFileSync(file, 'a file');
    const receiptBy = async (policyFile: string, at: string) => {
      const out = ['--out', path.join(network.folder, 'receipts'), '--at', at];
      const said = await runHere('notarise', file, ...out);
      const receipt = said.out.trimEnd().split('\n').at(-1) ?? '';
      await madang('verify', receipt, '--policy', policyFile);
      return receipt;
    };
    const before = await receiptBy(policy, audit);
    // The others sign the next policy, and one installs it.
    const next = path.join(network.folder, 'next.txt');
    const change = path.join(network.folder, 'change.txt');
    await madang('policy', 'next', next, '--old', policy, '--at', audit);
    for (const id of ['audit', 'city', 'university']) {
      const by = ['--key', at('cosigner', id)];
      await madang('policy', 'sign', change, '--old', policy, '--new', next, ...by);
    }
    await network.say('kill', 'city');
    writeFileSync(path.join(data('city'), 'policy.txt'), readFileSync(next));
    writeFileSync(path.join(data('city'), 'policy-changes.txt'), readFileSync(change));
    await network.say('heal');
    const all = ['audit', 'city', 'district', 'university'];
    await expect.poll(() => cosigners(city), { timeout: 20_000 }).toEqual(all);
    const latest = await receiptBy(next, city);
    await madang('verify', before, '--policy', next);
    // Who voted is told by the state, the exchanged key too, also for what it has not voted for.
    const asked = ['--policy', next, '--at', city];
    for (const receipt of [before, latest]) {
      const told = await madang('verify', receipt, ...asked);
      expect(told).toMatch(/Votes +passed +Votes [34] of 4 decided the log of \d+ entries/);
      expect(told).toContain('This rests on the genesis that the policy names');
      expect(told.match(/^ {2}\S.* (voted for (it|no block)|no vote)$/gm)).toHaveLength(4);
      expect(told).not.toContain('no proven name');
    }
    const root = await madang('policy', 'root', next, '--at', city);
    const [, height = '', hash = ''] =
      /"trustHeight": (\d+),\n"trustHash": "([0-9A-F]{64})"\nThis rests on the list/.exec(root) ??
      [];
    const served = await fetch(`${audit}/api/consensus/light-blocks/${height}`);
    const block = expectOk(decodeLightBlock(new Uint8Array(await served.arrayBuffer())), 'it');
    expect(toHex(block.commit.blockId.hash).toUpperCase()).toBe(hash);
    await trustWithoutGenesis(city, readFileSync(next, 'utf8'), readFileSync(latest));
  }, 120_000);

  /** As somebody new to it would when the ledger is older than trust lasts. */
  async function trustWithoutGenesis(url: string, policyText: string, file: Uint8Array) {
    const { checkpoint } = expectOk(decodeReceipt(file), 'a receipt');
    const about: unknown = await (await fetch(`${url}/api/ledger`)).json();
    const { genesisTime } = expectOk(parseJson(ledgerAnswer, about), 'who');
    const terms = { ...LEDGER_TERMS, trustingPeriodMs: Date.now() - genesisTime - 1 };
    const room = { baseUrl: url, policyText, terms };
    const { ground, facts, institutions } = expectOk(await proveNote(room, checkpoint), 'proven');
    expect(ground).toMatchObject({ kind: 'policy', threshold: 3, members: 4 });
    const all = ['audit', 'city', 'district', 'university'];
    expect(institutions.map(({ id }) => id)).toEqual(all);
    expect(facts.validators.map(({ institution = '' }) => institution).toSorted()).toEqual(all);
  }

  it('goes on without one node, says that one more would stop it, and heals', async () => {
    const killed = await network.say('kill', 'district');
    expect(killed).toContain('One more failure would stop new records.');
    expect(await cosigners(network.url)).toEqual(
      expect.arrayContaining(['audit', 'city', 'university']),
    );
    expect(await network.say('kill', '1')).toContain('Too few nodes run');
    const healed = await network.say('heal');
    expect(healed).toContain('It can bear 1 more failure.');
  }, 120_000);

  it('answers what it cannot do in one sentence', async () => {
    const refused = async (...words: readonly string[]) =>
      network.say(...words).then(
        () => 'done',
        (thrown: unknown) => String(thrown),
      );
    expect(await refused('kill', '9')).toContain('There is no node 9');
    expect(await refused('kill')).toContain('Say one of');
    expect(await refused('resync', '1')).toContain('runs; stop it first');
    expect(await refused('resync', '1', '--from', '9')).toContain('There is no node 9');
    expect(await refused('resync', '1', '--from', 'audit')).toContain('Say one of');
    expect(await refused('sideways')).toContain('Say one of');
    expect(await refused('status', 'now')).toContain('Say one of');
  }, 120_000);
});
