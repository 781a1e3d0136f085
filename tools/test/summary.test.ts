import { describe, expect, it } from 'vitest';
import { type FileResult, summaryLines } from './summary.ts';

const file = (change: Partial<FileResult>): FileResult => ({
  path: 'a.test.ts',
  durationMs: 1000,
  passed: 1,
  failed: 0,
  skipped: 0,
  skipNotes: [],
  ...change,
});
const run = (files: FileResult[], durationMs = 1000, strayErrors = 0) =>
  summaryLines({ files, durationMs, budgetMs: 60_000, strayErrors });

describe('summaryLines', () => {
  it('puts the totals alone on the last line', () => {
    const lines = run([file({ passed: 2, failed: 1 }), file({ passed: 3, skipped: 4 })]);
    expect(lines.at(-1)).toBe('5 passed, 1 failed, 4 skipped');
  });

  it('counts an error outside of all tests as a failure', () => {
    expect(run([file({})], 1000, 2).at(-1)).toBe('1 passed, 2 failed, 0 skipped');
  });

  it('names the ten slowest files, slowest first', () => {
    const files = Array.from({ length: 12 }, (_, n) =>
      file({ path: `${n}.test.ts`, durationMs: n * 1000 }),
    );
    const shown = run(files).filter((line) => line.endsWith('.test.ts'));
    expect(shown).toHaveLength(10);
    expect(shown[0]).toContain('11.0 s  11.test.ts');
    expect(shown.at(-1)).toContain('2.0 s  2.test.ts');
  });

  it('says each reason for skipping once, with how many tests it holds back', () => {
    const lines = run([file({ skipNotes: ['No Go here.', 'No Go here.', 'No PostgreSQL here.'] })]);
    expect(lines).toContain('Skipped 2: No Go here.');
    expect(lines).toContain('Skipped 1: No PostgreSQL here.');
  });

  it('says so when the run took longer than its budget, and only then', () => {
    expect(run([file({})], 61_000)).toContain('The run took 2 minutes; its budget is 1.');
    expect(run([file({})], 60_000).join()).not.toContain('budget');
  });
});
