import { fail, ok, type Result } from '@madang/base';
import { lockFolder, syncFolder } from '@madang/node';
import { CITY_FORMAT, mustHaveNoLedger } from '../data/city.ts';
import { type City, writeJson } from '../data/found.ts';
import type { Layout } from '../data/layout.ts';
import { nodeFailure } from '../server/open-city.ts';
import type { CommandError } from '../terminal.ts';
import { NETWORK_FORMAT, type NetworkSettings } from './settings.ts';

/** What the node of one institution is told about the network and about its city. */
export interface OwnNode {
  readonly institution: string;
  readonly network: Pick<NetworkSettings, 'listen' | 'pace' | 'nodes' | 'stateSync'>;
  readonly city: Pick<City, 'names' | 'isDemo'>;
  /** Institutions whose clerk has a key here. */
  readonly issuers: readonly string[];
}

/**
 * Makes a data folder in which there is no ledger yet; nobody else does meanwhile. Fails with
 * `LEDGER_EXISTS`, `DATA_NOT_OURS`, `NODE_FOLDER_IN_USE`, or as `make` does.
 */
export async function makeNodeFolder(
  layout: Layout,
  make: () => Promise<Result<void, CommandError>>,
): Promise<Result<void, CommandError>> {
  const lock = lockFolder(layout.folder);
  if (!lock.ok) return fail(nodeFailure(lock.error));
  try {
    const fit = mustHaveNoLedger(layout);
    if (!fit.ok) return fit;
    const made = await make();
    if (!made.ok) return made;
    syncFolder(layout.folder);
    return ok(undefined);
  } finally {
    lock.value.release();
  }
}

/**
 * Writes the settings of a node. The file that names the ledger is the last one of its folder: what
 * was cut short is done again.
 */
export function writeOwnNode(
  layout: Layout,
  { institution, network, city, issuers }: OwnNode,
): void {
  const settings: NetworkSettings = { format: NETWORK_FORMAT, institution, ...network };
  writeJson(layout.network, settings);
  const own: City = { format: CITY_FORMAT, ...city, custodian: institution, issuers };
  writeJson(layout.city, own);
}
