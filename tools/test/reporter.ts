import { relative } from 'node:path';
import type { Reporter, TestModule, Vitest } from 'vitest/node';
import { type FileResult, summaryLines } from './summary.ts';

const BUDGET_MS = 12 * 60_000;

/** Vitest reporter that closes a run with `N passed, N failed, N skipped` on the last line. */
export default function closingLine(): Reporter {
  let startedAtMs = Date.now();
  let root = process.cwd();
  return {
    onInit(vitest: Vitest) {
      root = vitest.config.root;
    },
    onTestRunStart() {
      startedAtMs = Date.now();
    },
    onTestRunEnd(testModules, unhandledErrors) {
      const lines = summaryLines({
        files: testModules.map((testModule) => fileResult(testModule, root)),
        durationMs: Date.now() - startedAtMs,
        budgetMs: BUDGET_MS,
        strayErrors: unhandledErrors.length,
      });
      process.stdout.write(`${lines.join('\n')}\n`);
    },
  };
}

/** A file or suite that broke outside its tests counts as one failure, or it would go unseen. */
function fileResult(testModule: TestModule, root: string): FileResult {
  const results = [...testModule.children.allTests()].map((test) => test.result());
  const count = (state: string): number => results.filter((one) => one.state === state).length;
  const suites = [...testModule.children.allSuites()];
  const broken = [testModule, ...suites].filter((suite) => suite.errors().length > 0).length;
  const diagnostic = testModule.diagnostic();
  return {
    path: relative(root, testModule.moduleId),
    durationMs: diagnostic.duration + diagnostic.collectDuration,
    passed: count('passed'),
    failed: count('failed') + broken,
    skipped: count('skipped'),
    skipNotes: results.flatMap((one) => (one.state === 'skipped' && one.note ? [one.note] : [])),
  };
}
