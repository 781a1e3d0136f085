import path from 'node:path';
import { expectPresent, ok, type Result } from '@madang/base';
import { writeWhole } from '../data/found.ts';
import type { Layout } from '../data/layout.ts';
import { makeNodeFolder, writeOwnNode } from '../network/own-node.ts';
import type { NetworkSettings } from '../network/settings.ts';
import type { CommandError } from '../terminal.ts';
import type { Assembly } from './assembly.ts';
import { writeAssembly } from './assembly-folder.ts';
import { type CeremonySignature, type Contribution, ceremonySignature, textOf } from './forms.ts';

/** What becomes of a ceremony on one machine. */
export interface Installation {
  readonly assembly: Assembly;
  readonly own: Contribution;
  readonly signatures: readonly CeremonySignature[];
  /** The address on which the node waits for the others. */
  readonly listen: string;
  readonly pace: NetworkSettings['pace'];
}

/**
 * Makes the data folder of a node from a ceremony that every institution signed. The file that
 * names the ledger is written last: an installation that was cut short is done again. Fails with
 * `LEDGER_EXISTS`, `DATA_NOT_OURS` or `NODE_FOLDER_IN_USE`.
 */
export function install(layout: Layout, given: Installation): Promise<Result<void, CommandError>> {
  return makeNodeFolder(layout, async () => {
    writeAll(layout, given);
    return ok(undefined);
  });
}

function writeAll(layout: Layout, { assembly, own, signatures, listen, pace }: Installation): void {
  const { ceremony, nodes, files } = assembly;
  const content = (name: string) => expectPresent(files.get(name), 'an assembly has its files');
  const { institution, keys } = own.statement;
  const { id } = institution;
  writeAssembly(layout.ceremony, assembly);
  for (const one of signatures) {
    const file = path.join(layout.ceremony, signatureName(one.institution));
    writeWhole(file, textOf(ceremonySignature, one));
  }
  writeWhole(layout.genesis, content('genesis.cbor'));
  writeWhole(layout.policy, content('policy.txt'));
  writeWhole(layout.networkGenesis, content('network-genesis.json'));
  writeOwnNode(layout, {
    institution: id,
    network: { listen, pace, nodes },
    city: { names: ceremony.names, isDemo: false },
    issuers: keys.issuer === undefined ? [] : [id],
  });
}

/** How the file of a signature is called. */
export function signatureName(id: string): string {
  return `${id}.signature.json`;
}
