import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expectOk, parseJson } from '@madang/base';
import { cometNodeId } from '@madang/node';
import { freePort } from '@madang/testkit';
import { createKeyFile } from '../../../apps/madang/src/data/key-file.ts';
import { layoutOf, secretFile } from '../../../apps/madang/src/data/layout.ts';
import { type FaultNode, networkFile, runs, saidBy, statusOf, until } from './fault-network.ts';
import type { Fault } from './row.ts';

/** Nodes that say two things of which only one can be true. */
export const lies: readonly Fault[] = [
  {
    name: 'one validator signs twice',
    what: 'a second node with the same consensus key and another p2p key; ended',
    play: async ({ network, load, random, institutions }) => {
      const node = network.node(random.below(4));
      const { institution } = node;
      await network.stop(node);
      const twin = await twinOf(node);
      network.start(node);
      network.start(twin);
      const others = network.nodes.filter((one) => one !== node);
      for (const one of others) {
        await until(`${one.institution} says that ${institution} signed twice`, () =>
          hasNoted(one, institution),
        );
      }
      await load.more(2, institutions);
      await network.kill(twin);
      rmSync(twin.folder, { recursive: true });
      const stopped = network.nodes.filter((one) => !runs(one)).map((one) => one.institution);
      if (stopped.length > 0) throw new Error(`${stopped.join(', ')} stopped for it.`);
      const heights = await countOf(others, institution);
      return `all others named ${institution} (${heights} heights) in log, status and metrics`;
    },
  },
];

async function hasNoted(node: FaultNode, institution: string): Promise<boolean> {
  const status = await statusOf(node);
  const isInStatus = status?.doubleSigners?.some((one) => one.institution === institution);
  const metrics = await (await fetch(`${node.url}/metrics`)).text();
  const counter = `madang_double_signatures_total{institution="${institution}"}`;
  const line = `The validator of ${institution} signed twice at height`;
  return isInStatus === true && metrics.includes(counter) && saidBy(node).includes(line);
}

async function countOf(nodes: readonly FaultNode[], institution: string): Promise<string> {
  const counts: number[] = [];
  for (const node of nodes) {
    const found = (await statusOf(node))?.doubleSigners ?? [];
    counts.push(found.find((one) => one.institution === institution)?.times ?? 0);
  }
  return [...new Set(counts)].join(' or ');
}

/** A copy of a stopped node that others take for another node of the same institution. */
async function twinOf(node: FaultNode): Promise<FaultNode> {
  const folder = `${node.folder}-twin`;
  cpSync(node.folder, folder, { recursive: true });
  const layout = layoutOf(folder);
  const key = secretFile(layout, 'p2p');
  rmSync(key);
  const seed = expectOk(createKeyFile(key, 'ed25519'), 'a key of the twin');
  const [apiPort, port] = [await freePort(), await freePort()];
  const file = layout.network;
  const settings = expectOk(
    parseJson(networkFile, JSON.parse(readFileSync(file, 'utf8'))),
    'settings of a node',
  );
  const nodes = settings.nodes.map((one) =>
    one.institution === node.institution ? { ...one, id: cometNodeId(seed), port } : one,
  );
  writeFileSync(file, JSON.stringify({ ...settings, nodes }));
  return { ...node, folder, apiPort, p2pPort: port, url: `http://127.0.0.1:${String(apiPort)}` };
}
