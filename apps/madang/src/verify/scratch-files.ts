import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ByteSpace } from '@madang/kernel';
import { commandError } from '../terminal.ts';
import { CannotGoOn } from './cannot-go-on.ts';

/**
 * Files for what a check has to remember of every voter, so that its memory does not grow with
 * their number. They have no names, and are gone with the process.
 */
export interface ScratchFiles {
  /** An empty space in a file of its own. */
  readonly space: () => ByteSpace;
  readonly close: () => void;
}

/** Begins without any file. */
export function openScratchFiles(): ScratchFiles {
  const descriptors: number[] = [];
  return {
    space: () => {
      const fd = orCannot(openNameless);
      descriptors.push(fd);
      return spaceIn(fd);
    },
    close: () => {
      for (const fd of descriptors.splice(0)) closeSync(fd);
    },
  };
}

/** Opens a new file that stands in no folder any more. */
function openNameless(): number {
  const folder = mkdtempSync(path.join(tmpdir(), 'madang-verify-'));
  try {
    return openSync(path.join(folder, 'state'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function spaceIn(fd: number): ByteSpace {
  let usedBytes = 0;
  let last = new Uint8Array(0);
  return {
    reserve: (sizeBytes) => {
      const at = usedBytes;
      usedBytes += sizeBytes;
      return at;
    },
    read: (at, sizeBytes) => {
      if (last.length < sizeBytes) last = new Uint8Array(sizeBytes);
      const read = orCannot(() => readSync(fd, last, 0, sizeBytes, at));
      return last.subarray(0, read);
    },
    write: (at, bytes) => {
      orCannot(() => {
        let written = 0;
        while (written < bytes.length) {
          written += writeSync(fd, bytes, written, bytes.length - written, at + written);
        }
      });
    },
  };
}

/** What a use of the files gives; throws `CannotGoOn` where they cannot be used. */
function orCannot<T>(use: () => T): T {
  try {
    return use();
  } catch (thrown) {
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    const folder = tmpdir();
    throw new CannotGoOn(
      commandError(
        'SCRATCH_UNUSABLE',
        `What a check has to remember cannot be kept in ${folder} (${code}).`,
        `확인하면서 기억해야 할 것을 ${folder} 폴더에 둘 수 없습니다(${code}).`,
      ),
    );
  }
}
