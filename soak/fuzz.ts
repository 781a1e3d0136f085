// Damaged inputs for every decoder: `npm run soak -- fuzz [--minutes N] [--seed N]`.
import { type Decoder, decodersOver } from '../test/fuzz/decoders.ts';
import { openBodyDecoder } from '../test/fuzz/http-body.ts';
import { type FuzzFinding, fuzz } from '../test/fuzz/run.ts';
import { fuzzSeeds } from '../test/fuzz/seeds.ts';
import { numberGiven, progress, report } from './lib/measurement.ts';

/** Inputs for each decoder in one turn; those that do more for each get fewer. */
const RUNS = 20_000;
const SLOW_RUNS: Readonly<Record<string, number>> = { scenario: 500, 'http-body': 2_000 };

const untilMs = Date.now() + numberGiven('minutes', 50) * 60_000;
const body = await openBodyDecoder();
const decoders: readonly Decoder[] = [...(await decodersOver(await fuzzSeeds())), body];
const findings = new Map<string, FuzzFinding>();
const inputs: Record<string, number> = {};
for (let seed = numberGiven('seed', 1); Date.now() < untilMs; seed++) {
  for (const decoder of decoders.filter(({ name }) => !findings.has(name))) {
    const runs = SLOW_RUNS[decoder.name] ?? RUNS;
    const found = await fuzz(decoder, { seed, runs });
    inputs[decoder.name] = (inputs[decoder.name] ?? 0) + runs;
    if (found !== undefined) findings.set(decoder.name, found);
  }
  progress(`turn ${seed}: ${findings.size} findings`);
}
await body.close();
const problems = [...findings.values()].map(
  ({ decoder, problem, input }) => `${decoder} ${problem}; for its corpus: ${input}`,
);
report({ name: 'fuzz', figures: inputs, problems });
