import { rmSync } from 'node:fs';
import path from 'node:path';
import { ok, type Result } from '@madang/base';
import type { CometBeginning, Ledger } from '@madang/node';
import { foundIfNew } from '../commands/founding.ts';
import { CITY_FORMAT } from '../data/city.ts';
import { nodesOf } from '../data/found.ts';
import { type Layout, layoutOf } from '../data/layout.ts';
import { demoClock } from '../demo/clock.ts';
import type { CityPlan } from '../demo/gaon.ts';
import { demoFoundedAt, makeDemo } from '../demo/make-demo.ts';
import { openCity } from '../server/open-city.ts';
import type { CommandError, Terminal } from '../terminal.ts';
import type { LocalNode } from './local-node.ts';
import { type LocalPorts, splitLedger } from './split.ts';

/** A network of one machine before it is founded. */
export interface NetworkWish {
  readonly folder: string;
  readonly plan: CityPlan;
  readonly isDemo: boolean;
  /** For each node the ports of its API and of its CometBFT, in the order of `nodesOf`. */
  readonly ports: readonly LocalPorts[];
  readonly terminal: Terminal;
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
  const { names, isDemo, custodian, issuers } = wish.plan;
  const split = splitLedger({
    from: founding,
    city: { format: CITY_FORMAT, names, isDemo, custodian, issuers },
    begin: begun.value,
    nodes: nodesOf(wish.plan),
    folder: wish.folder,
    ports: wish.ports,
  });
  if (split.ok) rmSync(founding.folder, { recursive: true, force: true });
  return split;
}

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
export function beginningAfter(ledger: Pick<Ledger, 'chain' | 'head'>): CometBeginning {
  const { height, timeMs } = ledger.head();
  return { chain: ledger.chain, timeMs: Math.max(Date.now(), timeMs), afterHeight: height };
}
