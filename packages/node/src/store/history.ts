import { ok, type Result } from '@madang/base';
import type { NodeError } from '../failure.ts';
import type { Archive } from './archive.ts';
import { copyTiles, type TileSource } from './archive-log.ts';
import { bundleKey, decodeBundle } from './block.ts';
import type { LedgerDatabase, Writers } from './database.ts';
import { putHistory } from './head.ts';
import { readEntriesAt } from './log-reader.ts';
import { TILE_WIDTH, tileKey } from './log-tree.ts';
import { archivedPlace, encodePlace } from './places.ts';
import { dropSegments, removeSegments, type Segment, type Segments } from './segments.ts';
import { nextView, type View } from './view.ts';

/** The parts of an open store that its history concerns. */
export interface HistoryParts {
  readonly archive: Archive;
  readonly database: LedgerDatabase;
  readonly segments: Segments;
  view: View;
}

const HASH_BYTES = 32;

/** Brings the older part of the log into the archive, and says which transactions it has. */
export async function takeHistory(
  parts: HistoryParts,
  source: TileSource,
): Promise<Result<number, NodeError>> {
  const { history } = parts.view;
  const copied = await copyTiles({
    ...{ source, archive: parts.archive, from: 0, size: history.outsideBefore },
    expected: (level, index) => subtreeHash(parts.view, level, index),
    onBodies: (bodies) =>
      parts.database.commit(({ places }) => {
        for (const { bodyHash, index } of bodies) {
          places.put(bodyHash, encodePlace(archivedPlace(index)));
        }
      }),
  });
  if (!copied.ok) return copied;
  await commitAndView(parts, (tables) => {
    putHistory(tables.meta, { ...history, isArchived: true });
  });
  return copied;
}

/** Moves the older part of the log into the archive and out of the database. */
export async function archiveHistory(
  parts: HistoryParts,
  keepEntries: number,
): Promise<Result<number, NodeError>> {
  const { archive, segments } = parts;
  const { history, head } = parts.view;
  // The last tile of each level stays: the log is appended to it.
  const kept = Math.max(keepEntries, TILE_WIDTH);
  const size = Math.floor(Math.max(0, head.logSize - kept) / TILE_WIDTH) * TILE_WIDTH;
  if (size <= history.outsideBefore) return ok(0);
  const copied = await copyTiles({
    ...{ archive, size, source: ownTiles(parts) },
    from: history.isArchived ? history.outsideBefore : 0,
    expected: (level, index) => subtreeHash(parts.view, level, index),
  });
  if (!copied.ok) return copied;
  const start = parts.view.snapshot.bundles.get(bundleKey(size / TILE_WIDTH));
  const unused = start === undefined ? [] : entriesBefore(segments, decodeBundle(start).segment);
  await commitAndView(parts, (tables) => {
    removeTiles(tables, history.outsideBefore, size);
    dropSegments(unused, tables.segments);
    putHistory(tables.meta, { ...history, outsideBefore: size });
  });
  removeSegments(segments, unused);
  return copied;
}

async function commitAndView(parts: HistoryParts, write: (tables: Writers) => void): Promise<void> {
  await parts.database.commit(write);
  const before = parts.view.snapshot;
  const snapshot = parts.database.snapshot();
  parts.view = nextView(parts.view, { snapshot, head: parts.view.head }, parts.archive);
  before.release();
}

/** The tiles that this store has itself. */
function ownTiles(parts: HistoryParts): TileSource {
  return {
    tile: (level, index) => Promise.resolve(parts.view.tiles.get(tileKey(level, index))),
    bundle: (index) => {
      const start = parts.view.snapshot.bundles.get(bundleKey(index));
      const bundle =
        start === undefined
          ? undefined
          : readEntriesAt(parts.segments, decodeBundle(start), TILE_WIDTH);
      return Promise.resolve(bundle);
    },
  };
}

/** The hash over a full tile, as the level above has it. */
function subtreeHash(view: View, level: number, index: number): Uint8Array | undefined {
  const above = view.tiles.get(tileKey(level + 1, Math.floor(index / TILE_WIDTH)));
  const at = (index % TILE_WIDTH) * HASH_BYTES;
  return above?.slice(at, at + HASH_BYTES);
}

function entriesBefore({ committed }: Segments, segment: number): readonly Segment[] {
  return (committed.get('entries') ?? []).filter((one) => one.segment < segment);
}

function removeTiles({ tiles, bundles }: Writers, from: number, to: number): void {
  for (let width = TILE_WIDTH, level = 0; width <= to; width *= TILE_WIDTH, level++) {
    for (let index = Math.floor(from / width); index < Math.floor(to / width); index++) {
      tiles.remove(tileKey(level, index));
    }
  }
  for (let index = from / TILE_WIDTH; index < to / TILE_WIDTH; index++) {
    bundles.remove(bundleKey(index));
  }
}
