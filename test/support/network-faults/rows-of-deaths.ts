import { setTimeout as sleep } from 'node:timers/promises';
import type { FaultNode } from './fault-network.ts';
import type { Fault, FaultRoom } from './row.ts';

/** How long a fault lasts before it is healed, ms. */
const LASTS_MS = 10_000;
/** Longer than CometBFT waits for a peer that says nothing (45 s), ms. */
const SILENT_MS = 60_000;

const others = ({ network }: FaultRoom, ...without: readonly FaultNode[]): readonly string[] =>
  network.nodes.filter((node) => !without.includes(node)).map(({ institution }) => institution);

/** How many are acknowledged in a time in which nothing can be. */
async function acknowledgedIn({ load }: FaultRoom, forMs: number): Promise<number> {
  const before = load.count();
  await sleep(forMs);
  return load.count() - before;
}

/** Nodes that die, are asked to stop, or are no longer reached. */
export const deaths: readonly Fault[] = [
  {
    name: 'one killed, then two',
    what: 'kill -9 of one node, then of a second one too; both started again',
    play: async (room) => {
      const { network, load, random, institutions } = room;
      const n = random.below(4);
      const [first, second] = [network.node(n), network.node(n + 1 + random.below(3))];
      await network.kill(first);
      await load.more(3, others(room, first));
      await network.kill(second);
      // What was decided before the second death may still be answered.
      await sleep(1_000);
      const without = await acknowledgedIn(room, LASTS_MS);
      if (without > 0) throw new Error('Two of four nodes recorded something.');
      network.start(first);
      await load.more(2, others(room, second));
      network.start(second);
      await load.more(1, institutions);
      return 'three of four went on; two of four recorded nothing; the third brought it back';
    },
  },
  {
    name: 'one cut off',
    what: 'all links of one node held for a minute (nothing comes, nobody is told), mended; refused, mended',
    play: async (room) => {
      const { network, load, random } = room;
      const cut = network.node(random.below(4));
      for (const act of ['hold', 'refuse'] as const) {
        for (const link of cut.links) link[act]();
        await sleep(2_000);
        const before = load.count(cut.institution);
        await load.more(3, others(room, cut));
        await sleep(act === 'hold' ? SILENT_MS : LASTS_MS);
        if (load.count(cut.institution) > before) throw new Error('A node alone recorded.');
        for (const link of cut.links) link.mend();
        await load.more(1, [cut.institution]);
      }
      return 'the others went on; the one alone recorded nothing and came back by itself';
    },
  },
  {
    name: 'rolling restart',
    what: 'each node asked to stop and started again, one after the other',
    play: async (room) => {
      const { network, load, institutions } = room;
      for (const node of network.nodes) {
        await network.stop(node);
        await load.more(1, others(room, node));
        network.start(node);
        await load.more(1, institutions);
      }
      return 'recording never stopped';
    },
  },
  {
    name: 'all killed at once',
    what: 'kill -9 of every node and every CometBFT in one moment; all started again',
    play: async ({ network, load, institutions }) => {
      await Promise.all(network.nodes.map((node) => network.kill(node)));
      for (const node of network.nodes) network.start(node);
      await load.more(1, institutions);
      return 'the network went on from where it was';
    },
  },
];
