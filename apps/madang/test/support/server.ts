import { type ChildProcessByStdio, spawn } from 'node:child_process';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { runCommandLine } from '../../src/command-line.ts';

const MAIN = path.join(import.meta.dirname, '../../src/main.ts');
const READY = /Ctrl-C/;

/** The real server as a process of its own. */
export interface ServerProcess {
  readonly origin: string;
  readonly pid: number;
  readonly output: () => string;
  /** Waits until it ends by itself. */
  readonly ended: () => Promise<number | string>;
  /** Sends a signal and waits for the end; the answer is the exit status, or the signal's name. */
  readonly stop: (signal: NodeJS.Signals) => Promise<number | string>;
}

/** How a command ended. */
export interface Ended {
  readonly status: number | string;
  readonly out: string;
  readonly err: string;
}

/** Runs `madang` with these words until it ends. */
export async function runMadang(...words: readonly string[]): Promise<Ended> {
  const child = spawnMadang(words);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  return { status: await ended(child), out, err };
}

/** As {@link runMadang}, in this process: for the many words that are refused. */
export async function runHere(...words: readonly string[]): Promise<Ended> {
  let out = '';
  let err = '';
  const status = await runCommandLine(words, {
    language: 'en',
    isInteractive: false,
    say: (line) => (out += `${line}\n`),
    note: (line) => (err += `${line}\n`),
    draw: () => undefined,
  });
  return { status, out, err };
}

/** Starts the server on any free port and waits until it has told its address. */
export function startServer(folder: string, ...more: readonly string[]): Promise<ServerProcess> {
  return beginMadang('start', '--data', folder, '--port', '0', ...more).ready();
}

/** A server that may not be ready yet. */
export interface BegunServer extends Pick<ServerProcess, 'stop'> {
  /** Waits until it has told its address. */
  readonly ready: () => Promise<ServerProcess>;
}

/** Starts `madang` with these words and waits for nothing. */
export function beginMadang(...words: readonly string[]): BegunServer {
  const child = spawnMadang(words);
  let output = '';
  const isReady = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
      if (READY.test(output)) resolve();
    });
    child.stderr.on('data', (chunk) => {
      output += String(chunk);
    });
    child.on('close', () => {
      reject(new Error(`the server ended: ${output}`));
    });
  });
  // Whoever stops it before does not wait for it.
  isReady.catch(() => undefined);
  const stop: ServerProcess['stop'] = (signal) => {
    child.kill(signal);
    return ended(child);
  };
  return {
    stop,
    ready: async () => {
      await isReady;
      const [origin = ''] = /https?:\/\/localhost:\d+/.exec(output) ?? [];
      return {
        origin: origin.replace('localhost', '127.0.0.1'),
        pid: child.pid ?? 0,
        output: () => output,
        ended: () => ended(child),
        stop,
      };
    },
  };
}

type Child = ChildProcessByStdio<null, Readable, Readable>;

function spawnMadang(words: readonly string[]): Child {
  return spawn(process.execPath, [MAIN, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
}

function ended(child: Child): Promise<number | string> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      resolve(code ?? signal ?? 'unknown');
    });
  });
}
