import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserSource } from './find-browser.ts';

const PACKAGE = '@sparticuz/chromium';
const VERSION = '153.0.0';
const CACHE = path.join(import.meta.dirname, '../../../node_modules/.cache/browser');

/** Names of environment variables that make the package unpack its libraries, as a cloud does. */
const CLOUD = { AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x', AWS_LAMBDA_JS_RUNTIME: 'nodejs24.x' };

/**
 * Fetches a browser with npm into `node_modules/.cache`, once. It is a build for machines that have
 * nothing: it comes with the libraries that a bare Debian lacks. Undefined where npm cannot get it.
 */
export async function fetchBrowser(): Promise<BrowserSource | undefined> {
  if (process.platform !== 'linux') return undefined;
  const folder = path.join(CACHE, VERSION);
  const executablePath = path.join(folder, 'unpacked/chromium');
  const libraryFolder = path.join(folder, 'unpacked/al2023/lib');
  if (existsSync(executablePath)) return { executablePath, libraryFolder };
  try {
    install(folder);
    unpack(folder);
  } catch {
    // The machine is offline, or the disk is full; whoever asked says that there is none.
    return undefined;
  }
  return existsSync(executablePath) ? { executablePath, libraryFolder } : undefined;
}

function install(folder: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder];
  execFileSync('npm', [...args, `${PACKAGE}@${VERSION}`], { cwd: folder, stdio: 'pipe' });
}

/** Unpacks in a process of its own, which may believe that it runs in a cloud. */
function unpack(folder: string): void {
  const unfinished = path.join(folder, 'unfinished');
  mkdirSync(unfinished, { recursive: true });
  const entry = pathToFileURL(path.join(folder, 'node_modules', PACKAGE, 'build/esm/index.js'));
  const script = [
    `const { default: chromium } = await import(${JSON.stringify(entry.href)});`,
    'await chromium.executablePath();',
  ].join('\n');
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    env: { ...process.env, ...CLOUD, TMPDIR: unfinished, HOME: unfinished },
    stdio: 'pipe',
  });
  chmodSync(path.join(unfinished, 'chromium'), 0o755);
  renameSync(unfinished, path.join(folder, 'unpacked'));
}
