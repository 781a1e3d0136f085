import { once } from 'node:events';
import { createServer } from 'node:http';
import { expectOk, toHex } from '@madang/base';
import { type KeyPair, signerFrom } from '@madang/crypto';
import {
  checkCosignature,
  checkpointBody,
  cosign,
  cosignerName,
  encodeGenesis,
  genesisHash,
  joinNote,
  parseCheckpoint,
  parsePolicy,
  type SignedCheckpoint,
  writePolicy,
} from '@madang/protocol';
import { nextPolicy } from '@madang/protocol/trust';
import {
  type Actor,
  actor,
  admissionOf,
  governedGenesis,
  governing,
  rotationOf,
  type SignedAct,
} from '@madang/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Ledger, openLedger } from '../src/ledger.ts';
import type { LedgerOptions } from '../src/ledger-options.ts';
import { machine, notarise, START_MS, standingClock } from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';

const ids = ['audit', 'city', 'district', 'school'];
const source = governedGenesis(ids);
const genesis = encodeGenesis(source);
const chain = genesisHash(genesis);
const make = governing(chain, () => START_MS + 1_000);
const fresh = actor('another cosigner of city');

const cosignerOf = (name: string, { keyPair }: Actor) => ({ ...signerFrom(keyPair), name });
const first = (id: string) => cosignerOf(id, actor(`${id}-cosigner`));

interface Setting extends Partial<LedgerOptions> {
  readonly advanceMs?: number;
}

/** A ledger of one process, whose blocks are a second apart. */
async function open(setting: Setting = {}) {
  const clock = standingClock();
  const ledger = must(
    await openLedger({
      ...{ machine, genesis, nodeKey: actor('node').keyPair, verifyWorkers: 0 },
      ...{ folder: temporaryFolder(), clock: clock.now, cosigners: ids.map(first) },
      ...setting,
    }),
  );
  onTestFinished(() => ledger.close());
  const send = async (acts: readonly SignedAct[]) => {
    for (const { envelope } of acts) {
      clock.advance(1_000);
      expect(must(await ledger.submit(envelope)).outcome.code).toBe(0);
    }
    return ledger.head().logSize;
  };
  return { ledger, send };
}

const rotating = () =>
  make.decision(rotationOf(chain, { member: 'city', use: 'cosigner' }, fresh), [
    'audit',
    'district',
    'school',
  ]).acts;

const parse = (text: string): SignedCheckpoint =>
  expectOk(parseCheckpoint(text), 'a checkpoint of a test');

/** Who of these keys signed a note, as names; ascending. */
async function signersOf(text: string, keys: Readonly<Record<string, Uint8Array>>) {
  const { checkpoint, note } = parse(text);
  const names = await Promise.all(
    Object.entries(keys).map(async ([label, key]) => {
      const [id = ''] = label.split(' ');
      const name = cosignerName(source.name, id);
      const line = await checkCosignature({ name, key, checkpoint, note });
      return line === undefined ? [] : [label];
    }),
  );
  return names.flat().sort();
}

const KEYS = {
  ...Object.fromEntries(ids.map((id) => [id, actor(`${id}-cosigner`).keyPair.publicKey])),
  'city anew': fresh.keyPair.publicKey,
  newcomer: actor('newcomer-cosigner').keyPair.publicKey,
};

describe('whoever cosigns', () => {
  it('does so with the key that its institution had at that block', async () => {
    const cosigners = [...ids.map(first), cosignerOf('city', fresh)];
    const { ledger, send } = await open({ cosigners });
    const before = await send([notarise(1, { chain })]);
    expect(await signersOf(await ledger.checkpoint(), KEYS)).toEqual(ids);
    const after = await send(rotating());
    const anew = ['audit', 'city anew', 'district', 'school'];
    expect(await signersOf(await ledger.checkpoint(), KEYS)).toEqual(anew);
    expect(
      ledger
        .status()
        .cosigners.map(({ name }) => name)
        .sort(),
    ).toEqual(ids);
    // A colleague that asks late for an earlier block gets the key of that time.
    expect(await signersOf(must(await ledger.ownNoteAt(before)), KEYS)).toEqual(ids);
    expect(await signersOf(must(await ledger.ownNoteAt(after)), KEYS)).toEqual(anew);
  });

  it('does not with a key that is over, nor for an institution that left or is still to come', async () => {
    const cosigners = [...ids, 'newcomer'].map(first);
    const { ledger, send } = await open({ cosigners });
    await send(rotating());
    expect(await signersOf(await ledger.checkpoint(), KEYS)).toEqual([
      'audit',
      'district',
      'school',
    ]);
    await send(make.decision(admissionOf(chain, 'newcomer'), ids.slice(0, 3)).acts);
    await send([notarise(1, { chain }), notarise(2, { chain })]);
    const removal = { kind: 'remove', member: 'audit' };
    await send(make.decision(removal, ['city', 'district', 'school', 'newcomer']).acts);
    expect(await signersOf(await ledger.checkpoint(), KEYS)).toEqual([
      'district',
      'newcomer',
      'school',
    ]);
  });

  it('leaves out of checkpoints what the policy does not name yet', async () => {
    const threshold = 3;
    const text = must(writePolicy({ genesis: source, chain, threshold }));
    const cosigners = [...ids.map(first), cosignerOf('city', fresh)];
    const { ledger, send } = await open({ cosigners, policy: must(parsePolicy(text)) });
    const size = await send(rotating());
    const known = ['audit', 'district', 'school'];
    expect(await signersOf(await ledger.checkpoint(), KEYS)).toEqual(known);
    // Other nodes get all of it: each of them goes by its own policy.
    const all = ['audit', 'city anew', 'district', 'school'];
    expect(await signersOf(must(await ledger.ownNoteAt(size)), KEYS)).toEqual(all);
  });
});

describe('the key of a node', () => {
  it('is one of the genesis or of the policy', async () => {
    const text = must(writePolicy({ genesis: source, chain, threshold: 3 }));
    const nodeKeys = [actor('newcomer-node').keyPair.publicKey];
    const members = source.institutions;
    const next = must(nextPolicy({ text, members, threshold: 3, nodeKeys }));
    const openWith = (nodeKey: KeyPair, policy: string) =>
      openLedger({
        ...{ machine, genesis, nodeKey, verifyWorkers: 0 },
        ...{ folder: temporaryFolder(), policy: must(parsePolicy(policy)) },
      });
    const newcomer = actor('newcomer-node').keyPair;
    expect(await openWith(newcomer, text)).toMatchObject({ error: { code: 'NODE_KEY_UNKNOWN' } });
    for (const nodeKey of [newcomer, actor('node').keyPair]) {
      const opened = must(await openWith(nodeKey, next));
      await opened.close();
    }
  });
});

/** The node of the city, which signs whatever it is asked for with a key. */
async function colleague(ledger: () => Ledger, keyPair: KeyPair) {
  const server = createServer((_, response) => {
    const { logSize: size, logRoot: root } = ledger().head();
    const checkpoint = { origin: ledger().origin, size, root };
    const name = cosignerName(source.name, 'city');
    void cosign(signerFrom(keyPair), name, checkpoint, 1_000).then((line) =>
      response.end(joinNote(checkpointBody(checkpoint), [line])),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  return { institution: 'city', url: `http://127.0.0.1:${port}` };
}

describe('a colleague', () => {
  it.each([
    ['is believed with its new key', fresh.keyPair, ['city anew']],
    ['is refused with the key before', actor('city-cosigner').keyPair, []],
  ])('%s after a rotation', async (_, keyPair, expected) => {
    const opened: Ledger[] = [];
    const asked = await colleague(() => opened[0] ?? expect.fail('it is open'), keyPair);
    const silent: string[] = [];
    const onSilence = (institution: string, why: string) => silent.push(`${institution}: ${why}`);
    const node = await open({ cosigners: [first('audit')], colleagues: () => [asked], onSilence });
    opened.push(node.ledger);
    await node.send(rotating());
    const note = await node.ledger.checkpoint();
    expect(await signersOf(note, KEYS)).toEqual(['audit', ...expected]);
    const refused = ['city: It did not sign what stands here.'];
    expect(silent).toEqual(expected.length > 0 ? [] : refused);
    expect(toHex(parse(note).checkpoint.root)).toBe(toHex(node.ledger.head().logRoot));
  });

  it('that was admitted while the node runs is asked from then on', async () => {
    const opened: Ledger[] = [];
    const asked = await colleague(() => opened[0] ?? expect.fail('it is open'), fresh.keyPair);
    const names: string[] = [];
    const colleagues = () => names.map((institution) => ({ ...asked, institution }));
    const silent: string[] = [];
    const onSilence = (institution: string) => silent.push(institution);
    const node = await open({ cosigners: [first('audit')], colleagues, onSilence });
    opened.push(node.ledger);
    await node.send([notarise(1, { chain })]);
    await node.ledger.checkpoint();
    names.push('newcomer');
    await node.send([notarise(2, { chain })]);
    await node.ledger.checkpoint();
    // It is none yet, so nobody needs its signature.
    expect(silent).toEqual([]);
    await node.send(make.decision(admissionOf(chain, 'newcomer'), ids.slice(0, 3)).acts);
    await node.ledger.checkpoint();
    expect(silent).toEqual(['newcomer']);
  });
});
