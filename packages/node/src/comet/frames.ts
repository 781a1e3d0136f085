import { concat } from '@madang/base';

/**
 * Longest message that is taken, in bytes: a snapshot chunk has at most 16 MB, a block 4 MB.
 * A length beyond it is not CometBFT's.
 */
export const MAX_FRAME_BYTES = 32 * 1024 * 1024;

/** Most bytes of a length: 2^35 is above every limit. */
const MAX_LENGTH_BYTES = 5;

/** A stream that is none of frames. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/**
 * Takes a stream apart into messages, each behind its length as an unsigned varint: the framing of
 * ABCI sockets since CometBFT 0.37 (`libs/protoio`).
 */
export class FrameReader {
  #held: Uint8Array = new Uint8Array(0);

  /** The messages that are complete with these bytes, in order. Throws {@link FrameError}. */
  push(chunk: Uint8Array): readonly Uint8Array[] {
    this.#held = this.#held.length === 0 ? chunk : concat(this.#held, chunk);
    const messages: Uint8Array[] = [];
    let at = 0;
    for (;;) {
      const frame = frameAt(this.#held, at);
      if (frame === undefined) break;
      messages.push(this.#held.slice(frame.start, frame.end));
      at = frame.end;
    }
    this.#held = this.#held.slice(at);
    return messages;
  }
}

/** A message with its length in front. */
export function frame(message: Uint8Array): Uint8Array {
  const head: number[] = [];
  let rest = message.length;
  while (rest > 127) {
    head.push((rest & 127) | 128);
    rest >>>= 7;
  }
  head.push(rest);
  return concat(Uint8Array.from(head), message);
}

function frameAt(
  bytes: Uint8Array,
  at: number,
): { readonly start: number; readonly end: number } | undefined {
  let length = 0;
  for (let i = 0; i < MAX_LENGTH_BYTES; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    length += (byte & 127) * 2 ** (7 * i);
    if (length > MAX_FRAME_BYTES) throw new FrameError('A message is longer than any may be.');
    if (byte < 128) {
      const start = at + i + 1;
      return bytes.length < start + length ? undefined : { start, end: start + length };
    }
  }
  throw new FrameError('The length of a message has no end.');
}
