import { defineConfig } from 'vite';

/**
 * The browser app. Nothing is inlined as a `data:` address and no script stands in the page, so
 * that
 * the strict content policy holds; the service worker keeps its name at the root.
 */
export default defineConfig({
  root: import.meta.dirname,
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    rolldownOptions: {
      input: { index: 'index.html', worker: 'src/service-worker.ts' },
      output: {
        // What every page shares comes as one file: small ones cost more than they save.
        codeSplitting: {
          groups: [
            {
              name: 'core',
              test: /node_modules\/(preact|@noble)|packages\/(base|crypto|ui)\/src\/.*\.tsx?$/,
            },
          ],
        },
        entryFileNames: ({ name }) => (name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js'),
        // Every page carries the names of all chunks, so they have none beside their hash.
        chunkFileNames: 'assets/[hash].js',
      },
    },
  },
});
