import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { LocalNode } from './local-node.ts';

const MAIN = path.join(import.meta.dirname, '../main.ts');
const END_MS = 30_000;
const LOOK_MS = 100;

/** The file in which the process of a node is noted. */
function pidFile({ folder }: LocalNode): string {
  return path.join(folder, 'pid');
}

/** Where a node of this machine writes what it has to say. */
export function logFileOf({ folder }: LocalNode): string {
  return path.join(folder, 'log');
}

/** The process of a node; nothing if it does not run. */
export function pidOf(node: LocalNode): number | undefined {
  if (!existsSync(pidFile(node))) return undefined;
  const pid = Number(readFileSync(pidFile(node), 'utf8'));
  return Number.isSafeInteger(pid) && pid > 1 && isOfNode(pid, node) ? pid : undefined;
}

/** A number is given to another process when its owner is gone. */
function isOfNode(pid: number, { folder }: LocalNode): boolean {
  try {
    process.kill(pid, 0);
    const commandLine = `/proc/${String(pid)}/cmdline`;
    return !existsSync('/proc/self') || readFileSync(commandLine, 'utf8').includes(folder);
  } catch {
    return false;
  }
}

/** How to start a node other than as `madang network` does. */
export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** Another build: a program that is told what `madang` is. */
  readonly program?: string;
}

/** Starts a node that goes on when this process ends. */
export function startNode(node: LocalNode, options: StartOptions = {}): void {
  const log = openSync(logFileOf(node), 'a', 0o600);
  const { folder, apiPort } = node;
  const { env = process.env, program = MAIN } = options;
  const args = [program, 'start', '--data', folder, '--port', String(apiPort)];
  const child = spawn(process.execPath, args, { detached: true, stdio: ['ignore', log, log], env });
  closeSync(log);
  child.unref();
  writeFileSync(pidFile(node), String(child.pid), { mode: 0o600 });
}

/** Ends a node with a signal and waits until it is gone; whether there was one. */
export async function endNode(node: LocalNode, signal: 'SIGTERM' | 'SIGKILL'): Promise<boolean> {
  const pid = pidOf(node);
  if (pid === undefined) return false;
  process.kill(pid, signal);
  const until = performance.now() + END_MS;
  while (pidOf(node) !== undefined) {
    if (performance.now() > until) process.kill(pid, 'SIGKILL');
    await setTimeout(LOOK_MS);
  }
  rmSync(pidFile(node), { force: true });
  return true;
}
