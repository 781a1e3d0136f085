import { createHash } from 'node:crypto';
import { fromHex, toHex } from '@madang/base';
import { describe, expect, it } from 'vitest';
import {
  appHash,
  decodeLogEntry,
  emptyReplayChain,
  encodeLogEntry,
  extendReplayChain,
  type LogEntry,
  replayMinute,
  replayRoot,
} from '../src/index.ts';
import { emptyMap } from './ledger.ts';

const hash = (byte: number) => new Uint8Array(32).fill(byte);
const sha256 = (...parts: readonly (Uint8Array | string)[]) => {
  const state = createHash('sha256');
  for (const part of parts) state.update(part);
  return state.digest();
};
const u64 = (value: number) => {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
};

/** docs/spec/codec.md by hand: shorter keys first. */
const entries: ReadonlyArray<readonly [LogEntry, string]> = [
  [
    { type: 'genesis', genesis: hash(1) },
    `a2 64 74797065 67 67656e65736973 67 67656e65736973 5820 ${'01'.repeat(32)}`,
  ],
  [
    {
      type: 'transaction',
      act: 'note.keep',
      body: hash(2),
      envelope: hash(3),
      outcome: {
        code: 0,
        time: 1_000,
        height: 3,
        index: 2,
        events: [{ name: 'note.kept', fields: emptyMap }],
      },
    },
    `a5 63 616374 69 6e6f74652e6b656570 64 626f6479 5820 ${'02'.repeat(32)}
     64 74797065 6b 7472616e73616374696f6e 67 6f7574636f6d65
     a5 64 636f6465 00 64 74696d65 19 03e8 65 696e646578 02
     66 6576656e7473 81 a2 64 6e616d65 69 6e6f74652e6b657074 66 6669656c6473 a0
     66 686569676874 03 68 656e76656c6f7065 5820 ${'03'.repeat(32)}`,
  ],
  [
    {
      type: 'block',
      height: 24,
      time: 256,
      paramsHash: hash(4),
      replayRoot: hash(5),
      stateRoot: hash(6),
      transactions: 1,
    },
    `a7 64 74696d65 19 0100 64 74797065 65 626c6f636b 66 686569676874 18 18
     69 7374617465526f6f74 5820 ${'06'.repeat(32)} 6a 706172616d7348617368 5820 ${'04'.repeat(32)}
     6a 7265706c6179526f6f74 5820 ${'05'.repeat(32)} 6c 7472616e73616374696f6e73 01`,
  ],
  [
    {
      type: 'block',
      height: 24,
      time: 256,
      paramsHash: hash(4),
      replayRoot: hash(5),
      stateRoot: hash(6),
      transactions: 1,
      events: [{ name: 'note.kept', fields: emptyMap }],
    },
    `a8 64 74696d65 19 0100 64 74797065 65 626c6f636b
     66 6576656e7473 81 a2 64 6e616d65 69 6e6f74652e6b657074 66 6669656c6473 a0
     66 686569676874 18 18
     69 7374617465526f6f74 5820 ${'06'.repeat(32)} 6a 706172616d7348617368 5820 ${'04'.repeat(32)}
     6a 7265706c6179526f6f74 5820 ${'05'.repeat(32)} 6c 7472616e73616374696f6e73 01`,
  ],
];

describe('log entries', () => {
  it.each(entries)('have the bytes that the specification says: %j', (entry, expected) => {
    expect(toHex(encodeLogEntry(entry))).toBe(expected.replaceAll(/\s/g, ''));
    const bytes = fromHex(expected.replaceAll(/\s/g, ''));
    expect(bytes.ok && decodeLogEntry(bytes.value)).toEqual({ ok: true, value: entry });
  });

  it.each([
    ['outcome.context', { code: 0, context: emptyMap, events: [] }],
    ['outcome.events', { code: 7, events: [{ name: 'note.kept', fields: emptyMap }] }],
  ])('refuse %s where the outcome has none', (at, part) => {
    const outcome = { ...part, time: 1_000, height: 3, index: 2 };
    const fields = { act: 'note.keep', body: hash(2), envelope: hash(3) };
    const decoded = decodeLogEntry(encodeLogEntry({ type: 'transaction', ...fields, outcome }));
    expect(decoded).toMatchObject({ ok: false, error: { code: 'CODEC_FORBIDDEN', at } });
  });

  it('have no list of events where a block did nothing itself', () => {
    const [, , , [block] = []] = entries;
    if (block?.type !== 'block') throw new Error('The fourth is one of a block.');
    expect(() => encodeLogEntry({ ...block, events: [] })).toThrow();
  });

  it('have at most 65,535 bytes', () => {
    const decoded = decodeLogEntry(new Uint8Array(65_536));
    expect(decoded.ok ? '' : decoded.error.code).toBe('CODEC_TOO_LONG');
  });
});

describe('the application hash', () => {
  it('joins size and root under its tag', () => {
    expect(toHex(appHash(300, hash(7)))).toBe(
      toHex(sha256('madang/app-hash/1\0', u64(300), hash(7))),
    );
  });
});

describe('replay lists', () => {
  it('are chains of body hashes', () => {
    const one = extendReplayChain(emptyReplayChain, hash(8));
    expect(toHex(one)).toBe(toHex(sha256(hash(0), hash(8))));
    expect(toHex(extendReplayChain(one, hash(9)))).toBe(toHex(sha256(one, hash(9))));
  });

  it('give a root of every minute, its count and its chain', () => {
    const minutes = [
      { minute: 5, count: 2, chain: hash(1) },
      { minute: 7, count: 1, chain: hash(2) },
    ];
    const tag = 'madang/replay/1\0';
    expect(toHex(replayRoot([]))).toBe(toHex(sha256(tag)));
    expect(toHex(replayRoot(minutes))).toBe(
      toHex(sha256(tag, u64(5), u64(2), hash(1), u64(7), u64(1), hash(2))),
    );
  });

  it.each([
    [0, 0],
    [59_999, 0],
    [60_000, 1],
    [Number.MAX_SAFE_INTEGER, 150_119_987_579],
  ])('put an expiry at %i ms into minute %i', (expiresAt, minute) => {
    expect(replayMinute(expiresAt)).toBe(minute);
  });
});
