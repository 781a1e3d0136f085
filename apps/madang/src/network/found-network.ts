import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ok, type Result } from '@madang/base';
import { type CometBeginning, cometGenesis, cometNodeId, type Ledger } from '@madang/node';
import { foundIfNew } from '../commands/founding.ts';
import {
  INSTITUTION_KEYS,
  nodesOf,
  type PlannedNode,
  peopleHolders,
  writeWhole,
} from '../data/found.ts';
import { createKeyFile } from '../data/key-file.ts';
import { type Layout, layoutOf, secretFile } from '../data/layout.ts';
import { demoClock } from '../demo/clock.ts';
import type { CityPlan } from '../demo/gaon.ts';
import { demoFoundedAt, makeDemo } from '../demo/make-demo.ts';
import { openCity } from '../server/open-city.ts';
import type { CommandError, Terminal } from '../terminal.ts';
import { NETWORK_FORMAT, type NetworkNode } from './settings.ts';

/** A network of one machine before it is founded. */
export interface NetworkWish {
  readonly folder: string;
  readonly plan: CityPlan;
  readonly isDemo: boolean;
  /** For each node the ports of its API and of its CometBFT, in the order of `nodesOf`. */
  readonly ports: readonly { readonly api: number; readonly p2p: number }[];
  readonly terminal: Terminal;
}

/** A node of the network on this machine. */
export interface LocalNode {
  readonly institution: string;
  /** Its data folder. */
  readonly folder: string;
  readonly apiPort: number;
}

/**
 * Founds a ledger of several institutions on this machine. One process makes the genesis and, for a
 * demo, what happened so far; then each institution gets its own copy with its own secrets alone,
 * and CometBFT decides from the next block on. A founding that was cut short is done anew.
 */
export async function foundNetwork(
  wish: NetworkWish,
): Promise<Result<readonly LocalNode[], CommandError>> {
  const founding = layoutOf(path.join(wish.folder, 'founding'));
  const begun = await foundAlone(wish, founding);
  if (!begun.ok) return begun;
  const planned = nodesOf(wish.plan);
  const nodes: LocalNode[] = [];
  const known: NetworkNode[] = [];
  for (const [n, { institution }] of planned.entries()) {
    const layout = layoutOf(path.join(wish.folder, institution));
    rmSync(layout.folder, { recursive: true, force: true });
    const seed = createKeyFile(secretFile(layout, 'p2p'), 'ed25519');
    if (!seed.ok) return seed;
    const { api = 0, p2p = 0 } = wish.ports[n] ?? {};
    nodes.push({ institution, folder: layout.folder, apiPort: api });
    known.push({
      institution,
      id: cometNodeId(seed.value),
      host: LOOPBACK,
      port: p2p,
      api: `http://${LOOPBACK}:${String(api)}`,
    });
  }
  const genesis = cometGenesis(begun.value);
  for (const node of planned) {
    const layout = layoutOf(path.join(wish.folder, node.institution));
    const given = giveTo({ founding, layout, node, plan: wish.plan });
    if (!given.ok) return given;
    writeWhole(layout.networkGenesis, genesis);
    const { institution } = node;
    const settings = { format: NETWORK_FORMAT, institution, listen: LOOPBACK, pace: 'local' };
    writeWhole(layout.network, `${JSON.stringify({ ...settings, nodes: known }, undefined, 2)}\n`);
  }
  rmSync(founding.folder, { recursive: true, force: true });
  return ok(nodes);
}

const LOOPBACK = '127.0.0.1';

/** Makes the ledger and what happened so far in one process; answers with where it stands. */
async function foundAlone(
  { plan, isDemo, terminal }: NetworkWish,
  layout: Layout,
): Promise<Result<CometBeginning, CommandError>> {
  const clock = demoClock();
  rmSync(layout.folder, { recursive: true, force: true });
  const timeMs = isDemo ? demoFoundedAt(Date.now()) : Date.now();
  const founded = foundIfNew(layout, { plan, timeMs, isDemoToFollow: isDemo });
  if (!founded.ok) return founded;
  try {
    const opened = await openCity({ layout, now: clock.now });
    if (!opened.ok) return opened;
    const { ledger, close } = opened.value;
    try {
      if (isDemo) await makeDemo({ opened: opened.value, layout, clock, terminal });
      return ok(beginningAfter(ledger));
    } finally {
      await close();
    }
  } finally {
    founded.value.release();
  }
}

/** CometBFT goes on where a ledger stands. */
function beginningAfter(ledger: Ledger): CometBeginning {
  const { height, timeMs } = ledger.head();
  return { chain: ledger.chain, timeMs: Math.max(Date.now(), timeMs), afterHeight: height };
}

interface Gift {
  readonly founding: Layout;
  readonly layout: Layout;
  readonly node: PlannedNode;
  readonly plan: CityPlan;
}

/** What everybody has, and of the secrets those of one institution. */
function giveTo({ founding, layout, node, plan }: Gift): Result<void, CommandError> {
  const { institution } = node;
  const isFounder = institution === plan.custodian;
  const shared = ['ledger', 'files', 'genesis', 'policy'] as const;
  const founders = ['vault', 'views', 'demoLinks'] as const;
  mkdirSync(layout.secrets, { recursive: true, mode: 0o700 });
  for (const name of isFounder ? [...shared, ...founders] : shared) {
    if (existsSync(founding[name])) cpSync(founding[name], layout[name], { recursive: true });
  }
  for (const [from, to] of secretsOf(node, plan)) {
    const file = secretFile(founding, from);
    if (existsSync(file)) renameSync(file, secretFile(layout, to));
  }
  if (!isFounder) {
    const vault = createKeyFile(secretFile(layout, 'vault'), 'aes-256');
    if (!vault.ok) return vault;
  }
  const { names, isDemo, issuers } = plan;
  const city = {
    format: 1,
    names,
    isDemo,
    custodian: institution,
    issuers: issuers.filter((id) => id === institution),
  };
  writeWhole(layout.city, `${JSON.stringify(city, undefined, 2)}\n`);
  return ok(undefined);
}

/** Names of the secrets of an institution in the founding folder, and in its own. */
function secretsOf(
  { institution, node, custodian }: PlannedNode,
  plan: CityPlan,
): readonly (readonly [string, string])[] {
  const isFounder = institution === plan.custodian;
  const same = (name: string) => [name, name] as const;
  const own = [...INSTITUTION_KEYS, 'issuer'].map((use) => same(`${institution}.${use}`));
  const people = isFounder
    ? peopleHolders(plan).map(({ institution: id, use }) => same(`${id}.${use}`))
    : [];
  const vault = isFounder ? [same('vault')] : [];
  return [[node, 'node'], [custodian, 'custodian'], ...own, ...people, ...vault];
}
