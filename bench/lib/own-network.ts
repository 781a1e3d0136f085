import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, expectPresent } from '@madang/base';
import { cometGenesis, compactStore, openStore, withoutSync } from '@madang/node';
import { freeRange, P2P_AFTER } from '@madang/testkit';
import { layoutOf } from '../../apps/madang/src/data/layout.ts';
import { emptyCity } from '../../apps/madang/src/demo/gaon.ts';
import { beginningAfter, foundNetwork } from '../../apps/madang/src/network/found-network.ts';
import { untilReady } from '../../apps/madang/src/network/local-network.ts';
import type { LocalNode } from '../../apps/madang/src/network/local-node.ts';
import { networkPlan } from '../../apps/madang/src/network/plan.ts';
import { endNode, pidOf, startNode } from '../../apps/madang/src/network/processes.ts';
import { socketFolder } from '../../apps/madang/src/network/socket-folder.ts';
import type { LocalPorts } from '../../apps/madang/src/network/split.ts';
import { type ApplicationPlace, applicationPlace } from './comet-rpc.ts';
import { fillState } from './fill-state.ts';
import { makeFollower } from './follower.ts';
import { processCpuMs } from './process-cpu.ts';

/** A network of this machine without a demo, as `madang network up --empty` makes it. */
export interface OwnNetwork {
  /** Those that decide; all of them run. */
  readonly nodes: readonly LocalNode[];
  /** A node that has no vote and does not run yet, where one was asked for. */
  readonly follower?: LocalNode;
  /** Of the nodes and of their CometBFT, ms. */
  readonly cpuMs: () => number;
  /** What the first node holds on the disk. */
  readonly disk: () => DiskUse;
  readonly stop: () => Promise<void>;
}

/** What a node holds on the disk, in bytes. */
export interface DiskUse {
  /** Its ledger: log, state, proofs, transactions. */
  readonly ledgerBytes: number;
  /** CometBFT's blocks and its log of what it is about to do, which is cut at 1 GB. */
  readonly cometBytes: number;
}

/** What {@link startOwnNetwork} is given. */
export interface OwnNetworkWish {
  /** One, or at least four. */
  readonly validators: number;
  readonly withFollower?: boolean;
  /** So many keys are in the state before the first transaction. */
  readonly keys?: number;
}

/** Founds a network and starts those of its nodes that decide. */
export async function startOwnNetwork(wish: OwnNetworkWish): Promise<OwnNetwork> {
  const { validators, withFollower = false, keys = 0 } = wish;
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-bench-'));
  // Below those that connections get by themselves: nobody takes the port of a node that is down.
  const api = await freeRange(validators + 1);
  const ports = Array.from({ length: validators + 1 }, (_, n): LocalPorts => {
    return { api: api + n, p2p: api + P2P_AFTER + n };
  });
  const alone = { ...emptyCity, isNetwork: true } as const;
  const plan = validators === 1 ? alone : networkPlan(validators, false);
  const note = (): void => undefined;
  const terminal = { language: 'en', isInteractive: false, say: note, note, draw: note } as const;
  const nodes = expectOk(
    await foundNetwork({ folder, plan, isDemo: false, ports, terminal }),
    'the network is founded',
  );
  if (keys > 0) await enlarge(nodes, keys);
  const first = expectPresent(nodes[0], 'there is a node');
  const free = expectPresent(ports.at(-1), 'there is a port for each');
  const follower = withFollower ? makeFollower(first, free) : undefined;
  const stop = async (): Promise<void> => {
    const all = follower === undefined ? nodes : [...nodes, follower];
    await Promise.all(all.map((node) => endNode(node, 'SIGTERM')));
    rmSync(folder, { recursive: true, force: true });
  };
  for (const node of nodes) startNode(node);
  const late = await untilReady(nodes);
  if (late !== undefined) {
    await stop();
    throw new Error(`The node of ${late.institution} is not ready.`);
  }
  return {
    nodes,
    ...(follower === undefined ? {} : { follower }),
    cpuMs: () => nodes.reduce((sum, node) => sum + cpuMsOf(node), 0),
    disk: () => {
      const { ledger, comet } = layoutOf(first.folder);
      return { ledgerBytes: bytesIn(ledger), cometBytes: bytesIn(comet) };
    },
    stop,
  };
}

/** Puts keys into the ledger of nodes that have not run yet; CometBFT begins after that. */
async function enlarge(nodes: readonly LocalNode[], keys: number): Promise<void> {
  const [first, ...others] = nodes.map(({ folder }) => layoutOf(folder));
  const { ledger } = expectPresent(first, 'there is a node');
  const opened = await openStore({ folder: ledger, sync: withoutSync }, undefined);
  const store = expectOk(opened, 'the ledger opens');
  await fillState(store, keys);
  const genesis = cometGenesis(beginningAfter(store));
  await store.close();
  // Pages that were freed while it was filled would take in what is to be measured.
  expectOk(await compactStore(ledger), 'the ledger is compacted');
  for (const other of others) {
    rmSync(other.ledger, { recursive: true });
    cpSync(ledger, other.ledger, { recursive: true });
  }
  for (const { folder } of nodes) writeFileSync(layoutOf(folder).networkGenesis, genesis);
}

/** What the files of a folder take on the disk; one that goes away meanwhile takes nothing. */
function bytesIn(folder: string): number {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return files.reduce((sum, name) => {
    const found = statSync(path.join(folder, name), { throwIfNoEntry: false });
    return sum + (found?.isFile() === true ? found.blocks * STAT_BLOCK_BYTES : 0);
  }, 0);
}

/** What `stat` counts in, whatever the file system. */
const STAT_BLOCK_BYTES = 512;

/** The height and application hash of a node, or nothing while it does not answer. */
export async function placeOf(node: LocalNode): Promise<ApplicationPlace | undefined> {
  const sockets = expectOk(socketFolder(node.folder), 'the sockets are ours');
  return applicationPlace(path.join(sockets, 'rpc.sock')).catch(() => undefined);
}

function cpuMsOf(node: LocalNode): number {
  const pid = expectPresent(pidOf(node), 'the node runs');
  return [pid, ...childrenOf(pid)].reduce((sum, one) => sum + processCpuMs(one), 0);
}

function childrenOf(pid: number): readonly number[] {
  const tasks = `/proc/${String(pid)}/task`;
  return readdirSync(tasks).flatMap((task) =>
    readFileSync(path.join(tasks, task, 'children'), 'utf8')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
}
