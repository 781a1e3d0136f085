import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A running child of the crash tests and what it wrote. */
export interface SubmitChild {
  readonly process: ChildProcess;
  readonly lines: string[];
  readonly ready: Promise<void>;
  /** Resolves when it ended and everything that it wrote was read. */
  readonly ended: Promise<void>;
}

export interface SubmitArguments {
  readonly folder: string;
  readonly first: number;
  readonly count?: number;
  readonly isUnsynced?: boolean;
  /** A program, with arguments, that runs the child. */
  readonly under?: readonly string[];
}

/** Starts `submit.ts`. */
export function startSubmitting(options: SubmitArguments): SubmitChild {
  const script = fileURLToPath(new URL('./submit.ts', import.meta.url));
  const { folder, first, count = 1_000_000, isUnsynced = false, under = [] } = options;
  const sync = isUnsynced ? 'unsynced' : 'synced';
  const command = [...under, process.execPath, script, folder, `${first}`, sync, `${count}`];
  const [program = '', ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines: string[] = [];
  const ready = Promise.withResolvers<undefined>();
  const reader = createInterface({ input: child.stdout });
  reader.on('line', (line) => {
    lines.push(line);
    if (line === 'ready') ready.resolve(undefined);
  });
  const ended = Promise.all([
    new Promise((resolve) => child.once('close', resolve)),
    new Promise((resolve) => reader.once('close', resolve)),
  ]).then(() => {
    ready.resolve(undefined);
  });
  return { process: child, lines, ready: ready.promise, ended };
}

/** The acknowledgements among the lines of a child: number of the transaction and its index. */
export function acknowledged(lines: readonly string[]): { n: number; index: number }[] {
  return lines.flatMap((line) => {
    const match = /^ack (\d+) (\d+)$/.exec(line);
    return match === null ? [] : [{ n: Number(match[1]), index: Number(match[2]) }];
  });
}
