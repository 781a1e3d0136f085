import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expectPresent } from '@madang/base';
import { type Connection, openConnection } from './load-connection.ts';

/**
 * Opens pages and casts ballots at a given rate, whether the server keeps up or not, and writes
 * down
 * what came of it. Runs as a process of its own, so that its CPU time can be told apart:
 * `node rush-load.ts PLAN RESULT`.
 */
export interface RushPlan {
  readonly port: number;
  readonly seconds: number;
  readonly loadsPerSecond: number;
  /** Every so manieth load is by a browser that was never here. */
  readonly coldEvery: number;
  readonly ballotsPerSecond: number;
  /** Whole requests of one page load. */
  readonly cold: readonly string[];
  readonly again: readonly string[];
  /** The token in them, in place of which each voter has their own. */
  readonly token: string;
  readonly tokens: readonly string[];
  /** Ballots as whole requests, in base64, with the ids of their transactions. */
  readonly ballots: readonly { readonly id: string; readonly request: string }[];
}

/** What came of it. Times in ms. */
export interface RushResult {
  readonly loads: number;
  readonly requests: number;
  readonly bytes: number;
  readonly ballots: number;
  /** Loads and ballots that met anything but success, or did not end. */
  readonly errors: number;
  readonly firstError?: string;
  readonly loadP50Ms: number;
  readonly loadP99Ms: number;
  /** From the moment at which a ballot was due to be sent to the last byte of its receipt. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** By how much at most this process was late to send something. */
  readonly lateMs: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  /** Receipts in base64, with the ids of their transactions. */
  readonly receipts: readonly { readonly id: string; readonly receipt: string }[];
}

const TICK_MS = 4;
const PATIENCE_MS = 10_000;
const KEPT_RECEIPTS = 100;

interface Voter {
  readonly token: Buffer;
  connection?: Connection;
  isBusy: boolean;
}

class Rush {
  readonly plan: RushPlan;
  readonly voters: readonly Voter[];
  readonly idle: Connection[] = [];
  readonly loadMs: number[] = [];
  readonly ballotMs: number[] = [];
  readonly receipts: { id: string; receipt: string }[] = [];
  private readonly cold: readonly Step[];
  private readonly again: readonly Step[];
  private nextVoter = 0;
  requests = 0;
  bytes = 0;
  started = 0;
  cast = 0;
  failed = 0;
  open = 0;
  lateMs = 0;
  firstError: string | undefined;

  constructor(plan: RushPlan) {
    this.plan = plan;
    this.voters = plan.tokens.map((token) => ({ token: Buffer.from(token), isBusy: false }));
    this.cold = plan.cold.map((text) => stepOf(text, plan.token));
    this.again = plan.again.map((text) => stepOf(text, plan.token));
  }

  /** Sends everything at its time. */
  async run(): Promise<void> {
    const { seconds, loadsPerSecond, ballotsPerSecond } = this.plan;
    const beganAt = performance.now();
    for (;;) {
      const passedMs = performance.now() - beganAt;
      const untilMs = Math.min(passedMs, seconds * 1_000);
      this.startDue(
        beganAt,
        (untilMs / 1_000) * loadsPerSecond,
        (untilMs / 1_000) * ballotsPerSecond,
      );
      if (passedMs >= seconds * 1_000) break;
      await setTimeout(TICK_MS);
    }
    const endedAt = performance.now();
    while (this.open > 0 && performance.now() - endedAt < PATIENCE_MS) await setTimeout(TICK_MS);
    for (const { connection } of this.voters) connection?.end();
    for (const connection of this.idle) connection.end();
  }

  private startDue(beganAt: number, loads: number, ballots: number): void {
    const { loadsPerSecond, ballotsPerSecond } = this.plan;
    while (this.started < Math.floor(loads)) {
      this.note(beganAt + ((this.started + 1) / loadsPerSecond) * 1_000);
      void this.load();
    }
    while (this.cast < Math.floor(ballots)) {
      const dueAt = beganAt + ((this.cast + 1) / ballotsPerSecond) * 1_000;
      this.note(dueAt);
      void this.ballot(dueAt);
    }
  }

  private note(dueAt: number): void {
    this.lateMs = Math.max(this.lateMs, performance.now() - dueAt);
  }

  private fail(error: unknown): void {
    this.failed += 1;
    this.firstError ??= error instanceof Error ? error.message : String(error);
  }

  /** The next of all voters who does not wait for a page already; nothing if all of them do. */
  private voter(): Voter | undefined {
    for (let tries = 0; tries < this.voters.length; tries++) {
      const voter = this.voters[this.nextVoter % this.voters.length];
      this.nextVoter += 1;
      if (voter?.isBusy === false) return voter;
    }
    return undefined;
  }

  private async load(): Promise<void> {
    this.started += 1;
    const isCold = this.started % this.plan.coldEvery === 0;
    const voter = this.voter();
    if (voter === undefined) {
      this.fail('Every voter still waits for a page.');
      return;
    }
    voter.isBusy = true;
    this.open += 1;
    const startedAt = performance.now();
    try {
      if (isCold || voter.connection?.isOpen !== true) {
        voter.connection?.end();
        voter.connection = await openConnection(this.plan.port);
      }
      for (const step of isCold ? this.cold : this.again) {
        await this.ask(voter.connection, step.for(voter.token));
      }
      this.loadMs.push(performance.now() - startedAt);
    } catch (error) {
      voter.connection?.end();
      this.fail(error);
    }
    voter.isBusy = false;
    this.open -= 1;
  }

  private async ballot(dueAt: number): Promise<void> {
    const { id, request } = expectPresent(this.plan.ballots[this.cast], 'a ballot is left');
    this.cast += 1;
    this.open += 1;
    try {
      const connection = this.idle.pop() ?? (await openConnection(this.plan.port));
      const answer = await this.ask(connection, Buffer.from(request, 'base64'), true);
      const { outcome } = JSON.parse(answer.toString()) as { outcome: { code: number } };
      if (outcome.code !== 0) throw new Error(`A ballot was refused: ${String(outcome.code)}`);
      const ask = `GET /api/receipts/${id} HTTP/1.1\r\nHost: localhost\r\nAccept-Language: ko\r\n\r\n`;
      const receipt = await this.ask(connection, Buffer.from(ask), true);
      this.ballotMs.push(performance.now() - dueAt);
      this.idle.push(connection);
      this.keep(id, receipt);
    } catch (error) {
      this.fail(error);
    }
    this.open -= 1;
  }

  private async ask(connection: Connection, request: Buffer, isKept = false): Promise<Buffer> {
    const answer = await connection.ask(request, isKept);
    this.requests += 1;
    this.bytes += answer.sizeBytes;
    const { status } = answer;
    if (status === 200 || status === 304) return answer.body;
    const [first = ''] = request.toString('latin1').split('\r\n', 1);
    throw new Error(`${first}: ${String(status)} ${answer.body.toString().slice(0, 300)}`);
  }

  /** Keeps some of all receipts, each as likely as any other. */
  private keep(id: string, receipt: Buffer): void {
    const seen = this.ballotMs.length;
    const at = seen <= KEPT_RECEIPTS ? seen - 1 : Math.floor(Math.random() * seen);
    if (at < KEPT_RECEIPTS) this.receipts[at] = { id, receipt: receipt.toString('base64') };
  }
}

/** A request of a page load, made for one voter after the other. */
interface Step {
  readonly for: (token: Buffer) => Buffer;
}

function stepOf(text: string, token: string): Step {
  const bytes = Buffer.from(text, 'latin1');
  const at = bytes.indexOf(token);
  if (at < 0) return { for: () => bytes };
  return {
    for: (own) => {
      const copy = Buffer.from(bytes);
      own.copy(copy, at);
      return copy;
    },
  };
}

async function main([planFile = '', resultFile = '']: readonly string[]): Promise<void> {
  const rush = new Rush(JSON.parse(readFileSync(planFile, 'utf8')) as RushPlan);
  const cpu = process.cpuUsage();
  const beganAt = performance.now();
  await rush.run();
  const { user, system } = process.cpuUsage(cpu);
  const loads = percentiles(rush.loadMs);
  const ballots = percentiles(rush.ballotMs);
  const result: RushResult = {
    loads: rush.loadMs.length,
    requests: rush.requests,
    bytes: rush.bytes,
    ballots: rush.ballotMs.length,
    errors: rush.failed + rush.open,
    ...(rush.firstError === undefined ? {} : { firstError: rush.firstError }),
    loadP50Ms: loads(0.5),
    loadP99Ms: loads(0.99),
    p50Ms: ballots(0.5),
    p99Ms: ballots(0.99),
    maxMs: ballots(1),
    lateMs: rush.lateMs,
    wallMs: performance.now() - beganAt,
    cpuMs: (user + system) / 1_000,
    receipts: rush.receipts,
  };
  writeFileSync(resultFile, JSON.stringify(result));
  process.exit(0);
}

function percentiles(values: readonly number[]): (share: number) => number {
  const sorted = Float64Array.from(values).sort();
  return (share) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

if (import.meta.main) await main(process.argv.slice(2));
