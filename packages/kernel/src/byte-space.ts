import { expectPresent } from '@madang/base';

/** Bytes side by side, 4 GiB at most, wherever they are kept: in memory, or in a file. */
export interface ByteSpace {
  /** Room for so many bytes in a row; gives where it begins. */
  readonly reserve: (sizeBytes: number) => number;
  /**
   * What stands from there on: so many bytes, or fewer where the room in a row ends before. Good
   * until the next call.
   */
  readonly read: (at: number, sizeBytes: number) => Uint8Array;
  /** Puts bytes into room that was reserved. */
  readonly write: (at: number, bytes: Uint8Array) => void;
}

const CHUNK_BITS = 20;
const CHUNK_BYTES = 1 << CHUNK_BITS;

/** A space in a few large pieces of memory. What is longer than one has a longer one of its own. */
export function memorySpace(): ByteSpace {
  const chunks: Uint8Array[] = [];
  let usedBytes = CHUNK_BYTES;
  const chunkAt = (at: number): Uint8Array =>
    expectPresent(chunks[at >>> CHUNK_BITS], 'what was reserved begins in a chunk');
  return {
    reserve: (sizeBytes) => {
      if (usedBytes + sizeBytes > CHUNK_BYTES) {
        chunks.push(new Uint8Array(Math.max(CHUNK_BYTES, sizeBytes)));
        usedBytes = 0;
      }
      const at = (chunks.length - 1) * CHUNK_BYTES + usedBytes;
      usedBytes += sizeBytes;
      return at;
    },
    read: (at, sizeBytes) => {
      const from = at % CHUNK_BYTES;
      return chunkAt(at).subarray(from, from + sizeBytes);
    },
    write: (at, bytes) => {
      chunkAt(at).set(bytes, at % CHUNK_BYTES);
    },
  };
}
