import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fail, ok, type Result, toHex, utf8 } from '@madang/base';
import { sha256 } from '@madang/crypto';
import { syncFolder } from '@madang/node';
import {
  checkLine,
  parseCheckpoint,
  type SignedCheckpoint,
  type VerifierKey,
} from '@madang/protocol';
import { damaged } from '../data/city.ts';
import type { CommandError } from '../terminal.ts';

/** The newest checkpoint that a witness cosigned of each log, one file for each. */
export interface CosignedCheckpoints {
  /**
   * The newest of a log; nothing if it never cosigned one. Fails with `DATA_DAMAGED` if the file is
   * not what this witness wrote: its own signature is part of it.
   */
  readonly newest: (origin: string) => Promise<Result<Kept | undefined, CommandError>>;
  /** The text of the file of a log, by the SHA-256 of its origin in hexadecimal. */
  readonly textOf: (originHash: string) => string | undefined;
  /**
   * Keeps a note in place of the one before. When it returns, a power cut does not undo it; when it
   * throws, what was kept before or this note is kept, whole.
   */
  readonly keep: (origin: string, note: string) => void;
}

/** A checkpoint as it is kept. */
export interface Kept extends SignedCheckpoint {
  readonly text: string;
}

/** The checkpoints in a folder, each with a cosignature by this key. */
export function openCosigned(folder: string, own: VerifierKey): CosignedCheckpoints {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  syncFolder(path.dirname(folder));
  const fileOf = (originHash: string): string => path.join(folder, `${originHash}.checkpoint`);
  const textOf = (originHash: string): string | undefined => readIfThere(fileOf(originHash));
  return {
    textOf,
    newest: async (origin) => {
      const originHash = hashOf(origin);
      const text = textOf(originHash);
      if (text === undefined) return ok(undefined);
      const parsed = parseCheckpoint(text);
      if (!parsed.ok || parsed.value.checkpoint.origin !== origin) {
        return fail(damaged(fileOf(originHash)));
      }
      const line = await checkLine(own, parsed.value.note);
      if (line.state !== 'signed') return fail(damaged(fileOf(originHash)));
      return ok({ ...parsed.value, text });
    },
    keep: (origin, note) => {
      const file = fileOf(hashOf(origin));
      const unfinished = `${file}.unfinished`;
      writeSynced(unfinished, note);
      renameSync(unfinished, file);
      syncFolder(folder);
    },
  };
}

function hashOf(origin: string): string {
  return toHex(sha256(utf8(origin)));
}

function writeSynced(file: string, text: string): void {
  const handle = openSync(file, 'w', 0o600);
  try {
    writeFileSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return undefined;
    throw thrown;
  }
}
