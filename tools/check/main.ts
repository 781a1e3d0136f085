import { spawn } from 'node:child_process';
import { root, type Step, steps } from './steps.ts';

const AT_A_TIME = 2;

type Outcome = { readonly step: Step; readonly code: number; readonly output: string };

/** Runs the steps two at a time, all of them whatever fails, and says how each ended. */
async function check(wanted: readonly Step[]): Promise<boolean> {
  const waiting = [...wanted];
  const outcomes: Outcome[] = [];
  const worker = async (): Promise<void> => {
    for (let step = waiting.shift(); step !== undefined; step = waiting.shift()) {
      const startedAtMs = performance.now();
      const outcome = await runStep(step);
      outcomes.push(outcome);
      report(outcome, performance.now() - startedAtMs);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  const failed = outcomes.filter((outcome) => outcome.code !== 0);
  const names = failed.map((outcome) => outcome.step.name).join(', ');
  say(failed.length === 0 ? 'All checks passed.' : `Failed: ${names}.`);
  return failed.length === 0;
}

function runStep(step: Step): Promise<Outcome> {
  // Colours would end up in the logs of a build.
  const env = { ...process.env, NO_COLOR: '1' };
  const child = spawn(process.execPath, step.args, { cwd: root, env });
  let output = '';
  const keep = (chunk: Buffer): void => {
    output += chunk.toString();
  };
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ step, code: code ?? 1, output }));
  });
}

function report({ step, code, output }: Outcome, durationMs: number): void {
  const time = `${(durationMs / 1000).toFixed(1)} s`.padStart(8);
  say(`${code === 0 ? 'ok    ' : 'FAILED'} ${time}  ${step.name}`);
  if (code !== 0) say(output.trimEnd());
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !steps.some((step) => step.name === name));
if (unknown === undefined) {
  const wanted = steps.filter((step) => asked.length === 0 || asked.includes(step.name));
  process.exitCode = (await check(wanted)) ? 0 : 1;
} else {
  const known = steps.map((step) => step.name).join(', ');
  process.stderr.write(`There is no check ${unknown}; there are: ${known}.\n`);
  process.exitCode = 1;
}
