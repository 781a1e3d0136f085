import { StateDamage } from '@madang/base';
import type { SignedTransaction } from '@madang/kernel';
import { type NotedAgreement, noteAgreement } from '../agreement.ts';
import type { BlockDriver, Engine, StartEngine, Taken } from '../engine.ts';
import { nodeError } from '../failure.ts';
import {
  DEFAULT_SNAPSHOT_POLICY,
  openSnapshots,
  type SnapshotNews,
  type SnapshotPolicy,
  type Snapshots,
} from '../snapshot/service.ts';
import { type AbciApplication, type AbciServer, serveAbci } from './abci-server.ts';
import { createApplication } from './application.ts';
import { knownTransactions } from './known.ts';
import type { Misbehaviour } from './misbehaviour.ts';
import { type CometRpc, openCometRpc } from './rpc.ts';

/** How a ledger finds the CometBFT of its node, and what that may decide about. */
export interface CometOptions {
  /** The unix socket on which the application is served: CometBFT's `proxy_app`. */
  readonly applicationSocket: string;
  /** The unix socket of CometBFT's RPC. */
  readonly rpcSocket: string;
  /** The height that the ledger had come to before CometBFT decided; 0 if left out. */
  readonly afterHeight?: number;
  /** How often snapshots are made; {@link DEFAULT_SNAPSHOT_POLICY} unless given. */
  readonly snapshots?: SnapshotPolicy;
  /** Told what was made, refused and restored. */
  readonly onSnapshot?: (news: SnapshotNews) => void;
  /** Told of a validator of which a block proves that it signed twice; after a crash, again. */
  readonly onMisbehaviour?: (seen: Misbehaviour) => void;
  /** Told that a block is durable, one without transactions too, before CometBFT goes on. */
  readonly onCommitted?: () => void;
  /** Told what ended a connection. */
  readonly onFailure: (thrown: unknown) => void;
  /** Told that CometBFT has lost its application: see {@link CometProcess.lost}. */
  readonly onLost?: () => void;
}

/** Most transactions that one call hands on. */
const BATCH_MAX = 100;
const RETRY_AFTER_MS = 200;
/** How long a transaction is offered to a CometBFT that does not answer. */
const OFFER_MS = 20_000;

interface Offer {
  readonly transaction: SignedTransaction;
  readonly untilMs: number;
}

/**
 * The engine of a ledger whose blocks CometBFT decides. It serves the state machine as an
 * application, and hands on what was submitted here.
 */
export function startComet(options: CometOptions): StartEngine {
  return (driver, clock) => new CometEngine(options, driver, clock);
}

class CometEngine implements Engine {
  readonly name = 'comet';
  readonly agreement: NotedAgreement = noteAgreement();
  readonly #driver: BlockDriver;
  readonly #clock: () => number;
  readonly #rpc: CometRpc;
  readonly #known = knownTransactions();
  readonly #server: Promise<AbciServer>;
  readonly #snapshots: Snapshots;
  #offers: Offer[] = [];
  #handingOn: Promise<void> | undefined;
  #isStopped = false;

  constructor(options: CometOptions, driver: BlockDriver, clock: () => number) {
    const { applicationSocket, rpcSocket, afterHeight = 0, onFailure } = options;
    const onLost = () => {
      if (!this.#isStopped) options.onLost?.();
    };
    this.#driver = driver;
    this.#clock = clock;
    this.#rpc = openCometRpc(rpcSocket);
    const { snapshots: policy = DEFAULT_SNAPSHOT_POLICY, onSnapshot: onNews = () => undefined } =
      options;
    this.#snapshots = openSnapshots({ driver, policy, onNews });
    const decide = createApplication({
      driver,
      known: this.#known,
      snapshots: this.#snapshots,
      afterHeight,
      onBegin: () => {
        this.#offerAgain();
      },
      onAgreed: this.agreement.note,
      onCommitted: options.onCommitted ?? (() => undefined),
      onMisbehaviour: options.onMisbehaviour ?? (() => undefined),
    });
    const application = haltingWith(decide, driver);
    this.#server = serveAbci({ socketPath: applicationSocket, application, onFailure, onLost });
    this.#server.catch((thrown: unknown) => {
      driver.halt(thrown);
    });
  }

  wake(transaction: Taken, version: number): void {
    // It comes back with the next `CheckTx`, and its signatures are verified already.
    this.#known.keep(transaction, version);
    this.#handOnAll([transaction]);
  }

  /** A CometBFT that has just begun knows nothing of what was handed to the one before. */
  #offerAgain(): void {
    const offered = new Set(this.#offers.map(({ transaction }) => transaction));
    this.#handOnAll(this.#driver.waiting().filter((one) => !offered.has(one)));
  }

  #handOnAll(transactions: readonly SignedTransaction[]): void {
    const untilMs = this.#clock() + OFFER_MS;
    this.#offers.push(...transactions.map((transaction) => ({ transaction, untilMs })));
    this.#handingOn ??= this.#handOn().finally(() => {
      this.#handingOn = undefined;
    });
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.agreement.end();
    await this.#handingOn;
    this.#rpc.close();
    const server = await this.#server.catch(() => undefined);
    await server?.close();
    await this.#snapshots.stop();
  }

  async #handOn(): Promise<void> {
    // What is submitted in one turn of the event loop goes on in one call.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#offers.length > 0 && !this.#isStopped) {
      const batch = this.#offers.splice(0, BATCH_MAX);
      const kept = await this.#offer(batch);
      if (kept.length === 0) continue;
      this.#offers.unshift(...kept);
      await new Promise((resolve) => setTimeout(resolve, RETRY_AFTER_MS));
    }
  }

  /** Offers a batch; what could not be handed on and has time left is given back. */
  async #offer(batch: readonly Offer[]): Promise<readonly Offer[]> {
    const verdicts = await this.#rpc
      .broadcast(batch.map(({ transaction }) => transaction.bytes))
      .catch(() => undefined);
    return batch.filter(({ transaction, untilMs }, i) => {
      if (verdicts?.[i]?.ok === true) return false;
      if (this.#clock() < untilMs) return true;
      this.#driver.giveUp(transaction, notHandedOn);
      return false;
    });
  }
}

/**
 * What fails in a decided block would fail again at each start of CometBFT, which ends without an
 * answer: the ledger halts and says why instead. Damage of the store comes again with any request.
 */
function haltingWith(application: AbciApplication, driver: BlockDriver): AbciApplication {
  return async (request) => {
    try {
      return await application(request);
    } catch (thrown) {
      const { initChain, finalizeBlock, commit } = request;
      const isDecided = (initChain ?? finalizeBlock ?? commit) !== undefined;
      if (isDecided || thrown instanceof StateDamage) driver.halt(thrown);
      throw thrown;
    }
  };
}

const notHandedOn = nodeError(
  'NODE_BUSY',
  'The network took no transactions for 20 seconds. Send the same one again: it is done at most once.',
);
