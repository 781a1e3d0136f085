import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  expectOk,
  expectPresent,
  list,
  parseJson,
  record,
  type TypeOf,
  text,
  uint,
} from '@madang/base';
import { statusAnswer } from '@madang/client';
import { genesisHash } from '@madang/protocol';
import { freeRange, P2P_AFTER, type Random } from '@madang/testkit';
import { readGenesis } from '../../../apps/madang/src/data/city.ts';
import { layoutOf } from '../../../apps/madang/src/data/layout.ts';
import { foundNetwork } from '../../../apps/madang/src/network/found-network.ts';
import { writeLocalNetwork } from '../../../apps/madang/src/network/local-network.ts';
import type { LocalNode } from '../../../apps/madang/src/network/local-node.ts';
import { networkPlan } from '../../../apps/madang/src/network/plan.ts';
import {
  endNode,
  logFileOf,
  pidOf,
  type StartOptions,
  startNode,
} from '../../../apps/madang/src/network/processes.ts';
import { type Link, openLink, type Weather } from './relay.ts';

/** A node with the links on which it dials the others, and they it. */
export interface FaultNode extends LocalNode {
  readonly url: string;
  readonly p2pPort: number;
  /** Everything that goes out or comes in, of CometBFT and of the API between nodes. */
  readonly links: readonly Link[];
}

/** Four institutions on one machine, each pair of nodes with a link of its own each way. */
export interface FaultNetwork {
  readonly folder: string;
  readonly chain: Uint8Array;
  readonly nodes: readonly FaultNode[];
  readonly node: (n: number) => FaultNode;
  readonly start: (node: FaultNode, options?: StartOptions) => void;
  /** Ends a node and its CometBFT at once, as a power cut does. */
  readonly kill: (node: FaultNode) => Promise<void>;
  /** Asks a node to stop and waits until it has. */
  readonly stop: (node: FaultNode) => Promise<void>;
  readonly weather: (weather: Weather | undefined) => void;
  readonly close: () => Promise<void>;
}

interface NodePorts {
  readonly api: number;
  readonly p2p: number;
}

const VALIDATORS = 4;
const quiet = {
  language: 'en',
  isInteractive: false,
  say: () => undefined,
  note: () => undefined,
  draw: () => undefined,
} as const;

/** Founds a network in a folder; no node runs yet. */
export async function foundFaultNetwork(folder: string, random: Random): Promise<FaultNetwork> {
  const plan = networkPlan(VALIDATORS, false);
  // Below those that the system gives to links: a node that is down keeps its port.
  const first = await freeRange(VALIDATORS);
  const ports = Array.from({ length: VALIDATORS }, (_, n) => ({
    api: first + n,
    p2p: first + P2P_AFTER + n,
  }));
  const wish = { folder, plan, isDemo: false, ports, terminal: quiet };
  const founded = expectOk(await foundNetwork(wish), 'the network is founded');
  writeLocalNetwork(folder, founded);
  const nodes = await linked(founded, ports, random);
  const layout = layoutOf(expectPresent(nodes[0], 'the first node').folder);
  const chain = genesisHash(expectOk(readGenesis(layout), 'the genesis').bytes);
  const links = [...new Set(nodes.flatMap((node) => node.links))];
  return {
    folder,
    chain,
    nodes,
    node: (n) => expectPresent(nodes[n % nodes.length], 'a node'),
    start: startNode,
    kill,
    stop: async (node) => {
      await endNode(node, 'SIGTERM');
    },
    weather: (weather) => {
      for (const link of links) link.slow(weather);
    },
    close: async () => {
      await Promise.all(nodes.map((node) => endNode(node, 'SIGTERM')));
      for (const node of nodes) await kill(node);
      await Promise.all(links.map((link) => link.close()));
    },
  };
}

const knownNode = record({
  institution: text({ min: 1, max: 64 }),
  id: text({ min: 40, max: 40 }),
  host: text({ min: 1, max: 64 }),
  port: uint(),
  api: text({ min: 1, max: 200 }),
});
type KnownNode = TypeOf<typeof knownNode>;
/** The settings of a node, `network.json`, as far as a test changes them. */
export const networkFile = record({
  format: uint(),
  institution: text({ min: 1, max: 64 }),
  listen: text({ min: 1, max: 64 }),
  pace: text({ min: 1, max: 16 }),
  nodes: list(knownNode, { max: 16 }),
});

/** Puts a link of our own between each node and every other that its settings name. */
async function linked(
  founded: readonly LocalNode[],
  ports: readonly NodePorts[],
  random: Random,
): Promise<readonly FaultNode[]> {
  const linksOf = founded.map((): Link[] => []);
  for (const [from, node] of founded.entries()) {
    const file = layoutOf(node.folder).network;
    const settings = expectOk(
      parseJson(networkFile, JSON.parse(readFileSync(file, 'utf8'))),
      'settings of a node',
    );
    const nodes: KnownNode[] = [];
    for (const [to, known] of settings.nodes.entries()) {
      const links = to === from ? [] : await linksTo(ports[to], random);
      for (const end of [from, to]) linksOf[end]?.push(...links);
      const [p2p, api] = links;
      const isOwn = p2p === undefined || api === undefined;
      const url = `http://127.0.0.1:${String(api?.port)}`;
      nodes.push(isOwn ? known : { ...known, port: p2p.port, api: url });
    }
    writeFileSync(file, JSON.stringify({ ...settings, nodes }));
  }
  return founded.map((node, n) => ({
    ...node,
    url: `http://127.0.0.1:${String(node.apiPort)}`,
    p2pPort: ports[n]?.p2p ?? 0,
    links: linksOf[n] ?? [],
  }));
}

/** The links to a node: of CometBFT, and of the API. */
async function linksTo(to: NodePorts | undefined, random: Random): Promise<readonly Link[]> {
  return [await openLink(to?.p2p ?? 0, random), await openLink(to?.api ?? 0, random)];
}

/** The node, and the CometBFT that it started: the processes that name its folder. */
async function kill(node: LocalNode): Promise<void> {
  const comet = processesNaming(layoutOf(node.folder).comet);
  const isGone = endNode(node, 'SIGKILL');
  for (const pid of comet) signal(pid, 'SIGKILL');
  await isGone;
  while (processesNaming(layoutOf(node.folder).comet).length > 0) await sleep(50);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

/** Processes with exactly this word on their command line. */
export function processesNaming(word: string): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name);
    if (!Number.isSafeInteger(pid)) return [];
    try {
      const words = readFileSync(path.join('/proc', name, 'cmdline'), 'utf8').split('\0');
      return words.includes(word) ? [pid] : [];
    } catch {
      return [];
    }
  });
}

/** How a node says that it is; nothing if it does not answer. */
export async function statusOf({ url }: Pick<FaultNode, 'url'>) {
  try {
    const answer = await fetch(`${url}/api/status`, { signal: AbortSignal.timeout(5_000) });
    const status = parseJson(statusAnswer, await answer.json());
    return status.ok ? status.value : undefined;
  } catch {
    return undefined;
  }
}

/** Waits until something holds; throws with what was waited for if it does not come to hold. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 180_000,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`It did not come to this: ${what}.`);
    await sleep(200);
  }
}

/** What a node has said on its output so far. */
export function saidBy(node: LocalNode): string {
  return readFileSync(logFileOf(node), 'utf8');
}

/** Whether the process of a node runs. */
export function runs(node: LocalNode): boolean {
  return pidOf(node) !== undefined;
}

/** Waits until a node has ended by itself, and gives the sentence with which it did. */
export async function endsWith(node: LocalNode, codes: RegExp): Promise<string> {
  await until(`${node.institution} stops by itself`, () => !runs(node));
  const last = saidBy(node).trimEnd().split('\n').at(-1) ?? '';
  if (!codes.test(last)) throw new Error(`${node.institution} did not say why: ${last}`);
  return last;
}
