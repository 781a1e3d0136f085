import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, rmSync } from 'node:fs';

/** What {@link runCometBft} is given. */
export interface CometProcessOptions {
  /** The program, as `findCometBft` found it. */
  readonly program: string;
  /** The folder that `writeCometHome` wrote. */
  readonly home: string;
  readonly rpcSocket: string;
  /** The file to which its log goes. */
  readonly logFile: string;
  /**
   * Called right before each start, also after a crash: writes into the folder what it begins with.
   * What it throws counts as a start that failed.
   */
  readonly prepare?: () => void;
  /** Told each time it ended without having been asked to. */
  readonly onEnd: (code: number | undefined) => void;
}

/** A CometBFT that is started again whenever it ends. */
export interface CometProcess {
  /** The process that runs now. */
  pid(): number | undefined;
  /**
   * Its connection to the application is gone. It ends by itself then, but not if it is waiting for
   * an answer: so it is made to, after a moment.
   */
  lost(): void;
  /** Ends it and starts it again: what it begins with is another now. */
  restart(): void;
  /** Asks it to end, and makes it end if it does not. */
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 500;
/** Between the end of one that is started again on purpose and the next: its sockets close. */
const RESTART_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;
/** After so long a run the next pause is the first again. */
const STEADY_MS = 30_000;
const STOP_MS = 10_000;
/** How long one that lost its application may take to end by itself. */
const LOST_MS = 3_000;

/**
 * What it says when its consensus has panicked, on a full disk say. The rest of it goes on as if
 * nothing were amiss, and never decides again (`consensus/state.go`, `receiveRoutine`).
 */
const FAILED = 'CONSENSUS FAILURE';

/**
 * Runs CometBFT for as long as this process does. It ends by design when the application does not
 * answer well (`proxy/multi_app_conn.go`), so it is started again, at longer and longer intervals.
 * One whose consensus has failed is ended.
 */
export function runCometBft(options: CometProcessOptions): CometProcess {
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let pauseMs = FIRST_PAUSE_MS;
  let isStopped = false;
  let isRestarting = false;
  const startLater = (afterMs: number): void => {
    timer = setTimeout(start, afterMs);
  };
  const failed = (startedAt: number, code?: number): void => {
    options.onEnd(code);
    if (performance.now() - startedAt > STEADY_MS) pauseMs = FIRST_PAUSE_MS;
    startLater(pauseMs);
    pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
  };
  const start = (): void => {
    isRestarting = false;
    const startedAt = performance.now();
    try {
      options.prepare?.();
    } catch {
      failed(startedAt);
      return;
    }
    child = startOnce(options);
    child.on('error', () => undefined);
    child.on('close', (code) => {
      child = undefined;
      if (isStopped) return;
      if (isRestarting) startLater(RESTART_PAUSE_MS);
      else failed(startedAt, code ?? undefined);
    });
  };
  start();
  return {
    pid: () => child?.pid,
    lost: () => {
      const losing = isRestarting ? undefined : child;
      setTimeout(() => losing?.kill('SIGKILL'), LOST_MS).unref();
    },
    restart: () => {
      if (child === undefined || isRestarting || isStopped) return;
      isRestarting = true;
      void ended(child);
    },
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      if (child !== undefined) await ended(child);
    },
  };
}

function startOnce({ program, home, rpcSocket, logFile }: CometProcessOptions): ChildProcess {
  // One that was killed leaves its socket behind and would not start for it.
  rmSync(rpcSocket, { force: true });
  const child = spawn(program, ['start', '--home', home], { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    let last = '';
    stream.on('data', (chunk: Uint8Array) => {
      keepLog(logFile, chunk);
      last = last.slice(-FAILED.length) + Buffer.from(chunk).toString('latin1');
      if (last.includes(FAILED)) child.kill('SIGKILL');
    });
  }
  return child;
}

/** A disk without room for a log is told by those who have something to lose on it. */
function keepLog(logFile: string, chunk: Uint8Array): void {
  try {
    appendFileSync(logFile, chunk, { mode: 0o600 });
  } catch {
    // Nobody is helped by a failure to say what failed.
  }
}

async function ended(child: ChildProcess): Promise<void> {
  const closed = new Promise((resolve) => child.once('close', resolve));
  child.kill('SIGTERM');
  const killer = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
  await closed;
  clearTimeout(killer);
}
