import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const bin = path.resolve(import.meta.dirname, '../../bin');

/** Stands in for npm: notes that it ran, takes its time, and installs one file. */
const FAKE_NPM = `
  import fs from 'node:fs';
  fs.appendFileSync('npm-runs.txt', process.argv.slice(2).join(' ') + '\\n');
  await new Promise((resolve) => setTimeout(resolve, 300));
  if (fs.existsSync('npm-fails')) process.exit(7);
  fs.mkdirSync('node_modules/a', { recursive: true });
`;

type Ended = { readonly code: number | null; readonly signal: string | null } & Record<
  'stdout' | 'stderr',
  string
>;

let folder = '';
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'bootstrap-'));
  fs.cpSync(bin, path.join(folder, 'bin'), { recursive: true });
  write('package-lock.json', '{}');
  write('packages/base/package.json', '{}');
  write('npm-cli.js', FAKE_NPM);
  write('package.json', '{"type":"module","workspaces":["packages/*","services"]}');
  write('tools/check/main.ts', 'console.log("checked", process.argv.slice(2).join());');
});
afterEach(() => fs.rmSync(folder, { recursive: true }));

function write(file: string, text: string): void {
  const place = path.join(folder, file);
  fs.mkdirSync(path.dirname(place), { recursive: true });
  fs.writeFileSync(place, text);
}

function npmRuns(): string[] {
  const file = path.join(folder, 'npm-runs.txt');
  return fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trim().split('\n') : [];
}

/** Makes a Node say that it is an older one. */
const ASK_AS_NODE_20 = [
  '--import',
  `data:text/javascript,${encodeURIComponent(`
    const versions = { ...process.versions, node: '20.20.2' };
    Object.defineProperty(process, 'versions', { value: versions });
    Object.defineProperty(process, 'version', { value: 'v20.20.2' });
    Object.defineProperty(process, 'platform', { value: 'linux' });
  `)}`,
];

function start(args: readonly string[], nodeOptions: readonly string[] = []): ChildProcess {
  const env = { ...process.env, npm_execpath: path.join(folder, 'npm-cli.js') };
  const all = [...nodeOptions, path.join(folder, 'bin/run.mjs'), ...args];
  return spawn(process.execPath, all, { env, stdio: 'pipe' });
}

function ended(child: ChildProcess): Promise<Ended> {
  const output = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  return new Promise((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, ...output }));
  });
}

const run = (...args: string[]): Promise<Ended> => ended(start(args));

describe('the bootstrap', () => {
  it('installs before the first command and not again before the second', async () => {
    const first = await run('check', 'a', 'b');
    expect(first).toMatchObject({ code: 0, stdout: 'checked a,b\n' });
    expect(await run('check')).toMatchObject({ code: 0, stderr: '' });
    expect(npmRuns()).toHaveLength(1);
    expect(npmRuns()[0]).toMatch(/^install --no-save --ignore-scripts --no-audit --no-fund/);
  });

  it.each([
    'package-lock.json',
    'package.json',
    'packages/base/package.json',
    'services/package.json',
  ])('installs again when %s has changed', async (file) => {
    await run('check');
    write(file, '{"type":"module","workspaces":["packages/*","services"],"a":1}');
    await run('check');
    expect(npmRuns()).toHaveLength(2);
  });

  it('installs once when many start at the same time', async () => {
    const all = await Promise.all([1, 2, 3, 4].map(() => run('check')));
    expect(all.map((one) => one.code)).toEqual([0, 0, 0, 0]);
    expect(npmRuns()).toHaveLength(1);
  });

  it('takes over from an installation whose process is gone', async () => {
    const gone = spawnSync(process.execPath, ['--version']).pid;
    write('node_modules/.madang/install.lock', String(gone));
    expect(await run('check')).toMatchObject({ code: 0 });
    expect(npmRuns()).toHaveLength(1);
  });

  it('says in a sentence that installing failed, and tries again next time', async () => {
    write('npm-fails', '');
    const failed = await run('check');
    expect(failed).toMatchObject({ code: 1, stdout: '' });
    expect(failed.stderr).toContain('npm install failed with exit code 7');
    fs.rmSync(path.join(folder, 'npm-fails'));
    expect(await run('check')).toMatchObject({ code: 0 });
  });

  it('keeps standard output for the command', async () => {
    write('npm-cli.js', `console.log('added 1 package'); ${FAKE_NPM}`);
    const first = await run('check');
    expect(first.stdout).toBe('checked \n');
    expect(first.stderr).toContain('added 1 package');
  });

  it('passes the exit code of the command on', async () => {
    write('tools/check/main.ts', 'process.exitCode = 7;');
    expect(await run('check')).toMatchObject({ code: 7 });
  });

  it('hands signals on to the command and ends as it ended', async () => {
    const waits = (signal: string): string =>
      `${signal} setInterval(() => {}, 1000); console.log('up');`;
    const stop = async (): Promise<Ended> => {
      const child = start(['check']);
      const end = ended(child);
      await new Promise((resolve) => child.stdout?.once('data', resolve));
      child.kill('SIGTERM');
      return end;
    };
    write('tools/check/main.ts', waits("process.on('SIGTERM', () => process.exit(5));"));
    expect(await stop()).toMatchObject({ code: 5, signal: null });
    write('tools/check/main.ts', waits(''));
    expect(await stop()).toMatchObject({ code: null, signal: 'SIGTERM' });
  });

  it('names the commands, benchmarks and soak tests that exist', async () => {
    expect((await run('fly')).stderr).toMatch(/^There is no command fly; there are: start, test/);
    expect((await run('toString')).stderr).toMatch(/^There is no command toString;/);
    expect((await run('bench')).stderr).toBe(
      'There is no benchmark (none given); there are: none yet.\n',
    );
    write('bench/ledger.ts', '');
    write('bench/state.ts', '');
    const unknown = await run('bench', 'speed');
    expect(unknown.stderr).toBe('There is no benchmark speed; there are: ledger, state.\n');
    expect(unknown.code).toBe(1);
    expect(npmRuns()).toEqual([]);
  });

  it('says which file a command lacks', async () => {
    const { code, stderr } = await run('sim');
    expect(stderr).toBe('The command sim needs packages/testkit/src/sim.ts, which is not here.\n');
    expect(code).toBe(1);
  });

  it('goes on under the Node that it brings, or says that Node is too old', async () => {
    const lacking = await ended(start(['check'], ASK_AS_NODE_20));
    expect(lacking).toMatchObject({ code: 1, stdout: '' });
    expect(lacking.stderr).toContain('Madang needs Node 24 or newer and this is v20.20.2:');
    const own = `node_modules/node-linux-${process.arch}/bin/node`;
    write(own, `#!/bin/sh\necho brought\nexec '${process.execPath}' "$@"\n`);
    const brought = await ended(start(['check'], ASK_AS_NODE_20));
    expect(brought).toMatchObject({ code: 0, stdout: 'brought\nchecked \n' });
  });
});
