// The seeded simulator: `npm run sim -- --seed N [--blocks N]`.
import { parseArgs } from 'node:util';
import { type SimReport, simulate } from './simulate.ts';

const DEFAULT_BLOCKS = 300;
const PROGRESS_EVERY = 100;

const { values } = parseArgs({
  options: { seed: { type: 'string' }, blocks: { type: 'string' } },
});
const seed = wholeNumber(values.seed, 'seed') ?? Math.floor(Math.random() * 1_000_000);
const blocks = wholeNumber(values.blocks, 'blocks') ?? DEFAULT_BLOCKS;
process.stdout.write(`Seed ${seed}, ${blocks} blocks.\n`);
const report = await simulate({
  seed,
  blocks,
  onBlock: (height) => {
    if (height % PROGRESS_EVERY === 0) process.stderr.write(`block ${height} of ${blocks}\n`);
  },
});
print(report);
process.exitCode = report.divergence === undefined ? 0 : 1;

function wholeNumber(text: string | undefined, name: string): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  process.stderr.write(`--${name} is a whole number below a thousand million.\n`);
  return process.exit(1);
}

function print({
  height,
  appHash,
  restarts,
  lost,
  refused,
  outcomes,
  divergence,
}: SimReport): void {
  const say = (line: string): boolean => process.stdout.write(`${line}\n`);
  const table = (counts: ReadonlyMap<string, number>): void => {
    for (const [name, count] of [...counts].sort(([left], [right]) => (left < right ? -1 : 1))) {
      say(`  ${String(count).padStart(6)}  ${name}`);
    }
  };
  say(`${height} blocks with something in them, ${restarts} restarts, ${lost} lost submissions.`);
  say('In blocks:');
  table(outcomes);
  say('Not taken:');
  table(refused);
  if (divergence === undefined) {
    say(`All replicas agree: ${appHash}`);
    return;
  }
  const { difference } = divergence;
  say(`${divergence.replica} differs from the others after block ${divergence.height}.`);
  if (difference === undefined) say('The states agree: the log or the replay lists differ.');
  else {
    say(`First differing key, of the service ${difference.service}: ${difference.key}`);
    for (const value of difference.values) say(`  ${value ?? 'nothing'}`);
  }
  say('The block held:');
  for (const act of divergence.acts) say(`  ${act}`);
  say(`Again: npm run sim -- --seed ${seed} --blocks ${blocks}`);
}
