import path from 'node:path';
import { expectOk, fail, fromHex, ok, parseJson, type Result } from '@madang/base';
import { ledgerAnswer } from '@madang/client';
import {
  type ComparedLog,
  type LedgerReader,
  NodeFailure,
  openReader,
  openTiles,
  webTiles,
} from '@madang/node';
import { mustBeFounded } from '../data/city.ts';
import { layoutOf } from '../data/layout.ts';
import { nodeFailure } from '../server/open-city.ts';
import { type CommandError, commandError } from '../terminal.ts';

/** A node whose ledger is compared: its data folder, or what it serves. */
export interface ComparedNode {
  /** As it was named: a folder or an address. */
  readonly name: string;
  readonly chain: Uint8Array;
  readonly height: number;
  readonly log: ComparedLog;
  /** Where it is a folder: everything in it, as of one block, also while the node runs. */
  readonly reader?: LedgerReader;
  readonly close: () => Promise<void>;
}

/** A data folder that is compared. */
export type ComparedFolder = ComparedNode & Required<Pick<ComparedNode, 'reader'>>;

const ANSWER_MS = 10_000;

/**
 * Opens what was named, a folder or an address such as `https://HOST`. Fails with `NODE_SILENT`,
 * `NO_LEDGER`, `DATA_MISSING`, or as `openReader` does.
 */
export function openCompared(name: string): Promise<Result<ComparedNode, CommandError>> {
  return /^https?:/.test(name) ? openAddress(name) : openFolder(name);
}

/** Opens a data folder for reading, also while its node runs. */
export async function openFolder(name: string): Promise<Result<ComparedFolder, CommandError>> {
  const layout = layoutOf(path.resolve(name));
  const founded = mustBeFounded(layout);
  if (!founded.ok) return founded;
  const opened = await openReader(layout.ledger);
  if (!opened.ok) return fail(nodeFailure(opened.error));
  const reader = opened.value;
  const { height, logSize } = reader.head();
  const log = { tiles: openTiles(reader), size: logSize };
  return ok({ name, chain: reader.chain, height, log, reader, close: () => reader.close() });
}

async function openAddress(name: string): Promise<Result<ComparedNode, CommandError>> {
  const origin = URL.parse(name)?.origin ?? name;
  try {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const answer = await fetch(`${origin}/api/ledger`, { signal });
    const ledger = parseJson(ledgerAnswer, await answer.json());
    if (!ledger.ok) return fail(silent(name));
    const { chain, height, size } = ledger.value;
    return ok({
      ...{ name, height, chain: expectOk(fromHex(chain), 'it was read as hexadecimal') },
      log: { tiles: webTiles(`${origin}/log`), size },
      close: () => Promise.resolve(),
    });
  } catch {
    return fail(silent(name));
  }
}

function silent(name: string): CommandError {
  return commandError(
    'NODE_SILENT',
    `${name} does not answer as a node of a ledger does; is it running, and is this its address?`,
    `${name} 이(가) 원장의 노드로 답하지 않습니다. 실행 중인지, 주소가 맞는지 확인하십시오.`,
  );
}

/** Why what a node shows of its log cannot be read. */
export function unreadable({ name, reader }: ComparedNode, thrown: unknown): CommandError {
  if (thrown instanceof NodeFailure) return nodeFailure(thrown.failure);
  if (reader !== undefined) throw thrown;
  return silent(name);
}
