import { statfsSync } from 'node:fs';
import { StateDamage } from '@madang/base';

/** The stable codes of what can go wrong in running a node. */
export type NodeErrorCode =
  | 'NODE_FOLDER_IN_USE'
  | 'NODE_FOLDER_NEWER'
  | 'NODE_FOLDER_NOT_A_LEDGER'
  | 'NODE_FOLDER_UNREADABLE'
  | 'NODE_STORE_DAMAGED'
  | 'NODE_GENESIS_DIFFERS'
  | 'NODE_GENESIS_REFUSED'
  | 'NODE_KEY_UNKNOWN'
  | 'NODE_DISK_FULL'
  | 'NODE_IO_FAILED'
  | 'NODE_STOPPED'
  | 'NODE_BUSY'
  | 'NODE_NOT_AGREED'
  | 'NODE_NOT_FOUND'
  | 'NODE_ENVELOPE_GONE'
  | 'NODE_HISTORY_DIFFERS'
  | 'NODE_RULES_MISSING'
  | 'NODE_DIVERGED'
  | 'NODE_HISTORY_ABSENT';

/** An expected failure at the edge of this room: a code that stays and one sentence for people. */
export interface NodeError {
  readonly code: NodeErrorCode;
  readonly message: string;
}

/** A {@link NodeError} value. */
export function nodeError(code: NodeErrorCode, message: string): NodeError {
  return { code, message };
}

/**
 * Carries a {@link NodeError} through code that cannot return a Result; caught at the room's edge.
 */
export class NodeFailure extends Error {
  override readonly name = 'NodeFailure';
  readonly failure: NodeError;

  constructor(failure: NodeError) {
    super(failure.message);
    this.failure = failure;
  }
}

/** Throws a {@link NodeFailure}: the store contradicts itself, so nothing it says can be used. */
export function damaged(what: string): never {
  throw new NodeFailure(storeDamaged(what));
}

/** The failure `NODE_STORE_DAMAGED`, with what is wrong. */
export function storeDamaged(what: string): NodeError {
  return nodeError('NODE_STORE_DAMAGED', `The store is damaged: ${what}.`);
}

/** What a node says that began from a snapshot, where somebody asks for what came before. */
export function historyAbsent(absentBefore: number): NodeError {
  return nodeError(
    'NODE_HISTORY_ABSENT',
    `This node began from a snapshot and does not have the entries before ${String(absentBefore)}: ask another node, or bring them in.`,
  );
}

const FULL_CODES: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
const FULL_MESSAGE = /no space left|quota exceeded|file too large/i;

/** What LMDB says of a file whose pages contradict each other. */
const DAMAGE_MESSAGE = /^MDB_(CORRUPTED|PAGE_NOTFOUND|INVALID|PANIC|VERSION_MISMATCH)/;

/** Below this much free space a write that failed for no said reason failed for want of it. */
const FREE_BYTES_MIN = 16 * 1024 * 1024;

/** The failure behind something that was thrown while reading or writing the data folder. */
export function storageFailure(thrown: unknown, folder: string): NodeError {
  if (thrown instanceof NodeFailure) return thrown.failure;
  if (thrown instanceof StateDamage) return storeDamaged(thrown.message);
  const { code, message } = systemError(thrown);
  if (FULL_CODES.has(code) || FULL_MESSAGE.test(message)) return diskFull(folder);
  const full = fullDisk(folder);
  if (full !== undefined) return full;
  if (DAMAGE_MESSAGE.test(message)) return storeDamaged(message);
  return nodeError(
    'NODE_IO_FAILED',
    `Writing or reading ${folder} failed (${message}): the ledger stopped, nothing acknowledged is lost.`,
  );
}

/**
 * The failure `NODE_DISK_FULL` if there is hardly any room where a folder is. A full disk can show
 * itself as a write that was cut short, which LMDB reports as any I/O error, or as the end of
 * another program that writes there.
 */
export function fullDisk(folder: string): NodeError | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize < FREE_BYTES_MIN ? diskFull(folder) : undefined;
  } catch {
    return undefined;
  }
}

function diskFull(folder: string): NodeError {
  return nodeError(
    'NODE_DISK_FULL',
    `The disk of ${folder} is full: the ledger stopped, nothing acknowledged is lost; make room and start again.`,
  );
}

function systemError(thrown: unknown): { readonly code: string; readonly message: string } {
  if (!(thrown instanceof Error)) return { code: '', message: String(thrown) };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return { code, message: thrown.message };
}

/** What is read, or nothing where it came before the snapshot that the ledger began from. */
export function unlessAbsent<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (thrown) {
    const isAbsent = thrown instanceof NodeFailure && thrown.failure.code === 'NODE_HISTORY_ABSENT';
    if (isAbsent) return undefined;
    throw thrown;
  }
}
