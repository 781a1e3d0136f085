import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const app = join(import.meta.dirname, '..');
const firstLoadMaxBytes = 150_000;

type Chunk = { file: string; css?: string[]; imports?: string[]; src?: string };
type Manifest = Record<string, Chunk>;

describe('the built app', () => {
  let folder: string;
  let manifest: Manifest;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'madang-size-'));
    const configFile = join(app, 'vite.config.ts');
    await build({ root: app, configFile, logLevel: 'error', build: { outDir: folder } });
    manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  function filesOf(key: string, seen = new Set<string>()): Set<string> {
    const chunk = manifest[key];
    if (chunk === undefined || seen.has(chunk.file)) return seen;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file);
    for (const each of chunk.imports ?? []) filesOf(each, seen);
    return seen;
  }

  async function compressedBytes(files: Iterable<string>): Promise<number> {
    let total = 0;
    for (const file of files) total += gzipSync(await readFile(join(folder, file))).length;
    return total;
  }

  const pages = [
    'home',
    'notarise',
    'kept',
    'records',
    'record',
    'verify',
    'institutions',
    'status',
    'decisions',
    'decision',
    'desk',
    'desk-new',
    'desk-decision',
  ];
  it.each(pages)('loads %s for the first time with at most 150 kB compressed', async (name) => {
    const files = filesOf('index.html');
    const page = Object.keys(manifest).find((key) => key.endsWith(`/pages/${name}.tsx`));
    expect(page).toBeDefined();
    const fonts = Object.keys(manifest).filter((key) => key.endsWith('fonts.css'));
    for (const key of [page ?? '', ...fonts]) filesOf(key, files);
    files.add('index.html');
    const bytes = await compressedBytes(files);
    expect(bytes).toBeGreaterThan(40_000);
    expect(bytes).toBeLessThanOrEqual(firstLoadMaxBytes);
  });

  it('holds no inline script, no inline style and no data address', async () => {
    const html = await readFile(join(folder, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|<style|\sstyle=|\son\w+=/);
    for (const file of await readdir(join(folder, 'assets'))) {
      if (!file.endsWith('.css')) continue;
      expect(await readFile(join(folder, 'assets', file), 'utf8')).not.toMatch(
        /data:|https?:\/\/(?!scripts)/,
      );
    }
  });
});
