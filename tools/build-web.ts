import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

const root = path.dirname(import.meta.dirname);
const webFolder = path.join(root, 'apps/web');
const stampFile = path.join(root, 'node_modules/.madang/web-build.sha256');

/** Everything that can end up in the browser app, or decides how it is built. */
const sourceFolders = [
  'apps/web',
  'packages/base/src',
  'packages/client/src',
  'packages/crypto/src',
  'packages/kernel/src',
  'packages/protocol/src',
  'packages/ui/src',
  'services',
];
const notSources = new Set(['node_modules', 'dist', 'test']);

/**
 * Builds the browser app into apps/web/dist unless its sources are those of the last build.
 * Prints what it does; returns the exit code: 0 built or up to date, else what Vite returned.
 */
export async function buildWeb(): Promise<number> {
  const stamp = sourceStamp();
  const dist = path.join(webFolder, 'dist');
  if (fs.existsSync(path.join(dist, 'index.html')) && lastStamp() === stamp) return 0;
  process.stderr.write('Building the browser app ...\n');
  // Built beside and moved into place, so that a running server never serves half a build.
  const fresh = path.join(webFolder, 'dist', `.fresh-${process.pid}`);
  const code = await runVite(fresh);
  if (code === 0) replaceBuild(dist, fresh, stamp);
  fs.rmSync(fresh, { recursive: true, force: true });
  return code;
}

function sourceStamp(): string {
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

function lastStamp(): string | undefined {
  return fs.existsSync(stampFile) ? fs.readFileSync(stampFile, 'utf8') : undefined;
}

function runVite(outDir: string): Promise<number> {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn'];
  const child = spawn(process.execPath, args, { cwd: webFolder, stdio: ['ignore', 2, 2] });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

function replaceBuild(dist: string, fresh: string, stamp: string): void {
  const freshName = path.basename(fresh);
  for (const name of fs.readdirSync(dist)) {
    // Another build under way keeps its own folder.
    if (name !== freshName && !name.startsWith('.fresh-')) {
      fs.rmSync(path.join(dist, name), { recursive: true, force: true });
    }
  }
  for (const name of fs.readdirSync(fresh)) {
    fs.renameSync(path.join(fresh, name), path.join(dist, name));
  }
  fs.mkdirSync(path.dirname(stampFile), { recursive: true });
  fs.writeFileSync(stampFile, stamp);
}

if (import.meta.main) process.exitCode = await buildWeb();
