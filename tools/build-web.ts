import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { takeLock } from '../bin/lock.mjs';

/** Everything that can end up in the browser app, or decides how it is built. */
const sourceFolders = [
  'apps/web',
  'packages/ballot/src',
  'packages/base/src',
  'packages/client/src',
  'packages/crypto/src',
  'packages/kernel/src',
  'packages/protocol/src',
  'packages/ristretto/src',
  'packages/ui/src',
  'services',
];
const notSources = new Set(['node_modules', 'dist', 'test']);

/**
 * Builds the browser app of a checkout into apps/web/dist unless its sources are those of the last
 * build; while another process builds it, this waits. Says on standard error that it builds. The
 * exit code is 0 if it is built or up to date, else what Vite returned, and then the last build
 * stays as it was.
 */
export async function buildWeb(root: string): Promise<number> {
  const lock = path.join(root, 'node_modules/.madang/web-build.lock');
  const release = await takeLock(lock);
  if (release === undefined) {
    process.stderr.write(`Another process builds the browser app; if none does, delete ${lock}.\n`);
    return 1;
  }
  try {
    return await buildIfNeeded(root);
  } finally {
    release();
  }
}

async function buildIfNeeded(root: string): Promise<number> {
  const stampFile = path.join(root, 'node_modules/.madang/web-build.sha256');
  const stamp = sourceStamp(root);
  const dist = path.join(root, 'apps/web/dist');
  if (fs.existsSync(path.join(dist, 'index.html')) && readText(stampFile) === stamp) return 0;
  process.stderr.write('Building the browser app ...\n');
  // Built beside and moved into place, so that a running server never serves half a build.
  const fresh = path.join(dist, `${FRESH}${process.pid}`);
  const code = await runVite(root, fresh);
  if (code === 0) {
    replaceBuild(dist, fresh);
    fs.mkdirSync(path.dirname(stampFile), { recursive: true });
    fs.writeFileSync(stampFile, stamp);
  }
  fs.rmSync(fresh, { recursive: true, force: true });
  return code;
}

/** Folders of builds under way; each process has its own. */
const FRESH = '.fresh-';

/** SHA-256 over the paths and bytes of all sources. */
function sourceStamp(root: string): string {
  const hash = createHash('sha256');
  const files = sourceFolders.flatMap((folder) => filesBelow(path.join(root, folder)));
  for (const file of [path.join(root, 'package-lock.json'), ...files].sort()) {
    const content = fs.readFileSync(file);
    hash.update(`${path.relative(root, file)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

function filesBelow(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) return notSources.has(entry.name) ? [] : filesBelow(file);
    return entry.isFile() ? [file] : [];
  });
}

function readText(file: string): string | undefined {
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : undefined;
}

function runVite(root: string, outDir: string): Promise<number> {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'];
  const cwd = path.join(root, 'apps/web');
  // Under a test runner Vite would build what developers see, and the next start would serve it.
  const env = { ...process.env, NODE_ENV: 'production' };
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 2, 2] });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

/** Moves every file of the new build into place, the page that names the others last. */
function replaceBuild(dist: string, fresh: string): void {
  const names = fs.readdirSync(fresh);
  const old = fs.readdirSync(dist).filter((name) => !name.startsWith(FRESH));
  const byPageLast = names.toSorted((a, b) => Number(a === PAGE) - Number(b === PAGE));
  for (const name of byPageLast) {
    if (name !== PAGE) fs.rmSync(path.join(dist, name), { recursive: true, force: true });
    fs.renameSync(path.join(fresh, name), path.join(dist, name));
  }
  for (const name of old.filter((one) => !names.includes(one))) {
    fs.rmSync(path.join(dist, name), { recursive: true, force: true });
  }
}

const PAGE = 'index.html';

if (import.meta.main) process.exitCode = await buildWeb(path.dirname(import.meta.dirname));
