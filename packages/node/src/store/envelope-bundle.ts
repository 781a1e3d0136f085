import { u32be } from '@madang/base';
import { joinAll } from './join.ts';
import { TILE_WIDTH } from './log-tree.ts';

const LENGTH_BYTES = 4;

/**
 * The transactions of a bundle of entries, one for each entry and each behind its length in four
 * bytes (docs/spec/log.md); of length 0 where an entry has none, or it is not here.
 */
export function joinEnvelopes(envelopes: readonly (Uint8Array | undefined)[]): Uint8Array {
  return joinAll(
    envelopes.flatMap((envelope = new Uint8Array()) => [u32be(envelope.length), envelope]),
  );
}

/** The same taken apart; nothing where they are not in their form. */
export function splitEnvelopes(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const envelopes: Uint8Array[] = [];
  let at = 0;
  while (at + LENGTH_BYTES <= bytes.length) {
    const end = at + LENGTH_BYTES + view.getUint32(at);
    if (end > bytes.length) return undefined;
    envelopes.push(bytes.slice(at + LENGTH_BYTES, end));
    at = end;
  }
  return at === bytes.length && envelopes.length <= TILE_WIDTH ? envelopes : undefined;
}
