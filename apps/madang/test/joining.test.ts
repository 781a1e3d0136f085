import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expectOk, toHex } from '@madang/base';
import { genesisHash } from '@madang/protocol';
import { nextPolicy } from '@madang/protocol/trust';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCity, readGenesis } from '../src/data/city.ts';
import { writeJson } from '../src/data/found.ts';
import { type Layout, layoutOf } from '../src/data/layout.ts';
import { application, makeApplication } from '../src/govern/application.ts';
import { foundNetwork } from '../src/network/found-network.ts';
import { networkPlan } from '../src/network/plan.ts';
import { readNetworkSettings } from '../src/network/settings.ts';
import { temporaryFolder } from './support/city.ts';
import { runHere } from './support/server.ts';

interface Written {
  readonly genesis: string;
  readonly policy: string;
}

function readWritten(file: string): Written {
  return JSON.parse(readFileSync(file, 'utf8')) as Written;
}

describe('a newcomer to a network', () => {
  const folder = temporaryFolder();
  const at = (name: string): string => path.join(folder, name);
  const library = layoutOf(at('library'));
  const applied = at('library.application.json');
  const trust = `7:${'ab'.repeat(32)}`;
  let city: Layout;
  let audit: Layout;
  let nodeKey: Uint8Array;

  const madang = (...words: readonly string[]) => runHere(...words);
  const invite = (member: Layout, file: string) => madang('invite', file, '--data', member.folder);
  const join = (file: string, ...more: readonly string[]) =>
    madang('join', file, '--as', 'library', '--data', library.folder, ...more);
  const addPeer = async (member: Layout) => {
    expect((await madang('peers', 'add', applied, '--data', member.folder)).status).toBe(0);
  };

  beforeAll(async () => {
    const note = () => undefined;
    const terminal = { language: 'en', isInteractive: false, say: note, note, draw: note } as const;
    const ports = [1, 2, 3, 4].map((n) => ({ api: 7_000 + n, p2p: 8_000 + n }));
    const plan = networkPlan(4, false);
    const founded = await foundNetwork({ folder: at('net'), plan, isDemo: false, ports, terminal });
    const nodes = expectOk(founded, 'a network');
    const layoutFor = (id: string) =>
      layoutOf(nodes.find(({ institution }) => institution === id)?.folder ?? '');
    city = layoutFor('city');
    audit = layoutFor('audit');
    const genesis = expectOk(readGenesis(city), 'a genesis');
    const made = await makeApplication(library, {
      institution: {
        id: 'library',
        names: { en: 'City Library', ko: '시립도서관' },
        operator: { en: 'The library', ko: '도서관' },
      },
      node: { host: '192.0.2.7', port: 26_656, api: 'https://library.example' },
      chain: genesisHash(genesis.bytes),
    });
    const newcomer = expectOk(made, 'an application');
    nodeKey = newcomer.nodeKey;
    writeJson(applied, application.toJson(newcomer));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('is refused until its node is known, and its key believed', async () => {
    const early = at('early.json');
    expect((await invite(city, early)).status).toBe(0);
    expect((await join(early)).err).toContain('NOT_INVITED');
    await addPeer(city);
    expect((await invite(city, early)).status).toBe(0);
    expect((await join(early)).err).toContain('NODE_KEY_NOT_IN_POLICY');
    expect(readdirSync(library.folder).filter((name) => !name.startsWith('lock'))).toEqual([
      'secrets',
    ]);
  });

  it('gets the same from every member, and has a node’s folder around its own keys', async () => {
    const { genesis } = expectOk(readGenesis(city), 'a genesis');
    const text = readFileSync(city.policy, 'utf8');
    const members = genesis.institutions;
    const next = nextPolicy({ text, members, threshold: 3, nodeKeys: [nodeKey] });
    for (const member of [city, audit]) {
      await addPeer(member);
      writeFileSync(member.policy, expectOk(next, 'a policy'));
      writeFileSync(member.policyChanges, 'steps\n');
    }
    const file = at('invitation.json');
    const fromCity = await invite(city, file);
    expect(fromCity.out).toMatch(/^([0-9a-f]{4} ){15}[0-9a-f]{4}\n$/);
    expect(await invite(audit, at('second.json'))).toEqual(fromCity);

    const before = readdirSync(library.secrets).map((name) => [
      name,
      readFileSync(path.join(library.secrets, name), 'utf8'),
    ]);
    const rpc = ['--rpc', 'http://192.0.2.1:26657', '--rpc', 'http://192.0.2.2:26657'];
    const joined = await join(file, '--listen', '192.0.2.7', ...rpc, '--trust', trust);
    expect(joined).toEqual({ status: 0, out: `${fromCity.out}${library.folder}\n`, err: '' });
    for (const name of ['genesis', 'networkGenesis', 'policy', 'policyChanges'] as const) {
      expect(readFileSync(library[name])).toEqual(readFileSync(city[name]));
    }
    const settings = expectOk(readNetworkSettings(library), 'settings');
    const known = expectOk(readNetworkSettings(city), 'settings');
    expect(settings).toMatchObject({ institution: 'library', listen: '192.0.2.7', pace: 'wide' });
    expect(settings?.nodes).toEqual(known?.nodes);
    expect(settings?.stateSync).toMatchObject({ trustHeight: 7, rpcServers: { length: 2 } });
    const { names } = expectOk(readCity(city), 'a city');
    expect(readCity(library)).toEqual({
      ok: true,
      value: { format: 1, names, isDemo: false, custodian: 'library', issuers: [] },
    });
    expect(
      readdirSync(library.secrets).map((name) => [
        name,
        readFileSync(path.join(library.secrets, name), 'utf8'),
      ]),
    ).toEqual(before);
    expect((await join(file)).err).toContain('LEDGER_EXISTS');
  });

  it('joins again where it was cut short, and no other ledger begins there meanwhile', async () => {
    rmSync(library.city);
    const begun = await madang('init', '--data', library.folder);
    expect(begun).toMatchObject({ status: 1 });
    expect(begun.err).toContain('JOINING_UNFINISHED');
    expect((await join(at('invitation.json'))).status).toBe(0);
    expect(expectOk(readNetworkSettings(library), 'settings')?.stateSync).toBeUndefined();
  });

  it('says what is wrong with an invitation or an option', async () => {
    rmSync(library.city);
    const file = at('invitation.json');
    const whole = readWritten(file);
    const other = genesisHash(new Uint8Array(1));
    const networkGenesis = readFileSync(city.networkGenesis, 'utf8');
    const chain = genesisHash(expectOk(readGenesis(city), 'a genesis').bytes);
    const moved = networkGenesis.replaceAll(toHex(chain).slice(0, 16), toHex(other).slice(0, 16));
    expect(moved).not.toBe(networkGenesis);
    const wrong = [
      { ...whole, version: 2 },
      { ...whole, genesis: whole.policy },
      { ...whole, policy: whole.genesis },
      { ...whole, networkGenesis: whole.policy },
      { ...whole, networkGenesis: Buffer.from(moved).toString('hex') },
      { ...whole, nodes: [] },
      { ...whole, more: 1 },
    ];
    for (const one of wrong) {
      writeJson(at('wrong.json'), one);
      expect((await join(at('wrong.json'))).err, Object.keys(one).join()).toContain(
        'INVITATION_NOT_VALID',
      );
    }
    copyFileSync(applied, at('wrong.json'));
    expect((await join(at('wrong.json'))).err).toContain('INVITATION_NOT_VALID');
    for (const options of [
      ['--trust', trust],
      ['--rpc', 'http://192.0.2.1:26657', '--trust', trust],
      ['--rpc', 'http://192.0.2.1:26657', '--rpc', 'http://192.0.2.2:26657'],
      ['--listen', 'no address'],
    ]) {
      expect((await join(file, ...options)).err, options.join()).toContain('OPTION_NOT_VALID');
    }
    writeJson(at('wrong.json'), whole);
    expect((await join(at('wrong.json'))).status).toBe(0);
    const alone = layoutOf(at('alone'));
    expect((await madang('init', '--data', alone.folder)).status).toBe(0);
    expect((await invite(alone, at('x.json'))).err).toContain('NO_NETWORK');
  });
});
