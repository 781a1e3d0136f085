import { defineConfig } from 'vitest/config';

const testFolders = ['packages/*/test', 'services/*/test', 'apps/*/test', 'tools/**', 'test'];
const browserJourneys = '**/*.e2e.test.{ts,tsx}';
const ignored = ['**/node_modules/**', '**/dist/**'];

/** Sized for two cores: three workers keep both busy, as each waits now and then. */
export default defineConfig({
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  test: {
    reporters: [['default', { summary: false }], './tools/test/reporter.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // What is waited for comes at once on a quiet machine; two workers make none.
    expect: { poll: { timeout: 10_000 } },
    teardownTimeout: 10_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: testFolders.map((folder) => `${folder}/**/*.test.{ts,tsx}`),
          exclude: [...ignored, browserJourneys],
          maxWorkers: 3,
          // What files import is loaded once for each worker, not once for each file.
          isolate: false,
          sequence: { groupOrder: 0 },
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          include: testFolders.map((folder) => `${folder}/**/*.e2e.test.{ts,tsx}`),
          exclude: ignored,
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
