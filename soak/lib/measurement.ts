import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const FOLDER = path.join(import.meta.dirname, '../../docs/measurements');

/** What a soak test found: counts, and a sentence for each thing that was not as it must be. */
export interface Measurement {
  readonly name: string;
  readonly figures: Readonly<Record<string, number>>;
  readonly problems: readonly string[];
}

/** Writes `docs/measurements/NAME.json`, prints a summary, and sets the exit status. */
export function report({ name, figures, problems }: Measurement): void {
  const [processor] = cpus();
  const machine = `${cpus().length} x ${processor?.model.trim() ?? 'unknown'}`;
  const day = new Date().toISOString().slice(0, 10);
  const passed = problems.length === 0;
  const json = { name, machine, day, node: process.version, passed, figures, problems };
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, `${name}.json`), `${JSON.stringify(json, undefined, 2)}\n`);
  process.stdout.write(`${name}: ${passed ? 'passed' : 'FAILED'}\n`);
  for (const [key, value] of Object.entries(figures)) process.stdout.write(`  ${key}  ${value}\n`);
  for (const problem of problems.slice(0, 50)) process.stdout.write(`  ${problem}\n`);
  if (!passed) process.exitCode = 1;
}

/** The number given as `--NAME N`, or the usual one. */
export function numberGiven(name: string, usual: number): number {
  const { values } = parseArgs({ options: { [name]: { type: 'string' } }, strict: false });
  const given = Number(values[name] ?? usual);
  return Number.isFinite(given) && given > 0 ? given : usual;
}

/** Says how far it is, on standard error. */
export function progress(line: string): void {
  process.stderr.write(`${line}\n`);
}
