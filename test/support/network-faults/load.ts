import { setTimeout as sleep } from 'node:timers/promises';
import { toHex } from '@madang/base';
import { actor, actSigner, notariseFiles, type Random, sealFiles } from '@madang/testkit';
import { type FaultNetwork, until } from './fault-network.ts';

/** Who acknowledged a transaction, and as which entry of the log. */
export interface Acknowledged {
  readonly index: number;
  readonly node: string;
}

/** Signed transactions on their way to nodes by HTTP, and what came of each. */
export interface Load {
  /** Every body that was sent at all; who sends one beside the load adds it. */
  readonly sent: Set<string>;
  readonly acknowledged: ReadonlyMap<string, Acknowledged>;
  /** Sentences about answers that contradict each other. */
  readonly faults: readonly string[];
  /** Waits until so many more are acknowledged by each of these nodes. */
  readonly more: (count: number, institutions: readonly string[]) => Promise<void>;
  /** How many were acknowledged so far, by anybody or by one. */
  readonly count: (institution?: string) => number;
  /** What nodes refused, by code, and how often. */
  readonly refused: ReadonlyMap<string, number>;
  readonly stop: () => Promise<void>;
}

const SENDERS = 4;
const ANSWER_MS = 10_000;
const PAUSE_MS = 40;
/** A body that nobody has answered after so many tries is left alone: its fate is open. */
const TRIES = 40;

interface LoadState {
  readonly network: FaultNetwork;
  readonly random: Random;
  readonly sent: Set<string>;
  readonly acknowledged: Map<string, Acknowledged>;
  readonly refused: Map<string, number>;
  readonly faults: string[];
  isStopped: boolean;
}

/** Begins to send, each sender one after the other and to any node, the dead ones too. */
export function startLoad(network: FaultNetwork, random: Random, name: string): Load {
  const state: LoadState = {
    network,
    random,
    sent: new Set(),
    acknowledged: new Map(),
    refused: new Map(),
    faults: [],
    isStopped: false,
  };
  const count = (institution?: string): number =>
    institution === undefined
      ? state.acknowledged.size
      : [...state.acknowledged.values()].filter(({ node }) => node === institution).length;
  const senders = Array.from({ length: SENDERS }, (_, n) => send(state, `${name} ${String(n)}`));
  return {
    ...state,
    count,
    more: async (wanted, institutions) => {
      const before = new Map(institutions.map((one) => [one, count(one)]));
      const isThere = (one: string) => count(one) >= (before.get(one) ?? 0) + wanted;
      const what = `${String(wanted)} more transactions are recorded by ${institutions.join(', ')}`;
      await until(what, () => institutions.every(isThere));
    },
    stop: async () => {
      state.isStopped = true;
      await Promise.all(senders);
    },
  };
}

async function send(state: LoadState, name: string): Promise<void> {
  const sign = actSigner(state.network.chain, Date.now);
  const by = actor(name);
  const sealed = await sealFiles([Buffer.from(name)]);
  while (!state.isStopped) {
    const { envelope, bodyHash } = sign(notariseFiles(by, sealed));
    const id = toHex(bodyHash);
    state.sent.add(id);
    for (let tries = 0; tries < TRIES && !(await isDone(state, id, envelope)); tries++) {
      if (isOver(state)) return;
      await sleep(PAUSE_MS * 4);
    }
    // Whoever sent it sends it again now and then: it is one act with one answer.
    if (state.random.chance(10)) await isDone(state, id, envelope);
    await sleep(PAUSE_MS);
  }
}

function isOver({ isStopped }: LoadState): boolean {
  return isStopped;
}

/** Offers a body to one node. The same bytes may go to several: they are one act. */
async function isDone(state: LoadState, id: string, envelope: Uint8Array): Promise<boolean> {
  const { acknowledged, faults, random, network } = state;
  const node = network.node(random.below(network.nodes.length));
  const answer = await post(node.url, envelope);
  if (typeof answer === 'string') {
    state.refused.set(answer, (state.refused.get(answer) ?? 0) + 1);
    return false;
  }
  if (answer === undefined) return false;
  const before = acknowledged.get(id);
  if (before !== undefined && before.index !== answer) {
    faults.push(`${id.slice(0, 8)} was acknowledged at ${String(before.index)} by ${before.node}`);
    faults.push(`and at ${String(answer)} by ${node.institution}.`);
  }
  acknowledged.set(id, before ?? { index: answer, node: node.institution });
  return true;
}

/** The index that a node answers; the code of a refusal; nothing where nobody answers. */
export async function post(
  url: string,
  envelope: Uint8Array,
): Promise<number | string | undefined> {
  try {
    const answer = await fetch(`${url}/api/transactions`, {
      method: 'POST',
      headers: { 'content-type': 'application/cbor' },
      body: Uint8Array.from(envelope),
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    const said: unknown = await answer.json();
    if (typeof said !== 'object' || said === null) return undefined;
    if (answer.ok && 'record' in said) return Number(said.record);
    return 'code' in said ? String(said.code) : undefined;
  } catch {
    // Whether this one is on record, only the log can say.
    return undefined;
  }
}
