import { cpus, totalmem } from 'node:os';

/** What a benchmark found. Keys of `figures` stay the same from run to run. */
export interface BenchmarkResult {
  readonly name: string;
  readonly figures: Readonly<Record<string, number>>;
  /** What the figures are held against, in words. */
  readonly goals: readonly string[];
}

/** The machine in a few words: processors, memory, Node. */
export function describeMachine(): string {
  const processors = cpus();
  const memoryGib = Math.round(totalmem() / 2 ** 30);
  const model = processors[0]?.model ?? 'unknown processor';
  return `${processors.length} × ${model}, ${memoryGib} GiB, Node ${process.versions.node}`;
}

/** Prints a result: one line of JSON with `--json`, else a table. */
export function printResult(result: BenchmarkResult, args: readonly string[]): void {
  const { name, figures, goals } = result;
  if (args.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ name, machine: describeMachine(), figures })}\n`);
    return;
  }
  const width = Math.max(...Object.keys(figures).map((key) => key.length));
  const lines = Object.entries(figures).map(([key, value]) => `  ${key.padEnd(width)}  ${value}`);
  process.stdout.write([`${name} on ${describeMachine()}`, ...lines, ...goals, ''].join('\n'));
}

/** The middle value; of an even number of values, the higher of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** A value with one digit behind the point. */
export function oneDigit(value: number): number {
  return Math.round(value * 10) / 10;
}
