import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** `madang start` as a process of its own, with its normal settings and a new folder. */
export interface MadangServer {
  readonly pid: number;
  readonly port: number;
  /** Its data folder. */
  readonly folder: string;
  readonly stop: () => Promise<void>;
}

/** A data folder of a benchmark, which `stop` of its server removes. */
export function benchFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'madang-bench-'));
}

/** Starts the server, on what is in a folder if one is given, and waits for its address. */
export async function startMadang(folder = benchFolder()): Promise<MadangServer> {
  const main = path.join(import.meta.dirname, '../../apps/madang/src/main.ts');
  const child = spawn(process.execPath, [main, 'start', '--data', folder, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const port = await portOf(child);
  return {
    pid: child.pid ?? 0,
    port,
    folder,
    stop: async () => {
      const ended = new Promise((resolve) => child.on('close', resolve));
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function portOf(child: ChildProcess): Promise<number> {
  let output = '';
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      output += String(chunk);
      const port = /http:\/\/localhost:(\d+)/.exec(output)?.[1];
      if (port !== undefined && output.includes('Ctrl-C')) resolve(Number(port));
    });
    child.on('close', () => {
      reject(new Error(`The server ended: ${output}`));
    });
  });
}
