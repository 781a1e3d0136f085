import { connect, type Socket } from 'node:net';

/** An answer; its body is empty unless it was to be kept, or tells of a failure. */
export interface LoadAnswer {
  readonly status: number;
  /** Head and body. */
  readonly sizeBytes: number;
  readonly body: Buffer;
}

/** A kept connection on which one request follows the answer to the other. */
export interface Connection {
  readonly isOpen: boolean;
  readonly ask: (request: Buffer, isKept: boolean) => Promise<LoadAnswer>;
  readonly end: () => void;
}

const BLANK_LINE = Buffer.from('\r\n\r\n');
const LAST_CHUNK = Buffer.from('0\r\n\r\n');
/** What all connections read into, one after the other. */
const READ = Buffer.alloc(262_144);
const NOTHING = Buffer.alloc(0);

/** Reads what is answered with as little work as can be: length and status, no more. */
class LoadConnection implements Connection {
  isOpen = true;
  private readonly socket: Socket;
  private settle: ((answer: LoadAnswer) => void) | undefined;
  private refuse: ((reason: Error) => void) | undefined;
  private isKept = false;
  private status = 0;
  private sizeBytes = 0;
  /** Bytes of the body that are still to come; below 0: the head is; else in chunks: unknown. */
  private left = -1;
  private kept: Buffer[] = [];
  private head: Buffer = NOTHING;

  constructor(port: number, onOpen: () => void, onFailure: (reason: Error) => void) {
    const onread = { buffer: READ, callback: (count: number) => this.read(count) };
    this.socket = connect({ host: '127.0.0.1', port, noDelay: true, onread }, onOpen);
    this.socket.on('error', (reason) => {
      onFailure(reason);
      this.fail(reason);
    });
    this.socket.on('close', () => this.fail(new Error('The server closed a connection.')));
  }

  ask(request: Buffer, isKept: boolean): Promise<LoadAnswer> {
    this.isKept = isKept;
    this.status = 0;
    this.sizeBytes = 0;
    this.left = -1;
    this.kept = [];
    return new Promise((resolve, reject) => {
      this.settle = resolve;
      this.refuse = reject;
      if (this.isOpen) this.socket.write(request);
      else this.fail(new Error('The server closed a connection.'));
    });
  }

  end(): void {
    this.isOpen = false;
    this.socket.destroy();
  }

  private fail(reason: Error): void {
    this.isOpen = false;
    this.refuse?.(reason);
    this.refuse = undefined;
  }

  private read(count: number): boolean {
    this.sizeBytes += count;
    this.take(READ.subarray(0, count));
    return true;
  }

  private take(bytes: Buffer): void {
    if (this.left >= 0) {
      this.body(bytes);
      return;
    }
    const all = this.head.length === 0 ? bytes : Buffer.concat([this.head, bytes]);
    const end = all.indexOf(BLANK_LINE);
    if (end < 0) {
      this.head = Buffer.from(all);
      return;
    }
    this.head = NOTHING;
    const text = all.toString('latin1', 0, end);
    this.status = Number(text.slice(9, 12));
    const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
    this.left = lengthOf(this.status, length);
    this.body(all.subarray(end + 4));
  }

  private body(bytes: Buffer): void {
    if (this.isKept || this.status >= 400) this.kept.push(Buffer.from(bytes));
    if (this.left === Number.POSITIVE_INFINITY) {
      if (bytes.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK)) this.done();
      return;
    }
    this.left -= bytes.length;
    if (this.left <= 0) this.done();
  }

  private done(): void {
    const { status, sizeBytes, settle } = this;
    this.refuse = undefined;
    settle?.({
      status,
      sizeBytes,
      body: this.kept.length === 0 ? NOTHING : Buffer.concat(this.kept),
    });
  }
}

function lengthOf(status: number, length: string | undefined): number {
  if (status === 304) return 0;
  return length === undefined ? Number.POSITIVE_INFINITY : Number(length);
}

/** Connects to a server on this machine. */
export function openConnection(port: number): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const made: Connection = new LoadConnection(port, () => resolve(made), reject);
  });
}
