import {
  decode,
  encodeKnown,
  equalBytes,
  expectOk,
  fail,
  ok,
  oneCharacterEach,
  type Result,
} from '@madang/base';
import {
  consensusKeys,
  kernelErrors,
  type Machine,
  type Refusal,
  refuse,
  type Screened,
  type SignedTransaction,
  type VersionAt,
} from '@madang/kernel';
import { type Outcome, type Params, params as paramsCodec, replayMinute } from '@madang/protocol';
import type { SubmitFailure } from './answers.ts';
import type { BlockDriver, BlockRoom, DecidedBlock, ProposedBlock, Taken } from './engine.ts';
import { type NodeError, NodeFailure, nodeError, storageFailure } from './failure.ts';
import type { Mempool, Pending } from './mempool.ts';
import type { PreparedBlock } from './store/block.ts';
import type { Head } from './store/head.ts';
import type { GenesisBlock, Store } from './store/store.ts';

/** A transaction in a durable block. */
export interface Executed {
  readonly index: number;
  readonly entry: Uint8Array;
  readonly outcome: Outcome;
}

/** What a waiting transaction is told. */
export type Answer = Result<Executed, SubmitFailure>;

/** What drives the machine over the store. */
export interface DriverParts {
  readonly store: Store;
  readonly machine: Machine;
  readonly mempool: Mempool<Answer>;
  readonly clock: () => number;
  /**
   * Whether all signatures of a transaction, or its proof, are valid; refused where nobody can say
   * yet what the proof has to prove.
   */
  readonly verify: (screened: Screened) => Promise<Result<boolean, Refusal>>;
  /** Called after each durable block. */
  readonly onCommit: (prepared: PreparedBlock) => void;
}

/** The driver of a ledger, and what it failed with if it did. */
export interface LedgerDriver extends BlockDriver {
  failure(): NodeError | undefined;
}

/** Every submission asks for them, and a head serves many. */
const paramsByHead = new WeakMap<Head, Params>();

/** The parameters in force after a head. */
export function paramsOf(head: Head): Params {
  const known = paramsByHead.get(head);
  if (known !== undefined) return known;
  const params = expectOk(decode(paramsCodec, head.params), 'stored parameters decode');
  paramsByHead.set(head, params);
  return params;
}

/** Encodes parameters as heads keep them. */
export function encodeParams(params: Params): Uint8Array {
  return encodeKnown(paramsCodec, params);
}

/** The block of height 0; fails with `NODE_GENESIS_REFUSED`. */
export function beginFrom(machine: Machine, genesis: Uint8Array): Result<GenesisBlock, NodeError> {
  const begun = machine.genesis(genesis);
  if (!begun.ok) {
    return fail(nodeError('NODE_GENESIS_REFUSED', `The genesis is refused: ${begun.error.name}.`));
  }
  const { changes, params, paramsHash } = begun.value;
  const block = {
    height: 0,
    timeMs: begun.value.genesis.time,
    changes,
    transactions: [],
    params: encodeParams(params),
    paramsHash,
  };
  return ok({ genesis, block });
}

/** Joins machine, store and mempool for an engine. */
export function createDriver(parts: DriverParts): LedgerDriver {
  const { store, mempool } = parts;
  let waitingFor = nextVersion(parts);
  let failure: NodeError | undefined;
  const stop = (error: NodeError): void => {
    failure ??= error;
    for (const pending of mempool.all()) {
      mempool.settle(pending, { ok: false, error: { kind: 'failed', error: failure } });
    }
  };
  return {
    failure: () => failure,
    chain: store.chain,
    head: () => store.head(),
    height: () => store.height(),
    consensusKeys: () => consensusKeys(store.state()),
    version: () => versionOf(parts),
    nextVersion: () => nextVersion(parts),
    versionBeginningAt: (height) => {
      const at = { state: store.state(), height };
      assertRules(parts.machine, at);
      return parts.machine.versionBeginningAt(at);
    },
    pendingCount: () => mempool.count(),
    waiting: () => mempool.all().map(({ transaction }) => transaction),
    propose: (timeMs) => {
      const version = nextVersion(parts);
      if (version !== waitingFor) dropOutdated(parts, version);
      waitingFor = version;
      return propose(parts, timeMs);
    },
    take: (envelope) => take(parts, envelope),
    admit: (transaction) => askMachine(parts, transaction),
    choose: (transactions, room) => choose(parts, transactions, room),
    isProposal: (block) => isProposal(parts, block),
    execute: (block) => executeOn(parts, block),
    commit: async (prepared, votes) => {
      const committed = await store.commit(prepared, votes);
      if (!committed.ok) {
        stop(committed.error);
        return committed;
      }
      answerSenders(mempool, prepared);
      dropExpired(mempool, prepared.head.timeMs);
      parts.onCommit(prepared);
      return committed;
    },
    pass: async (height, timeMs, votes) => {
      const passed = await store.pass(height, votes);
      if (!passed.ok) stop(passed.error);
      else dropExpired(mempool, timeMs);
      return passed;
    },
    giveUp: (transaction, error) => {
      const pending = mempool.find(transaction.bodyHash);
      if (pending !== undefined) mempool.settle(pending, fail({ kind: 'failed', error }));
    },
    folder: store.folder,
    isAtBeginning: () => store.height() === store.beganAt(),
    adopt: () => store.adopt(),
    halt: (thrown) => {
      stop(haltError(thrown, store));
    },
  };
}

function haltError(thrown: unknown, store: Store): NodeError {
  const height = store.head().height;
  const error = storageFailure(thrown, 'the ledger');
  if (thrown instanceof NodeFailure || error.code === 'NODE_STORE_DAMAGED') return error;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return nodeError(
    'NODE_STOPPED',
    `The ledger stopped after block ${String(height)} because of a fault in the program (${message}); nothing acknowledged is lost.`,
  );
}

function propose({ store, mempool, machine }: DriverParts, timeMs: number) {
  const params = paramsOf(store.head());
  dropExpired(mempool, timeMs);
  const chosen = mempool.upTo(params.maxBlockCostUs).filter((pending) => {
    const refusal = unproposable({ store, params, timeMs }, pending);
    if (refusal !== undefined) mempool.settle(pending, refused(refusal));
    return refusal === undefined;
  });
  if (chosen.length === 0) {
    // Whoever is first and still not chosen costs more than a whole block may since a change of
    // the parameters: it would wait for ever.
    const [first] = mempool.all();
    if (first !== undefined)
      mempool.settle(first, refused(refuse(kernelErrors.BLOCK_FULL, {}).error));
  }
  const version = nextVersion({ store, machine });
  return machine.order(
    chosen.map(({ transaction }) => transaction),
    version,
  );
}

/** Answers those that waited for rules which are others now, and do not fit these. */
function dropOutdated({ store, machine, mempool }: DriverParts, version: number): void {
  const params = paramsOf(store.head());
  for (const pending of mempool.all()) {
    const screened = machine.screen(pending.transaction.bytes, store.chain, params, version);
    if (!screened.ok) mempool.settle(pending, refused(screened.error));
    else if (screened.value.costUs !== pending.transaction.costUs) {
      mempool.settle(pending, refused(refuse(kernelErrors.BLOCK_FULL, {}).error));
    }
  }
}

/** Answers those whose time is over: no block can hold them any more. */
function dropExpired(mempool: Mempool<Answer>, timeMs: number): void {
  for (const pending of mempool.expired(timeMs)) {
    const { expiresAt } = pending.transaction.body;
    const context = { blockAt: timeMs, expiredAt: expiresAt };
    mempool.settle(pending, refused(refuse(kernelErrors.EXPIRED, context).error));
  }
}

async function take(
  { store, machine, verify }: DriverParts,
  envelope: Uint8Array,
): Promise<Result<Taken, Refusal>> {
  const version = nextVersion({ store, machine });
  const screened = machine.screen(envelope, store.chain, paramsOf(store.head()), version);
  if (!screened.ok) return screened;
  const valid = await verify(screened.value);
  if (!valid.ok) return valid;
  return ok({ ...screened.value, bytes: envelope, signaturesValid: valid.value });
}

/** The protocol version of the block that may come next. */
export function nextVersion({ store, machine }: Pick<DriverParts, 'store' | 'machine'>): number {
  return machine.versionAt({ state: store.state(), height: store.height() + 1 });
}

function versionOf({ store, machine }: DriverParts): number {
  return machine.versionAt({ state: store.state(), height: store.height() });
}

/** Stops before a block whose rules this build lacks. */
function assertRules(machine: Machine, at: VersionAt): void {
  const failure = missingRules(machine, at);
  if (failure !== undefined) throw new NodeFailure(failure);
}

/** Why a block cannot be executed, if this build lacks its rules. */
export function missingRules(machine: Machine, at: VersionAt): NodeError | undefined {
  const version = machine.versionAt(at);
  if (machine.versions.includes(version)) return undefined;
  return nodeError(
    'NODE_RULES_MISSING',
    `From block ${String(at.height)} on the ledger goes by protocol version ${String(version)}, which this build does not have: the node stopped before that block and nothing is lost; install a release with version ${String(version)} and start it again.`,
  );
}

/** Whether a transaction would be done in a block of its own, made now. */
export function askMachine(
  { store, machine, clock }: Pick<DriverParts, 'store' | 'machine' | 'clock'>,
  transaction: SignedTransaction,
): Result<void, Refusal> {
  const head = store.head();
  return machine.admit(transaction, {
    chain: store.chain,
    timeMs: Math.max(head.timeMs, clock()),
    height: store.height() + 1,
    state: store.state(),
    replay: store.replay,
    params: paramsOf(head),
  });
}

function choose(
  parts: DriverParts,
  transactions: readonly Taken[],
  room: BlockRoom,
): readonly SignedTransaction[] {
  const { height, timeMs } = room;
  const version = parts.machine.versionAt({ state: parts.store.state(), height });
  const chosen = (from: Iterable<Taken>) =>
    parts.machine.order(thoseThatFit(parts, from, room), version);
  // Nearly always all of them have their place, and are asked about once.
  const first = chosen(transactions);
  if (isProposal(parts, { height, timeMs, transactions: first })) return first;
  // One by one, and no further than until the block is full.
  const hasPlace = (one: Taken) => isProposal(parts, { height, timeMs, transactions: [one] });
  return chosen(transactions.values().filter(hasPlace));
}

/** The first of them, each body once, that are no more than a block may cost and hold. */
function thoseThatFit(
  { store }: DriverParts,
  transactions: Iterable<Taken>,
  { bytesMax }: BlockRoom,
): readonly Taken[] {
  const { maxBlockCostUs } = paramsOf(store.head());
  const fitting = new Map<string, Taken>();
  let costUs = 0;
  let sizeBytes = 0;
  for (const transaction of transactions) {
    const name = oneCharacterEach(transaction.bodyHash);
    if (fitting.has(name)) continue;
    costUs += transaction.costUs;
    sizeBytes += transaction.bytes.length + ITEM_BYTES_MAX;
    if (costUs > maxBlockCostUs || sizeBytes > bytesMax) break;
    fitting.set(name, transaction);
  }
  return [...fitting.values()];
}

/** What a block's encoding adds to each envelope: a tag and a length. */
const ITEM_BYTES_MAX = 6;

function isProposal({ store, machine }: DriverParts, block: ProposedBlock): boolean {
  return machine.isProposal({ ...block, state: store.state(), replay: store.replay });
}

interface ProposalPlace {
  readonly store: Store;
  readonly params: Params;
  readonly timeMs: number;
}

/**
 * Why a waiting transaction may no longer be in a block: the parameters changed since it was
 * admitted.
 */
function unproposable(
  { store, params, timeMs }: ProposalPlace,
  { transaction }: Pending<Answer>,
): Refusal | undefined {
  const { bodyHash, body, bytes } = transaction;
  const latestAt = timeMs + params.maxExpiryMs;
  if (body.expiresAt > latestAt) {
    return refuse(kernelErrors.EXPIRES_TOO_LATE, { expiresAt: body.expiresAt, latestAt }).error;
  }
  if (bytes.length > params.maxTransactionBytes) {
    const context = { maxBytes: params.maxTransactionBytes, sizeBytes: bytes.length };
    return refuse(kernelErrors.TOO_LARGE, context).error;
  }
  return store.replay.has(bodyHash, replayMinute(body.expiresAt))
    ? refuse(kernelErrors.REPLAYED, {}).error
    : undefined;
}

function refused(refusal: Refusal): Answer {
  return { ok: false, error: { kind: 'refused', refusal } };
}

/** Executes a block on a store's newest state, in memory. */
export function executeOn(
  { store, machine }: Pick<DriverParts, 'store' | 'machine'>,
  block: ProposedBlock,
): DecidedBlock {
  const state = store.state();
  assertRules(machine, { state, height: block.height });
  const result = machine.execute({ ...block, state, replay: store.replay });
  const prepared = store.prepare({
    height: block.height,
    timeMs: block.timeMs,
    changes: result.changes,
    transactions: result.transactions.map((executed, index) => ({
      bodyHash: executed.bodyHash,
      expiresAt: executed.expiresAt,
      retention: executed.retention,
      entry: executed.entry,
      outcome: executed.outcome,
      envelope: envelopeOf(block.transactions[index], executed.bodyHash),
    })),
    events: result.events,
    paramsHash: result.paramsHash,
    params: encodeParams(result.params),
  });
  return { ...prepared, validators: result.validators };
}

function envelopeOf(transaction: SignedTransaction | undefined, bodyHash: Uint8Array): Uint8Array {
  if (transaction === undefined || !equalBytes(transaction.bodyHash, bodyHash)) {
    throw new Error('the machine gave results in another order than its input');
  }
  return transaction.bytes;
}

function answerSenders(mempool: Mempool<Answer>, prepared: PreparedBlock): void {
  for (const [i, { bodyHash, entry, outcome }] of prepared.block.transactions.entries()) {
    const pending = mempool.find(bodyHash);
    if (pending === undefined) continue;
    const index = prepared.firstTransaction + i;
    mempool.settle(pending, ok({ index, entry, outcome }));
  }
}
