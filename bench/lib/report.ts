import { cpus, totalmem } from 'node:os';

/** What a benchmark measured, by names that stay the same from run to run. */
export type Figures = Readonly<Record<string, number>>;

/** The machine in a few words: processors, memory, Node. */
export function machineName(): string {
  const processors = cpus();
  const memoryGib = Math.round(totalmem() / 2 ** 30);
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  return `${processors.length} x ${model}, ${memoryGib} GiB, Node ${process.versions.node}`;
}

/** The middle value; of an even number of values, the higher of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** A figure as it is printed: four significant digits. */
export function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

/** Prints figures: one line of JSON, or a table for people. */
export function printFigures(name: string, figures: Figures, isJson: boolean): void {
  const shown = Object.entries(figures).map(([key, value]) => [key, rounded(value)] as const);
  if (isJson) {
    const result = { name, machine: machineName(), figures: Object.fromEntries(shown) };
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const width = Math.max(...shown.map(([key]) => key.length));
  const lines = shown.map(([key, value]) => `  ${key.padEnd(width)}  ${value}`);
  process.stdout.write([`${name} on ${machineName()}`, ...lines, ''].join('\n'));
}
