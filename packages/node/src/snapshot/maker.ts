import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { fail, ok, type Result } from '@madang/base';

/** What a process that makes a snapshot is told. */
export interface MakerOrder {
  readonly height: number;
  /** Size of the log, by which it finds out that it came too late. */
  readonly logSize: number;
  /** How many snapshots are kept. */
  readonly keep: number;
}

/** What it answers: first that it is ready, then that it holds the block, then how it ended. */
export type MakerAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'taken' }
  | { readonly kind: 'made'; readonly sizeBytes: number; readonly durationMs: number }
  | { readonly kind: 'failed'; readonly message: string };

/** What was made. */
export type Made = Extract<MakerAnswer, { kind: 'made' }>;

/** A process that waits to make a snapshot. */
export interface Maker {
  /**
   * Makes it of the block that is the newest now; resolves once it holds that block fast, so that
   * the next may be committed.
   */
  take(order: MakerOrder): Promise<void>;
  /** How it ended. */
  readonly ended: Promise<Result<Made, string>>;
  stop(): Promise<Result<Made, string>>;
}

/** Below everything else that this machine does. */
const LOW_PRIORITY = 15;

/** Starts the process for a data folder. It takes some tenths of a second to be ready. */
export function startMaker(folder: string): Maker {
  const program = new URL('./maker-process.ts', import.meta.url);
  const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const;
  const child = fork(program, [folder], { execArgv: [], stdio: [...stdio] });
  child.unref();
  child.channel?.unref();
  lowerPriority(child);
  const answers = listen(child);
  return {
    ended: answers.ended,
    take: async (order) => {
      child.ref();
      await answers.ready;
      if (child.connected) child.send(order);
      await answers.taken;
    },
    stop: async () => {
      child.kill('SIGKILL');
      const ended = await answers.ended;
      return ended;
    },
  };
}

function lowerPriority({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, LOW_PRIORITY);
  } catch {
    // It makes the snapshot at the same pace then.
  }
}

interface Answers {
  readonly ready: Promise<undefined>;
  readonly taken: Promise<undefined>;
  readonly ended: Promise<Result<Made, string>>;
}

/** Each comes in any case: where the process ends early, everybody goes on. */
function listen(child: ChildProcess): Answers {
  const ready = Promise.withResolvers<undefined>();
  const taken = Promise.withResolvers<undefined>();
  const ended = Promise.withResolvers<Result<Made, string>>();
  let last: Result<Made, string> = fail('The process that made it was ended.');
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (said.length < 2_000) said += chunk.toString('utf8');
  });
  child.on('message', (answer: MakerAnswer) => {
    if (answer.kind === 'ready') ready.resolve(undefined);
    if (answer.kind === 'taken') taken.resolve(undefined);
    if (answer.kind === 'made') last = ok(answer);
    if (answer.kind === 'failed') last = fail(answer.message);
  });
  const end = (): void => {
    ready.resolve(undefined);
    taken.resolve(undefined);
    ended.resolve(last.ok || said === '' ? last : fail(`${last.error} ${said.trim()}`));
  };
  child.once('error', end);
  child.once('close', end);
  return { ready: ready.promise, taken: taken.promise, ended: ended.promise };
}
