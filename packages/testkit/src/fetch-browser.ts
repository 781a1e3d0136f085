import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';

/** Where a browser is, and what it brings for machines that have nothing. */
export interface BrowserSource {
  readonly executablePath: string;
  /** Libraries that a bare Debian lacks. */
  readonly libraryFolder?: string;
  /** Fonts and their configuration. */
  readonly fontFolder?: string;
}

const PACKAGE = '@sparticuz/chromium';
const VERSION = '153.0.0';
const CACHE = path.join(import.meta.dirname, '../../../node_modules/.cache/browser');

/**
 * Fetches a browser with npm into `node_modules/.cache`, once. Only the packed files of the package
 * are used, none of its code: its own arguments crash the browser when a context is closed.
 * Undefined
 * where npm cannot get it.
 */
export async function fetchBrowser(): Promise<BrowserSource | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = path.join(CACHE, `chromium-${VERSION}`);
  if (!existsSync(folder)) {
    try {
      await install(folder);
    } catch {
      // The machine is offline, or the disk is full; whoever asked says that there is none.
      return undefined;
    }
  }
  const at = (name: string): string => path.join(folder, name);
  return {
    executablePath: at('chromium'),
    libraryFolder: at('al2023/lib'),
    fontFolder: at('fonts'),
  };
}

/**
 * Fetched and unpacked in a folder of its own, and moved into place when it is whole: there is
 * never half a browser, whoever else fetches one.
 */
async function install(folder: string): Promise<void> {
  await mkdir(CACHE, { recursive: true });
  const own = await mkdtemp(path.join(CACHE, 'fetching-'));
  try {
    await writeFile(path.join(own, 'package.json'), '{ "private": true }\n');
    const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', own];
    execFileSync('npm', [...args, `${PACKAGE}@${VERSION}`], { cwd: own, stdio: 'pipe' });
    const unpacked = await unpackAll(own, folder);
    // Another process may have been faster: its browser is as good.
    await rename(unpacked, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

/** Unpacks what was fetched into `own`, as it is to be used at `folder`. */
async function unpackAll(own: string, folder: string): Promise<string> {
  const packed = path.join(own, 'node_modules', PACKAGE, 'bin');
  const unfinished = path.join(own, 'unpacked');
  await mkdir(unfinished);
  const executable = path.join(unfinished, 'chromium');
  await unpack(path.join(packed, 'chromium.br'), executable);
  await chmod(executable, 0o755);
  for (const name of ['al2023', 'fonts']) {
    const archive = path.join(unfinished, `${name}.tar`);
    const into = path.join(unfinished, name);
    await unpack(path.join(packed, `${name}.tar.br`), archive);
    await mkdir(into);
    execFileSync('tar', ['-xf', archive, '-C', into], { stdio: 'pipe' });
    await rm(archive);
  }
  await writeFile(path.join(unfinished, 'fonts/fonts.conf'), fontConfiguration(folder));
  return unfinished;
}

/** The package's own one names folders of a cloud. */
function fontConfiguration(folder: string): string {
  const fonts = path.join(folder, 'fonts');
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    `  <dir>${fonts}</dir>`,
    `  <cachedir>${path.join(fonts, 'cache')}</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n');
}

async function unpack(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to));
}
