import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { expectOk, expectPresent, fromHex } from '@madang/base';
import { findCometBft } from '@madang/node';
import { untilReady } from '../apps/madang/src/network/local-network.ts';
import type { LocalNode } from '../apps/madang/src/network/local-node.ts';
import { endNode, pidOf, startNode } from '../apps/madang/src/network/processes.ts';
import { clientAt } from './lib/check-receipts.ts';
import type { ApplicationPlace } from './lib/comet-rpc.ts';
import { requestOf, signedActs } from './lib/notarisations.ts';
import { type OwnNetwork, placeOf, startOwnNetwork } from './lib/own-network.ts';
import { printFigures } from './lib/report.ts';
import { runLoad } from './lib/run-load.ts';

/**
 * How fast a node that was down comes to the height of the others, beside the speed at which they
 * made their blocks without it. By default it is one without a vote, so that the others lose no
 * time over it. With `--down validator` they wait for its proposals, which flatters the ratio.
 */
const { values } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    quick: { type: 'boolean', default: false },
    blocks: { type: 'string' },
    validators: { type: 'string', default: '4' },
    down: { type: 'string', default: 'follower' },
  },
});
const BLOCKS = Number(values.blocks ?? (values.quick ? 500 : 10_000));
/** Acts at once: what a block has at most, and nearly as many at the pace of the blocks. */
const CONNECTIONS = 8;
/** Acts that are signed before they are sent; while some are signed, time does not count. */
const ROUND = 2_000;
const LOOK_MS = 100;
const CAUGHT_UP_WITHIN_MS = 30 * 60_000;

/** What the others did while one was down. */
interface Made {
  readonly blocks: number;
  readonly transactions: number;
  readonly seconds: number;
}

/** Blocks as fast as they come, each with a few acts. */
async function makeBlocks({ apiPort }: LocalNode, place: () => Promise<ApplicationPlace>) {
  const client = clientAt(`http://127.0.0.1:${String(apiPort)}`);
  const ledger = expectOk(await client.ledger(), 'the node answers');
  const chain = expectOk(fromHex(ledger.chain), 'a chain');
  let made: Made = { blocks: 0, transactions: 0, seconds: 0 };
  while (made.blocks < BLOCKS) {
    const requests = signedActs(chain, ROUND).map(requestOf);
    const before = await place();
    const seen = await runLoad(requests, apiPort, CONNECTIONS);
    const after = await place();
    if (seen.succeeded !== ROUND) throw new Error(`Refused: ${seen.firstFailure ?? 'no answer'}`);
    made = {
      blocks: made.blocks + after.height - before.height,
      transactions: made.transactions + ROUND,
      seconds: made.seconds + seen.wallMs / 1_000,
    };
    note(`${String(made.blocks)} blocks, ${(made.blocks / made.seconds).toFixed(1)} each second`);
  }
  return made;
}

async function measure(network: OwnNetwork) {
  const leader = expectPresent(network.nodes[0], 'there is a node');
  const place = async () => expectPresent(await placeOf(leader), 'the node answers');
  const away = await oneThatIsDown(network);
  const made = await makeBlocks(leader, place);
  return { made, ...(await catchUp(away, place)) };
}

/** A node that has followed the others, was stopped, and the height at which it was. */
interface Away {
  readonly node: LocalNode;
  readonly height: number;
}

async function oneThatIsDown({ nodes, follower }: OwnNetwork): Promise<Away> {
  const node = expectPresent(follower ?? nodes.at(-1), 'there is a node');
  if (follower !== undefined) {
    startNode(follower);
    if ((await untilReady([follower])) !== undefined) throw new Error('It does not follow.');
  }
  const { height } = expectPresent(await placeOf(node), 'the node answers');
  await endNode(node, 'SIGTERM');
  return { node, height };
}

/** Starts it, and waits until it stands where the others stand, with the same application hash. */
async function catchUp({ node, height }: Away, place: () => Promise<ApplicationPlace>) {
  const startedAt = performance.now();
  startNode(node);
  let startSeconds = 0;
  for (;;) {
    const seconds = (performance.now() - startedAt) / 1_000;
    const own = await placeOf(node);
    const others = await place();
    if (startSeconds === 0 && own !== undefined && own.height > height) startSeconds = seconds;
    if (own !== undefined && own.height >= others.height) {
      if (own.appHash !== others.appHash) throw new Error('It has another application hash.');
      return { seconds, startSeconds, blocks: own.height - height };
    }
    const hasEnded = pidOf(node) === undefined;
    if (hasEnded || seconds * 1_000 > CAUGHT_UP_WITHIN_MS) throw new Error('It stays behind.');
    await setTimeout(LOOK_MS);
  }
}

function note(line: string): void {
  process.stderr.write(`${line}\n`);
}

expectOk(await findCometBft(note), 'CometBFT is here or can be built');
const network = await startOwnNetwork({
  validators: Number(values.validators),
  withFollower: values.down !== 'validator',
});
const { made, seconds, startSeconds, blocks } = await measure(network).finally(() =>
  network.stop(),
);
const madePerSecond = made.blocks / made.seconds;
const caughtUpPerSecond = blocks / seconds;
printFigures(
  'catch-up',
  {
    ratio: caughtUpPerSecond / madePerSecond,
    blocks,
    transactionsPerBlock: made.transactions / made.blocks,
    madePerSecond,
    caughtUpPerSecond,
    caughtUpSeconds: seconds,
    startSeconds,
  },
  values.json,
);
