import { fail, ok, type Result, StateDamage } from '@madang/base';
import {
  type InstitutionKey,
  institutionKeys,
  kernelErrors,
  type Machine,
  type Refusal,
  refuse,
  type Screened,
  type StateReader,
} from '@madang/kernel';
import { decodeGenesis, type Genesis, genesisHash, ledgerOrigin } from '@madang/protocol';
import { type Agreement, standsAtOnce } from './agreement.ts';
import type { Submission, SubmitFailure } from './answers.ts';
import { attendedBy, type HourOfInstitution } from './attended.ts';
import { checkpointKeys, isNodeKey } from './checkpoint-keys.ts';
import { type Checkpoints, createCheckpoints, withWitnesses } from './checkpoints.ts';
import {
  type Answer,
  beginFrom,
  createDriver,
  type LedgerDriver,
  missingRules,
  nextVersion,
  paramsOf,
} from './driver.ts';
import { type Engine, startSolo, type Taken } from './engine.ts';
import {
  type NodeError,
  NodeFailure,
  nodeError,
  storageFailure,
  storeDamaged,
  unlessAbsent,
} from './failure.ts';
import { type FollowedBlock, followBlocks, readEntries } from './follow.ts';
import { fetchHistory, type HistoryFetching, retentionsOf } from './history/fetch-history.ts';
import { jobFor } from './job-for.ts';
import { type KnownKeys, knownKeys } from './known-keys.ts';
import type { LedgerOptions } from './ledger-options.ts';
import type { LedgerStatus } from './ledger-status.ts';
import {
  createMempool,
  defaultMempoolLimits,
  type Mempool,
  type MempoolLimits,
} from './mempool.ts';
import { createReceipts, type Receipts } from './receipts.ts';
import { startWitnesses } from './start-witnesses.ts';
import type { Head } from './store/head.ts';
import { isWithoutEnvelope } from './store/places.ts';
import { openStore, type Proven, type Store } from './store/store.ts';
import type { PromiseTimes } from './verify-jobs.ts';
import { DEFAULT_WORKERS, startVerifyPool, type VerifyPool } from './verify-pool.ts';
import type { Witnesses } from './witnesses.ts';

/** A running ledger. Whatever it hands out is durable. */
export interface Ledger extends Receipts {
  readonly chain: Uint8Array;
  readonly genesis: Genesis;
  readonly genesisBytes: Uint8Array;
  readonly origin: string;
  readonly machine: Machine;
  /** Puts a transaction on record. Resolves when its block is durable, or with why not. */
  submit(envelope: Uint8Array): Promise<Result<Submission, SubmitFailure>>;
  /**
   * The signed checkpoint of the newest block that stands (docs/spec/checkpoint.md). Rejects with a
   * `NodeFailure` if the institutions do not agree.
   */
  checkpoint(): Promise<string>;
  /** What this node alone says of the log at a block's end; see {@link Checkpoints.ownNoteAt}. */
  ownNoteAt(size: number): Promise<Result<string, NodeError>>;
  head(): Head;
  /** The height that was come to, blocks without transactions included. */
  height(): number;
  stateReader(): StateReader;
  /** Every key that an institution ever had, by the newest state. */
  institutionKeys(): readonly InstitutionKey[];
  /** The cosigner keys in force after the block of this time, ms. */
  cosignersAt(timeMs: number): readonly InstitutionKey[];
  /**
   * By institution, in how many blocks of each hour it was a validator and how many of them it
   * signed, oldest first, as the blocks say that were executed here. Empty where one decides alone.
   */
  attendance(): ReadonlyMap<string, readonly HourOfInstitution[]>;
  prove(stateKey: Uint8Array): Proven;
  /** Number of durable entries. */
  size(): number;
  /** So many entries, from the first on, are here without a gap. */
  wholeSize(): number;
  entry(index: number): Uint8Array | undefined;
  /** Entries from an index on, at most `limit`. */
  entries(from: number, limit: number): Promise<readonly Uint8Array[]>;
  bundle(bundle: number, width?: number): Uint8Array | undefined;
  tile(level: number, index: number, width?: number): Uint8Array | undefined;
  /** The transactions of a bundle of entries, as far as they are here (docs/spec/log.md). */
  envelopes(bundle: number): Uint8Array | undefined;
  inclusion(index: number, size: number): Uint8Array;
  consistency(oldSize: number, newSize: number): Uint8Array;
  /** The index of the entry of a body, if it is in the log. */
  indexOf(bodyHash: Uint8Array): number | undefined;
  /** Body hashes on record from `first` to `last`, both included, ascending, at most `limit`. */
  bodyHashes(first: Uint8Array, last: Uint8Array, limit: number): readonly Uint8Array[];
  /** The envelope of a body: nothing if there is no such record or its retention is over. */
  envelope(bodyHash: Uint8Array): Uint8Array | undefined;
  /** Whether the envelope of a body is one that was never here and may still come. */
  isEnvelopeToCome(bodyHash: Uint8Array): boolean;
  /** Calls back after every durable block; the answer ends that. */
  onAppend(listener: () => void): () => void;
  /** Durable blocks from an entry on, for ever. */
  subscribe(from: number, signal?: AbortSignal): AsyncGenerator<FollowedBlock, void, undefined>;
  status(): LedgerStatus;
  /** Stops the ledger for a reason that came from outside it; `status` tells it. */
  halt(reason: NodeError): void;
  /** Finishes the block that is being made and lets go of the folder. */
  close(): Promise<void>;
}

/** A promise says that the record will be in the log this long after it was received. */
const PROMISE_MS = 60_000;

/** Everything that runs behind a {@link Ledger}. */
interface Running {
  readonly options: LedgerOptions;
  readonly clock: () => number;
  readonly store: Store;
  readonly genesis: Genesis;
  readonly pool: VerifyPool;
  readonly mempool: Mempool<Answer>;
  readonly limits: MempoolLimits;
  readonly driver: LedgerDriver;
  readonly engine: Engine;
  readonly agreement: Agreement;
  readonly checkpoints: Checkpoints;
  readonly witnesses: Witnesses | undefined;
  readonly known: KnownKeys;
  readonly fetching: HistoryFetching;
  readonly listeners: Set<() => void>;
  /** Transactions whose signatures are being verified, and their bytes. */
  verifying: number;
  verifyingBytes: number;
  isClosed: boolean;
}

/** Opens a ledger and starts its engine. */
export async function openLedger(options: LedgerOptions): Promise<Result<Ledger, NodeError>> {
  const { folder, sync, segmentFiles } = options;
  const begin =
    options.genesis === undefined ? ok(undefined) : beginFrom(options.machine, options.genesis);
  if (!begin.ok) return begin;
  const opened = await openStore(
    {
      folder,
      ...(sync === undefined ? {} : { sync }),
      ...(segmentFiles === undefined ? {} : { segmentFiles }),
    },
    begin.value,
  );
  if (!opened.ok) return opened;
  const store = opened.value;
  const unusable = whyUnusable(options.machine, store);
  if (unusable !== undefined) {
    await store.close();
    return fail(unusable);
  }
  const genesis = decodeGenesis(store.genesis);
  if (!genesis.ok || !isNodeKey(options, genesis.value)) {
    await store.close();
    return fail(
      nodeError(
        'NODE_KEY_UNKNOWN',
        'The node key is none of the keys in the genesis or the policy.',
      ),
    );
  }
  return ok(ledgerOver(startRunning(options, store, genesis.value)));
}

/** What is wrong with a state before anybody asks anything of it: whoever reads it would stop. */
function whyUnusable(machine: Machine, store: Store): NodeError | undefined {
  try {
    institutionKeys(store.state());
    return missingRules(machine, { state: store.state(), height: store.height() });
  } catch (thrown) {
    if (thrown instanceof StateDamage) return storeDamaged(thrown.message);
    throw thrown;
  }
}

function startRunning(options: LedgerOptions, store: Store, genesis: Genesis): Running {
  const clock = options.clock ?? Date.now;
  const limits = options.mempool ?? defaultMempoolLimits;
  const mempool = createMempool<Answer>(limits);
  const listeners = new Set<() => void>();
  const onCommit = () => {
    for (const listener of listeners) listener();
  };
  const setup = { chain: store.chain, nodeKey: options.nodeKey };
  const pool = startVerifyPool(setup, options.verifyWorkers ?? DEFAULT_WORKERS);
  const { machine } = options;
  const verify = async (screened: Screened): Promise<Result<boolean, Refusal>> => {
    const job = jobFor({ store, machine }, screened);
    if (!job.ok) return job;
    return ok(job.value !== undefined && (await pool.verify(job.value)) !== undefined);
  };
  const driver = createDriver({ store, machine, mempool, clock, verify, onCommit });
  const engine = (options.engine ?? startSolo)(driver, clock);
  const agreement = engine.agreement ?? standsAtOnce(() => store.head());
  const known = knownKeys(store);
  const keys = checkpointKeys(options, { name: genesis.name, chain: store.chain, known });
  const own = createCheckpoints({ keys, store, agreement, clock });
  const witnesses = startWitnesses(options, { store, own, clock, origin: keys.origin, listeners });
  const fetching = fetchHistory({
    ...{ store, onTaken: onCommit, retentionOf: retentionsOf(machine) },
    colleagues: options.colleagues ?? (() => []),
    options: options.history ?? {},
  });
  return {
    options,
    clock,
    store,
    genesis,
    pool,
    mempool,
    limits,
    driver,
    engine,
    agreement,
    checkpoints: withWitnesses(own, witnesses),
    witnesses,
    known,
    fetching,
    listeners,
    verifying: 0,
    verifyingBytes: 0,
    isClosed: false,
  };
}

function ledgerOver(running: Running): Ledger {
  const { store, options, checkpoints, listeners, genesis } = running;
  const onAppend = (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  };
  const size = () => store.head().logSize;
  const entries = (from: number, limit: number) => readEntries(store, from, limit);
  return {
    ...guardedReceipts(running),
    chain: store.chain,
    genesis,
    genesisBytes: store.genesis,
    origin: ledgerOrigin(genesis.name, genesisHash(store.genesis)),
    machine: options.machine,
    submit: (envelope) => submit(running, envelope),
    checkpoint: () => checkpoints.noteFor(running.agreement.newest() ?? store.head()),
    ownNoteAt: (logSize) => checkpoints.ownNoteAt(logSize),
    head: () => store.head(),
    height: () => store.height(),
    stateReader: () => store.state(),
    institutionKeys: () => running.known.all(),
    cosignersAt: (timeMs) => running.known.cosignersAt(timeMs),
    attendance: () => attendedBy(store.attendance(), running.known.all()),
    prove: (stateKey) => store.prove(stateKey),
    size,
    wholeSize: () => store.wholeSize(),
    entry: (index) => unlessAbsent(() => store.entry(index)),
    entries: (from, limit) => Promise.resolve(entries(from, limit)),
    bundle: (bundle, width) => unlessAbsent(() => store.bundle(bundle, width)),
    tile: (level, index, width) => unlessAbsent(() => store.tile(level, index, width)),
    envelopes: (bundle) => unlessAbsent(() => store.envelopes(bundle)),
    inclusion: (index, logSize) => store.inclusion(index, logSize),
    consistency: (oldSize, newSize) => store.consistency(oldSize, newSize),
    indexOf: (bodyHash) => store.place(bodyHash)?.index,
    bodyHashes: (first, last, limit) => store.bodyHashes(first, last, limit),
    envelope: (bodyHash) => {
      const place = store.place(bodyHash);
      return place === undefined ? undefined : store.envelopeAt(place);
    },
    isEnvelopeToCome: (bodyHash) => {
      const place = store.place(bodyHash);
      return place !== undefined && isWithoutEnvelope(place);
    },
    onAppend,
    subscribe: (from, signal) => followBlocks({ size, entries, onAppend }, from, signal),
    status: () => statusOf(running),
    halt: (reason) => {
      running.driver.halt(new NodeFailure(reason));
    },
    close: () => closeRunning(running),
  };
}

/** Receipts as Results also where the store turns out to be damaged, or is closed. */
function guardedReceipts(running: Running): Receipts {
  const receipts = createReceipts(running.store, running.checkpoints);
  const guard = async <T>(work: () => Promise<Result<T, NodeError>>) => {
    if (hasStopped(running)) return fail(stoppedError);
    try {
      return await work();
    } catch (thrown) {
      return fail(storageFailure(thrown, running.options.folder));
    }
  };
  return {
    receiptFor: (id, stateKeys) => guard(() => receipts.receiptFor(id, stateKeys)),
    standing: (...asked) => guard(() => receipts.standing(...asked)),
    institutions: (asked) => guard(() => receipts.institutions(asked)),
  };
}

function statusOf(running: Running): LedgerStatus {
  const { store, mempool, engine, pool, checkpoints, driver, agreement, witnesses } = running;
  const { timeMs, logSize } = store.head();
  const failure = driver.failure();
  const history = running.fetching.status();
  return {
    engine: engine.name === 'solo' && witnesses !== undefined ? 'witnessed' : engine.name,
    height: store.height(),
    timeMs,
    logSize,
    agreedSize: agreement.newest()?.logSize ?? 0,
    pending: mempool.count(),
    pendingBytes: mempool.sizeBytes(),
    verifyWorkers: pool.workers(),
    cosigners: checkpoints.lastSigned(),
    absentBefore: store.absentBefore(),
    witnesses: witnesses?.status() ?? [],
    ...(history === undefined ? {} : { history }),
    ...(failure === undefined ? {} : { failure }),
  };
}

async function closeRunning(running: Running): Promise<void> {
  if (running.isClosed) return;
  running.isClosed = true;
  running.witnesses?.stop();
  await running.fetching.stop();
  await running.engine.stop();
  for (const pending of running.mempool.all()) running.mempool.settle(pending, stopped());
  await running.pool.close();
  await running.store.close();
}

function stopped(): { readonly ok: false; readonly error: SubmitFailure } {
  return fail({ kind: 'failed', error: stoppedError });
}

const stoppedError = nodeError('NODE_STOPPED', 'The ledger was stopped.');

function hasStopped({ isClosed }: Running): boolean {
  return isClosed;
}

type SubmitResult = Result<Submission, SubmitFailure>;

/**
 * The order of checks is the order of their cost: size and form, keys, signatures, then everything
 * that reads the state.
 */
async function submit(running: Running, envelope: Uint8Array): Promise<SubmitResult> {
  const { store, options, driver } = running;
  if (hasStopped(running)) return stopped();
  const failure = driver.failure();
  if (failure !== undefined) return fail({ kind: 'failed', error: failure });
  const params = paramsOf(store.head());
  const version = nextVersion({ store, machine: options.machine });
  const screened = options.machine.screen(envelope, store.chain, params, version);
  if (!screened.ok) return refused(running, screened.error);
  if (!hasRoom(running, envelope.length)) {
    return refused(running, refuse(kernelErrors.BLOCK_FULL, {}).error);
  }
  const promise = await verify(running, screened.value, envelope.length);
  if (hasStopped(running)) return stopped();
  if (!promise.ok) return refused(running, promise.error, screened.value.bodyHash);
  return promise.value === undefined
    ? notValid(running, screened.value, envelope)
    : admit(
        running,
        { ...screened.value, bytes: envelope, signaturesValid: true },
        { promise: promise.value, version },
      );
}

function hasRoom({ mempool, limits, verifying, verifyingBytes }: Running, sizeBytes: number) {
  return verifying < limits.countMax && mempool.hasRoom(sizeBytes + verifyingBytes);
}

async function verify(
  running: Running,
  screened: Screened,
  sizeBytes: number,
): Promise<Result<Uint8Array | undefined, Refusal>> {
  const { store, options, clock } = running;
  const job = jobFor({ store, machine: options.machine }, screened, promiseTimes(clock));
  if (!job.ok || job.value === undefined) return job.ok ? ok(undefined) : job;
  running.verifying += 1;
  running.verifyingBytes += sizeBytes;
  try {
    return ok(await running.pool.verify(job.value));
  } finally {
    running.verifying -= 1;
    running.verifyingBytes -= sizeBytes;
  }
}

function promiseTimes(clock: () => number): PromiseTimes {
  const receivedAt = clock();
  return { receivedAt, logBy: receivedAt + PROMISE_MS };
}

/**
 * A wrong signature or proof is told only to whom nothing that comes before it in the machine's
 * order
 * applies.
 */
function notValid(running: Running, screened: Screened, bytes: Uint8Array): SubmitResult {
  const admitted = running.driver.admit({ ...screened, bytes, signaturesValid: false });
  const { error } = admitted.ok ? refuse(kernelErrors.SIGNATURE_WRONG, {}) : admitted;
  return refused(running, error, screened.bodyHash);
}

async function admit(
  running: Running,
  transaction: Taken,
  { promise, version }: { readonly promise: Uint8Array; readonly version: number },
): Promise<SubmitResult> {
  const { mempool, engine, store } = running;
  const { bodyHash } = transaction;
  const waiting = mempool.find(bodyHash);
  if (waiting === undefined) {
    const admitted = running.driver.admit(transaction);
    if (!admitted.ok) return refused(running, admitted.error, bodyHash);
    const isTooCostly = transaction.costUs > paramsOf(store.head()).maxBlockCostUs;
    const added = isTooCostly ? fail('FULL' as const) : mempool.add(transaction);
    if (!added.ok) return refused(running, refuse(kernelErrors.BLOCK_FULL, {}).error);
    engine.wake(transaction, version);
    return submissionOf(running, await added.value.answer, { bodyHash, promise });
  }
  // The same body again, perhaps signed anew: one act, one answer.
  return submissionOf(running, await waiting.answer, { bodyHash, promise });
}

/**
 * Only here, after the commit, does the sender get the promise that a worker signed beforehand: in
 * `solo` a promise given earlier could be broken by a crash, and it saves no more than one sync.
 */
function submissionOf(
  running: Running,
  answer: Answer,
  { bodyHash, promise }: Pick<Submission, 'bodyHash' | 'promise'>,
): SubmitResult {
  if (answer.ok) return ok({ bodyHash, promise, ...answer.value });
  return answer.error.kind === 'refused'
    ? refused(running, answer.error.refusal, bodyHash)
    : fail(answer.error);
}

function refused(running: Running, refusal: Refusal, bodyHash?: Uint8Array): SubmitResult {
  const index = bodyHash === undefined ? undefined : running.store.place(bodyHash)?.index;
  return fail(
    index === undefined ? { kind: 'refused', refusal } : { kind: 'refused', refusal, index },
  );
}
