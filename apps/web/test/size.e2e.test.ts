import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const app = join(import.meta.dirname, '..');
const firstLoadMaxBytes = 150_000;
const residentMaxBytes = 100_000;
const voterMaxBytes = 150_000;

type Chunk = {
  file: string;
  css?: string[];
  imports?: string[];
  dynamicImports?: string[];
  assets?: string[];
  src?: string;
};
type Manifest = Record<string, Chunk>;

describe('the built app', () => {
  let folder: string;
  let manifest: Manifest;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'madang-size-'));
    const configFile = join(app, 'vite.config.ts');
    // As it is shipped: under another name the build has what helps to develop in it.
    vi.stubEnv('NODE_ENV', 'production');
    await build({ root: app, configFile, logLevel: 'error', build: { outDir: folder } });
    manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest;
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    return rm(folder, { recursive: true, force: true });
  });

  function filesOf(key: string, seen = new Set<string>()): Set<string> {
    const chunk = manifest[key];
    if (chunk === undefined || seen.has(chunk.file)) return seen;
    for (const file of [chunk.file, ...(chunk.css ?? [])]) seen.add(file);
    for (const each of chunk.imports ?? []) filesOf(each, seen);
    return seen;
  }

  async function compressedBytes(
    files: Iterable<string>,
    compress: (bytes: Buffer) => Buffer = gzipSync,
  ): Promise<number> {
    let total = 0;
    for (const file of files) total += compress(await readFile(join(folder, file))).length;
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
    'trustee',
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

  const ofPage = (name: string) =>
    Object.keys(manifest).find((key) => key.endsWith(`/pages/${name}.tsx`)) ?? '';

  /** The pages that come later with one, of all files that it begins with. */
  function laterOf(key: string): readonly string[] {
    const first = filesOf(key);
    const later = Object.values(manifest)
      .filter(({ file }) => first.has(file))
      .flatMap(({ dynamicImports = [] }) => dynamicImports)
      .filter((name) => /^src\/pages\/(ballot-(?!check)|link)/.test(name) && name !== key);
    return [...new Set(later)].map((name) => basename(name, '.tsx')).toSorted();
  }

  // From the link to whether they are counted; and before that, where keys are mixed.
  const ways = ['ballot-way', 'ballot-registration'];

  it('takes a resident from the link to the receipt and beyond with at most 100 kB', async () => {
    const files = filesOf('index.html');
    // What comes later, when somebody asks for the rules or whether they are counted, as well.
    for (const name of ['link', 'link-rules', 'link-counted']) filesOf(ofPage(name), files);
    // And nothing else, but for a secret vote, and for what few need: who acts for whom, devices.
    const later = ['link-counted', 'link-more', 'link-rules', ...ways].toSorted();
    expect(laterOf(ofPage('link'))).toEqual(later);
    files.add('index.html');
    // As browsers get it from the server; the page asks for fonts only where Korean has none.
    const bytes = await compressedBytes(files, brotliCompressSync);
    expect(bytes).toBeGreaterThan(40_000);
    expect(bytes).toBeLessThanOrEqual(residentMaxBytes);
    const withFonts = filesOf('index.html');
    const fonts = Object.keys(manifest).filter((key) => key.endsWith('fonts.css'));
    for (const key of [ofPage('link'), ...fonts]) filesOf(key, withFonts);
    withFonts.add('index.html');
    // From the link to the receipt even with the sheet of fonts.
    const first = await compressedBytes(withFonts, brotliCompressSync);
    expect(first).toBeLessThanOrEqual(residentMaxBytes);
  });

  it.each(ways)('takes a voter from the link through %s with at most 150 kB', async (way) => {
    const files = filesOf('index.html');
    for (const name of ['link', way]) filesOf(ofPage(name), files);
    const chunks = Object.values(manifest).filter(({ file }) => files.has(file));
    const [sealer, ...more] = chunks.flatMap(({ assets = [] }) => assets);
    expect(sealer).toMatch(/seal-worker/);
    expect(more).toEqual([]);
    // What encrypts comes in the thread of its own, and nowhere in the page.
    for (const file of files) {
      expect(await readFile(join(folder, file), 'utf8')).not.toContain('WebAssembly');
    }
    files.add(sealer ?? '').add('index.html');
    const bytes = await compressedBytes(files, brotliCompressSync);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThanOrEqual(voterMaxBytes);
  });

  it('keeps in one file of 450 kB at most what is of use without a connection', async () => {
    const pack = join(folder, 'offline.json');
    const texts = JSON.parse(await readFile(pack, 'utf8')) as Record<string, string>;
    for (const name of ['home', 'notarise', 'kept', 'verify', 'link', ...ways]) {
      for (const file of filesOf(ofPage(name), filesOf('index.html'))) {
        expect(texts[`/${file}`], file).toBe(await readFile(join(folder, file), 'utf8'));
      }
    }
    const kept = Object.keys(texts).join(' ');
    for (const thread of ['seal-worker', 'dossier-worker']) expect(kept).toContain(thread);
    // Officers and trustees need a connection for what they do.
    for (const name of ['desk', 'trustee']) {
      expect(kept).not.toContain(manifest[ofPage(name)]?.file ?? name);
    }
    const bytes = brotliCompressSync(await readFile(pack)).length;
    expect(bytes).toBeGreaterThan(200_000);
    expect(bytes).toBeLessThanOrEqual(450_000);
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
