import { joinAll } from './join.ts';
import { TILE_WIDTH } from './log-tree.ts';

const LENGTH_BYTES = 4;

/**
 * The transactions of a bundle of entries, one for each entry and each behind its length in four
 * bytes (docs/spec/log.md); of length 0 where an entry has none, or it is not here.
 */
export function joinEnvelopes(envelopes: readonly (Uint8Array | undefined)[]): Uint8Array {
  const parts = envelopes.flatMap((envelope = new Uint8Array()) => {
    const length = new Uint8Array(LENGTH_BYTES);
    new DataView(length.buffer).setUint32(0, envelope.length);
    return [length, envelope];
  });
  return joinAll(parts);
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
