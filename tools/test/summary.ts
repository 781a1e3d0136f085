/** What the reporter keeps of one test file. */
export type FileResult = {
  readonly path: string;
  readonly durationMs: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** One sentence for each skipped test that said why it was skipped. */
  readonly skipNotes: readonly string[];
};

export type RunResult = {
  readonly files: readonly FileResult[];
  readonly durationMs: number;
  readonly budgetMs: number;
  /** Errors that belong to no test, such as a promise rejected after its test ended. */
  readonly strayErrors: number;
};

const SLOW_FILES_SHOWN = 10;

/**
 * The closing lines of a test run: the slowest files, why tests were skipped, a word if the run
 * took longer than its budget, and alone on the last line `N passed, N failed, N skipped`.
 */
export function summaryLines(run: RunResult): string[] {
  const total = (pick: (file: FileResult) => number): number =>
    run.files.reduce((sum, file) => sum + pick(file), 0);
  const failed = total((file) => file.failed) + run.strayErrors;
  return [
    ...slowestLines(run.files),
    ...skipLines(run.files),
    ...budgetLines(run),
    `${total((file) => file.passed)} passed, ${failed} failed, ${total((file) => file.skipped)} skipped`,
  ];
}

function slowestLines(files: readonly FileResult[]): string[] {
  if (files.length === 0) return [];
  const slowest = [...files].sort((a, b) => b.durationMs - a.durationMs).slice(0, SLOW_FILES_SHOWN);
  return ['Slowest files:', ...slowest.map((file) => `${seconds(file.durationMs)}  ${file.path}`)];
}

function skipLines(files: readonly FileResult[]): string[] {
  const countByNote = new Map<string, number>();
  for (const note of files.flatMap((file) => file.skipNotes)) {
    countByNote.set(note, (countByNote.get(note) ?? 0) + 1);
  }
  return [...countByNote].map(([note, count]) => `Skipped ${count}: ${note}`);
}

function budgetLines(run: RunResult): string[] {
  if (run.durationMs <= run.budgetMs) return [];
  const took = Math.ceil(run.durationMs / 60_000);
  return [`The run took ${took} minutes; its budget is ${Math.round(run.budgetMs / 60_000)}.`];
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1).padStart(7)} s`;
}
