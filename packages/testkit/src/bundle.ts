import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A script of this kit that is run in a page. */
const ENTRY = path.join(import.meta.dirname, 'in-page.ts');

/** What {@link bundleForPage} puts on the page. */
export const PAGE_GLOBAL = 'madangInPage';

/**
 * Builds the code that checks receipts and signatures as browsers get it, in one script without
 * imports. It defines {@link PAGE_GLOBAL} with what `in-page.ts` exports.
 */
export async function bundleForPage(): Promise<string> {
  const { build } = await import('vite');
  const outDir = await mkdtemp(path.join(tmpdir(), 'madang-bundle-'));
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      build: {
        outDir,
        emptyOutDir: true,
        minify: true,
        lib: { entry: ENTRY, name: PAGE_GLOBAL, formats: ['iife'], fileName: () => 'page.js' },
      },
    });
    return await readFile(path.join(outDir, 'page.js'), 'utf8');
  } finally {
    await rm(outDir, { recursive: true });
  }
}
