import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk, expectPresent } from '@madang/base';
import { freePort } from '@madang/testkit';
import { emptyCity } from '../../apps/madang/src/demo/gaon.ts';
import { foundNetwork } from '../../apps/madang/src/network/found-network.ts';
import { untilReady } from '../../apps/madang/src/network/local-network.ts';
import type { LocalNode } from '../../apps/madang/src/network/local-node.ts';
import { networkPlan } from '../../apps/madang/src/network/plan.ts';
import { endNode, pidOf, startNode } from '../../apps/madang/src/network/processes.ts';
import { socketFolder } from '../../apps/madang/src/network/socket-folder.ts';
import type { LocalPorts } from '../../apps/madang/src/network/split.ts';
import { type ApplicationPlace, applicationPlace } from './comet-rpc.ts';
import { makeFollower } from './follower.ts';
import { processCpuMs } from './process-cpu.ts';

/** A network of this machine without a demo, as `madang network up --empty` makes it. */
export interface OwnNetwork {
  /** Those that decide; all of them run. */
  readonly nodes: readonly LocalNode[];
  /** A node that has no vote and does not run yet. */
  readonly follower: LocalNode;
  /** Of the nodes and of their CometBFT, ms. */
  readonly cpuMs: () => number;
  readonly stop: () => Promise<void>;
}

/** Founds and starts a network of one or of at least four validators. */
export async function startOwnNetwork(validators: number): Promise<OwnNetwork> {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-bench-'));
  const ports: LocalPorts[] = [];
  for (let n = 0; n <= validators; n++) {
    ports.push({ api: await freePort(), p2p: await freePort() });
  }
  const alone = { ...emptyCity, isNetwork: true } as const;
  const plan = validators === 1 ? alone : networkPlan(validators, false);
  const note = (): void => undefined;
  const terminal = { language: 'en', isInteractive: false, say: note, note, draw: note } as const;
  const nodes = expectOk(
    await foundNetwork({ folder, plan, isDemo: false, ports, terminal }),
    'the network is founded',
  );
  const last = expectPresent(nodes.at(-1), 'there is a node');
  const follower = makeFollower(last, expectPresent(ports.at(-1), 'there is a port for each'));
  for (const node of nodes) startNode(node);
  const late = await untilReady(nodes);
  if (late !== undefined) throw new Error(`The node of ${late.institution} is not ready.`);
  return {
    nodes,
    follower,
    cpuMs: () => nodes.reduce((sum, node) => sum + cpuMsOf(node), 0),
    stop: async () => {
      await Promise.all([...nodes, follower].map((node) => endNode(node, 'SIGTERM')));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

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
