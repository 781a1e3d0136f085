import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { equalBytes, fail, ok, type Result } from '@madang/base';
import { openStore, type Store, syncFolder } from '@madang/node';
import { decodeGenesis } from '@madang/protocol';
import { readCity } from '../data/city.ts';
import { type City, nodeOf, type PlannedNode, writeWhole } from '../data/found.ts';
import { readSigningKey } from '../data/key-file.ts';
import { type Layout, secretFile } from '../data/layout.ts';
import { nodeFailure } from '../server/open-city.ts';
import { type CommandError, commandError } from '../terminal.ts';
import { beginningAfter } from './found-network.ts';
import type { LocalNode } from './local-node.ts';
import { VALIDATORS } from './plan.ts';
import { type LocalPorts, splitLedger } from './split.ts';

/** A ledger that runs on one server and is to go on as a network. */
export interface MoveWish {
  /** The data folder of the server, which is stopped. */
  readonly from: Layout;
  /** The folder in which each institution gets a data folder of its own. */
  readonly folder: string;
  /** In the order of the institutions; there may be more than are needed. */
  readonly ports: readonly LocalPorts[];
}

/**
 * Goes on with a ledger as a network of its institutions: log, bodies and state stay as they are,
 * and CometBFT decides from the next block on. From then on the old folder is never run again.
 * Fails with `NODE_FOLDER_IN_USE` while the server runs, with `NETWORK_ALREADY`,
 * `INSTITUTION_COUNT`, or `NODE_KEYS_MISSING`.
 */
export async function moveToNetwork(
  wish: MoveWish,
): Promise<Result<readonly LocalNode[], CommandError>> {
  const { from } = wish;
  const city = readCity(from);
  if (!city.ok) return city;
  if (existsSync(from.network)) return fail(networkAlready(from));
  // While the store is open here no server uses it.
  const store = await openStore({ folder: from.ledger }, undefined);
  if (!store.ok) return fail(nodeFailure(store.error));
  try {
    return moveOpen(wish, city.value, store.value);
  } finally {
    await store.value.close();
  }
}

function moveOpen(
  { from, folder, ports }: MoveWish,
  city: City,
  store: Store,
): Result<readonly LocalNode[], CommandError> {
  const nodes = nodesIn(from, city, store);
  if (!nodes.ok) return nodes;
  // Before there is a second ledger that could go on: whatever stops this, there is never both.
  writeWhole(from.moved, `This ledger goes on as a network in ${folder}.\n`);
  syncFolder(from.folder);
  // While this is there, what lies beside it is no network yet and is made anew.
  const founding = path.join(folder, 'founding');
  mkdirSync(founding, { recursive: true, mode: 0o700 });
  const begin = beginningAfter(store);
  const split = splitLedger({ from, city, begin, nodes: nodes.value, folder, ports });
  if (split.ok) rmSync(founding, { recursive: true });
  return split;
}

/** A node for each institution of the genesis, if its key for that lies here. */
function nodesIn(
  layout: Layout,
  { custodian }: City,
  store: Store,
): Result<readonly PlannedNode[], CommandError> {
  const genesis = decodeGenesis(store.genesis);
  const { institutions, nodeKeys } = genesis.ok
    ? genesis.value
    : { institutions: [], nodeKeys: [] };
  const { min, max } = VALIDATORS;
  const count = institutions.length;
  if (count < min || count > max) return fail(wrongCount(count));
  const nodes = institutions.map(({ id }) => nodeOf(id, custodian));
  for (const { institution, node } of nodes) {
    const key = readSigningKey(secretFile(layout, node));
    if (!key.ok && key.error.code !== 'KEY_FILE_MISSING') return key;
    const isKnown = key.ok && nodeKeys.some((one) => equalBytes(one, key.value.publicKey));
    if (!isKnown) return fail(noNodeKey(institution));
  }
  return ok(nodes);
}

function networkAlready({ folder }: Layout): CommandError {
  return commandError(
    'NETWORK_ALREADY',
    `The ledger of ${folder} runs in a network already.`,
    `${folder} 의 원장은 이미 네트워크에서 실행되고 있습니다.`,
  );
}

function wrongCount(count: number): CommandError {
  const { min, max } = VALIDATORS;
  return commandError(
    'INSTITUTION_COUNT',
    `A network on one machine has ${min} to ${max} institutions; the genesis has ${count}.`,
    `한 컴퓨터의 네트워크에는 기관이 ${min}~${max}개 있습니다. 시작 정보에는 ${count}개가 있습니다.`,
  );
}

function noNodeKey(id: string): CommandError {
  return commandError(
    'NODE_KEYS_MISSING',
    `The genesis has no key for a node of ${id}, or it does not lie here: what such a node signs nobody would believe.`,
    `시작 정보에 ${id} 노드의 키가 없거나 그 키가 여기 없습니다. 그런 노드의 서명은 인정되지 않습니다.`,
  );
}
