import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { concat, toHex, u32be } from '@madang/base';
import { checkReceipt, genesisHash, stateKey, writePolicy } from '@madang/protocol';
import {
  type FakeBlock,
  FakeComet,
  type FakeValidator,
  type SnapshotPeer,
  serviceProofs,
  snapshotPeer,
  syncState,
} from '@madang/testkit';
import type { Snapshot } from 'cosmjs-types/tendermint/abci/types';
import { describe, expect, it, onTestFinished } from 'vitest';
import { appState } from '../src/comet/application.ts';
import { startComet } from '../src/comet/engine.ts';
import { type Ledger, openLedger } from '../src/ledger.ts';
import type { SnapshotNews } from '../src/snapshot/service.ts';
import { openStore } from '../src/store/store.ts';
import { verifyHeld } from '../src/verify-held.ts';
import {
  cosigners,
  demoGenesis,
  machine,
  nodeKey,
  notarise as notariseOn,
  standingClock,
} from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';

const genesis = demoGenesis();
const chain = genesisHash(genesis);

/** A document that nobody revoked. */
const absentEnding = (bodyHash: Uint8Array) =>
  stateKey('document', 'endings', concat(bodyHash, u32be(0xffffffff)));

interface Node {
  readonly folder: string;
  readonly ledger: Ledger;
  readonly comet: FakeComet;
  readonly news: readonly SnapshotNews[];
  readonly stop: () => Promise<void>;
}

interface Setting {
  readonly folder?: string;
  readonly blocks?: readonly FakeBlock[];
  readonly clock?: ReturnType<typeof standingClock>;
  readonly everyBlocks?: number;
  /** Who made blocks from the first one on, where CometBFT knows of blocks already. */
  readonly validators?: readonly FakeValidator[];
}

/** A ledger under the stand-in for CometBFT that makes a snapshot every five blocks. */
async function start(setting: Setting = {}): Promise<Node> {
  const { folder = temporaryFolder(), blocks = [], everyBlocks = 5 } = setting;
  const { clock = standingClock() } = setting;
  const applicationSocket = path.join(folder, 'application.sock');
  const rpcSocket = path.join(folder, 'rpc.sock');
  const news: SnapshotNews[] = [];
  const ledger = must(
    await openLedger({
      ...{ machine, genesis, nodeKey, cosigners, verifyWorkers: 0, clock: clock.now },
      folder: path.join(folder, 'ledger'),
      engine: startComet({
        ...{ applicationSocket, rpcSocket },
        snapshots: { everyBlocks, keep: 2, retainBlocks: 20 },
        onSnapshot: (one) => news.push(one),
        onFailure: () => undefined,
      }),
    }),
  );
  onTestFinished(() => ledger.close());
  const comet = await FakeComet.start({
    ...{ applicationSocket, rpcSocket, appState: appState(chain), clock: clock.now, blocks },
    validators: setting.validators ?? [],
  });
  onTestFinished(() => comet.stop());
  const stop = async () => {
    await comet.stop();
    await ledger.close();
  };
  return { folder, ledger, comet, news, stop };
}

const notarise = (n: number) => notariseOn(n, { chain });

/** Decides blocks with so many acts each, until a height. */
async function decide({ comet }: Node, toHeight: number, acts = 40): Promise<void> {
  for (let height = comet.blocks.length + 1; height <= toHeight; height++) {
    const numbers = Array.from({ length: acts }, (_, n) => height * 1_000 + n);
    await comet.decide(numbers.map((n) => notarise(n).envelope));
  }
}

async function made({ news }: Node, height: number): Promise<void> {
  const kinds = () => news.filter((one) => one.height === height).map(({ kind }) => kind);
  await expect.poll(kinds, { timeout: 20_000 }).toEqual(['made']);
}

/** A node with blocks to height 12 and snapshots at 5 and 10. */
async function source(): Promise<Node> {
  const node = await start();
  await decide(node, 5);
  await made(node, 5);
  await decide(node, 10);
  await made(node, 10);
  await decide(node, 12);
  return node;
}

const appHashOf =
  ({ comet }: Node) =>
  (height: number): Uint8Array =>
    comet.blocks[height - 1]?.appHash ?? new Uint8Array();

/** Goes on after a state sync as CometBFT does: with the blocks that come after the snapshot. */
async function goOn(node: Node, comet: FakeComet): Promise<Node> {
  await node.stop();
  return start({
    folder: node.folder,
    blocks: comet.blocks,
    validators: comet.firstValidators(),
  });
}

describe('a snapshot', () => {
  it('is offered once two more blocks stand, the newest first, and is the same on every node', {
    timeout: 60_000,
  }, async () => {
    const one = await start();
    await decide(one, 5);
    await made(one, 5);
    const list = async ({ comet }: Node) =>
      (await comet.ask({ listSnapshots: {} })).listSnapshots?.snapshots ?? [];
    expect(await list(one)).toEqual([]);
    await decide(one, 6);
    expect(await list(one)).toEqual([]);
    await decide(one, 7);
    expect((await list(one)).map(({ height }) => height)).toEqual([5n]);
    const other = await start({ blocks: one.comet.blocks });
    await made(other, 5);
    expect(await list(other)).toEqual(await list(one));
    const [snapshot] = await list(one);
    if (snapshot === undefined) throw new Error('There is one.');
    for (let index = 0; index < snapshot.chunks; index++) {
      const [left, right] = await Promise.all(
        [one, other].map(({ comet }) => snapshotPeer('', comet).chunk(snapshot, index)),
      );
      expect(left?.length).toBeGreaterThan(0);
      expect(toHex(left ?? new Uint8Array())).toBe(toHex(right ?? new Uint8Array()));
    }
  });

  it('lets an empty node begin at its height, prove, and go on', { timeout: 60_000 }, async () => {
    const from = await source();
    const empty = await start();
    const peers = [snapshotPeer('source', from.comet)];
    const synced = await syncState(empty.comet, { peers, appHash: appHashOf(from) });
    expect(synced).toMatchObject({ height: 10, rejected: [] });
    const node = await goOn(empty, from.comet);
    expect(toHex(node.ledger.head().appHash)).toBe(toHex(from.ledger.head().appHash));
    expect(node.ledger.head()).toEqual(from.ledger.head());
    // The next block says that the others agreed on the last one.
    for (const { comet } of [node, from]) await comet.decide([]);
    // Who signed is counted from the first block that it executed itself.
    const countedBy = ({ ledger }: Node) =>
      [...ledger.attendance().values()].map(([hour]) => hour?.blocks ?? 0);
    const executed = node.ledger.height() - 10;
    expect(countedBy(node)).toEqual(countedBy(from).map(() => executed));
    expect(Math.min(...countedBy(from))).toBe(from.ledger.height() - 1);
    // What came after the snapshot has a whole receipt.
    const { bodyHash } = notarise(12_003);
    const bytes = must(await node.ledger.receiptFor(bodyHash, [absentEnding(bodyHash)]));
    const policyText = must(writePolicy({ genesis: node.ledger.genesis, chain, threshold: 2 }));
    const proofs = await serviceProofs();
    expect((await checkReceipt({ bytes, policyText, proofs })).verdict).toBe('checked');
    // What came before is told in one sentence.
    const old = await node.ledger.receiptFor(notarise(1_003).bodyHash);
    expect(old.ok ? '' : old.error.code).toBe('NODE_HISTORY_ABSENT');
    const next = [notarise(1).envelope, notarise(2).envelope];
    await node.comet.decide(next);
    await from.comet.decide(next);
    expect(toHex(node.ledger.head().appHash)).toBe(toHex(from.ledger.head().appHash));
    // The same act is still refused: the replay lists came along.
    const again = await node.comet.ask({ checkTx: { tx: notarise(9_001).envelope } });
    expect(again.checkTx?.log).toBe('kernel.REPLAYED');
    // What it has can be held against the roots, though not executed from the genesis.
    const { absentBefore, logSize } = node.ledger.status();
    await node.ledger.close();
    const store = must(await openStore({ folder: path.join(node.folder, 'ledger') }, undefined));
    const held = must(verifyHeld(store));
    expect(held).toMatchObject({ firstIndex: absentBefore, entries: logSize - absentBefore });
    expect(absentBefore).toBeGreaterThan(0);
    const root = new Uint8Array(32);
    const lies = [{ logRoot: root }, { stateRoot: root }].map((lie) =>
      verifyHeld({ ...store, head: () => ({ ...store.head(), ...lie }) }),
    );
    expect(lies.map((lie) => (lie.ok ? '' : lie.error.code))).toEqual(
      Array.from({ length: 2 }, () => 'NODE_HISTORY_DIFFERS'),
    );
    await store.close();
  });
});

describe('the blocks of CometBFT', () => {
  it('may be forgotten behind the window, never those after the oldest snapshot', {
    timeout: 60_000,
  }, async () => {
    const node = await start();
    const retained = new Map<number, number>();
    for (let height = 1; height <= 40; height++) {
      await decide(node, height, 1);
      retained.set(height, node.comet.retainHeight);
      if (height % 5 === 0) await made(node, height);
    }
    expect(retained.get(20)).toBe(0);
    expect(retained.get(25)).toBe(5);
    expect(retained.get(40)).toBe(20);
    // Without any snapshot nobody could begin but from the first block: nothing is forgotten.
    const none = await start({ everyBlocks: 1_000 });
    await decide(none, 30, 0);
    expect(none.comet.retainHeight).toBe(0);
  });
});

/** A peer that changes the chunks or the snapshots of another. */
function liar(peer: SnapshotPeer, change: Partial<SnapshotPeer>): SnapshotPeer {
  return { ...peer, id: 'liar', ...change };
}

describe('a peer that lies', () => {
  it('is named and left, and the chunk comes from another', { timeout: 60_000 }, async () => {
    const from = await source();
    const honest = snapshotPeer('honest', from.comet);
    const changes: Readonly<Record<string, (chunk: Uint8Array, index: number) => Uint8Array>> = {
      'a flipped bit at the end': (chunk) => {
        const changed = chunk.slice();
        changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;
        return changed;
      },
      'the first record left out': (chunk) => {
        const first = new DataView(chunk.buffer, chunk.byteOffset + 1);
        const keyBytes = first.getUint16(0);
        const end = 1 + 6 + keyBytes + first.getUint32(2 + keyBytes);
        return Buffer.concat([chunk.subarray(0, 1), chunk.subarray(end)]);
      },
      'cut short': (chunk) => chunk.slice(0, -1),
      oversized: () => new Uint8Array(15_000_000).fill(3),
      empty: () => Uint8Array.of(0),
      'another kind': (chunk) => Uint8Array.of((chunk[0] ?? 0) + 1, ...chunk.subarray(1)),
    };
    for (const [what, change] of Object.entries(changes)) {
      const empty = await start();
      const bad = liar(honest, {
        chunk: async (snapshot, index) =>
          change((await honest.chunk(snapshot, index)) ?? new Uint8Array(), index),
      });
      const sync = { peers: [bad, honest], appHash: appHashOf(from) };
      const synced = await syncState(empty.comet, sync);
      expect(synced, what).toMatchObject({ height: 10, rejected: ['liar'] });
      expect(toHex(empty.ledger.head().appHash), what).toBe(toHex(appHashOf(from)(10)));
      await empty.stop();
    }
  });

  it('is found at its offer, where the snapshot itself is a lie', { timeout: 60_000 }, async () => {
    const from = await source();
    const honest = snapshotPeer('honest', from.comet);
    const other = await start();
    // A consistent snapshot of another history, at the same height.
    for (let n = 1; n <= 12; n++) {
      await other.comet.decide([notarise(n).envelope]);
      if (n === 5 || n === 10) await made(other, n);
    }
    const wrong = snapshotPeer('wrong', other.comet);
    const flipped = (change: (snapshot: Snapshot) => Snapshot) =>
      liar(honest, { list: async () => (await honest.list()).map(change) });
    const flip = (bytes: Uint8Array, at: number) => {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      return changed;
    };
    const liars: Readonly<Record<string, SnapshotPeer>> = {
      'another history': wrong,
      'another metadata': flipped((one) => ({ ...one, metadata: flip(one.metadata, 100) })),
      'another hash': flipped((one) => ({ ...one, hash: flip(one.hash, 0) })),
      'another number of chunks': flipped((one) => ({ ...one, chunks: one.chunks + 1 })),
      'another format': flipped((one) => ({ ...one, format: 2 })),
    };
    for (const [what, bad] of Object.entries(liars)) {
      const empty = await start();
      const sync = { peers: [bad], appHash: appHashOf(from) };
      await expect(syncState(empty.comet, sync), what).rejects.toThrow('Nobody offers');
      const { rejected } = await syncState(empty.comet, { ...sync, peers: [bad, honest] });
      expect(rejected, what).toEqual(what === 'another format' ? [] : [bad.id]);
      await empty.stop();
    }
  });

  it('cannot order the chunks anew, nor restore over a ledger with blocks of its own', {
    timeout: 60_000,
  }, async () => {
    const from = await source();
    const [snapshot] = await snapshotPeer('', from.comet).list();
    if (snapshot === undefined) throw new Error('There is one.');
    const empty = await start();
    const appHash = appHashOf(from)(10);
    const offer = { offerSnapshot: { snapshot, appHash } };
    expect((await empty.comet.ask(offer)).offerSnapshot?.result).toBe(1);
    const late = await empty.comet.ask({
      applySnapshotChunk: { index: 1, chunk: Uint8Array.of(3) },
    });
    expect(late.applySnapshotChunk?.result).toBe(4);
    expect((await from.comet.ask(offer)).offerSnapshot?.result).toBe(2);
  });
});

describe('a restore that is cut short', () => {
  it('is begun again by a new offer, and leaves nothing behind', { timeout: 60_000 }, async () => {
    const from = await source();
    const empty = await start();
    const beside = path.join(empty.folder, 'ledger', 'replacement');
    const peers = [snapshotPeer('source', from.comet)];
    const stop = (index: number) => {
      if (index === 1) throw new Error('cut');
    };
    const cut = syncState(empty.comet, { peers, appHash: appHashOf(from), onChunk: stop });
    await expect(cut).rejects.toThrow('cut');
    expect(existsSync(beside)).toBe(true);
    const again = await syncState(empty.comet, { peers, appHash: appHashOf(from) });
    expect(again.height).toBe(10);
    expect(existsSync(beside)).toBe(false);
    // A CometBFT that was killed before it noted the restore asks for it once more.
    const once = await syncState(empty.comet, { peers, appHash: appHashOf(from) });
    expect(once.height).toBe(10);
    expect(readdirSync(path.join(empty.folder, 'ledger')).sort()).not.toContain('replacement');
  });
});
