import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { isDeepStrictEqual } from 'node:util';
import { sha256 } from '@madang/crypto';
import {
  CheckTxType,
  Request,
  Response,
  ResponseProcessProposal_ProposalStatus,
  type ValidatorUpdate,
  type VoteInfo,
} from 'cosmjs-types/tendermint/abci/types';
import { BlockIDFlag } from 'cosmjs-types/tendermint/types/validator';

/** A decided block, as it is kept for a replay. */
export interface FakeBlock {
  readonly height: number;
  readonly timeMs: number;
  readonly txs: readonly Uint8Array[];
  /** Keys, in hexadecimal, whose signature for the block before is not in it. */
  readonly silent?: readonly string[];
  /** What the application answered; absent until it did. */
  readonly appHash?: Uint8Array;
  /** What it answered of who makes blocks: keys in hexadecimal, and their power. */
  readonly validators?: readonly FakeValidator[];
  /** The version that blocks name from the next one on, where it answered one. */
  readonly version?: number;
}

/** Who makes blocks: a consensus key in hexadecimal and its power, 0 where it is none any more. */
export interface FakeValidator {
  readonly key: string;
  readonly power: number;
}

/** What a {@link FakeComet} is given. */
export interface FakeCometOptions {
  readonly applicationSocket: string;
  /** Where it serves the part of the RPC that takes transactions. */
  readonly rpcSocket: string;
  readonly appState: string;
  readonly chainId?: string;
  readonly clock: () => number;
  /** Takes transactions and decides only when told. */
  readonly holdsBack?: boolean;
  /** Blocks that were decided before, and who made the first: a restart finds them. */
  readonly blocks?: readonly FakeBlock[];
  readonly validators?: readonly FakeValidator[];
  /** The height after which it begins to decide; 0 unless another is given. */
  readonly afterHeight?: number;
}

/** A request of one kind with what matters of it. */
export type AbciRequest = { readonly [K in keyof Request]?: Partial<NonNullable<Request[K]>> };

/** Which request a message of CometBFT is, such as `finalizeBlock`; empty if it is of no kind. */
export function abciKindOf(message: Uint8Array): string {
  const found = Object.entries(Request.decode(message)).find(([, value]) => value !== undefined);
  return found?.[0] ?? '';
}

const MAX_TX_BYTES = 4_000_000n;

/**
 * A stand-in for CometBFT where there is no Go: one decider, no consensus, no peers. It speaks to
 * the application on four connections in CometBFT's order, and replays what it decided after a
 * restart, as `consensus/replay.go` does.
 */
export class FakeComet {
  readonly blocks: FakeBlock[];
  /** The height below which the application lets blocks be forgotten, as its last commit said. */
  retainHeight = 0;
  readonly #options: FakeCometOptions;
  readonly #mempool: Uint8Array[] = [];
  readonly #connections: Connections;
  #rpc: Server | undefined;
  #deciding: Promise<void> = Promise.resolve();
  #isStopped = false;
  #firstValidators: readonly FakeValidator[];

  private constructor(options: FakeCometOptions, connections: Connections) {
    this.#options = options;
    this.#connections = connections;
    this.blocks = [...(options.blocks ?? [])];
    this.#firstValidators = options.validators ?? [];
  }

  /** Connects, brings the application to the last decided block, and takes transactions. */
  static async start(options: FakeCometOptions): Promise<FakeComet> {
    const open = () => Connection.open(options.applicationSocket);
    const query = await open();
    const snapshot = await open();
    const mempool = await open();
    const consensus = await open();
    const comet = new FakeComet(options, { query, snapshot, mempool, consensus });
    await comet.#handshake();
    await comet.#serveRpc();
    return comet;
  }

  /** One request on the connection that CometBFT uses for it, and its answer. */
  ask(request: AbciRequest): Promise<Response> {
    const [kind = ''] = Object.keys(request);
    const { query, snapshot, mempool, consensus } = this.#connections;
    if (kind === 'checkTx') return mempool.call(request);
    if (kind === 'info' || kind === 'query') return query.call(request);
    return /Snapshot/.test(kind) ? snapshot.call(request) : consensus.call(request);
  }

  /**
   * Decides one block of what waits, or of these transactions, and commits it. All validators
   * signed the one before but the silent.
   */
  async decide(txs?: readonly Uint8Array[], silent: readonly string[] = []): Promise<FakeBlock> {
    const height = (this.blocks.at(-1)?.height ?? this.#options.afterHeight ?? 0) + 1;
    const timeMs = this.#options.clock();
    const time = timestamp(timeMs);
    const offered = txs ?? (await this.#proposed(height, timeMs));
    const judged = await this.ask({
      processProposal: { txs: [...offered], height: BigInt(height), time },
    });
    const { ACCEPT } = ResponseProcessProposal_ProposalStatus;
    if (judged.processProposal?.status !== ACCEPT) throw new Error('The proposal was rejected.');
    this.blocks.push({ height, timeMs, txs: offered, silent });
    const appHash = await this.#finalize(this.blocks.length - 1);
    const { commit } = await this.ask({ commit: {} });
    this.retainHeight = Number(commit?.retainHeight ?? 0n);
    for (const tx of offered) {
      const at = this.#mempool.findIndex((one) => Buffer.compare(one, tx) === 0);
      if (at >= 0) this.#mempool.splice(at, 1);
    }
    await this.#recheck();
    return { height, timeMs, txs: offered, silent, appHash };
  }

  /** Who makes the blocks of the genesis, as the application said. */
  firstValidators(): readonly FakeValidator[] {
    return this.#firstValidators;
  }

  /**
   * The keys that make the block of a height, ascending: what block H answered counts from H + 2
   * (`state/execution.go`). Throws where CometBFT would stop: at the removal of a key that is none.
   */
  validatorsAt(height: number): readonly string[] {
    const powers = new Map(this.#firstValidators.map(({ key, power }) => [key, power]));
    for (const block of this.blocks) {
      if (block.height > height - 2) break;
      for (const { key, power } of block.validators ?? []) {
        if (power === 0 && !powers.delete(key)) throw new Error(`No validator has the key ${key}.`);
        if (power > 0) powers.set(key, power);
      }
    }
    if (powers.size === 0) throw new Error('Nobody would make blocks.');
    return [...powers.keys()].sort();
  }

  /** How many transactions wait. */
  waiting(): number {
    return this.#mempool.length;
  }

  /** Lets go of the application, as when the process ends. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#deciding.catch(() => undefined);
    await new Promise<void>((resolve) => {
      if (this.#rpc === undefined) resolve();
      else this.#rpc.close(() => resolve());
      this.#rpc?.closeAllConnections();
    });
    const { query, snapshot, mempool, consensus } = this.#connections;
    for (const connection of [query, snapshot, mempool, consensus]) connection.close();
  }

  async #proposed(height: number, timeMs: number): Promise<readonly Uint8Array[]> {
    const answer = await this.ask({
      prepareProposal: {
        txs: this.#mempool,
        maxTxBytes: MAX_TX_BYTES,
        height: BigInt(height),
        time: timestamp(timeMs),
      },
    });
    return answer.prepareProposal?.txs ?? [];
  }

  async #finalize(index: number): Promise<Uint8Array> {
    const block = this.blocks[index];
    if (block === undefined) throw new Error('There is no such block.');
    const answer = await this.ask({
      finalizeBlock: {
        txs: [...block.txs],
        height: BigInt(block.height),
        time: timestamp(block.timeMs),
        decidedLastCommit: { round: 0, votes: this.#lastVotes(block) },
      },
    });
    const appHash = answer.finalizeBlock?.appHash ?? new Uint8Array();
    if (block.appHash !== undefined && Buffer.compare(block.appHash, appHash) !== 0) {
      throw new Error(`Block ${String(block.height)} was executed to another application hash.`);
    }
    const told = toldBy(answer);
    if (block.validators !== undefined && !isDeepStrictEqual(toldOf(block), told)) {
      throw new Error(`Block ${String(block.height)} told other validators when it was replayed.`);
    }
    this.blocks[index] = { ...block, appHash, ...told };
    this.validatorsAt(block.height + 2);
    return appHash;
  }

  /** The commit for the block before; the first block has none (`state/execution.go`). */
  #lastVotes({ height, silent = [] }: FakeBlock): VoteInfo[] {
    if (height === (this.#options.afterHeight ?? 0) + 1) return [];
    return this.validatorsAt(height - 1).map((key) => ({
      validator: { address: sha256(Buffer.from(key, 'hex')).slice(0, 20), power: 1n },
      blockIdFlag: silent.includes(key)
        ? BlockIDFlag.BLOCK_ID_FLAG_ABSENT
        : BlockIDFlag.BLOCK_ID_FLAG_COMMIT,
    }));
  }

  /** The handshake of `consensus/replay.go`: what the application lacks is given to it again. */
  async #handshake(): Promise<void> {
    const { info } = await this.ask({
      info: { version: 'fake', blockVersion: 11n, p2pVersion: 8n, abciVersion: '2.0.0' },
    });
    const height = Number(info?.lastBlockHeight ?? 0n);
    if (height > (this.blocks.at(-1)?.height ?? 0)) throw new Error('The application is ahead.');
    if (height === 0) await this.#initChain();
    for (let i = 0; i < this.blocks.length; i++) {
      if ((this.blocks[i]?.height ?? 0) <= height) continue;
      await this.#finalize(i);
      await this.ask({ commit: {} });
    }
  }

  async #initChain(): Promise<void> {
    const { chainId = 'fake', appState, clock, afterHeight = 0 } = this.#options;
    const { initChain } = await this.ask({
      initChain: {
        time: timestamp(this.blocks[0]?.timeMs ?? clock()),
        chainId,
        appStateBytes: new TextEncoder().encode(appState),
        initialHeight: BigInt(afterHeight) + 1n,
      },
    });
    this.#firstValidators = validatorsOf(initChain?.validators ?? []);
  }

  async #recheck(): Promise<void> {
    for (const tx of [...this.#mempool]) {
      const { checkTx } = await this.ask({ checkTx: { tx, type: CheckTxType.RECHECK } });
      if (checkTx?.code !== 0) this.#mempool.splice(this.#mempool.indexOf(tx), 1);
    }
  }

  async #serveRpc(): Promise<void> {
    this.#rpc = createServer((incoming, outgoing) => {
      const parts: Buffer[] = [];
      incoming.on('data', (part: Buffer) => parts.push(part));
      incoming.on('end', () => {
        void this.#take(JSON.parse(Buffer.concat(parts).toString('utf8'))).then((answers) => {
          outgoing.setHeader('content-type', 'application/json');
          outgoing.end(JSON.stringify(answers));
          this.#decideSoon();
        });
      });
    });
    await new Promise<void>((resolve, reject) => {
      this.#rpc?.once('error', reject);
      this.#rpc?.listen(this.#options.rpcSocket, () => resolve());
    });
  }

  async #take(calls: unknown): Promise<readonly unknown[]> {
    const answers: unknown[] = [];
    for (const call of Array.isArray(calls) ? calls : [calls]) {
      const { id, params } = call as {
        readonly id: number;
        readonly params: { readonly tx: string };
      };
      const tx = new Uint8Array(Buffer.from(params.tx, 'base64'));
      const { checkTx } = await this.ask({ checkTx: { tx, type: CheckTxType.NEW } });
      if (checkTx?.code === 0) this.#mempool.push(tx);
      answers.push({ jsonrpc: '2.0', id, result: { code: 0 } });
    }
    return answers;
  }

  #decideSoon(): void {
    this.#deciding = this.#deciding.then(async () => {
      const isHeld = this.#options.holdsBack === true || this.#isStopped;
      if (this.#mempool.length > 0 && !isHeld) await this.decide();
    });
  }
}

/** What an answer says of who makes blocks, and of the version that they name. */
function toldBy({ finalizeBlock }: Response): Pick<FakeBlock, 'validators' | 'version'> {
  const version = finalizeBlock?.consensusParamUpdates?.version?.app;
  return {
    validators: validatorsOf(finalizeBlock?.validatorUpdates ?? []),
    ...(version === undefined ? {} : { version: Number(version) }),
  };
}

function toldOf({
  validators = [],
  version,
}: FakeBlock): Pick<FakeBlock, 'validators' | 'version'> {
  return { validators, ...(version === undefined ? {} : { version }) };
}

function validatorsOf(updates: readonly ValidatorUpdate[]): readonly FakeValidator[] {
  return updates.map(({ pubKey, power }) => ({
    key: Buffer.from(pubKey.ed25519 ?? new Uint8Array()).toString('hex'),
    power: Number(power),
  }));
}

function timestamp(timeMs: number): { readonly seconds: bigint; readonly nanos: number } {
  return { seconds: BigInt(Math.floor(timeMs / 1_000)), nanos: (timeMs % 1_000) * 1_000_000 };
}

/** CometBFT's connections, in the order in which it opens them. */
interface Connections {
  readonly query: Connection;
  readonly snapshot: Connection;
  readonly mempool: Connection;
  readonly consensus: Connection;
}

/** One of CometBFT's four connections: answers come in order, and only after a flush. */
class Connection {
  readonly #socket: Socket;
  readonly #waiting: {
    readonly resolve: (response: Response) => void;
    readonly reject: (why: Error) => void;
  }[] = [];
  #held = Buffer.alloc(0);

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => {
      this.#held = Buffer.concat([this.#held, chunk]);
      this.#readFrames();
    });
    const end = () => {
      for (const { reject } of this.#waiting.splice(0)) {
        reject(new Error('The application ended the connection.'));
      }
    };
    socket.on('close', end);
    socket.on('error', end);
  }

  static open(path: string): Promise<Connection> {
    return new Promise((resolve, reject) => {
      const socket = connect(path, () => resolve(new Connection(socket)));
      socket.once('error', reject);
    });
  }

  async call(request: AbciRequest): Promise<Response> {
    const [response] = await Promise.all([this.#send(request), this.#send({ flush: {} })]);
    if (response.exception !== undefined) throw new Error(response.exception.error);
    return response;
  }

  close(): void {
    this.#socket.destroy();
  }

  #send(request: AbciRequest): Promise<Response> {
    const message = Buffer.from(Request.encode(Request.fromPartial<object>(request)).finish());
    const length: number[] = [];
    for (let rest = message.length; ; rest >>>= 7) {
      length.push(rest > 127 ? (rest & 127) | 128 : rest);
      if (rest <= 127) break;
    }
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject });
      this.#socket.write(Buffer.concat([Buffer.from(length), message]));
    });
  }

  #readFrames(): void {
    for (;;) {
      let length = 0;
      let at = 0;
      for (; ; at++) {
        const byte = this.#held[at];
        if (byte === undefined) return;
        length += (byte & 127) * 2 ** (7 * at);
        if (byte < 128) break;
      }
      const end = at + 1 + length;
      if (this.#held.length < end) return;
      const response = Response.decode(new Uint8Array(this.#held.subarray(at + 1, end)));
      this.#held = this.#held.subarray(end);
      this.#waiting.shift()?.resolve(response);
    }
  }
}
