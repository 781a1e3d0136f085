import { equalBytes } from '@madang/base';
import {
  type Request,
  type RequestApplySnapshotChunk,
  type RequestOfferSnapshot,
  Response,
  ResponseApplySnapshotChunk_Result,
  ResponseOfferSnapshot_Result,
} from 'cosmjs-types/tendermint/abci/types';
import type { BlockDriver } from '../engine.ts';
import { folderPaths } from '../store/folder.ts';
import { checkMetadata, SNAPSHOT_FORMAT, snapshotHash } from './format.ts';
import { keptSnapshots } from './kept.ts';
import { type Made, type Maker, startMaker } from './maker.ts';
import { beginRestoring, type Restoring } from './restore.ts';

/** How often snapshots are made and how long things are kept. Heights. */
export interface SnapshotPolicy {
  /** A snapshot is made at each multiple of this height. */
  readonly everyBlocks: number;
  /** How many are kept, at least two: the newest is not offered at once. */
  readonly keep: number;
  /**
   * CometBFT keeps at least so many of its blocks: those that a node that was down can catch up
   * with, and that evidence can be about.
   */
  readonly retainBlocks: number;
}

/** At a block every two seconds: a snapshot every five hours, blocks of the last three weeks. */
export const DEFAULT_SNAPSHOT_POLICY: SnapshotPolicy = {
  everyBlocks: 10_000,
  keep: 2,
  retainBlocks: 1_000_000,
};

/** What is told of snapshots while they are made and restored. */
export type SnapshotNews =
  | { readonly kind: 'made'; readonly height: number; readonly stallMs: number; readonly of: Made }
  | { readonly kind: 'not-made'; readonly height: number; readonly reason: string }
  | { readonly kind: 'refused'; readonly height: number; readonly reason: string }
  | { readonly kind: 'restored'; readonly height: number };

/** What {@link openSnapshots} is given. */
export interface SnapshotOptions {
  readonly driver: BlockDriver;
  readonly policy: SnapshotPolicy;
  readonly onNews: (news: SnapshotNews) => void;
}

/** The part of the application that makes, offers and restores snapshots. */
export interface Snapshots {
  /**
   * Called after each durable block, before the next. Returns the height below which CometBFT may
   * forget its blocks; 0: none.
   */
  afterCommit(): Promise<number>;
  /** The answer to a request about snapshots; nothing if it is about something else. */
  answer(request: Request): Promise<Response> | Response | undefined;
  stop(): Promise<void>;
}

/** Blocks before a snapshot at which its process is started. */
const LEAD_BLOCKS = 20;
/** CometBFT needs the headers of H, H+1 and H+2 to begin at H. */
const HEADERS_AFTER = 2;

/** One that is offered, and a newer one that is not yet. */
const KEEP_MIN = 2;

const OFFER = ResponseOfferSnapshot_Result;
const APPLY = ResponseApplySnapshotChunk_Result;

/** What is under way. */
interface Work {
  readonly options: SnapshotOptions;
  /** The process that waits for its block. */
  waiting: Maker | undefined;
  making: Maker | undefined;
  restoring: { readonly height: number; readonly of: Restoring } | undefined;
}

/** Opens the snapshots of a ledger's data folder. */
export function openSnapshots(options: SnapshotOptions): Snapshots {
  const work: Work = { options, waiting: undefined, making: undefined, restoring: undefined };
  return {
    afterCommit: () => afterCommit(work),
    answer: (request) => answer(work, request),
    stop: async () => {
      await Promise.all([work.waiting?.stop(), work.making?.stop()]);
      await work.restoring?.of.abandon();
    },
  };
}

async function afterCommit(work: Work): Promise<number> {
  const { driver, policy } = work.options;
  const height = driver.height();
  const untilNext = (policy.everyBlocks - (height % policy.everyBlocks)) % policy.everyBlocks;
  if (untilNext <= LEAD_BLOCKS && work.making === undefined) {
    work.waiting ??= startMaker(driver.folder);
  }
  if (untilNext === 0) await take(work, height);
  return retainHeight(work, height);
}

async function take(work: Work, height: number): Promise<void> {
  const { driver, policy, onNews } = work.options;
  const maker = work.waiting;
  if (maker === undefined) {
    onNews({ kind: 'not-made', height, reason: 'The one before is still being made.' });
    return;
  }
  work.waiting = undefined;
  work.making = maker;
  const startedAt = performance.now();
  let stallMs = 0;
  void maker.ended.then((ended) => {
    work.making = undefined;
    const news = ended.ok
      ? ({ kind: 'made', height, stallMs, of: ended.value } as const)
      : ({ kind: 'not-made', height, reason: ended.error } as const);
    onNews(news);
  });
  const keep = Math.max(KEEP_MIN, policy.keep);
  await maker.take({ height, logSize: driver.head().logSize, keep });
  stallMs = performance.now() - startedAt;
}

/** Nothing is forgotten that the oldest snapshot would need to go on from. */
function retainHeight({ options }: Work, height: number): number {
  const { driver, policy } = options;
  const window = Math.max(policy.retainBlocks, policy.everyBlocks);
  if (height <= window) return 0;
  const oldest = keptSnapshots(folderPaths(driver.folder).snapshots).heights().at(-1) ?? 0;
  return Math.max(0, Math.min(height - window, oldest));
}

function answer(work: Work, request: Request): Promise<Response> | Response | undefined {
  if (request.listSnapshots !== undefined) return listSnapshots(work);
  if (request.offerSnapshot !== undefined) return offer(work, request.offerSnapshot);
  if (request.loadSnapshotChunk !== undefined) {
    const { height, format, chunk } = request.loadSnapshotChunk;
    const kept = keptSnapshots(folderPaths(work.options.driver.folder).snapshots);
    const found = format === SNAPSHOT_FORMAT ? kept.chunk(Number(height), chunk) : undefined;
    const part = found === undefined ? {} : { chunk: found };
    return Response.fromPartial({ loadSnapshotChunk: part });
  }
  return request.applySnapshotChunk === undefined
    ? undefined
    : apply(work, request.applySnapshotChunk);
}

function listSnapshots({ options }: Work): Response {
  const { driver } = options;
  const snapshots = keptSnapshots(folderPaths(driver.folder).snapshots)
    .list()
    .filter(({ height }) => height + HEADERS_AFTER <= driver.height())
    .map(({ height, chunkCount, metadata }) => ({
      ...{ height: BigInt(height), format: SNAPSHOT_FORMAT, chunks: chunkCount, metadata },
      hash: snapshotHash(metadata),
    }));
  return Response.fromPartial({ listSnapshots: { snapshots } });
}

/**
 * Everything that a snapshot says of itself is held against the application hash, which CometBFT's
 * light client verified: a lie is found here, before a single chunk is fetched.
 */
async function offer(work: Work, request: RequestOfferSnapshot): Promise<Response> {
  const { driver, onNews } = work.options;
  const result = (value: ResponseOfferSnapshot_Result) =>
    Response.fromPartial({ offerSnapshot: { result: value } });
  await work.restoring?.of.abandon();
  work.restoring = undefined;
  const { snapshot, appHash } = request;
  if (snapshot === undefined) return result(OFFER.REJECT);
  const height = Number(snapshot.height);
  const refuse = (reason: string, as: ResponseOfferSnapshot_Result): Response => {
    onNews({ kind: 'refused', height, reason });
    return result(as);
  };
  if (!driver.isAtBeginning()) {
    return refuse('The ledger in this folder has blocks of its own.', OFFER.ABORT);
  }
  if (snapshot.format !== SNAPSHOT_FORMAT) {
    return refuse(`Format ${String(snapshot.format)} is not known.`, OFFER.REJECT_FORMAT);
  }
  if (!equalBytes(snapshotHash(snapshot.metadata), snapshot.hash)) {
    return refuse('The metadata does not have its hash.', OFFER.REJECT_SENDER);
  }
  const checked = checkMetadata(snapshot.metadata, { chain: driver.chain, appHash });
  if (!checked.ok) return refuse(checked.error, OFFER.REJECT_SENDER);
  if (checked.value.chunkCount !== snapshot.chunks || checked.value.block.height > height) {
    return refuse('Height or number of chunks are not those of the metadata.', OFFER.REJECT_SENDER);
  }
  const { folder } = driver;
  work.restoring = {
    height,
    of: beginRestoring({ folder, checked: checked.value, appHash, height }),
  };
  return result(OFFER.ACCEPT);
}

async function apply(work: Work, request: RequestApplySnapshotChunk): Promise<Response> {
  const { driver, onNews } = work.options;
  const { restoring } = work;
  const { index, chunk, sender } = request;
  const answerWith = (part: object): Response => Response.fromPartial({ applySnapshotChunk: part });
  if (restoring === undefined) return answerWith({ result: APPLY.REJECT_SNAPSHOT });
  const { height, of } = restoring;
  if (index !== of.next()) return answerWith({ result: APPLY.RETRY_SNAPSHOT });
  const applied = await of.apply(chunk);
  if (!applied.ok) {
    // What the chunk has to be follows from the application hash: it is the sender who is wrong.
    onNews({ kind: 'refused', height, reason: applied.error });
    const rejectSenders = sender === '' ? [] : [sender];
    return answerWith({ result: APPLY.RETRY, refetchChunks: [index], rejectSenders });
  }
  if (applied.value === 'more') return answerWith({ result: APPLY.ACCEPT });
  work.restoring = undefined;
  const adopted = await driver.adopt();
  if (!adopted.ok) throw new Error(adopted.error.message);
  onNews({ kind: 'restored', height });
  return answerWith({ result: APPLY.ACCEPT });
}
