import {
  ResponseApplySnapshotChunk_Result,
  ResponseOfferSnapshot_Result,
  type Snapshot,
} from 'cosmjs-types/tendermint/abci/types';
import type { FakeComet } from './fake-comet.ts';

/** A node that offers snapshots, as another one sees it. */
export interface SnapshotPeer {
  readonly id: string;
  list(): Promise<readonly Snapshot[]>;
  /** A chunk; nothing if the peer does not have it. */
  chunk(snapshot: Snapshot, index: number): Promise<Uint8Array | undefined>;
}

/** What {@link syncState} goes by. */
export interface StateSync {
  readonly peers: readonly SnapshotPeer[];
  /** The application hash at a height, as the light client verifies it. */
  readonly appHash: (height: number) => Uint8Array;
  /** Told each chunk before it is applied; may change what is applied, or stop everything. */
  readonly onChunk?: (index: number) => void;
}

/** How a state sync went. */
export interface SyncedState {
  readonly height: number;
  /** Peers whose chunks or snapshots were refused. */
  readonly rejected: readonly string[];
  /** How many chunks were applied, those included that were refused. */
  readonly applied: number;
}

const OFFER = ResponseOfferSnapshot_Result;
const APPLY = ResponseApplySnapshotChunk_Result;

/** More chunks than this are never asked for: it would go round for ever. */
const APPLIED_MAX = 10_000;

/** The peer that a stand-in for CometBFT is to others. */
export function snapshotPeer(id: string, comet: FakeComet): SnapshotPeer {
  return {
    id,
    list: async () => {
      const { listSnapshots } = await comet.ask({ listSnapshots: {} });
      return listSnapshots?.snapshots ?? [];
    },
    chunk: async ({ height, format }, index) => {
      const asked = { loadSnapshotChunk: { height, format, chunk: index } };
      const chunk = (await comet.ask(asked)).loadSnapshotChunk?.chunk;
      return chunk === undefined || chunk.length === 0 ? undefined : chunk;
    },
  };
}

/**
 * What CometBFT does when a node without blocks syncs the state (`statesync/syncer.go`): it offers
 * the newest snapshots first, fetches chunks from whoever has them, applies them in order, and
 * follows the answers of the application.
 */
export async function syncState(comet: FakeComet, sync: StateSync): Promise<SyncedState> {
  const rejected = new Set<string>();
  const refused = new Set<string>();
  let applied = 0;
  for (;;) {
    const best = await bestSnapshot(sync, rejected, refused);
    if (best === undefined) throw new Error('Nobody offers a snapshot that is taken.');
    const { snapshot, senders } = best;
    const appHash = sync.appHash(Number(snapshot.height));
    const offered = await comet.ask({ offerSnapshot: { snapshot, appHash } });
    const verdict = offered.offerSnapshot?.result;
    if (verdict === OFFER.ABORT) throw new Error('The application ended the state sync.');
    if (verdict === OFFER.REJECT_SENDER) for (const { id } of senders) rejected.add(id);
    if (verdict !== OFFER.ACCEPT) {
      refused.add(keyOf(snapshot));
      continue;
    }
    const end = await applyChunks({ comet, sync, snapshot, senders, rejected });
    applied += end.applied;
    if (end.verdict === 'restored') {
      await verifyApplication(comet, snapshot, appHash);
      return { height: Number(snapshot.height), rejected: [...rejected], applied };
    }
    refused.add(keyOf(snapshot));
  }
}

interface Best {
  readonly snapshot: Snapshot;
  readonly senders: readonly SnapshotPeer[];
}

async function bestSnapshot(
  { peers }: StateSync,
  rejected: ReadonlySet<string>,
  refused: ReadonlySet<string>,
): Promise<Best | undefined> {
  const found = new Map<string, { snapshot: Snapshot; senders: SnapshotPeer[] }>();
  for (const peer of peers.filter(({ id }) => !rejected.has(id))) {
    for (const snapshot of await peer.list()) {
      const key = keyOf(snapshot);
      const known = found.get(key) ?? { snapshot, senders: [] };
      known.senders.push(peer);
      if (!refused.has(key)) found.set(key, known);
    }
  }
  return [...found.values()].sort(
    (left, right) =>
      Number(right.snapshot.height - left.snapshot.height) ||
      right.senders.length - left.senders.length,
  )[0];
}

function keyOf({ height, format, chunks, hash, metadata }: Snapshot): string {
  return [
    height,
    format,
    chunks,
    Buffer.from(hash).toString('hex'),
    Buffer.from(metadata).toString('hex'),
  ].join();
}

interface Applying {
  readonly comet: FakeComet;
  readonly sync: StateSync;
  readonly snapshot: Snapshot;
  readonly senders: readonly SnapshotPeer[];
  readonly rejected: Set<string>;
}

interface AppliedChunks {
  readonly verdict: 'restored' | 'refused';
  readonly applied: number;
}

async function applyChunks(applying: Applying): Promise<AppliedChunks> {
  const { comet, sync, snapshot, rejected } = applying;
  let applied = 0;
  for (let index = 0; index < snapshot.chunks; ) {
    const fetched = await fetchChunk(applying, index);
    if (fetched === undefined || applied > APPLIED_MAX) return { verdict: 'refused', applied };
    sync.onChunk?.(index);
    const { applySnapshotChunk } = await comet.ask({ applySnapshotChunk: { index, ...fetched } });
    applied += 1;
    for (const sender of applySnapshotChunk?.rejectSenders ?? []) rejected.add(sender);
    const verdict = applySnapshotChunk?.result;
    if (verdict === APPLY.ACCEPT) index += 1;
    else if (verdict !== APPLY.RETRY) return { verdict: 'refused', applied };
  }
  return { verdict: 'restored', applied };
}

async function fetchChunk(
  { snapshot, senders, rejected }: Applying,
  index: number,
): Promise<{ readonly chunk: Uint8Array; readonly sender: string } | undefined> {
  for (const peer of senders) {
    if (rejected.has(peer.id)) continue;
    const chunk = await peer.chunk(snapshot, index);
    if (chunk !== undefined) return { chunk, sender: peer.id };
  }
  return undefined;
}

async function verifyApplication(
  comet: FakeComet,
  { height }: Snapshot,
  appHash: Uint8Array,
): Promise<void> {
  const { info } = await comet.ask({ info: {} });
  if (info?.lastBlockHeight !== height) throw new Error('The application has another height.');
  if (Buffer.compare(info.lastBlockAppHash, appHash) !== 0) {
    throw new Error('The application has another application hash.');
  }
}
