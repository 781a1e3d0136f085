import { toHex } from '@madang/base';
import { createHttp, type Fetch, ledgerAnswer } from '@madang/client';
import type { Colleague } from '@madang/node';
import type { ApiLedger } from './ports.ts';

/** The nodes of a network, as the settings of this one name them. */
export interface ApiNodes {
  /** The institution whose node this is. */
  readonly own: string;
  /** All of them, this one included, with the addresses at which everybody asks them. */
  readonly all: readonly Colleague[];
  /** How others are asked: the platform's `fetch` unless given. */
  readonly fetch?: Fetch;
}

/** How a node was found. */
export interface NodeSeen {
  readonly institution: string;
  readonly url: string;
  /** Where it stands; absent where it did not answer in time, or for another ledger. */
  readonly stands?: { readonly height: number; readonly size: number };
}

/** Asks the nodes of a network how they are. */
export interface NodeWatch {
  /**
   * All nodes as they were found a few seconds ago at most; nothing where there is one computer.
   */
  readonly look: () => Promise<readonly NodeSeen[] | undefined>;
}

/** How long a node is waited for, ms. */
const ANSWER_MS = 2_000;
/** Longest answer that is read, bytes. */
const MAX_ANSWER_BYTES = 16_384;
/** So long an answer is good for everybody who asks, ms: nobody makes us ask more often. */
const FRESH_MS = 3_000;

/** Watches the nodes of a network on demand; asks all at once, and not more often than needed. */
export function createNodeWatch(ledger: ApiLedger, nodes: ApiNodes | undefined): NodeWatch {
  if (nodes === undefined) return { look: () => Promise.resolve(undefined) };
  let last: { readonly seen: Promise<readonly NodeSeen[]>; readonly untilMs: number } | undefined;
  return {
    look: () => {
      const nowMs = performance.now();
      if (last === undefined || nowMs > last.untilMs) {
        const seen = Promise.all(nodes.all.map((node) => see(ledger, nodes, node)));
        last = { seen, untilMs: nowMs + ANSWER_MS + FRESH_MS };
      }
      return last.seen;
    },
  };
}

async function see(ledger: ApiLedger, nodes: ApiNodes, node: Colleague): Promise<NodeSeen> {
  if (node.institution === nodes.own) {
    const { height, size, isRunning } = ledger.now();
    return isRunning ? { ...node, stands: { height, size } } : node;
  }
  const http = createHttp({
    baseUrl: node.url,
    fetch:
      nodes.fetch ?? ((input, init) => globalThis.fetch(input, { ...init, redirect: 'error' })),
    language: () => 'en',
  });
  const answer = await http.json(ledgerAnswer, {
    path: '/api/ledger',
    maxSizeBytes: MAX_ANSWER_BYTES,
    timeoutMs: ANSWER_MS,
  });
  if (!answer.ok || answer.value.chain !== toHex(ledger.chain)) return node;
  const { height, size } = answer.value;
  return { ...node, stands: { height, size } };
}
