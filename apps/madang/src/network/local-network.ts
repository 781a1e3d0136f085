import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fail, list, ok, parseJson, type Result, record, text, uint } from '@madang/base';
import type { HistoryAnswer } from '@madang/client/network';
import { damaged, parseText } from '../data/city.ts';
import { writeJson } from '../data/found.ts';
import { type CommandError, commandError } from '../terminal.ts';
import { askHeight } from './ask-height.ts';
import type { LocalNode } from './local-node.ts';
import { pidOf } from './processes.ts';

const localFile = record({
  format: uint(),
  nodes: list(record({ institution: text({ min: 1, max: 64 }), apiPort: uint({ max: 65_535 }) }), {
    min: 1,
    max: 64,
  }),
});

const LOCAL_FORMAT = 1;

/** How a node of this machine is. */
export interface NodeState {
  readonly node: LocalNode;
  readonly isRunning: boolean;
  /** Absent where it does not answer. */
  readonly height?: number;
  readonly size?: number;
  /** What of the older log is still to come there. */
  readonly history?: HistoryAnswer;
}

/** The address of a node's API and pages. */
export function urlOf({ apiPort }: LocalNode): string {
  return `http://localhost:${String(apiPort)}`;
}

/** The nodes of a network that was founded in a folder; nothing where there is none. */
export function readLocalNetwork(
  folder: string,
): Result<readonly LocalNode[] | undefined, CommandError> {
  const file = localFileOf(folder);
  if (!existsSync(file)) {
    const isOther = existsSync(folder) && readdirSync(folder).some((name) => !isHalfMade(name));
    return isOther && !existsSync(path.join(folder, 'founding')) ? notOurs(folder) : ok(undefined);
  }
  const parsed = parseJson(localFile, parseText(readFileSync(file, 'utf8')));
  if (!parsed.ok) return fail(damaged(file));
  return ok(
    parsed.value.nodes.map(({ institution, apiPort }) => ({
      institution,
      apiPort,
      folder: path.join(folder, institution),
    })),
  );
}

/** Notes which nodes there are: from now on the network counts as founded. */
export function writeLocalNetwork(folder: string, nodes: readonly LocalNode[]): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const kept = nodes.map(({ institution, apiPort }) => ({ institution, apiPort }));
  writeJson(localFileOf(folder), { format: LOCAL_FORMAT, nodes: kept });
}

function localFileOf(folder: string): string {
  return path.join(folder, 'local-network.json');
}

function isHalfMade(name: string): boolean {
  return name === 'founding' || name.endsWith('.unfinished');
}

function notOurs(folder: string): Result<never, CommandError> {
  return fail(
    commandError(
      'DATA_NOT_OURS',
      `${folder} holds other things than a network; choose another folder with --data.`,
      `${folder} 폴더에 네트워크가 아닌 것이 있습니다. --data 로 다른 폴더를 고르십시오.`,
    ),
  );
}

/** Asks each node how it is. */
export function statesOf(nodes: readonly LocalNode[]): Promise<readonly NodeState[]> {
  return Promise.all(nodes.map(stateOf));
}

async function stateOf(node: LocalNode): Promise<NodeState> {
  const isRunning = pidOf(node) !== undefined;
  if (!isRunning) return { node, isRunning };
  return { node, isRunning, ...(await askHeight(urlOf(node))) };
}

const READY_MS = 120_000;
const LOOK_MS = 250;
/** A checkpoint waits for the others' signatures. */
const CHECKPOINT_MS = 12_000;

/**
 * Waits until each of these nodes answers and the network has signed what it has. Gives the node
 * that ended or did not get there.
 */
export async function untilReady(nodes: readonly LocalNode[]): Promise<LocalNode | undefined> {
  const until = performance.now() + READY_MS;
  for (const node of nodes) {
    while (!(await isReady(node))) {
      if (pidOf(node) === undefined || performance.now() > until) return node;
      await setTimeout(LOOK_MS);
    }
  }
  return undefined;
}

/** A node is ready when it signs: then its CometBFT makes blocks with the others. */
async function isReady(node: LocalNode): Promise<boolean> {
  try {
    const signal = AbortSignal.timeout(CHECKPOINT_MS);
    return (await fetch(`${urlOf(node)}/log/checkpoint`, { signal })).ok;
  } catch {
    return false;
  }
}
