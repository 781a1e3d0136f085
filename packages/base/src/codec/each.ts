import type { Result } from '../result.ts';
import type { ListCodec } from './composite.ts';
import { attempt, type CodecError, readWithin } from './failure.ts';
import { MAX_SIZE_BYTES, readerOf } from './reader.ts';

/**
 * The items of the canonical bytes of a list one after the other, so that they need not be held all
 * at once; in the end, whether the bytes were those of such a list. What `decode` refuses is
 * refused here too, but for the items that stand before what is wrong.
 */
export function* decodeEach<T>(
  codec: ListCodec<T>,
  bytes: Uint8Array,
  maxSizeBytes: number = MAX_SIZE_BYTES,
): Generator<T, Result<void, CodecError>> {
  const begun = attempt(() => {
    const input = readerOf(bytes, maxSizeBytes);
    return { input, length: codec.begin(input) };
  });
  if (!begun.ok) return begun;
  const { input, length } = begun.value;
  for (let index = 0; index < length; index++) {
    const read = attempt(() => readWithin(index, codec.item, input));
    if (!read.ok) return read;
    yield read.value;
  }
  return attempt(() => {
    input.end();
  });
}
