import { request } from 'node:http';
import path from 'node:path';
import { toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { encodeGenesis, genesisHash } from '@madang/protocol';
import {
  type Actor,
  actor,
  admissionOf,
  freePort,
  governedGenesis,
  governing,
  type SignedAct,
} from '@madang/testkit';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startComet } from '../src/comet/engine.ts';
import { cometGenesis, cometNodeId, LOCAL_PACE, writeCometHome } from '../src/comet/home.ts';
import { runCometBft } from '../src/comet/process.ts';
import { findCometBft } from '../src/comet/program.ts';
import { type Ledger, openLedger } from '../src/ledger.ts';
import { machine, notarise, START_MS } from './demo.ts';
import { must, temporaryFolder } from './temporary.ts';

const note = (line: string) => process.stderr.write(`${line}\n`);
const program = await findCometBft(note);
if (!program.ok) note(`Changes of a network's members are not tested: ${program.error}`);

const OFFICES = ['office-a', 'office-b', 'office-c', 'office-d'];
const ALL = [...OFFICES, 'office-e'];
const genesis = encodeGenesis(governedGenesis(OFFICES));
const chain = genesisHash(genesis);

interface Node {
  readonly ledger: Ledger;
  readonly rpcSocket: string;
}

const seedOf = (name: string) => sha256(Buffer.from(`key of ${name}`));

/**
 * Nodes of real CometBFT on this machine; the last one belongs to nobody yet. Each signs blocks
 * with the key that its office has, or will have.
 */
async function startNodes(cometbft: string, keys: readonly Actor[]): Promise<readonly Node[]> {
  const folder = temporaryFolder();
  const ports: number[] = [];
  for (const _ of keys) ports.push(await freePort());
  const nodeSeed = (n: number) => seedOf(`node ${String(n)}`);
  const peers = ports.map((port, n) => ({ id: cometNodeId(nodeSeed(n)), host: '127.0.0.1', port }));
  const nodes: Node[] = [];
  for (const [n, key] of keys.entries()) {
    const applicationSocket = path.join(folder, `application-${String(n)}.sock`);
    const rpcSocket = path.join(folder, `rpc-${String(n)}.sock`);
    const home = path.join(folder, `comet-${String(n)}`);
    const ledger = must(
      await openLedger({
        ...{ machine, genesis, nodeKey: actor('node').keyPair, verifyWorkers: 0 },
        folder: path.join(folder, `ledger-${String(n)}`),
        engine: startComet({
          ...{ applicationSocket, rpcSocket, onFailure: () => undefined },
        }),
      }),
    );
    onTestFinished(() => ledger.close());
    writeCometHome({
      ...{ folder: home, applicationSocket, rpcSocket },
      ...{ pace: LOCAL_PACE, nodeSeed: nodeSeed(n), validatorSeed: seedOf(key.name) },
      genesis: cometGenesis({ chain, timeMs: START_MS, afterHeight: 0 }),
      peers: peers.filter((_, one) => one !== n),
      p2p: { host: '127.0.0.1', port: ports[n] ?? 0 },
    });
    const logFile = path.join(home, 'log');
    const onEnd = () => undefined;
    const running = runCometBft({ program: cometbft, home, rpcSocket, logFile, onEnd });
    onTestFinished(() => running.stop());
    nodes.push({ ledger, rpcSocket });
  }
  return nodes;
}

/** What CometBFT's RPC answers to a path, on the socket of its node. */
function ask(socketPath: string, target: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const sent = request({ socketPath, path: target }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
      });
      response.on('end', () => {
        resolve(JSON.parse(text));
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

interface Validators {
  readonly result?: {
    readonly validators: readonly { readonly pub_key: { readonly value: string } }[];
  };
}

/** The consensus keys that make the block of a height, ascending, in hexadecimal. */
async function validatorsAt({ rpcSocket }: Node, height: number): Promise<readonly string[]> {
  const read = async () =>
    (await ask(rpcSocket, `/validators?height=${String(height)}&per_page=100`)) as Validators;
  // It answers once the block before is there.
  await expect
    .poll(async () => (await read()).result?.validators.length ?? 0, { timeout: 20_000 })
    .toBeGreaterThan(0);
  const { result } = await read();
  return (result?.validators ?? [])
    .map(({ pub_key: { value } }) => Buffer.from(value, 'base64').toString('hex'))
    .sort();
}

/** Who signed the block of a height: addresses in the commit for it. */
async function signersOf({ rpcSocket }: Node, height: number): Promise<readonly string[]> {
  const answer = (await ask(rpcSocket, `/commit?height=${String(height)}`)) as {
    readonly result: {
      readonly signed_header: {
        readonly commit: {
          readonly signatures: readonly {
            readonly block_id_flag: number;
            readonly validator_address: string;
          }[];
        };
      };
    };
  };
  const { signatures } = answer.result.signed_header.commit;
  return signatures
    .filter((one) => one.block_id_flag === FLAG_COMMIT)
    .map((one) => one.validator_address.toLowerCase());
}

/** Neither absent (1) nor a vote for no block (3). */
const FLAG_COMMIT = 2;

/** How many blocks each office signed by the commits that CometBFT keeps, up to a height. */
async function signedUpTo(
  node: Node,
  height: number,
  offices: readonly (readonly [string, readonly Actor[]])[],
): Promise<ReadonlyMap<string, number>> {
  const signed = new Map<string, number>();
  for (let of = 1; of <= height; of++) {
    const signers = await signersOf(node, of);
    for (const [office, keys] of offices) {
      const has = keys.some((key) => signers.includes(addressOf(key)));
      signed.set(office, (signed.get(office) ?? 0) + Number(has));
    }
  }
  return signed;
}

/** Of each office the blocks in which it was a validator, and those it signed. */
function countedBy({ ledger }: Node): ReadonlyMap<string, readonly [number, number]> {
  const sums = [...ledger.attendance()].map(([office, hours]) => {
    const blocks = hours.reduce((sum, hour) => sum + hour.blocks, 0);
    const signed = hours.reduce((sum, hour) => sum + hour.signed, 0);
    return [office, [blocks, signed]] as const;
  });
  return new Map(sums);
}

const addressOf = ({ keyPair }: Actor) => toHex(sha256(keyPair.publicKey).slice(0, 20));
const keysOf = (actors: readonly Actor[]) =>
  actors.map(({ keyPair }) => toHex(keyPair.publicKey)).sort();

/** Puts acts on record one after another; gives the height of the last. */
async function send({ ledger }: Node, acts: readonly SignedAct[]): Promise<number> {
  let height = 0;
  for (const { envelope } of acts) {
    const { outcome } = must(await ledger.submit(envelope));
    expect(outcome.code).toBe(0);
    height = outcome.height;
  }
  return height;
}

describe.skipIf(!program.ok)('a network of four under CometBFT', () => {
  it('goes on while a key is replaced, a fifth comes and one goes, each two blocks later', {
    timeout: 120_000,
  }, async () => {
    const first = OFFICES.map((id) => actor(`${id}-consensus`));
    const rotated = actor('another key of office-b');
    const fifth = actor('office-e-consensus');
    const [a, b, c, d] = first as [Actor, Actor, Actor, Actor];
    // The fourth node runs with the key of office-d; one node more waits with the new key of b.
    const nodes = await startNodes(must(program), [a, b, c, d, fifth, rotated]);
    const [one, , , , last] = nodes as [Node, Node, Node, Node, Node];
    const make = governing(chain, Date.now);
    let count = 0;
    const some = async (node: Node) => {
      count += 1;
      const options = { chain, expiresAt: Date.now() + 120_000 };
      const { outcome } = must(await node.ledger.submit(notarise(count, options).envelope));
      return outcome.height;
    };
    await some(one);
    const rotatedAt = await send(one, [make.rotateOwn('office-b', rotated)]);
    await some(one);
    await some(one);
    expect(await validatorsAt(one, rotatedAt + 1)).toEqual(keysOf(first));
    expect(await validatorsAt(one, rotatedAt + 2)).toEqual(keysOf([a, rotated, c, d]));
    const admitting = make.decision(admissionOf(chain, 'office-e'), OFFICES.slice(0, 3));
    const admittedAt = await send(one, admitting.acts);
    await some(last);
    await some(last);
    expect(await validatorsAt(one, admittedAt + 1)).toEqual(keysOf([a, rotated, c, d]));
    expect(await validatorsAt(one, admittedAt + 2)).toEqual(keysOf([a, rotated, c, d, fifth]));
    const removing = make.decision({ kind: 'remove', member: 'office-a' }, ALL.slice(1));
    const removedAt = await send(last, removing.acts);
    await some(last);
    await some(one);
    const left = [rotated, c, d, fifth];
    expect(await validatorsAt(last, removedAt + 1)).toEqual(keysOf([a, ...left]));
    expect(await validatorsAt(last, removedAt + 2)).toEqual(keysOf(left));
    // The fifth takes part, and the one that left does not: some block soon has its signature.
    let seen: readonly string[] = [];
    for (let n = 0; n < 20 && !seen.includes(addressOf(fifth)); n++) {
      seen = [...seen, ...(await signersOf(last, (await some(last)) - 1))];
    }
    expect(seen).toContain(addressOf(fifth));
    const end = await some(one);
    expect(await signersOf(last, end - 1)).not.toContain(addressOf(a));
    // One history on all nodes, also on those that make no blocks any more.
    const heads = () => nodes.map(({ ledger }) => toHex(ledger.head().appHash));
    await expect.poll(() => new Set(heads()).size, { timeout: 20_000 }).toBe(1);
    // Each counted what CometBFT keeps: the office with another key once, each while it took part.
    const counts = countedBy(last);
    const until = last.ledger.height() - 1;
    const keys = [[a], [b, rotated], [c], [d], [fifth]];
    const offices = ALL.map((id, n) => [id, keys[n] ?? []] as const);
    const signed = await signedUpTo(last, until, offices);
    expect(new Map([...counts].map(([office, [, own]]) => [office, own]))).toEqual(signed);
    expect(ALL.map((id) => counts.get(id)?.[0])).toEqual([
      removedAt + 1,
      ...[until, until, until],
      until - admittedAt - 1,
    ]);
    await expect
      .poll(() => nodes.every((node) => node.ledger.height() > until), { timeout: 20_000 })
      .toBe(true);
    const same = nodes.filter(({ ledger }) => ledger.height() === one.ledger.height());
    for (const node of same) expect(countedBy(node)).toEqual(countedBy(one));
    expect(
      one.ledger.machine.read(
        'governance.protocol',
        {},
        {
          height: end,
          timeMs: one.ledger.head().timeMs,
          state: one.ledger.stateReader(),
        },
      ),
    ).toMatchObject({ value: { members: 4 } });
  });
});
