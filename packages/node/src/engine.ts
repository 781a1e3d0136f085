import { assert, type Result } from '@madang/base';
import type { SignedTransaction } from '@madang/kernel';
import type { NodeError } from './failure.ts';
import type { PreparedBlock } from './store/block.ts';
import type { Head } from './store/head.ts';

/** What an engine drives: the machine over its store. Nothing here decides when a block is made. */
export interface BlockDriver {
  head(): Head;
  /** How many transactions wait. */
  pendingCount(): number;
  /**
   * Waiting transactions that may stand in a block of this time (ms), in the order of execution.
   */
  propose(timeMs: number): readonly SignedTransaction[];
  /** Executes a block in memory; its head has the application hash. */
  execute(block: ProposedBlock): PreparedBlock;
  /** Makes an executed block durable and answers its senders. */
  commit(prepared: PreparedBlock): Promise<Result<Head, NodeError>>;
  /** Stops taking transactions: the process met something that it cannot go on from. */
  halt(thrown: unknown): void;
}

/** A block as it was agreed on. `timeMs` is never below the block before. */
export interface ProposedBlock {
  readonly height: number;
  readonly timeMs: number;
  readonly transactions: readonly SignedTransaction[];
}

/** Decides the order of transactions and the times of blocks. */
export interface Engine {
  /** `solo`, later also `witnessed` and `comet`. */
  readonly name: string;
  /** Transactions are waiting. */
  wake(): void;
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
