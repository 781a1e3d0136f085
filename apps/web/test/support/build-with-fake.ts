import { join } from 'node:path';
import { build } from 'vite';

const app = join(import.meta.dirname, '..', '..');

/** Builds the app on the hand-made ledger instead of a real one. */
export async function buildWithFake(folder: string): Promise<void> {
  await build({
    root: app,
    configFile: join(app, 'vite.config.ts'),
    logLevel: 'error',
    plugins: [
      {
        name: 'hand-made-ledger',
        enforce: 'pre',
        resolveId: (id) =>
          id.endsWith('/client-ledger.ts')
            ? join(import.meta.dirname, 'fake-ledger.ts')
            : undefined,
      },
    ],
    build: { outDir: folder, emptyOutDir: true },
  });
}
