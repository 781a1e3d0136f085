import { type NoteSignature, type Policy, printSignatures, satisfies } from '@madang/protocol';
import { writeAddCheckpoint } from '@madang/protocol/trust';
import { askWitness, type WitnessAddress, type WitnessReply } from './ask-witness.ts';
import type { Head } from './store/head.ts';

/** How a node gets the cosignatures of witnesses. */
export interface WitnessOptions {
  /** Says how many cosignatures a receipt needs. A witness that it does not list is not asked. */
  readonly policy: Policy;
  readonly witnesses: readonly WitnessAddress[];
  /** Longest time for which a receipt waits for cosignatures, ms. */
  readonly maxWaitMs?: number;
  /**
   * Longest time for which a witness is waited for, ms. Nothing but its own answer waits so long.
   */
  readonly timeoutMs?: number;
  /** Shortest time between two checkpoints for which witnesses are asked, ms. */
  readonly paceMs?: number;
  readonly fetch?: typeof fetch;
  /** Hears of each failure, once until that witness answers again. */
  readonly onFailure?: (failure: WitnessFailure) => void;
}

/** What is told of a witness that did not cosign: its short name, and what came instead. */
export interface WitnessFailure {
  readonly witness: string;
  readonly kind: Exclude<WitnessReply['kind'], 'cosigned' | 'other-size'> | 'ahead';
  readonly status?: number;
}

/** How it stands with one witness. */
export interface WitnessStatus {
  readonly name: string;
  /** Size and time (ms) of the newest checkpoint that it cosigned for this process. */
  readonly size?: number;
  readonly timeMs?: number;
  readonly cosigned: number;
  /** Failures by their kind, since the start. */
  readonly failures: Readonly<Record<WitnessFailure['kind'], number>>;
}

/** Longest wait of a receipt, unless the options say another, ms. */
const DEFAULT_MAX_WAIT_MS = 1_000;
const DEFAULT_TIMEOUT_MS = 5_000;
const DEFAULT_PACE_MS = 100;
const BACK_OFF_FIRST_MS = 1_000;
const BACK_OFF_MAX_MS = 60_000;
/** A cosignature is asked for again, if somebody looks, once it is older than this. */
const COSIGN_AGAIN_MS = 60_000;
/** Checkpoints whose cosignatures are kept. */
const KEPT_MAX = 32;

/** The part of a head that a checkpoint is about. */
export type LogHead = Pick<Head, 'logSize' | 'logRoot'>;

/** A head that enough have cosigned, and the note with the signatures that there are. */
export interface WitnessedHead extends LogHead {
  readonly note: string;
}

/** The text of a checkpoint, as it is signed, and its note with this process's own signatures. */
export interface SignedHead {
  readonly text: string;
  readonly note: string;
  /** Short names in the policy of those who have signed the note. */
  readonly names: readonly string[];
}

/** Where the checkpoints come from. */
export interface WitnessSource {
  /** The newest durable head. */
  head(): LogHead;
  /** Rejects where a head does not come to stand for good. */
  sign(head: LogHead): Promise<SignedHead>;
  consistency(oldSize: number, newSize: number): Uint8Array;
  /** Short names in the policy of the cosigners that this process signs as, before any note. */
  readonly ownNames: readonly string[];
  readonly clock: () => number;
}

/** Cosignatures of witnesses, gathered beside the making of blocks. */
export interface Witnesses {
  /** The lines that there are for a size of the log. */
  linesFor(logSize: number): readonly NoteSignature[];
  /**
   * The newest checkpoint that has what the policy asks for; nothing where that asks for no
   * witness,
   * so that every checkpoint has it.
   */
  witnessed(): WitnessedHead | undefined;
  /** A block was made durable, or somebody looks at the newest one. Returns at once. */
  wake(): void;
  /**
   * Waits, at most `maxWaitMs`, until a checkpoint with the entry at an index has what the policy
   * asks for. Does not wait where that cannot come.
   */
  covering(index: number): Promise<void>;
  /** The same for exactly this head: the witnesses are asked for it next. */
  exactly(head: LogHead): Promise<void>;
  status(): readonly WitnessStatus[];
  /** Whether this process and its witnesses can together meet the policy at all. */
  isReachable(): boolean;
  /** Asks nobody any more and lets everybody go who waits. */
  stop(): void;
}

interface Asked {
  readonly address: WitnessAddress;
  /** What it cosigned last, as far as this process knows. */
  size: number;
  isAsked: boolean;
  failuresInRow: number;
  /** It is not asked before this time, ms. */
  restsUntilMs: number;
  newest?: { readonly size: number; readonly timeMs: number };
  cosigned: number;
  readonly failures: Record<WitnessFailure['kind'], number>;
}

type Cosigned = Extract<WitnessReply, { kind: 'cosigned' }>;

interface Waiter {
  readonly isDone: () => boolean;
  readonly resolve: () => void;
}

/** Gathers cosignatures; the first round begins with the first `wake`. */
export function gatherCosignatures(source: WitnessSource, options: WitnessOptions): Witnesses {
  return new Gatherer(source, options);
}

class Gatherer implements Witnesses {
  readonly #source: WitnessSource;
  readonly #options: WitnessOptions;
  readonly #asked: readonly Asked[];
  readonly #lines = new Map<number, Map<string, NoteSignature>>();
  readonly #waiters = new Set<Waiter>();
  /** Heads for which somebody waits, in ascending order. */
  #pinned: LogHead[] = [];
  /** With the note as this process signed it. */
  #witnessed: WitnessedHead | undefined;
  /** Who signed the newest note before any witness: this process, and its colleagues. */
  #ownNames: readonly string[];
  #isRunning = false;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(source: WitnessSource, options: WitnessOptions) {
    this.#source = source;
    this.#options = options;
    this.#ownNames = source.ownNames;
    this.#asked = options.witnesses.map((address) => ({
      address,
      size: 0,
      isAsked: false,
      failuresInRow: 0,
      restsUntilMs: 0,
      cosigned: 0,
      failures: { refused: 0, wrong: 0, unreachable: 0, ahead: 0 },
    }));
  }

  linesFor(logSize: number): readonly NoteSignature[] {
    return [...(this.#lines.get(logSize)?.values() ?? [])];
  }

  witnessed(): WitnessedHead | undefined {
    if (this.#witnessed === undefined || this.#isEnough([])) return undefined;
    const { note, ...head } = this.#witnessed;
    return { ...head, note: note + printSignatures(this.linesFor(head.logSize)) };
  }

  wake(): void {
    if (this.#isRunning || this.#isStopped) return;
    this.#isRunning = true;
    void this.#run().finally(() => {
      this.#isRunning = false;
      this.#settle();
      // A block may have become durable after the last look.
      if (!this.#isStopped && this.#ready(this.#source.head()).length > 0) this.wake();
    });
  }

  async covering(index: number): Promise<void> {
    await this.#wait(() => (this.#witnessed?.logSize ?? 0) > index);
  }

  async exactly(head: LogHead): Promise<void> {
    const isDone = (): boolean => this.#isEnough(this.#namesFor(head.logSize));
    if (isDone()) return;
    if (!this.#pinned.some(({ logSize }) => logSize === head.logSize)) this.#pinned.push(head);
    await this.#wait(isDone);
    this.#pinned = this.#pinned.filter(({ logSize }) => logSize !== head.logSize);
  }

  status(): readonly WitnessStatus[] {
    return this.#asked.map(({ address, newest, cosigned, failures }) => ({
      name: address.name,
      ...newest,
      cosigned,
      failures: { ...failures },
    }));
  }

  isReachable(): boolean {
    return this.#isEnough(this.#asked.map(({ address }) => address.name));
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const { resolve } of this.#waiters) resolve();
  }

  /** Rounds, until the newest head has been asked for and nobody waits for another. */
  async #run(): Promise<void> {
    let target = this.#nextTarget();
    while (target !== undefined && !this.#isStopped) {
      const startedAtMs = this.#source.clock();
      await this.#round(target);
      const passedMs = this.#source.clock() - startedAtMs;
      const restMs = (this.#options.paceMs ?? DEFAULT_PACE_MS) - passedMs;
      if (restMs > 0) await this.#rest(restMs);
      target = this.#nextTarget();
    }
  }

  /** The next head for which somebody could be asked; nothing if there is none. */
  #nextTarget(): LogHead | undefined {
    const head = this.#pinned.shift() ?? this.#source.head();
    return this.#ready(head).length > 0 ? head : undefined;
  }

  /** Who can be asked now and has not cosigned this head lately. */
  #ready({ logSize }: LogHead): readonly Asked[] {
    const nowMs = this.#source.clock();
    return this.#asked.filter(
      ({ isAsked, restsUntilMs, newest }) =>
        !isAsked &&
        restsUntilMs <= nowMs &&
        (newest === undefined ||
          newest.size < logSize ||
          (newest.size === logSize && nowMs - newest.timeMs > COSIGN_AGAIN_MS)),
    );
  }

  /** Asks everybody who is ready; ends when enough have signed, all have answered or time is up. */
  async #round(head: LogHead): Promise<void> {
    const signed = await this.#source.sign(head).catch(() => undefined);
    if (signed === undefined) {
      await this.#rest(BACK_OFF_FIRST_MS);
      return;
    }
    this.#ownNames = signed.names;
    const answers = this.#ready(head).map((asked) => this.#askOne(asked, head, signed));
    const isDone = (): boolean => this.#isEnough(this.#namesFor(head.logSize));
    const enough = Promise.withResolvers<undefined>();
    const waiter = { isDone, resolve: () => enough.resolve(undefined) };
    this.#waiters.add(waiter);
    this.#settle();
    const timer = setTimeout(waiter.resolve, this.#maxWaitMs());
    await Promise.race([enough.promise, Promise.all(answers)]);
    clearTimeout(timer);
    this.#waiters.delete(waiter);
  }

  async #askOne(asked: Asked, head: LogHead, signed: SignedHead): Promise<void> {
    asked.isAsked = true;
    const first = await this.#question(asked, head, signed);
    if (first.kind === 'other-size') asked.size = first.size;
    const isBehind = first.kind === 'other-size' && first.size <= head.logSize;
    const reply = isBehind ? await this.#question(asked, head, signed) : first;
    asked.isAsked = false;
    if (this.#isStopped) return;
    if (reply.kind === 'cosigned') this.#take(asked, { ...head, note: signed.note }, reply);
    else this.#failed(asked, reply);
    this.#settle();
    this.wake();
  }

  #question(asked: Asked, { logSize }: LogHead, { text, note }: SignedHead): Promise<WitnessReply> {
    const oldSize = Math.min(asked.size, logSize);
    const proof = this.#proof(oldSize, logSize);
    if (proof === undefined) return Promise.resolve({ kind: 'unreachable' });
    return askWitness(asked.address, {
      noteText: text,
      body: writeAddCheckpoint({ oldSize, proof, note }),
      timeoutMs: this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      fetch: this.#options.fetch ?? fetch,
    });
  }

  /** Nothing where the store has not what it takes: it is being closed, or its log begins later. */
  #proof(oldSize: number, newSize: number): Uint8Array | undefined {
    if (oldSize === 0 || oldSize === newSize) return new Uint8Array();
    try {
      return this.#source.consistency(oldSize, newSize);
    } catch {
      return undefined;
    }
  }

  #take(asked: Asked, head: WitnessedHead, { line, timeMs }: Cosigned): void {
    const { logSize } = head;
    asked.size = logSize;
    asked.newest = { size: logSize, timeMs };
    asked.cosigned += 1;
    asked.failuresInRow = 0;
    this.#keepLine(logSize, asked.address.name, line);
    const isNewer = logSize >= (this.#witnessed?.logSize ?? 0);
    if (!isNewer || !this.#isEnough(this.#namesFor(logSize))) return;
    const { logRoot, note } = head;
    this.#witnessed = { logSize, logRoot, note };
  }

  #keepLine(logSize: number, name: string, line: NoteSignature): void {
    const lines = this.#lines.get(logSize) ?? new Map<string, NoteSignature>();
    lines.set(name, line);
    this.#lines.set(logSize, lines);
    for (const oldest of this.#lines.keys()) {
      if (this.#lines.size <= KEPT_MAX) break;
      if (oldest !== this.#witnessed?.logSize) this.#lines.delete(oldest);
    }
  }

  #failed(asked: Asked, reply: Exclude<WitnessReply, Cosigned>): void {
    // Another node of this ledger was faster with a larger log: this one asks for that soon.
    if (reply.kind === 'other-size' && reply.size <= this.#source.head().logSize) return;
    const kind = reply.kind === 'other-size' ? 'ahead' : reply.kind;
    asked.failures[kind] += 1;
    asked.failuresInRow += 1;
    const backOffMs = BACK_OFF_FIRST_MS * 2 ** (asked.failuresInRow - 1);
    asked.restsUntilMs = this.#source.clock() + Math.min(backOffMs, BACK_OFF_MAX_MS);
    this.#wakeLater(Math.min(backOffMs, BACK_OFF_MAX_MS));
    if (asked.failuresInRow > 1) return;
    this.#options.onFailure?.({
      witness: asked.address.name,
      kind,
      ...(reply.kind === 'refused' ? { status: reply.status } : {}),
    });
  }

  #wakeLater(afterMs: number): void {
    clearTimeout(this.#timer);
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.wake();
    }, afterMs + 1);
    this.#timer.unref();
  }

  #namesFor(logSize: number): readonly string[] {
    return [...(this.#lines.get(logSize)?.keys() ?? [])];
  }

  #isEnough(names: readonly string[]): boolean {
    return satisfies(this.#options.policy, [...this.#ownNames, ...names]);
  }

  /** Whether those who do not rest after a failure could meet the policy. */
  #canCome(): boolean {
    const nowMs = this.#source.clock();
    const awake = this.#asked.filter(({ restsUntilMs }) => restsUntilMs <= nowMs);
    return this.#isEnough(awake.map(({ address }) => address.name));
  }

  async #wait(isDone: () => boolean): Promise<void> {
    this.wake();
    if (this.#isEnough([]) || isDone() || this.#isStopped || !this.#canCome()) return;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const waiter = {
      isDone: () => isDone() || !this.#canCome(),
      resolve: () => resolve(undefined),
    };
    this.#waiters.add(waiter);
    const timer = setTimeout(waiter.resolve, this.#maxWaitMs());
    await promise;
    clearTimeout(timer);
    this.#waiters.delete(waiter);
  }

  #settle(): void {
    for (const { isDone, resolve } of this.#waiters) {
      if (isDone()) resolve();
    }
  }

  #maxWaitMs(): number {
    return this.#options.maxWaitMs ?? DEFAULT_MAX_WAIT_MS;
  }

  #rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, ms).unref();
    });
  }
}
