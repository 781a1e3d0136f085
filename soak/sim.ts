// Long simulations, one seed after the other: `npm run soak -- sim [--minutes N] [--seed N]`.
import { simulate } from '@madang/testkit';
import { numberGiven, progress, report } from './lib/measurement.ts';

const BLOCKS = 300;
const untilMs = Date.now() + numberGiven('minutes', 50) * 60_000;
const problems: string[] = [];
const totals = { runs: 0, blocks: 0, transactions: 0, done: 0, restarts: 0, lost: 0 };

for (let seed = numberGiven('seed', 1); Date.now() < untilMs && problems.length === 0; seed++) {
  const one = await simulate({ seed, blocks: BLOCKS }).catch((thrown: unknown) => String(thrown));
  const again = `npm run sim -- --seed ${seed} --blocks ${BLOCKS}`;
  totals.runs += 1;
  if (typeof one === 'string') {
    problems.push(`Seed ${seed} ended with ${one}; again: ${again}`);
    break;
  }
  totals.blocks += one.height;
  totals.restarts += one.restarts;
  totals.lost += one.lost;
  for (const [name, count] of one.outcomes) {
    totals.transactions += count;
    if (name.endsWith(' done')) totals.done += count;
  }
  if (one.divergence !== undefined) {
    problems.push(`Replicas differ after block ${one.divergence.height}; again: ${again}`);
  }
  progress(`seed ${seed}: ${one.height} blocks, ${totals.transactions} transactions in all`);
}
report({ name: 'sim', figures: totals, problems });
