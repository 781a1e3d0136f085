import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One completed system call. `start` and `end` are lines of the trace. */
export interface Call {
  readonly kind: 'write' | 'sync' | 'create';
  readonly path: string;
  readonly offset: number;
  readonly bytes: Buffer;
  readonly start: number;
  readonly end: number;
}

/** The options of strace that {@link readTrace} reads. */
export function straceTo(file: string): readonly string[] {
  const calls = 'openat,pwrite64,writev,write,lseek,fdatasync,fsync';
  return ['strace', '-f', '-y', '-xx', '-s', '300000', '-e', `trace=${calls}`, '-o', file];
}

/** Whether this machine can trace system calls. */
export function canTrace(): boolean {
  try {
    execFileSync('strace', ['-o', '/dev/null', 'true']);
    return true;
  } catch {
    return false;
  }
}

/** The calls of a trace in the order of their ends. */
export function readTrace(file: string): Call[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  const unfinished = new Map<string, { text: string; start: number }>();
  const positions = new Map<string, number>();
  const calls: Call[] = [];
  for (const [end, line] of lines.entries()) {
    const [, pid = '', text = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (text.endsWith('<unfinished ...>')) {
      unfinished.set(pid, { text: text.slice(0, -16), start: end });
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(text);
    const begun = resumed === null ? undefined : unfinished.get(pid);
    const whole = begun === undefined ? text : begun.text + (resumed?.[1] ?? '');
    calls.push(...parseCall(whole, begun?.start ?? end, end, positions));
  }
  return calls;
}

function parseCall(
  text: string,
  start: number,
  end: number,
  positions: Map<string, number>,
): Call[] {
  const [, name, args = '', result = ''] = /^(\w+)\((.*)\)\s+= (-?\d+)/.exec(text) ?? [];
  const [, fd = '', hexPath = ''] = /^(\d+)<([^>]*)>/.exec(args) ?? [];
  const path = unhex(hexPath).toString();
  const at = { path, start, end };
  const strings = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex]) => unhex(hex ?? ''));
  const bytes = Buffer.concat(strings);
  if (Number(result) < 0) return [];
  switch (name) {
    case 'openat': {
      positions.set(result, 0);
      const created = args.includes('O_CREAT') ? [bytes.toString()] : [];
      return created.map((made) => ({ ...at, path: made, kind: 'create', offset: 0, bytes }));
    }
    case 'lseek':
      positions.set(fd, Number(result));
      return [];
    case 'fsync':
    case 'fdatasync':
      return [{ ...at, kind: 'sync', offset: 0, bytes }];
    case 'pwrite64': {
      const offset = Number(/, (\d+)\s*$/.exec(args)?.[1]);
      return [{ ...at, kind: 'write', offset, bytes: bytes.subarray(0, Number(result)) }];
    }
    case 'write':
    case 'writev': {
      const offset = positions.get(fd) ?? 0;
      positions.set(fd, offset + Number(result));
      if (bytes.length !== Number(result)) throw new Error('the trace cut a write short');
      return [{ ...at, kind: 'write', offset, bytes }];
    }
    default:
      return [];
  }
}

function unhex(text: string): Buffer {
  return Buffer.from(text.replaceAll('\\x', ''), 'hex');
}

/** Whether a write was followed by a sync of its file that completed by a line. */
function isDurable(write: Call, calls: readonly Call[], byLine: number): boolean {
  return calls.some(
    ({ kind, path, start, end }) =>
      kind === 'sync' && path === write.path && start > write.end && end <= byLine,
  );
}

/**
 * Makes the folder that a power cut at a line of the trace can leave: every write that was synced,
 * and of the others those that `keeps` says.
 */
export function folderAfterPowerCut(
  calls: readonly Call[],
  { from, to, line, keeps }: PowerCut,
): void {
  for (const subfolder of ['ledger', 'segments'])
    mkdirSync(join(to, subfolder), { recursive: true });
  const files = new Map<string, Buffer>();
  for (const call of calls) {
    if (call.kind !== 'write' || call.start > line || !call.path.startsWith(`${from}/`)) continue;
    if (!isNamed(call.path, calls, line)) continue;
    if (!isDurable(call, calls, line) && !keeps()) continue;
    const before = files.get(call.path) ?? Buffer.alloc(0);
    const after = Buffer.alloc(Math.max(before.length, call.offset + call.bytes.length));
    before.copy(after);
    call.bytes.copy(after, call.offset);
    files.set(call.path, after);
  }
  for (const [path, bytes] of files) writeFileSync(join(to, path.slice(from.length + 1)), bytes);
}

/** Whether the name of a file is durable: its folder was synced after it was made. */
function isNamed(path: string, calls: readonly Call[], byLine: number): boolean {
  const made = calls.find((call) => call.kind === 'create' && call.path === path);
  return calls.some(
    ({ kind, path: synced, start, end }) =>
      kind === 'sync' && synced === dirname(path) && start > (made?.end ?? 0) && end <= byLine,
  );
}

export interface PowerCut {
  /** The folder that the traced process wrote. */
  readonly from: string;
  readonly to: string;
  readonly line: number;
  /** Whether the next write that was not synced is on the disk all the same. */
  readonly keeps: () => boolean;
}

/** The first two pages of an LMDB file say which tree is committed. */
const META_PAGES_BYTES = 8_192;

/** An acknowledgement in a trace. */
export interface TracedAck {
  readonly n: number;
  readonly index: number;
  /** Line at which its write began. */
  readonly line: number;
}

/** The acknowledgements that a traced process wrote, in order. */
export function tracedAcks(calls: readonly Call[]): TracedAck[] {
  return calls.flatMap(({ kind, bytes, start }) => {
    const match = kind === 'write' ? /^ack (\d+) (\d+)\n$/.exec(bytes.toString('latin1')) : null;
    return match === null ? [] : [{ n: Number(match[1]), index: Number(match[2]), line: start }];
  });
}

/**
 * Whether an acknowledgement follows everything that makes its transaction durable: the body hash
 * was written to a file of entries and that file synced; then it was written to the database, the
 * page that commits it was written, and the database was synced: all completed before the
 * acknowledgement began.
 */
export function followsItsSync(
  ack: TracedAck,
  bodyHash: Uint8Array,
  calls: readonly Call[],
): boolean {
  const holding = (file: RegExp, after: number) =>
    calls.find(
      (call) =>
        call.kind === 'write' &&
        call.start > after &&
        file.test(call.path) &&
        call.bytes.includes(Buffer.from(bodyHash)),
    );
  const entry = holding(/\/segments\/entries-/, -1);
  const entrySync = syncAfter(calls, entry);
  if (entrySync === undefined) return false;
  const page = holding(/\/ledger\/data\.mdb$/, entrySync.end);
  if (page === undefined) return false;
  const commit = calls.find(
    ({ kind, path, start, offset }) =>
      kind === 'write' && path === page.path && start > page.end && offset < META_PAGES_BYTES,
  );
  const sync = syncAfter(calls, commit);
  return sync !== undefined && sync.end < ack.line;
}

function syncAfter(calls: readonly Call[], write: Call | undefined): Call | undefined {
  return calls.find(
    ({ kind, path, start }) =>
      write !== undefined && kind === 'sync' && path === write.path && start > write.end,
  );
}
