import { encodeKnown, ok, toHex, utf8 } from '@madang/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type DossierPart,
  dossierPart,
  dossierReader,
  MAX_DOSSIER_PART_SIZE_BYTES,
  writeDossierHeader,
  writeDossierPart,
} from '../src/index.ts';
import { chain } from './ledger.ts';

const header = (parts: number) => ({ chain, title: 'Titles', matter: 'note.batch', parts });

function written(parts: readonly DossierPart[], announced = parts.length): Uint8Array {
  const frames = parts.map((part) => {
    const frame = writeDossierPart(part);
    if (!frame.ok) throw new Error(frame.error.message);
    return frame.value;
  });
  return new Uint8Array(Buffer.concat([writeDossierHeader(header(announced)), ...frames]));
}

/** Reads chunks to their end: the header, the parts, and the code of a failure. */
function read(chunks: readonly Uint8Array[]) {
  const reader = dossierReader();
  const whole = Buffer.concat(chunks);
  const parts: DossierPart[] = [];
  let headers = 0;
  for (const chunk of chunks) {
    const progress = reader.push(chunk);
    if (!progress.ok) return { parts, headers, code: progress.error.code };
    for (const { at, ...part } of progress.value.parts) {
      // What is said of its place gives the same bytes again.
      expect(whole.subarray(at, at + part.bytes.length).equals(part.bytes)).toBe(true);
      parts.push(part);
    }
    if (progress.value.header !== undefined) headers += 1;
  }
  const end = reader.end();
  return { parts, headers, code: end.ok ? 'ok' : end.error.code };
}

const one: DossierPart = { name: 'receipt', type: 'madang/receipt', bytes: utf8('bytes') };

describe('a dossier', () => {
  it('has the bytes that the specification says', () => {
    const head =
      `a4 65 636861696e 5820 ${toHex(chain)} 65 7061727473 01` +
      `65 7469746c65 66 5469746c6573 66 6d6174746572 6a 6e6f74652e6261746368`;
    const part =
      `a3 64 6e616d65 67 72656365697074 64 74797065 6e 6d6164616e672f72656365697074` +
      `65 6279746573 45 6279746573`;
    const frame = (hex: string) => {
      const digits = hex.replaceAll(' ', '');
      return (digits.length / 2).toString(16).padStart(8, '0') + digits;
    };
    const magic = Buffer.from('madang-dossier/1\n').toString('hex');
    expect(toHex(written([one]))).toBe(magic + frame(head) + frame(part));
  });

  it('is read alike however it is cut into chunks', () => {
    const parts = fc.array(
      fc.record({
        name: fc.constant('part'),
        type: fc.constant('test'),
        bytes: fc.uint8Array({ maxLength: 300 }),
      }),
      { maxLength: 6 },
    );
    const cuts = fc.array(fc.nat({ max: 2_500 }), { maxLength: 20 });
    fc.assert(
      fc.property(parts, cuts, (wanted, places) => {
        const bytes = written(wanted);
        const ends = [...places.map((cut) => cut % bytes.length), bytes.length].sort(
          (left, right) => left - right,
        );
        const chunks = ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end));
        expect(read(chunks)).toEqual({ parts: wanted, headers: 1, code: 'ok' });
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it('is read alike byte by byte', () => {
    const bytes = written([one, { ...one, name: 'other' }]);
    const chunks = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(read(chunks)).toEqual({
      parts: [one, { ...one, name: 'other' }],
      headers: 1,
      code: 'ok',
    });
  });

  it('keeps what it was given although the chunk is used again', () => {
    const bytes = written([one]);
    const reader = dossierReader();
    const chunk = bytes.slice(0, -3);
    const first = reader.push(chunk);
    chunk.fill(0);
    expect(first.ok).toBe(true);
    expect(reader.push(bytes.subarray(-3))).toMatchObject({ ok: true, value: { parts: [one] } });
  });

  it('may have no parts', () => {
    expect(read([written([])])).toEqual({ parts: [], headers: 1, code: 'ok' });
  });

  it('is truncated wherever it is cut off', () => {
    const bytes = written([one, one]);
    for (const end of bytes.keys()) {
      expect(read([bytes.subarray(0, end)]).code, `byte ${end}`).toBe('DOSSIER_TRUNCATED');
    }
  });

  it.each([
    ['bytes after the last part', Uint8Array.of(...written([one]), 0), 'DOSSIER_TRAILING'],
    ['more parts than announced', written([one, one], 1), 'DOSSIER_TRAILING'],
    ['fewer parts than announced', written([one], 2), 'DOSSIER_TRUNCATED'],
    ['another magic', written([one]).with(15, 0x32), 'DOSSIER_NOT_VALID'],
    ['an empty frame', Uint8Array.of(...written([], 1), 0, 0, 0, 0), 'DOSSIER_NOT_VALID'],
    [
      'a part above the limit',
      Uint8Array.of(...written([], 1), 1, 0, 0, 1),
      'DOSSIER_PART_TOO_LONG',
    ],
    [
      'a part that is none',
      Uint8Array.of(...written([], 1), 0, 0, 0, 1, 0xa0),
      'DOSSIER_NOT_VALID',
    ],
    ['a header above the limit', written([one]).with(19, 0xff), 'DOSSIER_PART_TOO_LONG'],
  ])('with %s is refused', (_, bytes, code) => {
    expect(read([bytes]).code).toBe(code);
  });

  it('stays refused after a failure', () => {
    const reader = dossierReader();
    expect(reader.push(utf8('something else altogether')).ok).toBe(false);
    expect(reader.push(written([one]))).toMatchObject({ error: { code: 'DOSSIER_NOT_VALID' } });
    expect(reader.end()).toMatchObject({ error: { code: 'DOSSIER_NOT_VALID' } });
  });

  it('holds parts of up to 16 MiB and no longer ones', () => {
    const overhead = encodeKnown(dossierPart, { ...one, bytes: new Uint8Array(70_000) }).length;
    const room = MAX_DOSSIER_PART_SIZE_BYTES - (overhead - 70_000);
    const largest = { ...one, bytes: new Uint8Array(room) };
    expect(read([written([largest])]).code).toBe('ok');
    const longer = writeDossierPart({ ...one, bytes: new Uint8Array(room + 1) });
    expect(longer).toMatchObject({ ok: false, error: { code: 'DOSSIER_PART_TOO_LONG' } });
    const longest = writeDossierPart({ ...one, bytes: new Uint8Array(20_000_000) });
    expect(longest).toMatchObject({ ok: false, error: { code: 'DOSSIER_PART_TOO_LONG' } });
  });

  it('starts over with every reader', () => {
    const first = dossierReader();
    expect(first.push(utf8('nonsense, and long enough')).ok).toBe(false);
    expect(dossierReader().push(new Uint8Array())).toEqual(ok({ parts: [] }));
  });
});
