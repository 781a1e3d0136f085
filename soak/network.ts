// The fault table of a network, an institution that joins one, then a node and its CometBFT that
// die at every point, in every combination: `npm run soak -- network [--every N] [--seed N]`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expectOk } from '@madang/base';
import { findCometBft } from '@madang/node';
import {
  ABCI_CALLS,
  type Deaths,
  dieAndHeal,
  FAIL_POINTS,
  MOMENTS,
} from '../test/support/comet-crash.ts';
import { joinNetwork } from '../test/support/join-network.ts';
import { numberGiven, progress, report } from './lib/measurement.ts';
import { playFaultTable } from './lib/network-faults.ts';

/** Two runs share the machine: most of each is waiting. */
const AT_ONCE = 2;

const program = expectOk(await findCometBft(progress), 'CometBFT is here or can be built');
const points = [undefined, ...Array.from({ length: FAIL_POINTS }, (_, n) => n)];
const nodeDeaths = ABCI_CALLS.flatMap((call) => MOMENTS.map((moment) => ({ call, moment })));
const combinations = points.flatMap((failPoint): readonly Deaths[] =>
  [undefined, ...nodeDeaths].map((node) => ({
    ...(failPoint === undefined ? {} : { failPoint }),
    ...(node === undefined ? {} : { node }),
  })),
);
const every = numberGiven('every', 1);
const waiting = combinations.filter((_, n) => n % every === 0).entries();
const problems: string[] = [];
const figures = { combinations: 0, cometDied: 0, nodeDied: 0, acknowledged: 0 };

async function work(): Promise<void> {
  for (const [, deaths] of waiting) {
    const folder = mkdtempSync(path.join(tmpdir(), 'madang-crash-'));
    const outcome = await dieAndHeal(program, folder, deaths);
    rmSync(folder, { recursive: true, force: true });
    figures.combinations += 1;
    figures.cometDied += outcome.cometDied ? 1 : 0;
    figures.nodeDied += outcome.nodeDied ? 1 : 0;
    figures.acknowledged += outcome.acknowledged;
    problems.push(...outcome.problems.map((one) => `${JSON.stringify(deaths)}: ${one}`));
    if (figures.combinations % 20 === 0) progress(`${String(figures.combinations)} combinations`);
  }
}

const table = await playFaultTable(numberGiven('seed', 1));
const joined = await joinNetwork();
progress(`an institution joined: it voted in block ${String(joined.votedAt)}`);
await Promise.all(Array.from({ length: AT_ONCE }, work));
report({
  name: 'network',
  figures: { ...figures, ...table.figures, joinSeconds: joined.seconds },
  problems: [...table.problems, ...problems],
});
