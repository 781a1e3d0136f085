import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './ports.ts';

/** A PostgreSQL server for one test file. */
export interface TestPostgres {
  /** A connection URL on this machine. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const START_TIMEOUT_MS = 30_000;
const DEBIAN_FOLDER = '/usr/lib/postgresql';
const SUPERUSER = 'madang';

/**
 * Starts a private server on loopback, or gives that of `MADANG_TEST_PG`. Looks for installed
 * programs; undefined,
 * with a sentence on standard error, where there are none.
 */
export async function startPostgres(): Promise<TestPostgres | undefined> {
  const given = process.env['MADANG_TEST_PG'];
  if (given !== undefined) return { url: given, stop: () => Promise.resolve() };
  const programs = findPrograms();
  if (programs === undefined) {
    process.stderr.write(
      'PostgreSQL was not found, so its half of the storage tests is skipped.\n',
    );
    return undefined;
  }
  return startPrivate(programs);
}

/** The folder with `initdb` and `postgres` of the newest installed version. */
function findPrograms(): string | undefined {
  const folders = existsSync(DEBIAN_FOLDER)
    ? readdirSync(DEBIAN_FOLDER)
        .sort((left, right) => Number(right) - Number(left))
        .map((version) => path.join(DEBIAN_FOLDER, version, 'bin'))
    : [];
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter);
  return [...folders, ...onPath].find(
    (folder) =>
      existsSync(path.join(folder, 'initdb')) && existsSync(path.join(folder, 'postgres')),
  );
}

/**
 * PostgreSQL refuses to run as root: there it runs as the system's own user for it, or as nobody.
 */
function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  for (const user of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, user], { stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // This system has no such user; the next one is tried.
    }
  }
  return undefined;
}

async function startPrivate(programs: string): Promise<TestPostgres> {
  const user = serverUser();
  const folder = await mkdtemp(path.join(tmpdir(), 'madang-pg-'));
  if (user !== undefined) await chown(folder, user.uid, user.gid);
  const cluster = path.join(folder, 'cluster');
  const options = { ...user, cwd: folder, stdio: 'pipe' as const };
  const init = ['-D', cluster, '-U', SUPERUSER, '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'];
  execFileSync(path.join(programs, 'initdb'), init, options);
  const server = await serve(programs, { cluster, folder, user });
  return {
    url: `postgres://${SUPERUSER}@127.0.0.1:${String(server.port)}/postgres`,
    stop: async () => {
      await stopped(server.process);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

interface Cluster {
  readonly cluster: string;
  readonly folder: string;
  readonly user: ReturnType<typeof serverUser>;
}

interface Serving {
  readonly process: ChildProcess;
  readonly port: number;
}

const START_ATTEMPTS = 3;

/**
 * Another test may take the free port first, so a server that ends while starting is tried on
 * another.
 */
async function serve(programs: string, given: Cluster): Promise<Serving> {
  const { cluster, folder, user } = given;
  let failure: unknown;
  for (let attempt = 0; attempt < START_ATTEMPTS; attempt++) {
    const port = await freePort();
    const settings = [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      `unix_socket_directories=${folder}`,
    ];
    const args = ['-D', cluster, '-p', String(port), ...settings];
    const server = spawn(path.join(programs, 'postgres'), args, { ...user, cwd: folder });
    try {
      await readyToServe(server);
      return { process: server, port };
    } catch (thrown) {
      failure = thrown;
    }
  }
  throw failure;
}

function readyToServe(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      reject(new Error(`PostgreSQL did not start in time: ${said}`));
    }, START_TIMEOUT_MS);
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (!said.includes('ready to accept connections')) return;
      clearTimeout(timer);
      resolve();
    });
    server.once('exit', () => {
      clearTimeout(timer);
      reject(new Error(`PostgreSQL ended while starting: ${said}`));
    });
  });
}

function stopped(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => {
      resolve();
    });
    server.kill('SIGINT');
  });
}
