import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fail, ok, toHex } from '@madang/base';
import { decodeGenesis, genesisHash, parseCheckpoint } from '@madang/protocol';
import {
  checkConsensus,
  encodeConsensusProof,
  findPath,
  LEDGER_TERMS,
  trustGenesis,
} from '@madang/protocol/comet';
import { freePort } from '@madang/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startComet } from '../src/comet/engine.ts';
import { cometGenesis, cometNodeId, LOCAL_PACE, writeCometHome } from '../src/comet/home.ts';
import { type CometProcess, runCometBft } from '../src/comet/process.ts';
import { findCometBft } from '../src/comet/program.ts';
import { openCometRpc } from '../src/comet/rpc.ts';
import { type Ledger, openLedger } from '../src/ledger.ts';
import { keyOf, machine, notarise, START_MS } from './demo.ts';
import { allLightBlocks, appHashesOf, checkBothWays } from './light.ts';
import { officeGenesis, officeKey, officeSeed } from './offices.ts';
import { must, temporaryFolder } from './temporary.ts';

const note = (line: string) => process.stderr.write(`${line}\n`);
const program = await findCometBft(note);
if (!program.ok) note(`The network is not tested: ${program.error}`);

const NODES = 4;
/** At 200 µs each and 500 ms a block. */
const FLOOD = 3_500;
const numbers = Array.from({ length: NODES }, (_, n) => n);

/** Four institutions, each with a node. */
const genesis = officeGenesis('network', numbers);
const chain = genesisHash(genesis);

interface Node {
  readonly ledger: Ledger;
  readonly rpcSocket: string;
  /** Starts CometBFT, again if it was killed. */
  readonly start: () => void;
  readonly kill: () => Promise<void>;
}

/** A network of real CometBFT on this machine, each beside a ledger of its own. */
async function startNetwork(
  cometbft: string,
  { isGossiping = true } = {},
): Promise<readonly [Node, Node, Node, Node]> {
  const folder = temporaryFolder();
  const ports: number[] = [];
  for (const _ of numbers) ports.push(await freePort());
  const peers = numbers.map((n) => ({
    id: cometNodeId(officeSeed('node', n)),
    host: '127.0.0.1',
    port: ports[n] ?? 0,
  }));
  const nodes: Node[] = [];
  for (const n of numbers) {
    const sockets = {
      applicationSocket: path.join(folder, `application-${String(n)}.sock`),
      rpcSocket: path.join(folder, `rpc-${String(n)}.sock`),
    };
    const home = path.join(folder, `comet-${String(n)}`);
    const ledger = must(
      await openLedger({
        ...{ machine, genesis, nodeKey: officeKey('log', n), verifyWorkers: 0 },
        folder: path.join(folder, `ledger-${String(n)}`),
        engine: startComet({ ...sockets, onFailure: () => undefined }),
      }),
    );
    onTestFinished(() => ledger.close());
    writeCometHome({
      ...{ folder: home, ...sockets, pace: LOCAL_PACE },
      genesis: cometGenesis({ chain, timeMs: START_MS, afterHeight: 0 }),
      nodeSeed: officeSeed('node', n),
      validatorSeed: officeSeed('consensus', n),
      peers: peers.filter((_, one) => one !== n),
      p2p: { host: '127.0.0.1', port: ports[n] ?? 0 },
    });
    if (!isGossiping) keepToItself(home);
    const { rpcSocket } = sockets;
    nodes.push({ ledger, rpcSocket, ...processOf(cometbft, home, rpcSocket) });
  }
  const [first, second, third, fourth] = nodes;
  if (!first || !second || !third || !fourth) throw new Error('There are four nodes.');
  for (const node of nodes) node.start();
  return [first, second, third, fourth];
}

/** Its CometBFT tells no other what waits: they see it first in a block that it proposes. */
function keepToItself(home: string): void {
  const file = path.join(home, 'config', 'config.toml');
  const settings = readFileSync(file, 'utf8');
  writeFileSync(file, settings.replace('[mempool]\n', '[mempool]\nbroadcast = false\n'));
}

function processOf(
  cometbft: string,
  home: string,
  rpcSocket: string,
): Pick<Node, 'start' | 'kill'> {
  let running: CometProcess | undefined;
  const kill = async () => {
    const pid = running?.pid();
    const stopping = running?.stop();
    if (pid !== undefined) process.kill(pid, 'SIGKILL');
    await stopping;
    running = undefined;
  };
  onTestFinished(kill);
  return {
    kill,
    start: () => {
      const logFile = path.join(home, 'log');
      running = runCometBft({
        program: cometbft,
        home,
        rpcSocket,
        logFile,
        onEnd: () => undefined,
      });
    },
  };
}

/** One for all: the id of an act depends on it. */
const EXPIRES_AT = Date.now() + 480_000;

function act(n: number) {
  return notarise(n, { chain, expiresAt: EXPIRES_AT, key: keyOf(`person ${String(n)}`) });
}

/** Puts acts on record through one node. */
async function submit({ ledger }: Node, from: number, to: number): Promise<void> {
  const wanted = Array.from({ length: to - from }, (_, n) => act(from + n).envelope);
  const answers = await Promise.all(wanted.map((envelope) => ledger.submit(envelope)));
  expect(answers.filter((answer) => !answer.ok)).toEqual([]);
}

/** Waits until every node has come to the log of the first. */
async function agree(nodes: readonly Node[]): Promise<void> {
  const heads = () => nodes.map(({ ledger }) => ledger.head());
  await expect
    .poll(() => new Set(heads().map(({ appHash }) => toHex(appHash))).size, { timeout: 30_000 })
    .toBe(1);
  expect(new Set(heads().map(({ logSize }) => logSize)).size).toBe(1);
}

describe.skipIf(!program.ok)('four institutions under CometBFT', () => {
  it('have one history, also of what was put on record while one of them was dead', {
    timeout: 90_000,
  }, async () => {
    const nodes = await startNetwork(must(program));
    const [first, second, third, fourth] = nodes;
    await submit(first, 0, 40);
    await submit(third, 40, 80);
    await agree(nodes);
    await fourth.kill();
    await submit(second, 80, 120);
    await agree([first, second, third]);
    fourth.start();
    await submit(fourth, 120, 160);
    await agree(nodes);
    for (const { ledger } of nodes) {
      for (let n = 0; n < 160; n++) {
        expect(first.ledger.indexOf(act(n).bodyHash)).toBeDefined();
        expect(ledger.indexOf(act(n).bodyHash), `act ${String(n)}`).toBe(
          first.ledger.indexOf(act(n).bodyHash),
        );
      }
      expect(ledger.head().logSize).toBe(first.ledger.head().logSize);
    }
  });

  it('are stalled by nobody who fills blocks with what no other has verified yet', {
    timeout: 120_000,
  }, async () => {
    const nodes = await startNetwork(must(program), { isGossiping: false });
    const [greedy, other] = nodes;
    // Signatures are the dearest of what a block can hold: each node verifies them for itself. All
    // of these are more than a block may cost.
    const flood = Array.from({ length: FLOOD }, (_, n) => act(1_000 + n));
    const flooding = Promise.all(flood.map(({ envelope }) => greedy.ledger.submit(envelope)));
    await expect.poll(() => greedy.ledger.status().pending).toBe(FLOOD);
    await submit(other, 0, 1);
    await submit(other, 1, 2);
    const answers = await flooding;
    expect(answers.filter((answer) => !answer.ok)).toEqual([]);
    await agree(nodes);
    const last = Math.max(...flood.map(({ bodyHash }) => other.ledger.indexOf(bodyHash) ?? -1));
    expect(other.ledger.indexOf(act(1).bodyHash)).toBeLessThan(last);
    const heights = new Set(answers.map((answer) => answer.ok && answer.value.outcome.height));
    expect(heights.size).toBeGreaterThan(1);
  });

  it('stop where two of four are dead, and go on when one comes back', {
    timeout: 90_000,
  }, async () => {
    const nodes = await startNetwork(must(program));
    const [first, , third, fourth] = nodes;
    await submit(first, 0, 20);
    await third.kill();
    await fourth.kill();
    const { logSize } = first.ledger.head();
    const waiting = submit(first, 20, 40);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    expect(first.ledger.head().logSize).toBe(logSize);
    third.start();
    await waiting;
    fourth.start();
    await agree(nodes);
    expect(first.ledger.head().logSize).toBeGreaterThanOrEqual(logSize + 20);
  });
});

describe.skipIf(!program.ok)('the light client', () => {
  it('follows what four institutions decided, from the genesis to each checkpoint', {
    timeout: 120_000,
  }, async () => {
    const nodes = await startNetwork(must(program));
    const [first, second, third, fourth] = nodes;
    for (let n = 0; n < 30; n++) await submit(first, n, n + 1);
    await agree(nodes);
    await fourth.kill();
    // Where the dead one's turn is, its proposal is waited for: few are enough.
    for (let n = 30; n < 35; n++) await submit(second, n, n + 1);
    fourth.start();
    await submit(third, 35, 40);
    await agree(nodes);
    const rpc = openCometRpc(first.rpcSocket);
    const another = openCometRpc(fourth.rpcSocket);
    onTestFinished(() => {
      rpc.close();
      another.close();
    });
    const decided = must(decodeGenesis(genesis));
    const head = first.ledger.head();
    await expect.poll(() => rpc.lightBlock(head.height + 1), { timeout: 10_000 }).toBeDefined();
    const blocks = await allLightBlocks(rpc);
    const ground = {
      trusted: trustGenesis(chain, decided),
      // The genesis of the test has a time of its own, however long ago that is.
      terms: { ...LEDGER_TERMS, trustingPeriodMs: Number.MAX_SAFE_INTEGER },
      nowMs: Date.now(),
    };
    await checkBothWays(ground, blocks);
    expect(blocks.length).toBeGreaterThan(35);
    const kinds = new Set(blocks.flatMap(({ commit }) => commit.votes.map(({ kind }) => kind)));
    expect(kinds).toContain('absent');

    const hashes = await appHashesOf(first.ledger);
    for (const [height, hash] of hashes) {
      const next = blocks[height];
      if (height > 0) expect(toHex(next!.header.appHash), `height ${String(height)}`).toBe(hash);
    }
    expect(hashes.size).toBeGreaterThan(35);

    const { checkpoint } = must(parseCheckpoint(await first.ledger.checkpoint()));
    const path = must(
      await findPath({
        ...{ ...ground, height: head.height + 1 },
        fetchLightBlock: async (height) => {
          const block = await another.lightBlock(height);
          return block === undefined ? fail('It is not there.') : ok(block);
        },
      }),
    );
    const given = {
      ...ground,
      proof: encodeConsensusProof(path),
      institutions: decided.institutions,
    };
    const facts = must(await checkConsensus({ ...given, checkpoint }));
    expect(facts).toMatchObject({ height: head.height + 1, totalPower: 4n });
    expect(new Set(facts.validators.map(({ institution }) => institution))).toEqual(
      new Set(decided.institutions.map(({ id }) => id)),
    );
    const other = { ...checkpoint, size: checkpoint.size + 1 };
    expect(await checkConsensus({ ...given, checkpoint: other })).toMatchObject({
      error: { code: 'CONSENSUS_OTHER_CHECKPOINT' },
    });
    for (let at = 0; at < given.proof.length; at += 29) {
      const proof = Uint8Array.from(given.proof);
      proof[at] = (proof[at] ?? 0) ^ (1 << (at % 8));
      const changed = await checkConsensus({ ...given, checkpoint, proof });
      expect(changed.ok, `byte ${String(at)}`).toBe(false);
    }
    const elsewhere = { ...ground.trusted, chainId: 'madang-another' };
    expect(await checkConsensus({ ...given, checkpoint, trusted: elsewhere })).toMatchObject({
      error: { code: 'CONSENSUS_OTHER_CHAIN' },
    });
    note(
      `${String(blocks.length)} heights; the proof of one has ${String(given.proof.length)} bytes`,
    );
  });
});
