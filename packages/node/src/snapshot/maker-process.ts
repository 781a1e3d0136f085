import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../store/database.ts';
import { segmentFolder } from '../store/files.ts';
import { folderPaths } from '../store/folder.ts';
import { readHead } from '../store/head.ts';
import { keptSnapshots } from './kept.ts';
import { makeSnapshot } from './make.ts';
import type { MakerAnswer, MakerOrder } from './maker.ts';

/**
 * The process that makes one snapshot beside the node. It opens the database at once, so that it
 * takes only a moment to hold a block fast when it is told to; then it makes the snapshot in its
 * own time, and ends.
 */
const [folder = ''] = process.argv.slice(2);
const paths = folderPaths(folder);
const database = openDatabase(paths.ledger, { readOnly: true });
process.once('disconnect', () => process.exit(1));
process.once('message', (order: MakerOrder) => {
  make(order).then(end, (thrown: unknown) => {
    end({ kind: 'failed', message: thrown instanceof Error ? thrown.message : String(thrown) });
  });
});
say({ kind: 'ready' });

async function make({ height, logSize, keep }: MakerOrder): Promise<MakerAnswer> {
  const startedAt = performance.now();
  const snapshot = database.snapshot();
  const head = readHead(snapshot.meta);
  if (head?.logSize !== logSize) throw new Error('The block is no longer the newest.');
  say({ kind: 'taken' });
  const kept = keptSnapshots(paths.snapshots);
  const writer = kept.begin(height);
  const databaseBytes = statSync(join(paths.ledger, 'data.mdb')).size;
  const { scratch } = writer;
  const segments = segmentFolder(paths.segments);
  let sizeBytes = 0;
  const metadata = makeSnapshot({
    ...{ snapshot, segments, scratch, databaseBytes },
    write: (index, chunk) => {
      sizeBytes += chunk.length;
      writer.write(index, chunk);
    },
  });
  writer.finish(metadata);
  kept.prune(keep);
  snapshot.release();
  await database.close();
  return { kind: 'made', sizeBytes, durationMs: performance.now() - startedAt };
}

function say(answer: MakerAnswer): void {
  process.send?.(answer);
}

function end(answer: MakerAnswer): void {
  process.send?.(answer, () => {
    process.exit(answer.kind === 'made' ? 0 : 1);
  });
}
