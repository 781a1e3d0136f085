import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly assets?: readonly string[];
  readonly imports?: readonly string[];
  readonly dynamicImports?: readonly string[];
}
type Manifest = Readonly<Record<string, Chunk>>;

const ANY_PAGE = /^src\/pages\//;
/**
 * Pages that are of use without a connection: what was signed is kept, and receipts are checked.
 */
const OFFLINE_PAGES = /^src\/pages\/(home|notarise|kept|verify|link[^/]*|ballot[^/]*)\.tsx$/;

/** The chunks that these pages begin with, or load as they go, by their names in the manifest. */
function offlineChunks(manifest: Manifest): readonly Chunk[] {
  const found = new Map<string, Chunk>();
  const add = (key: string): void => {
    const chunk = manifest[key];
    if (chunk === undefined || found.has(key)) return;
    found.set(key, chunk);
    const { imports = [], dynamicImports = [] } = chunk;
    const later = dynamicImports.filter((one) => !ANY_PAGE.test(one) || OFFLINE_PAGES.test(one));
    for (const one of [...imports, ...later]) add(one);
  };
  add('index.html');
  return [...found.values()];
}

/** Their scripts and styles, those of their threads too. */
function offlineFiles(manifest: Manifest): readonly string[] {
  const all = offlineChunks(manifest).flatMap(({ file, css = [], assets = [] }) => [
    file,
    ...css,
    ...assets,
  ]);
  return [...new Set(all)].filter((file) => /^assets\/.*\.(js|css)$/.test(file)).toSorted();
}

/**
 * Puts what is of use without a connection into one file, `offline.json`: texts by their paths. The
 * service worker takes it in with one request, where each file for itself would be a hundred.
 */
export function offlinePack(): Plugin {
  return {
    name: 'madang-offline-pack',
    apply: 'build',
    writeBundle({ dir = '' }) {
      const read = (file: string): string => readFileSync(path.join(dir, file), 'utf8');
      const manifest = JSON.parse(read('manifest.json')) as Manifest;
      const texts = offlineFiles(manifest).map((file) => [`/${file}`, read(file)] as const);
      texts.unshift(['/', read('index.html')]);
      writeFileSync(path.join(dir, 'offline.json'), JSON.stringify(Object.fromEntries(texts)));
    },
  };
}
