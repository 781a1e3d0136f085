import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expectOk, expectPresent } from '@madang/base';
import { cometNodeId } from '@madang/node';
import { createKeyFile } from '../../apps/madang/src/data/key-file.ts';
import { layoutOf, secretFile } from '../../apps/madang/src/data/layout.ts';
import type { LocalNode } from '../../apps/madang/src/network/local-node.ts';
import {
  type NetworkSettings,
  readNetworkSettings,
} from '../../apps/madang/src/network/settings.ts';
import type { LocalPorts } from '../../apps/madang/src/network/split.ts';

const NAME = 'follower';

/**
 * A node that only follows: a copy of one that has not run yet, with a consensus key of its own,
 * which is nobody's vote, and without a key to cosign with. It dials the others.
 */
export function makeFollower(of: LocalNode, ports: LocalPorts): LocalNode {
  const folder = path.join(path.dirname(of.folder), NAME);
  cpSync(of.folder, folder, { recursive: true });
  const layout = layoutOf(folder);
  for (const name of ['consensus', 'cosigner']) {
    rmSync(secretFile(layout, `${of.institution}.${name}`));
  }
  rmSync(secretFile(layout, 'p2p'));
  const seed = expectOk(createKeyFile(secretFile(layout, 'p2p'), 'ed25519'), 'a key is made');
  expectOk(createKeyFile(secretFile(layout, `${NAME}.consensus`), 'ed25519'), 'a key is made');
  const read = expectOk(readNetworkSettings(layout), 'the settings are whole');
  const settings = expectPresent(read, 'the node is one of a network');
  const own = {
    institution: NAME,
    id: cometNodeId(seed),
    host: settings.listen,
    port: ports.p2p,
    api: `http://${settings.listen}:${String(ports.api)}`,
  };
  const changed: NetworkSettings = {
    ...settings,
    institution: NAME,
    nodes: [...settings.nodes, own],
  };
  writeFileSync(layout.network, JSON.stringify(changed));
  return { institution: NAME, folder, apiPort: ports.api };
}
