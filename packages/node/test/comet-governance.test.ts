import path from 'node:path';
import { toHex } from '@madang/base';
import { createMachine, type Machine } from '@madang/kernel';
import { encodeGenesis, genesisHash } from '@madang/protocol';
import {
  actor,
  admissionOf,
  changingAtFirst,
  changingLater,
  type FakeBlock,
  FakeComet,
  type FakeValidator,
  governedGenesis,
  governing,
  institutionOf,
  services,
} from '@madang/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { appState } from '../src/comet/application.ts';
import { startComet } from '../src/comet/engine.ts';
import { openLedger } from '../src/ledger.ts';
import { actOf, START_MS, standingClock } from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';

const ids = ['audit', 'city', 'district', 'school', 'water'];
const genesis = encodeGenesis(governedGenesis(ids));
const chain = genesisHash(genesis);
const first = [...services, changingAtFirst];
const second = [...services, changingLater];
const older = createMachine(first);
const newer = createMachine(first, { later: [second] });

interface Setting {
  readonly machine?: Machine;
  /** Where CometBFT begins to decide. */
  readonly afterHeight?: number;
  readonly folder?: string;
  readonly blocks?: readonly FakeBlock[];
  readonly validators?: readonly FakeValidator[];
}

const clock = standingClock();
const make = governing(chain, () => START_MS);

/** A ledger under the stand-in for CometBFT; each block holds what it is given. */
async function start(setting: Setting = {}) {
  const { machine = older, folder = temporaryFolder(), blocks = [], validators = [] } = setting;
  const { afterHeight = 0 } = setting;
  const applicationSocket = path.join(folder, 'application.sock');
  const rpcSocket = path.join(folder, 'rpc.sock');
  const failures: unknown[] = [];
  const onFailure = (thrown: unknown) => failures.push(thrown);
  const ledger = must(
    await openLedger({
      ...{ machine, genesis, nodeKey: actor('node').keyPair, verifyWorkers: 0 },
      ...{ folder: path.join(folder, 'ledger'), clock: clock.now },
      engine: startComet({ applicationSocket, rpcSocket, afterHeight, onFailure }),
    }),
  );
  onTestFinished(() => ledger.close());
  const options = { applicationSocket, rpcSocket, appState: appState(chain), clock: clock.now };
  const open = FakeComet.start({ ...options, blocks, validators, afterHeight });
  const decide = async (acts: readonly { readonly envelope: Uint8Array }[]) =>
    (await open).decide(acts.map(({ envelope }) => envelope));
  return { ledger, folder, failures, open, decide };
}

const sorted = (keys: readonly Uint8Array[]) => keys.map(toHex).sort();
const consensusOf = (...of: readonly string[]) => of.map((id) => institutionOf(id).consensus);

describe('who makes blocks', () => {
  it('are the institutions of the genesis, and after changes those of the state', async () => {
    const node = await start();
    const comet = await node.open;
    expect(comet.validatorsAt(1)).toEqual(sorted(consensusOf(...ids)));
    const fresh = actor('fresh');
    await node.decide([make.rotateOwn('city', fresh)]);
    const rotated = sorted([
      ...consensusOf('audit', 'district', 'school', 'water'),
      fresh.keyPair.publicKey,
    ]);
    expect(comet.validatorsAt(2)).toEqual(sorted(consensusOf(...ids)));
    expect(comet.validatorsAt(3)).toEqual(rotated);
    await node.decide([]);
    await node.decide(
      make.decision(admissionOf(chain, 'new'), ['audit', 'city', 'school', 'water']).acts,
    );
    expect(comet.validatorsAt(5)).toEqual(
      [...rotated, toHex(institutionOf('new').consensus)].sort(),
    );
    await node.decide([]);
    const leave = make.decision({ kind: 'remove', member: 'district' }, [
      ...ids.slice(0, 2),
      'new',
      'water',
      'school',
    ]);
    await node.decide(leave.acts);
    const left = consensusOf('audit', 'school', 'water', 'new');
    expect(comet.validatorsAt(7)).toEqual(sorted([...left, fresh.keyPair.publicKey]));
    // The same again from the genesis, as a node does that comes late.
    const late = await start({ blocks: comet.blocks });
    expect((await late.open).validatorsAt(7)).toEqual(comet.validatorsAt(7));
    expect(late.ledger.head()).toEqual(node.ledger.head());
  });
});

describe('who signed the blocks', () => {
  it('is the same institution with a new key, from its admission on, and until it left', async () => {
    const node = await start();
    const comet = await node.open;
    const fresh = actor('fresh');
    const others = ['audit', 'city', 'school', 'water'];
    await node.decide([make.rotateOwn('city', fresh)]);
    await node.decide([]);
    await node.decide(make.decision(admissionOf(chain, 'new'), others).acts);
    await node.decide([]);
    const remaining = [...others, 'new'];
    await node.decide(make.decision({ kind: 'remove', member: 'district' }, remaining).acts);
    for (let n = 0; n < 3; n++) await node.decide([]);
    const silent = [toHex(fresh.keyPair.publicKey)];
    await comet.decide([], silent);
    // Nine blocks, with commits for the first eight.
    const heights = (key: Uint8Array) =>
      [1, 2, 3, 4, 5, 6, 7, 8].filter((height) => comet.validatorsAt(height).includes(toHex(key)));
    const [district = new Uint8Array(), newcomer = new Uint8Array()] = consensusOf(
      'district',
      'new',
    );
    expect(heights(district)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(heights(newcomer)).toEqual([5, 6, 7, 8]);
    const counted = [...node.ledger.attendance()].map(([id, [hour]]) => [
      id,
      [hour?.blocks, hour?.signed],
    ]);
    expect(Object.fromEntries(counted)).toEqual({
      audit: [8, 8],
      city: [8, 7],
      district: [6, 6],
      new: [4, 4],
      school: [8, 8],
      water: [8, 8],
    });
  });
});

describe('a ledger that was decided by one node', () => {
  it('begins under CometBFT with the keys that it has come to', async () => {
    const folder = temporaryFolder();
    const fresh = actor('fresh');
    const alone = must(
      await openLedger({
        ...{ machine: older, genesis, nodeKey: actor('node').keyPair, verifyWorkers: 0 },
        ...{ folder: path.join(folder, 'ledger'), clock: clock.now },
      }),
    );
    must(await alone.submit(make.rotateOwn('city', fresh).envelope));
    const afterHeight = alone.head().height;
    await alone.close();
    const comet = await (await start({ folder, afterHeight })).open;
    const others = consensusOf('audit', 'district', 'school', 'water');
    expect(
      comet
        .firstValidators()
        .map(({ key }) => key)
        .sort(),
    ).toEqual(sorted([...others, fresh.keyPair.publicKey]));
  });
});

describe('an upgrade', () => {
  const say = (n: number) =>
    actOf(
      { act: 'changing.say', payload: { word: 'red' }, name: `say ${String(n)}` },
      { chain },
      first,
    );

  /** Plans version 2 for block 14, for which all are ready. */
  async function plan(node: Awaited<ReturnType<typeof start>>) {
    const release = '11'.repeat(32);
    const content = { kind: 'upgrade', version: 2, height: 14, release };
    const { id, acts } = make.decision(content, ids);
    await node.decide(acts.slice(0, 4));
    await node.decide(ids.map((one) => make.ready(one, id)));
    while (node.ledger.status().height < 2) await node.decide([]);
    const comet = await node.open;
    while (comet.blocks.length < 12) await node.decide([]);
    return comet;
  }

  it('is told to CometBFT in the block of its height, also where that is empty', async () => {
    const node = await start({ machine: newer });
    const comet = await plan(node);
    expect((await comet.ask({ info: {} })).info?.appVersion).toBe(1n);
    await node.decide([say(1)]);
    await node.decide([]);
    expect(comet.blocks.map(({ version }) => version)).toEqual([...Array(13).fill(undefined), 2]);
    expect((await comet.ask({ info: {} })).info?.appVersion).toBe(2n);
    const { appHash, logSize } = node.ledger.head();
    await node.decide([say(2)]);
    expect(node.ledger.head().appHash).not.toEqual(appHash);
    expect(comet.blocks.at(-1)?.version).toBeUndefined();
    // The block entry says that the rules are others, in the first block that is written.
    const entries = await node.ledger.entries(logSize, 10);
    const text = Buffer.concat(entries).toString('latin1');
    expect(text).toContain('governance.upgradeActivated');
    const late = await start({ machine: newer, blocks: comet.blocks });
    await late.open;
    expect(late.ledger.head()).toEqual(node.ledger.head());
  });

  it('stops a node without the rules before the block, and a newer build goes on', async () => {
    const node = await start({ machine: older });
    const comet = await plan(node);
    await node.decide([say(1)]);
    const head = node.ledger.head();
    await expect(node.decide([])).rejects.toThrow();
    const { failure } = node.ledger.status();
    expect(failure?.code).toBe('NODE_RULES_MISSING');
    expect(failure?.message).toBe(
      'From block 14 on the ledger goes by protocol version 2, which this build does not have: the node stopped before that block and nothing is lost; install a release with version 2 and start it again.',
    );
    expect(node.failures.map(String).join()).toContain('From block 14 on');
    expect(node.ledger.head()).toEqual(head);
    const told = await node.ledger.submit(say(2).envelope);
    expect(told).toMatchObject({ error: { error: { code: 'NODE_RULES_MISSING' } } });
    await comet.stop();
    await node.ledger.close();
    // The others decide the block; the same build stops at the same place.
    comet.blocks.push({ height: 14, timeMs: clock.now(), txs: [] });
    const { folder } = node;
    const blocks = comet.blocks;
    const validators = comet.firstValidators();
    const again = await start({ machine: older, folder, blocks, validators });
    await expect(again.open).rejects.toThrow();
    expect(again.ledger.status().failure?.code).toBe('NODE_RULES_MISSING');
    await again.ledger.close();
    const upgraded = await start({ machine: newer, folder, blocks, validators });
    const running = await upgraded.open;
    expect(running.blocks.at(-1)?.version).toBe(2);
    await upgraded.decide([say(2)]);
    expect(upgraded.ledger.indexOf(say(2).bodyHash)).toBeGreaterThan(0);
    await running.stop();
    await upgraded.ledger.close();
    // And once it went on, the older one does not open the folder any more.
    const back = await openLedger({
      ...{ machine: older, nodeKey: actor('node').keyPair, verifyWorkers: 0 },
      folder: path.join(folder, 'ledger'),
    });
    expect(back).toMatchObject({ ok: false, error: { code: 'NODE_RULES_MISSING' } });
  });
});
