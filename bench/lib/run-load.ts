import { spawn } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LoadResult, packRequests } from './http-load.ts';

/** Sends requests from a process of its own and returns what it saw. */
export async function runLoad(
  requests: readonly Uint8Array[],
  port: number,
  connections: number,
): Promise<LoadResult> {
  const file = path.join(tmpdir(), `madang-load-${String(process.pid)}.bin`);
  writeFileSync(file, packRequests(requests));
  const script = path.join(import.meta.dirname, 'http-load.ts');
  const child = spawn(process.execPath, [script, file, String(port), String(connections)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
  rmSync(file, { force: true });
  if (status !== 0) throw new Error(`The load process ended with ${String(status)}.`);
  return JSON.parse(out) as LoadResult;
}
