import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

const ENTRY = /\/apps\/web\/src\/main\.tsx$/;

/**
 * Names the entry in the manifest. It stands in one file with what every page begins with, and Vite
 * names a file by its entry only where nothing but that is in it.
 */
export function entryName(): Plugin {
  return {
    name: 'madang-entry-name',
    apply: 'build',
    writeBundle: {
      order: 'pre',
      sequential: true,
      handler({ dir = '' }, bundle) {
        const entry = Object.values(bundle).find(
          (file) => file.type === 'chunk' && file.moduleIds.some((id) => ENTRY.test(id)),
        );
        const file = path.join(dir, 'manifest.json');
        const manifest = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
        manifest['index.html'] ??= manifest[`_${path.basename(entry?.fileName ?? '')}`];
        writeFileSync(file, JSON.stringify(manifest, undefined, 2));
      },
    },
  };
}
