import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { expectOk, expectPresent, toHex } from '@madang/base';
import { genesisHash } from '@madang/protocol';
import { hasCometBft } from '@madang/testkit';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readGenesis } from '../src/data/city.ts';
import { type Layout, layoutOf } from '../src/data/layout.ts';
import { examineNetwork } from '../src/doctor/examine-network.ts';
import { foundNetwork } from '../src/network/found-network.ts';
import { networkPlan } from '../src/network/plan.ts';
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
    const { bytes } = expectOk(readGenesis(layout), 'there is a genesis');
    genesis = bytes;
    chain = toHex(genesisHash(genesis));
  }, 60_000);
  afterAll(() => {
    for (const close of closing) close();
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    for (const one of others)
      Object.assign(one, { chain, height: 100, aheadMs: 0, isSilent: false });
  });

  /** What is wrong, in English. */
  async function wrongs(): Promise<readonly string[]> {
    const found: string[] = [];
    for await (const { isRight, words } of examineNetwork(layout, genesis)) {
      expect(words.ko).toMatch(/[가-힣]/);
      if (!isRight) found.push(words.en);
    }
    return found;
  }

  it('finds nothing where all is well, and says what the network bears', async () => {
    const said: string[] = [];
    for await (const { words } of examineNetwork(layout, genesis)) said.push(words.en);
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
    for await (const { words } of examineNetwork(layout, genesis)) said.push(words.en);
    expect(said).toContain('This node has voted up to block 812; it votes on later ones only.');
    writeFileSync(state, 'nothing');
    expect(await wrongs()).toEqual([
      expect.stringContaining('cannot be read as what it should be'),
    ]);
    rmSync(layout.comet, { recursive: true });
  });

  it('has nothing to say of a ledger that runs alone', async () => {
    const alone = { ...layout, network: path.join(folder, 'none.json') };
    for await (const finding of examineNetwork(alone, genesis)) expect(finding).toBeUndefined();
  });
});
