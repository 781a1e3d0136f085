import { assert, type Result } from '@madang/base';
import type { Refusal, Screened, SignedTransaction, ValidatorUpdate } from '@madang/kernel';
import type { Agreement } from './agreement.ts';
import type { NodeError } from './failure.ts';
import type { DecidedVotes } from './store/attendance.ts';
import type { PreparedBlock } from './store/block.ts';
import type { Head } from './store/head.ts';

/** A transaction taken apart, with the verdict on its signatures and its declared cost. */
export type Taken = SignedTransaction & Screened;

/** A block that was executed, and what it changes of who makes blocks from the second after it. */
export interface DecidedBlock extends PreparedBlock {
  readonly validators: readonly ValidatorUpdate[];
}

/** What an engine drives: the machine over its store. Nothing here decides when a block is made. */
export interface BlockDriver {
  /** The genesis hash. */
  readonly chain: Uint8Array;
  head(): Head;
  /** The height that was come to and is durable, blocks without transactions included. */
  height(): number;
  /** The consensus keys of the institutions of now, in the order of their ids. */
  consensusKeys(): readonly Uint8Array[];
  /** The protocol version of the newest block, and that of the one that may come next. */
  version(): number;
  nextVersion(): number;
  /**
   * The protocol version that begins with this height, if one does. Throws `NODE_RULES_MISSING` if
   * the block of this height goes by rules that this build lacks.
   */
  versionBeginningAt(height: number): number | undefined;
  /** How many transactions wait. */
  pendingCount(): number;
  /** The transactions that wait, in the order in which they came. */
  waiting(): readonly SignedTransaction[];
  /**
   * Waiting transactions that may stand in a block of this time (ms), in the order of execution.
   */
  propose(timeMs: number): readonly SignedTransaction[];
  /** Takes an envelope apart that comes from another node, and verifies its signatures. */
  take(envelope: Uint8Array): Promise<Result<Taken, Refusal>>;
  /** Whether a transaction would be done now. */
  admit(transaction: SignedTransaction): Result<void, Refusal>;
  /** Of these transactions those that a block can hold, in the order of execution. */
  choose(transactions: readonly Taken[], room: BlockRoom): readonly SignedTransaction[];
  /** Whether a block is one that a correct proposer makes. */
  isProposal(block: ProposedBlock): boolean;
  /**
   * Executes a block in memory; its head has the application hash. Throws `NODE_RULES_MISSING` if
   * this build lacks its rules.
   */
  execute(block: ProposedBlock): DecidedBlock;
  /** Makes an executed block durable, with what it says of its validators; answers its senders. */
  commit(prepared: PreparedBlock, votes?: DecidedVotes): Promise<Result<Head, NodeError>>;
  /**
   * Makes durable that a block without transactions stood at a height, and what it says of its
   * validators. It changes nothing else.
   */
  pass(height: number, timeMs: number, votes?: DecidedVotes): Promise<Result<void, NodeError>>;
  /** Tells the sender of a waiting transaction that it did not come into a block. */
  giveUp(transaction: SignedTransaction, error: NodeError): void;
  /** The data folder. */
  readonly folder: string;
  /** Whether nothing was put on record here since the genesis, or since a snapshot. */
  isAtBeginning(): boolean;
  /** Goes on with what was restored beside the ledger, in place of what it holds. */
  adopt(): Promise<Result<Head, NodeError>>;
  /** Stops taking transactions: the process met something that it cannot go on from. */
  halt(thrown: unknown): void;
}

/** A block as it was agreed on. `timeMs` is never below the block before. */
export interface ProposedBlock {
  readonly height: number;
  readonly timeMs: number;
  readonly transactions: readonly SignedTransaction[];
}

/** What a block that is to be proposed can hold. */
export interface BlockRoom {
  readonly height: number;
  readonly timeMs: number;
  /** Most bytes of all envelopes. */
  readonly bytesMax: number;
}

/** Decides the order of transactions and the times of blocks. */
export interface Engine {
  /** A ledger of `solo` that asks witnesses calls itself `witnessed`. */
  readonly name: 'solo' | 'comet';
  /** What of the ledger stands for good and may be signed; absent: all that is durable. */
  readonly agreement?: Agreement;
  /** A transaction was admitted by the rules of this protocol version, and waits. */
  wake(transaction: Taken, version: number): void;
  /** Makes no further block; resolves when the one being made is durable. */
  stop(): Promise<void>;
}

/** Starts an engine over a ledger. `clock` gives ms since 1970. */
export type StartEngine = (driver: BlockDriver, clock: () => number) => Engine;

/**
 * One process that decides alone. It makes a block as soon as something waits; while a block is
 * being written the next one collects, so that under load one sync serves many transactions.
 */
export const startSolo: StartEngine = (driver, clock) => {
  let running: Promise<void> | undefined;
  let isStopped = false;
  const run = async (): Promise<void> => {
    do {
      // Lets the answers of the block before out, and what has arrived meanwhile in.
      await new Promise((resolve) => setImmediate(resolve));
      if (isStopped || !(await makeBlock(driver, clock))) return;
    } while (driver.pendingCount() > 0);
  };
  return {
    name: 'solo',
    wake: () => {
      if (running !== undefined || isStopped) return;
      running = run().finally(() => {
        running = undefined;
      });
    },
    stop: async () => {
      isStopped = true;
      await running;
    },
  };
};

/** Makes one block; false if no further one can be made now. */
async function makeBlock(driver: BlockDriver, clock: () => number): Promise<boolean> {
  try {
    const head = driver.head();
    const timeMs = Math.max(head.timeMs, clock());
    const transactions = driver.propose(timeMs);
    // Whatever could not be proposed was answered: there is nothing that waits in vain.
    if (transactions.length === 0) return driver.pendingCount() > 0;
    const prepared = driver.execute({ height: head.height + 1, timeMs, transactions });
    assert(prepared.head.timeMs === timeMs, 'a block has the time that it was given');
    const committed = await driver.commit(prepared);
    return committed.ok;
  } catch (thrown) {
    driver.halt(thrown);
    return false;
  }
}
