import { fromUtf8, toHex } from '@madang/base';
import type { Refusal } from '@madang/kernel';
import { POWER_OF_ONE } from '@madang/protocol/comet';
import type { Request } from 'cosmjs-types/tendermint/abci/types';
import {
  CheckTxType,
  type RequestCheckTx,
  type RequestFinalizeBlock,
  type RequestInitChain,
  type RequestPrepareProposal,
  type RequestProcessProposal,
  Response,
  ResponseProcessProposal_ProposalStatus,
  ResponseVerifyVoteExtension_VerifyStatus,
} from 'cosmjs-types/tendermint/abci/types';
import type { BlockDriver, DecidedBlock, ProposedBlock, Taken } from '../engine.ts';
import { NodeFailure, nodeError } from '../failure.ts';
import type { Snapshots } from '../snapshot/service.ts';
import type { DecidedVotes } from '../store/attendance.ts';
import type { Head } from '../store/head.ts';
import type { AbciApplication } from './abci-server.ts';
import type { KnownTransactions } from './known.ts';
import { lastVotesIn } from './last-votes.ts';
import { type Misbehaviour, misbehaviourIn } from './misbehaviour.ts';

/** What an application is made of. */
export interface ApplicationParts {
  readonly driver: BlockDriver;
  readonly known: KnownTransactions;
  /** The height that the ledger had come to before CometBFT decided, 0 for a new one. */
  readonly afterHeight: number;
  /** Told that a CometBFT has begun to speak to it. */
  readonly onBegin: () => void;
  /** Told of a head whose application hash the validators have put in a block. */
  readonly onAgreed: (head: Head) => void;
  /** Told that a block is durable, one without transactions too. */
  readonly onCommitted: () => void;
  readonly snapshots: Snapshots;
  /** Told what a decided block proves of a validator; after a crash, again. */
  readonly onMisbehaviour: (seen: Misbehaviour) => void;
}

/** A block that was executed and is not durable yet. */
type Finalized = { readonly votes: DecidedVotes } & (
  | { readonly kind: 'changes'; readonly prepared: DecidedBlock }
  | { readonly kind: 'empty' }
);

/** What `Info` calls this application. */
const APP_NAME = 'madang';

/** The code of a transaction that cannot even be taken apart; refusals have their own from 1000. */
const CODE_UNREADABLE = 1;

/**
 * The state machine as an ABCI 2.0 application (CometBFT `spec/abci/abci++_methods.md`). Executing
 * leaves memory only; `Commit` is the one moment at which anything becomes durable.
 */
export function createApplication(parts: ApplicationParts): AbciApplication {
  let finalized: Finalized | undefined;
  const { driver, known, snapshots } = parts;

  const finalize = async (request: RequestFinalizeBlock): Promise<Response> => {
    const version = versionBeginningAt(driver, Number(request.height));
    const block = await blockOf(parts, request);
    if (block === undefined) throw new Error('A decided block has a transaction that is none.');
    // CometBFT decides no block whose header has another application hash than this node's.
    parts.onAgreed(driver.head());
    for (const seen of misbehaviourIn(request)) parts.onMisbehaviour(seen);
    const { height, timeMs } = block;
    const votes = { height, timeMs, votes: lastVotesIn(request) };
    if (block.transactions.length === 0) {
      finalized = { kind: 'empty', votes };
      return finalizedResponse({ appHash: driver.head().appHash, version });
    }
    const prepared = driver.execute(block);
    finalized = { kind: 'changes', prepared, votes };
    const { appHash } = prepared.head;
    return finalizedResponse({ appHash, version, prepared });
  };

  const commit = async (): Promise<Response> => {
    const committing = finalized;
    if (committing === undefined) throw new Error('There is no block to commit.');
    finalized = undefined;
    const { votes } = committing;
    const done =
      committing.kind === 'empty'
        ? await driver.pass(votes.height, votes.timeMs, votes)
        : await driver.commit(committing.prepared, votes);
    if (!done.ok) throw new Error(done.error.message);
    if (committing.kind === 'changes') {
      known.forget(committing.prepared.block.transactions.map(({ envelope }) => envelope));
    }
    parts.onCommitted();
    const retainHeight = BigInt(await snapshots.afterCommit());
    return Response.fromPartial({ commit: { retainHeight } });
  };

  return (request) => {
    if (request.finalizeBlock !== undefined) return finalize(request.finalizeBlock);
    if (request.commit !== undefined) return commit();
    if (request.checkTx !== undefined) return checkTx(parts, request.checkTx);
    if (request.prepareProposal !== undefined) return propose(parts, request.prepareProposal);
    if (request.processProposal !== undefined) return judge(parts, request.processProposal);
    return snapshots.answer(request) ?? answerOther(parts, request);
  };
}

/** The version that begins with a block. A node that lacks its rules stops here, and says so. */
function versionBeginningAt(driver: BlockDriver, height: number): number | undefined {
  try {
    return driver.versionBeginningAt(height);
  } catch (thrown) {
    driver.halt(thrown);
    throw thrown;
  }
}

/** Everything that neither decides nor changes anything. */
function answerOther(parts: ApplicationParts, request: Request): Response {
  if (request.echo !== undefined) {
    return Response.fromPartial({ echo: { message: request.echo.message } });
  }
  if (request.flush !== undefined) return Response.fromPartial({ flush: {} });
  if (request.info !== undefined) {
    parts.onBegin();
    return describeLast(parts);
  }
  if (request.initChain !== undefined) return initChain(parts, request.initChain);
  if (request.query !== undefined) return query(request.query.path);
  return answerVotes(request);
}

/**
 * Which block is durable here. Of what was decided without CometBFT it is told nothing: it begins
 * with `InitChain`, which gives it the application hash that the ledger had come to.
 */
function describeLast({ driver, afterHeight }: ApplicationParts): Response {
  const hasBegun = driver.height() > afterHeight;
  return Response.fromPartial({
    info: {
      data: APP_NAME,
      appVersion: BigInt(driver.version()),
      lastBlockHeight: hasBegun ? BigInt(driver.height()) : 0n,
      lastBlockAppHash: hasBegun ? driver.head().appHash : new Uint8Array(),
    },
  });
}

/** Votes carry nothing of ours; an empty extension is the only one that is taken. */
function answerVotes(request: Request): Response {
  if (request.extendVote !== undefined) return Response.fromPartial({ extendVote: {} });
  if (request.verifyVoteExtension === undefined) {
    return Response.fromPartial({ exception: { error: 'The request is of no known kind.' } });
  }
  const isEmpty = request.verifyVoteExtension.voteExtension.length === 0;
  const { ACCEPT, REJECT } = ResponseVerifyVoteExtension_VerifyStatus;
  return Response.fromPartial({ verifyVoteExtension: { status: isEmpty ? ACCEPT : REJECT } });
}

/**
 * The first state is that of the ledger's own genesis, which every node has; what CometBFT's
 * genesis
 * says of it must be the same. It can be asked again after a crash before the first commit.
 */
function initChain({ driver }: ApplicationParts, request: RequestInitChain): Response {
  const expected = appState(driver.chain);
  const given = fromUtf8(request.appStateBytes);
  if (!given.ok || given.value.replace(/\s/g, '') !== expected) {
    const message = `The genesis of CometBFT is of another ledger: its app_state is not ${expected}.`;
    throw new NodeFailure(nodeError('NODE_GENESIS_DIFFERS', message));
  }
  const height = driver.height();
  if (request.initialHeight !== BigInt(height) + 1n) {
    const message = `CometBFT decides from height ${String(request.initialHeight)} on, and the ledger here stands at ${String(height)}: it needs a copy that stands right before.`;
    throw new NodeFailure(nodeError('NODE_GENESIS_DIFFERS', message));
  }
  return Response.fromPartial({
    initChain: {
      appHash: driver.head().appHash,
      validators: driver
        .consensusKeys()
        .map((ed25519) => ({ pubKey: { ed25519 }, power: POWER_OF_ONE })),
    },
  });
}

/** The `app_state` in the genesis of CometBFT: which ledger it is for. */
export function appState(chain: Uint8Array): string {
  return JSON.stringify({ ledger: toHex(chain) });
}

/** Reads go to the API; what is asked here is only whether a peer may connect. */
function query(path: string): Response {
  const isFilter = path.startsWith('/p2p/filter/');
  return Response.fromPartial({
    query: isFilter
      ? { code: 0 }
      : { code: 1, log: 'Queries are answered by the API of the node.' },
  });
}

async function checkTx(
  { driver, known }: ApplicationParts,
  { tx, type }: RequestCheckTx,
): Promise<Response> {
  const taken = await takeKnown({ driver, known }, tx);
  if (taken === undefined) {
    return Response.fromPartial({ checkTx: { code: CODE_UNREADABLE, log: 'UNREADABLE' } });
  }
  // What waits already was checked when it came; a later block decides what still holds.
  const verdict = type === CheckTxType.RECHECK ? stillHasPlace(driver, taken) : driver.admit(taken);
  return Response.fromPartial({ checkTx: verdict.ok ? { code: 0 } : refusalOf(verdict.error) });
}

function stillHasPlace(driver: BlockDriver, taken: Taken): ReturnType<BlockDriver['admit']> {
  const { timeMs } = driver.head();
  const height = driver.height() + 1;
  const has = driver.isProposal({ height, timeMs, transactions: [taken] });
  return has ? { ok: true, value: undefined } : driver.admit(taken);
}

function refusalOf({ code, name }: Refusal) {
  return { code, log: name };
}

async function propose(
  parts: ApplicationParts,
  request: RequestPrepareProposal,
): Promise<Response> {
  versionBeginningAt(parts.driver, Number(request.height));
  const taken = await Promise.all(request.txs.map((tx) => takeKnown(parts, tx)));
  const chosen = parts.driver.choose(
    taken.filter((one) => one !== undefined),
    {
      height: Number(request.height),
      timeMs: blockTimeMs(parts.driver, request),
      bytesMax: Number(request.maxTxBytes),
    },
  );
  return Response.fromPartial({ prepareProposal: { txs: chosen.map(({ bytes }) => bytes) } });
}

async function judge(parts: ApplicationParts, request: RequestProcessProposal): Promise<Response> {
  versionBeginningAt(parts.driver, Number(request.height));
  const block = await blockOf(parts, request);
  const { ACCEPT, REJECT } = ResponseProcessProposal_ProposalStatus;
  const status = block !== undefined && parts.driver.isProposal(block) ? ACCEPT : REJECT;
  return Response.fromPartial({ processProposal: { status } });
}

/** A block of CometBFT as the machine takes it; nothing if a transaction in it is none. */
async function blockOf(
  parts: ApplicationParts,
  request: Pick<RequestFinalizeBlock, 'txs' | 'height' | 'time'>,
): Promise<ProposedBlock | undefined> {
  const taken = await Promise.all(request.txs.map((tx) => takeKnown(parts, tx)));
  const transactions = taken.filter((one) => one !== undefined);
  if (transactions.length !== taken.length) return undefined;
  const height = Number(request.height);
  return { height, timeMs: blockTimeMs(parts.driver, request), transactions };
}

async function takeKnown(
  { driver, known }: Pick<ApplicationParts, 'driver' | 'known'>,
  envelope: Uint8Array,
): Promise<Taken | undefined> {
  const version = driver.nextVersion();
  const found = known.find(envelope, version);
  if (found !== undefined) return found;
  const taken = await driver.take(envelope);
  if (!taken.ok) return undefined;
  known.keep(taken.value, version);
  return taken.value;
}

/** The time of a block in ms, never below that of the block before. */
function blockTimeMs(
  driver: BlockDriver,
  { time }: { readonly time: { readonly seconds: bigint; readonly nanos: number } },
): number {
  const timeMs = Number(time.seconds) * 1_000 + Math.floor(time.nanos / 1_000_000);
  return Math.max(driver.head().timeMs, timeMs);
}

/** What an executed block says beside its application hash. */
interface Executed {
  readonly appHash: Uint8Array;
  /** The protocol version that begins with it: CometBFT's blocks name it from the next one on. */
  readonly version: number | undefined;
  readonly prepared?: DecidedBlock;
}

function finalizedResponse({ appHash, version, prepared }: Executed): Response {
  const transactions = prepared?.block.transactions ?? [];
  const params = { consensusParamUpdates: { version: { app: BigInt(version ?? 0) } } };
  return Response.fromPartial({
    finalizeBlock: {
      appHash,
      txResults: transactions.map(({ outcome }) => ({ code: outcome.code })),
      validatorUpdates: (prepared?.validators ?? []).map(({ key, power }) => ({
        pubKey: { ed25519: key },
        power: BigInt(power),
      })),
      ...(version === undefined ? {} : params),
    },
  });
}
