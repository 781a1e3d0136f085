import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { freePort } from './ports.ts';

const MAIN = path.join(import.meta.dirname, '../../../apps/madang/src/main.ts');
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 20_000;

/** Which server to start. */
export interface ServerOptions {
  /** A data folder to open again; without it a new one is made, and removed at the end. */
  readonly folder?: string;
  /** With the records of the demo city; without it a new ledger is empty. */
  readonly withDemo?: boolean;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** The real server as a process of its own. */
export interface TestServer {
  /** Without a slash at its end. */
  readonly url: string;
  readonly pid: number;
  readonly folder: string;
  /** What it has printed so far. */
  readonly said: () => string;
  /** Ends it like a power cut and waits until it is gone; the data folder stays. */
  readonly kill: () => Promise<void>;
  /**
   * Asks it to stop, waits, and removes the folder if it was made for this server. Gives the exit
   * status.
   */
  readonly stop: () => Promise<number | null>;
}

/** A server that may not answer yet. */
export interface BegunServer extends Pick<TestServer, 'kill'> {
  /** Waits until it answers. */
  readonly ready: () => Promise<TestServer>;
}

/** Starts `madang start` on a free port and waits until it answers. */
export async function startServer(options: ServerOptions = {}): Promise<TestServer> {
  return (await beginServer(options)).ready();
}

/** Starts `madang start` on a free port and waits for nothing. */
export async function beginServer(options: ServerOptions = {}): Promise<BegunServer> {
  const folder = options.folder ?? (await mkdtemp(path.join(tmpdir(), 'madang-server-')));
  const port = options.port ?? (await freePort());
  const args = [MAIN, 'start', '--data', path.join(folder, 'data'), '--port', String(port)];
  if (options.withDemo !== true) args.push('--empty');
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = collect(child);
  const ended = once(child, 'exit');
  const kill = async (): Promise<void> => {
    child.kill('SIGKILL');
    await ended;
  };
  const server: TestServer = {
    url: `http://localhost:${String(port)}`,
    pid: child.pid ?? 0,
    folder,
    said: output,
    kill,
    stop: async () => {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
      await ended;
      clearTimeout(late);
      if (options.folder === undefined) await rm(folder, { recursive: true, force: true });
      return child.exitCode;
    },
  };
  return {
    kill,
    ready: async () => {
      await ready(child, output, port);
      return server;
    },
  };
}

function collect(child: ChildProcess): () => string {
  let said = '';
  const hear = (chunk: Buffer): void => {
    // Enough to tell why it ended; a log of days is not kept.
    said = (said + chunk.toString()).slice(-100_000);
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  return () => said;
}

/** Waits for the line that names the address. */
function ready(child: ChildProcess, output: () => string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error?: Error): void => {
      clearTimeout(timer);
      child.stdout?.off('data', look);
      child.off('exit', gone);
      if (error === undefined) resolve();
      else reject(error);
    };
    const look = (): void => {
      if (output().includes(`:${String(port)}`)) finish();
    };
    const gone = (): void => {
      finish(new Error(`The server ended while starting: ${output()}`));
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      finish(new Error(`The server did not start in time: ${output()}`));
    }, START_TIMEOUT_MS);
    child.stdout?.on('data', look);
    child.once('exit', gone);
  });
}
