import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWeb } from '../../../../tools/build-web.ts';

const root = join(import.meta.dirname, '..', '..', '..', '..');
const startMaxMs = 60_000;

/** The real server on a data folder of its own. */
export type City = { url: string; stop: () => Promise<void> };

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/api/ledger`)).ok;
  } catch {
    return false;
  }
}

async function waitUntilOpen(url: string, server: ChildProcess): Promise<void> {
  const endMs = Date.now() + startMaxMs;
  while (!(await answers(url))) {
    if (server.exitCode !== null) throw new Error(`The server stopped with ${server.exitCode}.`);
    if (Date.now() > endMs) throw new Error('The server did not open in time.');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Builds the app and opens the demo city as a person would, on a port of its own. */
export async function startCity(): Promise<City> {
  if ((await buildWeb(root)) !== 0) throw new Error('The browser app could not be built.');
  const folder = await mkdtemp(join(tmpdir(), 'madang-city-'));
  const port = await freePort();
  const main = join(root, 'apps/madang/src/main.ts');
  const given = ['start', '--data', join(folder, 'data'), '--port', String(port)];
  const server = spawn(process.execPath, [main, ...given], { cwd: root, stdio: 'ignore' });
  const url = `http://localhost:${port}`;
  await waitUntilOpen(url, server);
  return {
    url,
    stop: async () => {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
