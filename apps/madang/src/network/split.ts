import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ok, type Result } from '@madang/base';
import { type CometBeginning, cometGenesis, cometNodeId } from '@madang/node';
import {
  type City,
  INSTITUTION_KEYS,
  PEOPLE_KEYS,
  type PlannedNode,
  writeWhole,
} from '../data/found.ts';
import { createKeyFile } from '../data/key-file.ts';
import { type Layout, layoutOf, secretFile } from '../data/layout.ts';
import type { CommandError } from '../terminal.ts';
import type { LocalNode } from './local-node.ts';
import { writeOwnNode } from './own-node.ts';
import type { NetworkNode } from './settings.ts';

/** Where CometBFT and the API of a node are found on this machine. */
export interface LocalPorts {
  readonly api: number;
  readonly p2p: number;
}

/** A ledger that one process made, and the nodes that go on with it. */
export interface Split {
  /** The data folder as it is; nothing in it is changed. */
  readonly from: Layout;
  readonly city: City;
  readonly begin: CometBeginning;
  readonly nodes: readonly PlannedNode[];
  /** The folder in which each node gets one of its own. */
  readonly folder: string;
  /** In the order of the nodes. */
  readonly ports: readonly LocalPorts[];
}

const LOOPBACK = '127.0.0.1';

/**
 * Gives each institution a copy of a ledger with its own secrets alone. CometBFT decides from the
 * next block on. What an attempt before left is made anew.
 */
export function splitLedger(split: Split): Result<readonly LocalNode[], CommandError> {
  const local: LocalNode[] = [];
  const known: NetworkNode[] = [];
  for (const [n, { institution }] of split.nodes.entries()) {
    const layout = layoutOf(path.join(split.folder, institution));
    rmSync(layout.folder, { recursive: true, force: true });
    const seed = createKeyFile(secretFile(layout, 'p2p'), 'ed25519');
    if (!seed.ok) return seed;
    const { api = 0, p2p = 0 } = split.ports[n] ?? {};
    local.push({ institution, folder: layout.folder, apiPort: api });
    known.push({
      institution,
      id: cometNodeId(seed.value),
      host: LOOPBACK,
      port: p2p,
      api: `http://${LOOPBACK}:${String(api)}`,
    });
  }
  for (const node of split.nodes) {
    const given = giveTo(split, node, known);
    if (!given.ok) return given;
  }
  return ok(local);
}

/** What everybody has, and of the secrets those of one institution. */
function giveTo(
  { from, city, begin, folder }: Split,
  node: PlannedNode,
  nodes: readonly NetworkNode[],
): Result<void, CommandError> {
  const { institution } = node;
  const layout = layoutOf(path.join(folder, institution));
  const isFounder = institution === city.custodian;
  mkdirSync(layout.secrets, { recursive: true, mode: 0o700 });
  for (const name of isFounder ? [...SHARED, ...FOUNDERS] : SHARED) {
    copy(from[name], layout[name]);
  }
  for (const [old, own] of secretsOf(node, isFounder ? nodes : [])) {
    copy(secretFile(from, old), secretFile(layout, own));
  }
  if (!isFounder) {
    const vault = createKeyFile(secretFile(layout, 'vault'), 'aes-256');
    if (!vault.ok) return vault;
  }
  writeWhole(layout.networkGenesis, cometGenesis(begin));
  const { names, isDemo } = city;
  writeOwnNode(layout, {
    institution,
    network: { listen: LOOPBACK, pace: 'local', nodes },
    city: { names, isDemo },
    issuers: city.issuers.filter((id) => id === institution),
  });
  return ok(undefined);
}

const SHARED = [
  'ledger',
  'files',
  'genesis',
  'policy',
  'policyChanges',
  'witnesses',
  'equivocations',
] as const;
const FOUNDERS = ['vault', 'demoLinks'] as const;

/** A lock that belongs to the process that copies is left out. */
function copy(from: string, to: string): void {
  if (!existsSync(from)) return;
  cpSync(from, to, {
    recursive: true,
    filter: (source) => !['lock.mdb', 'lock', 'lock-journal'].includes(path.basename(source)),
  });
}

/**
 * Names of the secrets of an institution in the folder where all lie, and in its own. Whoever
 * served the people of registers goes on with it, so the keys for that, of `served`, stay with the
 * founder.
 */
function secretsOf(
  { institution, node, custodian }: PlannedNode,
  served: readonly Pick<NetworkNode, 'institution'>[],
): readonly (readonly [string, string])[] {
  const same = (name: string) => [name, name] as const;
  const own = [...INSTITUTION_KEYS, 'issuer'].map((use) => same(`${institution}.${use}`));
  const people = served.flatMap((one) =>
    Object.keys(PEOPLE_KEYS).map((use) => same(`${one.institution}.${use}`)),
  );
  const vault = served.length > 0 ? [same('vault')] : [];
  return [[node, 'node'], [custodian, 'custodian'], ...own, ...people, ...vault];
}
