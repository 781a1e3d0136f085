import { decode, encodeKnown, equalBytes, expectOk, fail, ok, type Result } from '@madang/base';
import {
  kernelErrors,
  type Machine,
  type Refusal,
  refuse,
  type SignedTransaction,
} from '@madang/kernel';
import { type Outcome, type Params, params as paramsCodec, replayMinute } from '@madang/protocol';
import type { SubmitFailure } from './answers.ts';
import type { BlockDriver, ProposedBlock } from './engine.ts';
import { type NodeError, nodeError, storageFailure } from './failure.ts';
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
  /** Called after each durable block. */
  readonly onCommit: () => void;
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
  let failure: NodeError | undefined;
  const stop = (error: NodeError): void => {
    failure ??= error;
    for (const pending of mempool.all()) {
      mempool.settle(pending, { ok: false, error: { kind: 'failed', error: failure } });
    }
  };
  return {
    failure: () => failure,
    head: () => store.head(),
    pendingCount: () => mempool.count(),
    propose: (timeMs) => propose(parts, timeMs),
    execute: (block) => executeOn(parts, block),
    commit: async (prepared) => {
      const committed = await store.commit(prepared);
      if (!committed.ok) {
        stop(committed.error);
        return committed;
      }
      answerSenders(mempool, prepared);
      parts.onCommit();
      return committed;
    },
    halt: (thrown) => {
      stop(haltError(thrown, store));
    },
  };
}

function haltError(thrown: unknown, store: Store): NodeError {
  const height = store.head().height;
  const error = storageFailure(thrown, 'the ledger');
  if (error.code === 'NODE_STORE_DAMAGED') return error;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return nodeError(
    'NODE_STOPPED',
    `The ledger stopped after block ${String(height)} because of a fault in the program (${message}); nothing acknowledged is lost.`,
  );
}

function propose({ store, mempool, machine }: DriverParts, timeMs: number) {
  const params = paramsOf(store.head());
  for (const pending of mempool.expired(timeMs)) {
    const { expiresAt } = pending.transaction.body;
    const context = { blockAt: timeMs, expiredAt: expiresAt };
    mempool.settle(pending, refused(refuse(kernelErrors.EXPIRED, context).error));
  }
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
  return machine.order(chosen.map(({ transaction }) => transaction));
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
): PreparedBlock {
  const result = machine.execute({ ...block, state: store.state(), replay: store.replay });
  return store.prepare({
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
    paramsHash: result.paramsHash,
    params: encodeParams(result.params),
  });
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
