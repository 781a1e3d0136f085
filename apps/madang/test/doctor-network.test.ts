import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { expectOk, expectPresent, toHex } from '@madang/base';
import { type KeyPair, keyPairFromSeed } from '@madang/crypto';
import { createMachine } from '@madang/kernel';
import { openLedger } from '@madang/node';
import { accountOf, genesisHash } from '@madang/protocol';
import { services } from '@madang/services';
import { admissionOf, governing, hasCometBft } from '@madang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readGenesis } from '../src/data/city.ts';
import { readKeyFile } from '../src/data/key-file.ts';
import { type Layout, layoutOf, secretFile } from '../src/data/layout.ts';
import { examine } from '../src/doctor/examine.ts';
import { examineNetwork } from '../src/doctor/examine-network.ts';
import { foundNetwork } from '../src/network/found-network.ts';
import { networkPlan } from '../src/network/plan.ts';
import { readNetworkSettings } from '../src/network/settings.ts';
import { temporaryFolder } from './support/city.ts';

/** What the stand-in for another node answers; silent: with nothing. */
interface Answers {
  chain: string;
  height: number;
  aheadMs: number;
  isSilent: boolean;
}

/** The API of another institution's node, as far as `doctor` asks it. */
async function standIn(answers: Answers) {
  const server = createServer((_, response) => {
    const { chain, height, aheadMs, isSilent } = answers;
    if (isSilent) {
      response.destroy();
      return;
    }
    const time = Date.now() + aheadMs;
    const answer = {
      ...{ name: 'ledger.example', names: { ko: '원장', en: 'Ledger' }, chain, height, time },
      ...{ origin: 'ledger.example/1', genesisTime: 1, engine: 'comet', version: '0.1.0', size: 1 },
      ...{ policyFingerprint: chain, maxExpiryMs: 1, maxTransactionBytes: 1 },
      ...{ demo: false, vault: false },
    };
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return { port, close: () => server.close() };
}

/** Whose node this is, and whose the first of the others is. */
function namesIn(layout: Layout): { readonly own: string; readonly first: string } {
  const settings = expectPresent(expectOk(readNetworkSettings(layout), 'it reads'), 'it is there');
  const [first] = settings.nodes.filter(({ institution }) => institution !== settings.institution);
  return { own: settings.institution, first: first?.institution ?? '' };
}

const isHere = await hasCometBft();

describe.skipIf(!isHere)('doctor on a node of a network', () => {
  const folder = temporaryFolder();
  const others: Answers[] = [1, 2, 3].map(() => ({
    ...{ chain: '', height: 0, aheadMs: 0, isSilent: false },
  }));
  const closing: (() => unknown)[] = [];
  let layout: Layout;
  let genesis: Uint8Array;
  let chain = '';
  let founders: readonly string[] = [];
  /** Who has a vote, by the state. */
  let members: readonly string[] = [];

  beforeAll(async () => {
    const servers = await Promise.all(others.map(standIn));
    closing.push(...servers.map(({ close }) => close));
    const ports = [1, ...servers.map(({ port }) => port)].map((api, n) => ({ api, p2p: 2 + n }));
    const note = () => undefined;
    const terminal = { language: 'en', isInteractive: false, say: note, note, draw: note } as const;
    const plan = networkPlan(4, false);
    const founded = await foundNetwork({ folder, plan, isDemo: false, ports, terminal });
    const [first] = expectOk(founded, 'the network is founded');
    layout = layoutOf(expectPresent(first, 'there is a node').folder);
    const { bytes, genesis: begun } = expectOk(readGenesis(layout), 'there is a genesis');
    genesis = bytes;
    founders = begun.institutions.map(({ id }) => id);
    chain = toHex(genesisHash(genesis));
  }, 60_000);
  afterAll(() => {
    for (const close of closing) close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    members = founders;
    for (const one of others)
      Object.assign(one, { chain, height: 100, aheadMs: 0, isSilent: false });
  });

  /** What is wrong, in English. */
  async function wrongs(): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { isRight, words } of examineNetwork(layout, genesis, members)) {
      expect(words.ko).toMatch(/[가-힣]/);
      if (!isRight) found.push(words.en);
    }
    return found;
  }

  async function lastSaid(): Promise<string> {
    const said: string[] = [];
    for await (const { words } of examineNetwork(layout, genesis, members)) said.push(words.en);
    return said.at(-1) ?? '';
  }

  it('finds nothing where all is well, and says what the network bears', async () => {
    const said: string[] = [];
    for await (const { words } of examineNetwork(layout, genesis, members)) said.push(words.en);
    expect(await wrongs()).toEqual([]);
    expect(said.at(-1)).toBe('With this node 4 of 4 work; 1 may fail.');
  });

  it('names a node that is silent, behind, or of another ledger', async () => {
    const [first, second, third] = others;
    Object.assign(first ?? {}, { isSilent: true });
    Object.assign(second ?? {}, { height: 50 });
    Object.assign(third ?? {}, { chain: 'ab'.repeat(32) });
    expect(await wrongs()).toEqual([
      expect.stringMatching(/^The node of \w+ does not answer at http:/),
      expect.stringMatching(/ has another ledger \(abababababababab…\): correct network\.json\.$/),
      'With this node 2 of 4 work, 3 are needed: nothing new is recorded.',
    ]);
    Object.assign(third ?? {}, { chain });
    expect(await wrongs()).toContainEqual(
      expect.stringMatching(/^The node of \w+ is 50 blocks behind, at 50\.$/),
    );
  });

  it('counts an institution that was admitted, and misses its node in network.json', async () => {
    members = [...founders, 'library'];
    expect(await wrongs()).toEqual([
      'library has a vote, and network.json names no node of it: madang peers add its application.',
    ]);
    expect(await lastSaid()).toBe('With this node 4 of 5 work; none may fail.');
    Object.assign(others[0] ?? {}, { isSilent: true });
    expect(await lastSaid()).toBe(
      'With this node 3 of 5 work, 4 are needed: nothing new is recorded.',
    );
  });

  it('counts neither the vote nor the silence of one that was removed', async () => {
    const { own, first } = namesIn(layout);
    members = founders.filter((id) => id !== first);
    Object.assign(others[0] ?? {}, { isSilent: true });
    expect(await wrongs()).toEqual([]);
    expect(await lastSaid()).toBe('With this node 3 of 3 work; none may fail.');
    members = founders.filter((id) => id !== own);
    Object.assign(others[0] ?? {}, { isSilent: false });
    expect(await lastSaid()).toBe(
      'Without this node, which has no vote, 3 of 3 work; none may fail.',
    );
  });

  it('takes those who have a vote from the state of the node’s own ledger', async () => {
    const keyOf = (file: string): KeyPair =>
      keyPairFromSeed(expectOk(readKeyFile(file, 'ed25519'), 'a key'));
    const ledger = expectOk(
      await openLedger({
        ...{ folder: layout.ledger, machine: createMachine(services), genesis, cosigners: [] },
        ...{ nodeKey: keyOf(secretFile(layout, 'node')), verifyWorkers: 0 },
      }),
      'it opens',
    );
    const acts = governing(ledger.chain, Date.now, (name) => {
      const id = name.replace('-governance', '');
      const keyPair = keyOf(path.join(layout.folder, '..', id, 'secrets', `${id}.governance.key`));
      return { name, keyPair, account: accountOf('ed25519', keyPair.publicKey) };
    });
    const admission = admissionOf(ledger.chain, 'library');
    for (const { envelope } of acts.decision(admission, founders.slice(0, 3)).acts) {
      expectOk(await ledger.submit(envelope), 'it is done');
    }
    await ledger.close();
    const said: string[] = [];
    for await (const { words } of examine(layout, { isQuick: true })) said.push(words.en);
    expect(said).toContain('With this node 4 of 5 work; none may fail.');
    expect(said.filter((one) => one.startsWith('library has a vote'))).toHaveLength(1);
    rmSync(layout.ledger, { recursive: true });
  });

  it.each([
    [-90_000, /is 90 s ahead of that of/],
    [90_000, /is 90 s behind that of/],
  ])('tells a clock that is %i ms off', async (aheadMs, sentence) => {
    Object.assign(others[0] ?? {}, { aheadMs });
    expect(await wrongs()).toEqual([expect.stringMatching(sentence)]);
  });

  it('refuses a genesis of another network and a key by which nobody knows the node', async () => {
    const kept = readFileSync(layout.networkGenesis, 'utf8');
    const key = path.join(layout.secrets, 'p2p.key');
    const keptKey = readFileSync(key, 'utf8');
    writeFileSync(
      layout.networkGenesis,
      kept.replace(/"chain_id": "[^"]*"/, '"chain_id": "other"'),
    );
    writeFileSync(key, readFileSync(path.join(layout.secrets, 'node.key'), 'utf8'));
    expect(await wrongs()).toEqual([
      expect.stringContaining('is of another ledger: take the file that the other institutions'),
      expect.stringContaining('is not the one by which network.json names this node'),
    ]);
    writeFileSync(layout.networkGenesis, '{');
    writeFileSync(key, keptKey);
    expect(await wrongs()).toEqual([
      expect.stringContaining('cannot be read as what it should be'),
    ]);
    writeFileSync(layout.networkGenesis, kept);
  });

  it('says up to where the node has voted, and misses the record of it', async () => {
    const data = path.join(layout.comet, 'data');
    const state = path.join(data, 'priv_validator_state.json');
    mkdirSync(path.join(data, 'blockstore.db'), { recursive: true });
    expect(await wrongs()).toEqual([
      expect.stringContaining('priv_validator_state.json is missing'),
    ]);
    writeFileSync(state, '{"height": "812", "round": 0, "step": 3}');
    const said: string[] = [];
    for await (const { words } of examineNetwork(layout, genesis, members)) said.push(words.en);
    expect(said).toContain('This node has voted up to block 812; it votes on later ones only.');
    writeFileSync(state, 'nothing');
    expect(await wrongs()).toEqual([
      expect.stringContaining('cannot be read as what it should be'),
    ]);
    rmSync(layout.comet, { recursive: true });
  });

  it('has nothing to say of a ledger that runs alone', async () => {
    const alone = { ...layout, network: path.join(folder, 'none.json') };
    for await (const finding of examineNetwork(alone, genesis, members))
      expect(finding).toBeUndefined();
  });
});
