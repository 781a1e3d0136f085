import { type Codec, decode, encode } from '@madang/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  body,
  dossierHeader,
  dossierPart,
  envelope,
  genesis,
  logEntry,
  outcome,
  principal,
  promise,
  promiseStatement,
  receipt,
  standing,
  stateProof,
} from '../src/index.ts';
import { arbitraryOf } from './arbitrary.ts';

const codecs: ReadonlyArray<readonly [string, Codec<unknown>]> = Object.entries({
  body,
  dossierHeader,
  dossierPart,
  envelope,
  genesis,
  logEntry,
  outcome,
  principal,
  promise,
  promiseStatement,
  receipt,
  standing,
  stateProof,
}).map(([name, codec]) => [name, codec as unknown as Codec<unknown>]);

describe.each(codecs)('the codec %s', (_, codec) => {
  const values = arbitraryOf(codec.shape);
  const bytesOf = (value: unknown): Uint8Array => {
    const encoded = encode(codec, value);
    if (!encoded.ok) throw new Error(`${encoded.error.at}: ${encoded.error.message}`);
    return encoded.value;
  };

  it('gives every value back', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(decode(codec, bytesOf(value))).toEqual({ ok: true, value });
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('takes changed bytes only if they are the one encoding of what it reads', () => {
    const change = fc.record({ at: fc.nat(), bits: fc.integer({ min: 1, max: 255 }) });
    fc.assert(
      fc.property(values, change, (value, { at, bits }) => {
        const bytes = bytesOf(value);
        const place = at % bytes.length;
        const changed = bytes.map((byte, i) => (i === place ? byte ^ bits : byte));
        const decoded = decode(codec, changed);
        if (decoded.ok) expect(bytesOf(decoded.value)).toEqual(changed);
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});
