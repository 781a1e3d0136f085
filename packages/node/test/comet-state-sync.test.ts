import { rmSync } from 'node:fs';
import { request } from 'node:http';
import path from 'node:path';
import { toHex } from '@madang/base';
import { decodeReceipt, genesisHash } from '@madang/protocol';
import { freePort } from '@madang/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Colleague } from '../src/colleagues.ts';
import { startComet } from '../src/comet/engine.ts';
import {
  type CometStateSync,
  cometGenesis,
  cometNodeId,
  LOCAL_PACE,
  writeCometHome,
} from '../src/comet/home.ts';
import { type CometProcess, runCometBft } from '../src/comet/process.ts';
import { findCometBft } from '../src/comet/program.ts';
import type { HistoryNews } from '../src/history/fetch-history.ts';
import { type Ledger, openLedger } from '../src/ledger.ts';
import type { SnapshotNews, SnapshotPolicy } from '../src/snapshot/service.ts';
import { type HistorySource, openTiles } from '../src/store/tile-source.ts';
import { keyOf, machine, notarise, START_MS } from './demo.ts';
import { officeGenesis, officeKey, officeSeed } from './offices.ts';
import { must, temporaryFolder } from './temporary.ts';

const note = (line: string) => process.stderr.write(`${line}\n`);
const program = await findCometBft(note);
if (!program.ok) note(`State sync between nodes is not tested: ${program.error}`);

const VALIDATORS = [0, 1, 2, 3];
/** Four that decide, and one that only follows. */
const NODES = [...VALIDATORS, 4];
const genesis = officeGenesis('sync', VALIDATORS, NODES);
const chain = genesisHash(genesis);

interface Node {
  readonly ledger: Ledger;
  readonly rpcSocket: string;
  readonly news: readonly SnapshotNews[];
  readonly historyNews: readonly HistoryNews[];
  readonly start: (stateSync?: CometStateSync) => void;
  /** Ends both and forgets everything, its signatures included. */
  readonly stop: () => Promise<void>;
  readonly ended: () => number;
}

/** The nodes of one network, on this machine. */
async function network(
  cometbft: string,
  folder: string,
  snapshots: SnapshotPolicy = { everyBlocks: 10, keep: 2, retainBlocks: 1_000 },
) {
  // Each is asked by the others for what came before their snapshots, and one of them lies.
  const ledgers = new Map<string, Ledger>();
  const source = ({ institution }: Colleague): HistorySource => {
    const ledger = ledgers.get(institution);
    if (ledger === undefined) throw new Error('It does not run.');
    const isLiar = institution === LIAR;
    return {
      ...openTiles(ledger),
      envelopes: (index) => {
        const bytes = ledger.envelopes(index)?.slice();
        if (isLiar && bytes !== undefined) bytes.reverse();
        return Promise.resolve(bytes);
      },
    };
  };
  const ports = new Map<number, number>();
  for (const n of NODES) ports.set(n, await freePort());
  const peers = NODES.map((n) => ({
    id: cometNodeId(officeSeed('node', n)),
    host: '127.0.0.1',
    port: ports.get(n) ?? 0,
  }));
  return async (n: number): Promise<Node> => {
    const at = (name: string) => path.join(folder, `${name}-${String(n)}`);
    const sockets = { applicationSocket: at('app'), rpcSocket: at('rpc') };
    const news: SnapshotNews[] = [];
    const historyNews: HistoryNews[] = [];
    const institution = `node-${String(n)}`;
    const ledger = must(
      await openLedger({
        ...{ machine, genesis, nodeKey: officeKey('log', n), verifyWorkers: 0 },
        folder: at('ledger'),
        colleagues: () =>
          [...ledgers.keys()]
            .filter((one) => one !== institution)
            // The liar is asked first.
            .toSorted()
            .map((one) => ({ institution: one, url: `https://${one}` })),
        history: { source, onNews: (one) => historyNews.push(one) },
        engine: startComet({
          ...sockets,
          snapshots,
          onSnapshot: (one) => news.push(one),
          onFailure: () => undefined,
        }),
      }),
    );
    ledgers.set(institution, ledger);
    onTestFinished(() => ledger.close());
    let running: CometProcess | undefined;
    let ended = 0;
    const stopComet = async () => {
      await running?.stop();
      running = undefined;
    };
    onTestFinished(stopComet);
    return {
      ...{ ledger, rpcSocket: sockets.rpcSocket, news, historyNews },
      ended: () => ended,
      start: (stateSync) => {
        writeCometHome({
          ...{ folder: at('comet'), ...sockets, pace: LOCAL_PACE },
          genesis: cometGenesis({ chain, timeMs: START_MS, afterHeight: 0 }),
          nodeSeed: officeSeed('node', n),
          validatorSeed: officeSeed('consensus', n),
          peers: peers.filter((_, one) => one !== n),
          p2p: { host: '127.0.0.1', port: ports.get(n) ?? 0 },
          ...(stateSync === undefined ? {} : { stateSync }),
        });
        running = runCometBft({
          ...{ program: cometbft, home: at('comet'), rpcSocket: sockets.rpcSocket },
          logFile: path.join(at('comet'), 'log'),
          onEnd: () => {
            ended += 1;
          },
        });
      },
      stop: async () => {
        ledgers.delete(institution);
        await stopComet();
        await ledger.close();
        for (const name of ['comet', 'ledger']) rmSync(at(name), { recursive: true });
      },
    };
  };
}

/** The institution that sends other transactions than those of the log. */
const LIAR = 'node-0';

/** One time for all, so that the same act has the same id whenever it is asked for. */
const expiresAt = Date.now() + 500_000;
const act = (n: number) => notarise(n, { chain, expiresAt, key: keyOf(`person ${String(n)}`) });

async function submit({ ledger }: Node, from: number, to: number): Promise<void> {
  const envelopes = Array.from({ length: to - from }, (_, n) => act(from + n).envelope);
  const answers = await Promise.all(envelopes.map((envelope) => ledger.submit(envelope)));
  expect(answers.filter((answer) => !answer.ok)).toEqual([]);
}

/** Waits until all nodes have the log of the first. */
async function agree(nodes: readonly Node[]): Promise<void> {
  const heads = () => new Set(nodes.map(({ ledger }) => toHex(ledger.head().appHash)));
  await expect.poll(() => heads().size, { timeout: 60_000 }).toBe(1);
}

/** What a node's CometBFT answers. */
function ask({ rpcSocket }: Node, path: string): Promise<string> {
  return new Promise<string>((resolve, reject) => {
    const asked = request({ socketPath: rpcSocket, path }, (answer) => {
      let body = '';
      answer.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      answer.on('end', () => resolve(body));
    });
    asked.on('error', reject);
    asked.end();
  });
}

/** The hash of a block's header. */
async function blockIdAt(node: Node, height: number): Promise<string> {
  const text = await ask(node, `/commit?height=${String(height)}`);
  const found = /"block_id":\{"hash":"([0-9A-F]{64})"/.exec(text)?.[1];
  if (found === undefined) throw new Error(text);
  return found;
}

/** What an operator is told by others whom they believe. */
async function trust(first: Node, second: Node): Promise<CometStateSync> {
  const trustHash = await blockIdAt(first, 2);
  expect(await blockIdAt(second, 2)).toBe(trustHash);
  return {
    rpcServers: [first, second].map(({ rpcSocket }) => `unix://${rpcSocket}`),
    ...{ trustHeight: 2, trustHash, trustPeriodMs: 40 * 3_600_000 },
  };
}

const made = ({ news }: Node) =>
  news.filter(({ kind }) => kind === 'made').map(({ height }) => height);
const restored = ({ news }: Node) =>
  news.filter(({ kind }) => kind === 'restored').map(({ height }) => height);

/** Every record and receipt of the older history is what another node says of it. */
async function expectSameHistory({ ledger }: Node, { ledger: other }: Node): Promise<void> {
  expect(ledger.status().absentBefore).toBe(0);
  for (let index = 0; index < other.size(); index++) {
    expect(toHex(ledger.entry(index) ?? new Uint8Array())).toBe(
      toHex(other.entry(index) ?? new Uint8Array()),
    );
  }
  for (let n = 0; n < 1_020; n++) {
    const { bodyHash, envelope } = act(n);
    expect(ledger.indexOf(bodyHash)).toBe(other.indexOf(bodyHash));
    expect(toHex(ledger.envelope(bodyHash) ?? new Uint8Array())).toBe(toHex(envelope));
    if (n % 20 !== 0) continue;
    const [own, theirs] = await Promise.all(
      [ledger, other].map(async (one) => must(decodeReceipt(must(await one.receiptFor(bodyHash))))),
    );
    // Each signs its checkpoint itself.
    expect({ ...own, checkpoint: '' }).toEqual({ ...theirs, checkpoint: '' });
  }
}

describe.skipIf(!program.ok)('a node that joins a network of CometBFT', () => {
  it('begins from a snapshot of the others and goes on with them, also a wiped validator', {
    timeout: 240_000,
  }, async () => {
    const folder = temporaryFolder();
    const open = await network(must(program), folder);
    const deciders = await Promise.all(VALIDATORS.map(open));
    const [first, second, , fourth] = deciders;
    if (!first || !second || !fourth) throw new Error('There are four.');
    for (const node of deciders) node.start();
    for (let n = 0; n < 1_000; n += 100) await submit(first, n, n + 100);
    await expect.poll(() => made(first).length, { timeout: 60_000 }).toBeGreaterThan(0);
    // Two more blocks, so that it is offered.
    await submit(second, 1_000, 1_010);
    await submit(second, 1_010, 1_020);
    await agree(deciders);
    const fifth = await open(4);
    fifth.start(await trust(first, second));
    await expect.poll(() => restored(fifth), { timeout: 90_000 }).toHaveLength(1);
    await agree([...deciders, fifth]);
    expect(fifth.ended()).toBe(0);
    const [height = 0] = restored(fifth);
    expect(height % 10).toBe(0);
    await submit(fifth, 4_000, 4_100);
    await agree([...deciders, fifth]);
    for (let n = 4_000; n < 4_100; n++) {
      must(await fifth.ledger.receiptFor(act(n).bodyHash));
      expect(fifth.ledger.indexOf(act(n).bodyHash)).toBe(first.ledger.indexOf(act(n).bodyHash));
    }
    await fourth.stop();
    await submit(first, 5_000, 5_100);
    const anew = await open(3);
    anew.start(await trust(first, second));
    await expect.poll(() => restored(anew), { timeout: 90_000 }).toHaveLength(1);
    const nodes = [...deciders.slice(0, 3), anew, fifth];
    await submit(anew, 6_000, 6_100);
    await agree(nodes);
    expect(new Set(nodes.map(({ ledger }) => ledger.head().logSize)).size).toBe(1);
    // What came before their snapshots was fetched while all of this went on.
    for (const newcomer of [fifth, anew]) {
      await expect
        .poll(() => newcomer.ledger.status().history?.state, { timeout: 30_000 })
        .toBe('whole');
      await expectSameHistory(newcomer, first);
    }
    expect(fifth.historyNews).toContainEqual({
      ...{ kind: 'lied', institution: LIAR },
      piece: expect.stringContaining('envelopes/') as string,
    });
  });

  it('forgets blocks behind its window, and no other', { timeout: 120_000 }, async () => {
    const policy = { everyBlocks: 10, keep: 1, retainBlocks: 10 };
    const open = await network(must(program), temporaryFolder(), policy);
    const nodes = await Promise.all(VALIDATORS.map(open));
    const [first] = nodes;
    if (first === undefined) throw new Error('There are four.');
    for (const node of nodes) node.start();
    const heightsOf = async () => {
      const text = await ask(first, '/status');
      const height = (name: string) =>
        Number(new RegExp(`"${name}":"([0-9]+)"`).exec(text)?.[1] ?? 0);
      return [height('earliest_block_height'), height('latest_block_height')] as const;
    };
    for (let n = 0; n < 20; n++) await submit(first, 100 * n, 100 * n + 5);
    await expect.poll(async () => (await heightsOf())[0], { timeout: 60_000 }).toBeGreaterThan(5);
    const [earliest, latest] = await heightsOf();
    expect(latest - earliest).toBeGreaterThanOrEqual(policy.retainBlocks);
    await agree(nodes);
  });
});
