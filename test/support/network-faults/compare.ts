import { equalBytes, toHex } from '@madang/base';
import { decodeLogEntry, parseCheckpoint } from '@madang/protocol';
import type { Random } from '@madang/testkit';
import { type FaultNetwork, type FaultNode, statusOf, until } from './fault-network.ts';
import type { Acknowledged } from './load.ts';

/** What was sent and acknowledged since the network was founded. */
export interface Books {
  readonly sent: ReadonlySet<string>;
  readonly acknowledged: ReadonlyMap<string, Acknowledged>;
}

const TILE_WIDTH = 256;
/** So many earlier ends of blocks are compared beside the newest. */
const SIZES = 4;

/**
 * Reads the whole log of every node over HTTP and says what is not as it must be: one history at
 * all nodes, what was acknowledged where it was said to be, nothing twice, nothing that nobody
 * sent. All nodes must run, and nobody send.
 */
export async function compareNodes(
  { nodes }: FaultNetwork,
  books: Books,
  random: Random,
): Promise<readonly string[]> {
  const size = await settled(nodes);
  const problems: string[] = [];
  const logs = await Promise.all(nodes.map((node) => readLog(node, size)));
  const [first = []] = logs;
  for (const [n, node] of nodes.entries()) {
    const log = logs[n] ?? [];
    const differs = first.findIndex((entry, index) => !equalBytes(entry, log[index] ?? none));
    if (differs >= 0) problems.push(`${node.institution} has another entry ${String(differs)}.`);
    problems.push(...bookProblems(node.institution, log, books));
  }
  const ends = endsOfBlocks(first);
  const sizes = new Set([size, ...random.shuffle(ends).slice(0, SIZES)]);
  for (const one of sizes) problems.push(...(await rootProblems(nodes, one)));
  return problems;
}

const none = new Uint8Array();

/** Waits until every node has the same entries and nothing waits anywhere. */
async function settled(nodes: readonly FaultNode[]): Promise<number> {
  let before = '';
  let size = 0;
  await until('all nodes stand at the same size and nothing waits', async () => {
    const states = await Promise.all(nodes.map(statusOf));
    const sizes = new Set(states.map((state) => state?.size));
    const waits = states.some((state) => state === undefined || state.pending > 0);
    size = states[0]?.size ?? 0;
    const now = `${String(size)} ${String(sizes.size)} ${String(waits)}`;
    const isSame = sizes.size === 1 && !waits && now === before;
    before = now;
    return isSame;
  });
  return size;
}

/** The entries of a node, read over HTTP. */
export async function readLog(
  { url, institution }: FaultNode,
  size: number,
): Promise<Uint8Array[]> {
  const entries: Uint8Array[] = [];
  for (let first = 0; first < size; first += TILE_WIDTH) {
    const width = Math.min(TILE_WIDTH, size - first);
    const place = String(first / TILE_WIDTH).padStart(3, '0');
    const end = width < TILE_WIDTH ? `.p/${String(width)}` : '';
    const answer = await fetch(`${url}/log/tile/entries/${place}${end}`);
    if (!answer.ok) throw new Error(`${institution} does not give its entries ${place}.`);
    entries.push(...split(await answer.bytes()));
  }
  return entries;
}

function split(bundle: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.length);
  for (let at = 0; at < bundle.length; ) {
    const end = at + 2 + view.getUint16(at);
    entries.push(bundle.slice(at + 2, end));
    at = end;
  }
  return entries;
}

function bookProblems(
  institution: string,
  log: readonly Uint8Array[],
  { sent, acknowledged }: Books,
): readonly string[] {
  const problems: string[] = [];
  const places = new Map<string, number>();
  for (const [index, bytes] of log.entries()) {
    const entry = decodeLogEntry(bytes);
    if (!entry.ok) problems.push(`${institution}: entry ${String(index)} does not decode.`);
    else if (entry.value.type === 'transaction') {
      const id = toHex(entry.value.body);
      if (places.has(id)) problems.push(`${institution} has ${id.slice(0, 8)} twice.`);
      if (!sent.has(id)) problems.push(`${institution} has ${id.slice(0, 8)}, which nobody sent.`);
      places.set(id, index);
    }
  }
  for (const [id, { index, node }] of acknowledged) {
    if (places.get(id) === index) continue;
    const there = places.get(id) === undefined ? 'nowhere' : `at ${String(places.get(id))}`;
    const what = `${id.slice(0, 8)}, acknowledged by ${node} at ${String(index)}`;
    problems.push(`${institution} lost ${what}: it is ${there}.`);
  }
  return problems;
}

function endsOfBlocks(log: readonly Uint8Array[]): readonly number[] {
  return log.flatMap((bytes, index) => {
    const entry = decodeLogEntry(bytes);
    return entry.ok && entry.value.type === 'block' ? [index + 1] : [];
  });
}

/** Each node signs, alone, what it has at the end of a block: the same root everywhere. */
async function rootProblems(nodes: readonly FaultNode[], size: number): Promise<readonly string[]> {
  const roots = new Map<string, string>();
  for (const { url, institution } of nodes) {
    const answer = await fetch(`${url}/log/checkpoint/${String(size)}`);
    const parsed = parseCheckpoint(await answer.text());
    roots.set(institution, parsed.ok ? toHex(parsed.value.checkpoint.root) : 'none');
  }
  if (new Set(roots.values()).size === 1 && ![...roots.values()].includes('none')) return [];
  const said = [...roots].map(([who, root]) => `${who} ${root.slice(0, 8)}`).join(', ');
  return [`At size ${String(size)} the roots differ: ${said}.`];
}
