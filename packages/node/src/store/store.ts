import { equalBytes, fail, ok, type Result } from '@madang/base';
import type { StateProof } from '@madang/crypto';
import type { ReplayReader, StateReader } from '@madang/kernel';
import { encodeLogEntry, genesisHash } from '@madang/protocol';
import { damaged, type NodeError, NodeFailure, nodeError, storageFailure } from '../failure.ts';
import { openTrie } from '../trie/trie.ts';
import { adoptReplacement } from './adopt.ts';
import { type Archive, openArchive } from './archive.ts';
import type { TileSource } from './archive-log.ts';
import {
  type Attendance,
  type AttendedHour,
  applyAttendance,
  attendedHours,
  type DecidedVotes,
  openAttendance,
  prepareAttendance,
  putAttendance,
} from './attendance.ts';
import {
  applyBlock,
  type ExecutedBlock,
  type PreparedBlock,
  prepareBlock,
  putBlock,
} from './block.ts';
import { type LedgerDatabase, openDatabase, type SyncMode } from './database.ts';
import { isAllFetched } from './fetched.ts';
import { type SegmentFolder, segmentFolder } from './files.ts';
import { claimFolder, folderPaths, syncFolder } from './folder.ts';
import {
  type Head,
  putGenesis,
  putPassedHeight,
  readGenesis,
  readHistory,
  readPassedHeight,
} from './head.ts';
import { archiveHistory, takeHistory } from './history.ts';
import type { FolderLock } from './lock.ts';
import { type LogReader, logReader } from './log-reader.ts';
import { openLogTree } from './log-tree.ts';
import { type OlderHistory, olderHistory, wholeSize } from './older.ts';
import { openReplay, type ReplayLists, wasExecuted } from './replay.ts';
import {
  applyAppends,
  closeSegments,
  dropSegments,
  expiredSegments,
  type OpenSegments,
  openSegments,
  removeSegments,
  type Segments,
  writeAppends,
} from './segments.ts';
import { nextView, openView, proveKey, stateReader, trieReader, type View } from './view.ts';

/** The block of height 0, for a folder that has no ledger yet. */
export interface GenesisBlock {
  readonly genesis: Uint8Array;
  readonly block: ExecutedBlock;
}

/** How to open a store. */
export interface StoreOptions {
  readonly folder: string;
  readonly sync?: SyncMode;
  /** Stands in for the file system under the segment files; for tests. */
  readonly segmentFiles?: SegmentFolder;
  /** Size at which a new segment file begins; smaller in tests. */
  readonly segmentBytesMax?: number;
}

/** A ledger on disk. One process writes it. */
export interface Store extends LogReader {
  readonly chain: Uint8Array;
  readonly genesis: Uint8Array;
  head(): Head;
  /** The height that was come to, blocks without transactions included. */
  height(): number;
  /** The state after the newest durable block. Ask again after each commit. */
  state(): StateReader;
  readonly replay: ReplayReader;
  prove(stateKey: Uint8Array): Proven;
  /** Computes a block in memory; nothing is written. */
  prepare(block: ExecutedBlock): PreparedBlock;
  /**
   * Writes a prepared block, and what it says of its validators. When it resolves well, everything
   * is durable. After a failure the store takes no further block: it must be opened again.
   */
  commit(prepared: PreparedBlock, votes?: DecidedVotes): Promise<Result<Head, NodeError>>;
  /** Makes durable that a block without transactions stood at a height. */
  pass(height: number, votes?: DecidedVotes): Promise<Result<void, NodeError>>;
  /** Who signed how many blocks, by hours, oldest first. */
  attendance(): readonly AttendedHour[];
  /** The data folder. */
  readonly folder: string;
  /** Entries before this one are not here; 0: all are. */
  absentBefore(): number;
  /** So many entries, from the first on, are here without a gap. */
  wholeSize(): number;
  /** The height of the snapshot that the ledger began from; 0: its genesis. */
  beganAt(): number;
  /** The history before that snapshot, as far as it is not here. */
  readonly older: OlderHistory;
  /** Goes on with the whole replacement that lies beside the ledger, in place of what is open. */
  adopt(): Promise<Result<Head, NodeError>>;
  /**
   * Brings in the older part of the log from a mirror, into the archive: entries, hashes and which
   * transactions they are; their envelopes are not in tiles. Returns how many files were written.
   */
  takeHistory(source: TileSource): Promise<Result<number, NodeError>>;
  /**
   * Moves full tiles and entries into the archive, all but the newest `keepEntries` entries.
   * Returns how many files were written.
   */
  archive(keepEntries: number): Promise<Result<number, NodeError>>;
  close(): Promise<void>;
}

/** A value, or that there is none, with its proof. */
export interface Proven {
  readonly value: Uint8Array | undefined;
  readonly proof: StateProof;
}

/** What an open store holds. */
interface OpenStore {
  readonly folder: string;
  readonly options: StoreOptions;
  readonly lock: FolderLock;
  readonly archive: Archive;
  database: LedgerDatabase;
  segments: Segments;
  replay: ReplayLists;
  view: View;
  /** The height of the last block without transactions; 0: none was noted. */
  passedHeight: number;
  attendance: Attendance;
  failure: NodeError | undefined;
  isClosed: boolean;
  /** Ends when whoever writes now is done: one at a time changes what is read. */
  turn: Promise<unknown>;
}

/**
 * Opens the ledger in a folder. A new folder gets the genesis block; in another, `genesis` may be
 * absent, and where it is given it must be the one that is there (`NODE_GENESIS_DIFFERS`).
 */
export async function openStore(
  options: StoreOptions,
  genesis: GenesisBlock | undefined,
): Promise<Result<Store, NodeError>> {
  const { folder } = options;
  try {
    const lock = claimFolder(folder);
    if (!lock.ok) return lock;
    const opened = await openClaimed(options, lock.value, genesis);
    if (!opened.ok) lock.value.release();
    return opened;
  } catch (thrown) {
    return fail(storageFailure(thrown, folder));
  }
}

async function openClaimed(
  options: StoreOptions,
  lock: FolderLock,
  genesis: GenesisBlock | undefined,
): Promise<Result<Store, NodeError>> {
  const opened = await openParts(options, genesis).catch((thrown: unknown) => {
    lock.release();
    throw thrown;
  });
  if (!opened.ok) return opened;
  const { folder } = options;
  const archive = openArchive(folderPaths(folder).archive);
  const state = { failure: undefined, isClosed: false, turn: Promise.resolve() };
  return ok(storeOver({ folder, options, lock, archive, ...opened.value, ...state }));
}

type StoreParts = Pick<
  OpenStore,
  'database' | 'segments' | 'replay' | 'view' | 'passedHeight' | 'attendance'
>;

/** Opens everything that lies in the folder, after what was to take its place did so. */
async function openParts(
  options: StoreOptions,
  genesis: GenesisBlock | undefined,
): Promise<Result<StoreParts, NodeError>> {
  adoptReplacement(options.folder);
  const paths = folderPaths(options.folder);
  const database = openDatabase(paths.ledger, { sync: options.sync });
  try {
    syncFolder(paths.ledger);
    const files = options.segmentFiles ?? segmentFolder(paths.segments, options.sync);
    const hasLedger = await ensureGenesis({ database, files }, genesis);
    if (!hasLedger.ok) {
      await database.close();
      return hasLedger;
    }
    const snapshot = database.snapshot();
    const view = openView(snapshot, openArchive(paths.archive));
    if (view === undefined) throw new Error('the genesis block was not written');
    return ok({
      database,
      segments: openSegments(files, snapshot.segments, segmentOptions(options)),
      replay: openReplay(snapshot.replay, view.head.replayRoot),
      view,
      passedHeight: readPassedHeight(snapshot.meta),
      attendance: openAttendance(snapshot.meta),
    });
  } catch (thrown) {
    await database.close();
    throw thrown;
  }
}

function segmentOptions({ segmentBytesMax }: StoreOptions): OpenSegments {
  const mode = 'write';
  return segmentBytesMax === undefined ? { mode } : { mode, sizeBytesMax: segmentBytesMax };
}

interface Parts {
  readonly database: LedgerDatabase;
  readonly files: SegmentFolder;
}

async function ensureGenesis(
  { database, files }: Parts,
  given: GenesisBlock | undefined,
): Promise<Result<void, NodeError>> {
  const snapshot = database.snapshot();
  const view = openView(snapshot, { folder: '', tile: () => undefined, bundle: () => undefined });
  const stored = view === undefined ? undefined : readGenesis(snapshot.meta);
  snapshot.release();
  if (stored === undefined) mustHaveNoEnvelopes(files);
  if (stored === undefined && given === undefined) {
    return fail(nodeError('NODE_NOT_FOUND', 'There is no ledger in this folder yet.'));
  }
  if (given === undefined) return ok(undefined);
  if (stored === undefined) {
    await writeGenesis({ database, files }, given);
    return ok(undefined);
  }
  if (equalBytes(stored, given.genesis)) return ok(undefined);
  return fail(nodeError('NODE_GENESIS_DIFFERS', 'The folder holds a ledger with another genesis.'));
}

/**
 * Beginning a ledger removes the files of one that was cut short while it began. Envelopes are of
 * blocks with transactions: where they are and the database is not, the database was lost.
 */
function mustHaveNoEnvelopes(files: SegmentFolder): void {
  const envelopes = files.names().find((name) => !name.startsWith('entries-'));
  if (envelopes !== undefined) {
    damaged(`the database is missing or empty, but there is segments/${envelopes}`);
  }
}

async function writeGenesis({ database, files }: Parts, given: GenesisBlock): Promise<void> {
  const snapshot = database.snapshot();
  const segments = openSegments(files, snapshot.segments, { mode: 'write' });
  const view = emptyView(snapshot);
  const replay: ReplayLists = { minutes: new Map() };
  const entry = encodeLogEntry({ type: 'genesis', genesis: genesisHash(given.genesis) });
  const prepared = prepareBlock({ view, segments, replay }, given.block, [entry]);
  await writeAppends(prepared.appends);
  await database.commit((tables) => {
    putGenesis(tables.meta, given.genesis);
    putBlock(prepared, replay, tables);
  });
  applyAppends(prepared.appends);
  closeSegments(segments);
  snapshot.release();
}

function emptyView(snapshot: View['snapshot']): View {
  const none = new Uint8Array(32);
  return {
    snapshot,
    state: stateReader(snapshot),
    trie: openTrie(trieReader(snapshot)),
    tiles: snapshot.tiles,
    history: readHistory(snapshot.meta),
    fetched: undefined,
    tree: openLogTree(0, snapshot.tiles),
    head: {
      height: 0,
      timeMs: 0,
      logSize: 0,
      logRoot: none,
      stateRoot: none,
      replayRoot: none,
      paramsHash: none,
      appHash: none,
      params: new Uint8Array(),
    },
  };
}

function storeOver(open: OpenStore): Store {
  const genesis = readGenesis(open.view.snapshot.meta);
  const view = (): View => {
    if (open.isClosed) throw new NodeFailure(nodeError('NODE_STOPPED', 'The store is closed.'));
    return open.view;
  };
  return {
    ...logReader(view, { archive: open.archive, segments: () => open.segments }),
    folder: open.folder,
    chain: genesisHash(genesis),
    genesis,
    head: () => open.view.head,
    height: () => Math.max(open.view.head.height, open.passedHeight),
    state: () => view().state,
    replay: { has: (bodyHash, minute) => wasExecuted(open.replay, bodyHash, minute) },
    prove: (stateKey) => proveKey(view(), stateKey),
    prepare: (block) => prepareBlock(open, block),
    commit: (prepared, votes) => inTurn(open, () => commitBlock(open, prepared, votes)),
    pass: (height, votes) => inTurn(open, () => passHeight(open, height, votes)),
    attendance: () => attendedHours(open.attendance),
    absentBefore: () => {
      const { isArchived, outsideBefore } = view().history;
      return isArchived ? 0 : outsideBefore;
    },
    wholeSize: () => wholeSize(view()),
    beganAt: () => view().history.beganAt,
    older: olderHistory(open, view, (work) => guarded(open, work)),
    adopt: () => inTurn(open, () => adopt(open)),
    takeHistory: (source) => guarded(open, () => takeHistory(open, source)),
    archive: (keepEntries) => guarded(open, () => archiveHistory(open, keepEntries)),
    close: async () => {
      if (open.isClosed) return;
      open.isClosed = true;
      await open.turn;
      await closeParts(open);
      open.lock.release();
    },
  };
}

/** Waits until nobody else writes. */
function inTurn<T>(open: OpenStore, work: () => Promise<T>): Promise<T> {
  const done = open.turn.then(work);
  open.turn = done.catch(() => undefined);
  return done;
}

function guarded<T>(
  open: OpenStore,
  work: () => Promise<Result<T, NodeError>>,
): Promise<Result<T, NodeError>> {
  return inTurn(open, async () => {
    try {
      if (open.isClosed) return fail(nodeError('NODE_STOPPED', 'The store is closed.'));
      return await work();
    } catch (thrown) {
      return fail(storageFailure(thrown, open.folder));
    }
  });
}

async function closeParts(open: OpenStore): Promise<void> {
  open.view.snapshot.release();
  await open.database.close();
  closeSegments(open.segments);
}

async function adopt(open: OpenStore): Promise<Result<Head, NodeError>> {
  try {
    await closeParts(open);
    const opened = await openParts(open.options, undefined);
    if (!opened.ok) return opened;
    Object.assign(open, opened.value);
    return ok(open.view.head);
  } catch (thrown) {
    open.failure = storageFailure(thrown, open.folder);
    return fail(open.failure);
  }
}

/**
 * The crash contract: what the block appends to files is durable first; then one durable
 * transaction names the new lengths and everything else; only then does it exist in memory.
 */
async function commitBlock(
  open: OpenStore,
  prepared: PreparedBlock,
  votes: DecidedVotes | undefined,
): Promise<Result<Head, NodeError>> {
  if (open.failure !== undefined) return fail(open.failure);
  const attendance = prepareAttendance(open.attendance, votes);
  const isWhole = isAllFetched(open.view.fetched);
  const expired = expiredSegments(open.segments, prepared.block.timeMs, isWhole);
  try {
    await writeAppends(prepared.appends);
    await open.database.commit((tables) => {
      putBlock(prepared, open.replay, tables);
      dropSegments(expired, tables.segments);
      putAttendance(attendance, tables.meta);
    });
    applyBlock(prepared, open);
    applyAttendance(open.attendance, attendance);
    applyAppends(prepared.appends);
    removeSegments(open.segments, expired);
    const before = open.view.snapshot;
    const snapshot = open.database.snapshot();
    open.view = nextView(open.view, { snapshot, head: prepared.head }, open.archive);
    before.release();
    return ok(prepared.head);
  } catch (thrown) {
    open.failure = storageFailure(thrown, open.folder);
    return fail(open.failure);
  }
}

async function passHeight(
  open: OpenStore,
  height: number,
  votes: DecidedVotes | undefined,
): Promise<Result<void, NodeError>> {
  if (open.failure !== undefined) return fail(open.failure);
  const attendance = prepareAttendance(open.attendance, votes);
  try {
    await open.database.commit((tables) => {
      putPassedHeight(tables.meta, height);
      putAttendance(attendance, tables.meta);
    });
    open.passedHeight = height;
    applyAttendance(open.attendance, attendance);
    return ok(undefined);
  } catch (thrown) {
    open.failure = storageFailure(thrown, open.folder);
    return fail(open.failure);
  }
}
