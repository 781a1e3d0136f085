import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result } from '@madang/base';
import { decidesAfter } from '@madang/node';
import { damaged } from '../data/city.ts';
import { layoutOf } from '../data/layout.ts';
import { type CommandError, commandError } from '../terminal.ts';
import { SIGNED_FILE } from './last-signed.ts';
import type { LocalNode } from './local-node.ts';
import { endNode, pidOf, startNode } from './processes.ts';

/** What {@link resync} takes away and from where it fills it again. */
export interface ResyncWish {
  readonly node: LocalNode;
  /** A node whose ledger is copied; absent: all blocks come from the others, from the first on. */
  readonly from?: LocalNode;
}

/** Beside it what is of one node alone: the votes that it was about to cast. */
const WRITE_AHEAD = 'cs.wal';

/**
 * Takes the ledger of a stopped node away, and what its CometBFT keeps of blocks, so that it can
 * come to that of the others again. Its keys, its vault and the record of what it has signed stay.
 * A node that is copied from is stopped for that moment. Cut short, it can be done again.
 */
export async function resync({ node, from }: ResyncWish): Promise<Result<void, CommandError>> {
  if (pidOf(node) !== undefined) return nodeRuns(node);
  if (from === undefined) {
    const begins = beginsWithout(node);
    if (!begins.ok) return begins;
    takeAway(node);
    mkdirSync(layoutOf(node.folder).ledger, { recursive: true });
    return ok(undefined);
  }
  takeAway(node);
  const wasRunning = await endNode(from, 'SIGTERM');
  try {
    copyBlocks(from, node);
  } finally {
    if (wasRunning) startNode(from);
  }
  return ok(undefined);
}

function takeAway({ folder }: LocalNode): void {
  const layout = layoutOf(folder);
  const data = path.join(layout.comet, 'data');
  for (const name of existsSync(data) ? readdirSync(data) : []) {
    if (name !== SIGNED_FILE) rmSync(path.join(data, name), { recursive: true });
  }
  for (const end of ['', '-wal', '-shm']) rmSync(`${layout.views}${end}`, { force: true });
  rmSync(layout.ledger, { recursive: true, force: true });
}

/** The ledger comes last and at once: until it is there, a start refuses the folder. */
function copyBlocks(from: LocalNode, to: LocalNode): void {
  const [source, target] = [layoutOf(from.folder), layoutOf(to.folder)];
  const data = path.join(source.comet, 'data');
  for (const name of readdirSync(data)) {
    if (name === SIGNED_FILE || name === WRITE_AHEAD) continue;
    cpSync(path.join(data, name), path.join(target.comet, 'data', name), { recursive: true });
  }
  const unfinished = `${target.ledger}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(source.ledger, unfinished, { recursive: true });
  renameSync(unfinished, target.ledger);
}

/** Whether CometBFT has decided every block, so that the others can give all of them. */
function beginsWithout({ folder }: LocalNode): Result<void, CommandError> {
  const { networkGenesis } = layoutOf(folder);
  const height = decidesAfter(readFileSync(networkGenesis, 'utf8'));
  if (height === undefined) return fail(damaged(networkGenesis));
  if (height === 0) return ok(undefined);
  return fail(
    commandError(
      'RESYNC_NEEDS_SOURCE',
      `The first ${String(height)} blocks are older than this network, so the others cannot send them; name a healthy node to copy from with --from.`,
      `이 네트워크보다 먼저 만들어진 블록 ${String(height)}개는 다른 노드가 보낼 수 없습니다. --from 으로 복사할 정상 노드를 지정하십시오.`,
    ),
  );
}

function nodeRuns({ institution }: LocalNode): Result<never, CommandError> {
  return fail(
    commandError(
      'NODE_RUNS',
      `The node of ${institution} runs; stop it first, its ledger is to be taken away.`,
      `${institution} 노드가 실행 중입니다. 원장을 비워야 하므로 먼저 멈추십시오.`,
    ),
  );
}
