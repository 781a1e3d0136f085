import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { randomFrom } from '@madang/testkit';
import { executeAgain } from './execute-again.ts';
import { type FaultNetwork, foundFaultNetwork } from './fault-network.ts';
import { type Fault, playRow, type RowOutcome, type Stage, startAll } from './row.ts';
import { clocks } from './rows-of-clocks.ts';
import { damage } from './rows-of-damage.ts';
import { deaths } from './rows-of-deaths.ts';
import { lies } from './rows-of-lies.ts';
import { upgrades } from './rows-of-upgrades.ts';
import { weather } from './rows-of-weather.ts';

export type { RowOutcome } from './row.ts';

/**
 * The fault table of a network of four, in its order. An upgrade is last: no node of this build can
 * be started after it.
 */
export const faults: readonly Fault[] = [
  ...deaths,
  ...weather,
  ...clocks,
  ...damage,
  ...lies,
  ...upgrades,
];

/**
 * Plays faults, one after the other and on one network, so that each is looked at with everything
 * before it in the books; at the end every log is executed again. `tell` hears of each row when it
 * is over.
 */
export async function playFaults(
  rows: readonly Fault[],
  seed: number,
  tell: (outcome: RowOutcome) => void = () => undefined,
): Promise<readonly RowOutcome[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-faults-'));
  const random = randomFrom(seed);
  let network: FaultNetwork | undefined;
  try {
    network = await foundFaultNetwork(path.join(folder, 'network'), random);
    const stage: Stage = { network, random, sent: new Set(), acknowledged: new Map() };
    await startAll(network);
    const outcomes: RowOutcome[] = [];
    for (const row of rows) {
      const outcome = await playRow(stage, row);
      tell(outcome);
      outcomes.push(outcome);
    }
    await network.close();
    const last = await executeAgain(network);
    tell(last);
    return [...outcomes, last];
  } finally {
    await network?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
