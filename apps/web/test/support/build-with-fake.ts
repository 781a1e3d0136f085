import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const app = join(import.meta.dirname, '..', '..');
const handMade = fileURLToPath(new URL('./fake-ledger.ts', import.meta.url));

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
        resolveId: (id) => (id.endsWith('/client-ledger.ts') ? handMade : undefined),
      },
    ],
    build: { outDir: folder, emptyOutDir: true },
  });
}
