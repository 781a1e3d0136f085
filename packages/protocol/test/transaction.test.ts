import { createHash } from 'node:crypto';
import { encodeKnown, fromHex, toHex, utf8 } from '@madang/base';
import { signSync } from '@madang/crypto';
import { describe, expect, it } from 'vitest';
import {
  accountOf,
  body,
  bodyHashOf,
  decodeTransaction,
  encodeBody,
  encodeSigned,
  inSignatureOrder,
  receiptNumber,
  type Signature,
  signedMessage,
  startOfReceiptNumber,
} from '../src/index.ts';
import { emptyMap, testKey } from './ledger.ts';

/** Bytes of hexadecimal digits with blanks for the reader. */
function hex(...parts: readonly string[]): Uint8Array {
  const bytes = fromHex(parts.join('').replaceAll(' ', ''));
  if (!bytes.ok) throw new Error('hex');
  return bytes.value;
}
const sha256 = (...parts: readonly (Uint8Array | string)[]) => {
  const state = createHash('sha256');
  for (const part of parts) state.update(part);
  return state.digest('hex');
};

const chain = new Uint8Array(32).fill(0xaa);
const value = {
  act: 'note.keep',
  chain,
  expiresAt: 600_000,
  payload: emptyMap,
  salt: hex('000102030405060708090a0b0c0d0e0f'),
};
/** docs/spec/codec.md by hand: five keys, shorter ones first. */
const bodyBytes = hex(
  'a5',
  '63 616374 69 6e6f74652e6b656570',
  '64 73616c74 50 000102030405060708090a0b0c0d0e0f',
  `65 636861696e 5820 ${'aa'.repeat(32)}`,
  '67 7061796c6f6164 a0',
  '69 657870697265734174 1a 000927c0',
);
const key = testKey(91);
const signature = signSync(key, signedMessage(chain, bodyHashOf(bodyBytes)));
const signed: Signature = { suite: 'ed25519', key: key.publicKey, signature };
const envelopeBytes = hex(
  'a2 64 61757468',
  'a2 64 6b696e64 67 6163636f756e74 6a 7369676e617475726573 81',
  `a3 63 6b6579 5820 ${toHex(key.publicKey)}`,
  '65 7375697465 67 65643235353139',
  `69 7369676e6174757265 5840 ${toHex(signature)}`,
  `64 626f6479 58 ${bodyBytes.length.toString(16)}`,
  toHex(bodyBytes),
);

describe('a body', () => {
  it('has the bytes that the specification says', () => {
    expect(toHex(encodeBody(value))).toBe(toHex(bodyBytes));
  });

  it('is known by its SHA-256', () => {
    expect(toHex(bodyHashOf(bodyBytes))).toBe(sha256(bodyBytes));
  });

  it.each([
    ['an array', '80'],
    ['a number', '00'],
    ['bytes', '41a0'],
  ])('has a map for payload, not %s', (_, payload) => {
    const other = hex(toHex(bodyBytes).replace('7061796c6f6164a0', `7061796c6f6164${payload}`));
    const outer = encodeSigned(other, [signed]);
    const decoded = decodeTransaction(outer, 65_536);
    expect(decoded.ok ? '' : decoded.error.at).toBe('payload');
  });

  it.each(['Note.keep', 'note', 'note.', '.keep', 'note.keep.more', 'note.Keep', 'note keep'])(
    'refuses the act %j',
    (act) => {
      const bytes = toHex(bodyBytes).replace(
        '696e6f74652e6b656570',
        (0x60 + act.length).toString(16) + toHex(utf8(act)),
      );
      expect(decodeTransaction(encodeSigned(hex(bytes), [signed]), 65_536)).toMatchObject({
        ok: false,
        error: { at: 'act' },
      });
    },
  );
});

describe('an envelope', () => {
  it('has the bytes that the specification says', () => {
    expect(toHex(encodeSigned(bodyBytes, [signed]))).toBe(toHex(envelopeBytes));
  });

  it('is taken apart with both hashes', () => {
    const decoded = decodeTransaction(envelopeBytes, 65_536);
    if (!decoded.ok) throw new Error(decoded.error.message);
    expect(decoded.value.body).toEqual(value);
    expect(toHex(decoded.value.bodyHash)).toBe(sha256(bodyBytes));
    expect(toHex(decoded.value.envelopeHash)).toBe(sha256(envelopeBytes));
  });

  it('longer than allowed is refused before it is read', () => {
    const decoded = decodeTransaction(envelopeBytes, envelopeBytes.length - 1);
    expect(decoded.ok ? '' : decoded.error.code).toBe('CODEC_TOO_LONG');
    expect(decodeTransaction(envelopeBytes, envelopeBytes.length).ok).toBe(true);
  });

  it('puts signatures in ascending order of suite and key', () => {
    const keys = [testKey(93), testKey(91), testKey(92)];
    const signatures = keys.map((one) => ({ ...signed, key: one.publicKey }));
    const decoded = decodeTransaction(encodeSigned(bodyBytes, signatures), 65_536);
    if (!decoded.ok || decoded.value.envelope.auth.kind !== 'account') throw new Error('decode');
    const found = decoded.value.envelope.auth.signatures;
    expect(inSignatureOrder(found)).toBe(true);
    expect(found.map((one) => toHex(one.key))).toEqual(
      keys.map((one) => toHex(one.publicKey)).sort(),
    );
    expect(inSignatureOrder([...found].reverse())).toBe(false);
    expect(inSignatureOrder([signed, signed])).toBe(false);
    expect(inSignatureOrder([signed, { ...signed, suite: 'p256' }])).toBe(true);
    expect(inSignatureOrder([{ ...signed, suite: 'p256' }, signed])).toBe(false);
  });

  it('has one to sixteen signatures', () => {
    const many = (count: number) =>
      encodeSigned(
        bodyBytes,
        Array.from({ length: count }, (_, i) => ({ ...signed, key: Uint8Array.of(i) })),
      );
    expect(decodeTransaction(many(16), 65_536).ok).toBe(true);
    const none = hex(
      'a2 64 61757468 a2 64 6b696e64 67 6163636f756e74 6a 7369676e617475726573 80',
      `64 626f6479 58 ${bodyBytes.length.toString(16)} ${toHex(bodyBytes)}`,
    );
    expect(decodeTransaction(none, 65_536)).toMatchObject({
      ok: false,
      error: { at: 'auth.signatures', code: 'CODEC_OUT_OF_RANGE' },
    });
  });
});

describe('what is signed', () => {
  it('is the tag, the chain and the body hash', () => {
    expect(toHex(signedMessage(chain, new Uint8Array(32).fill(0xbb)))).toBe(
      [
        Buffer.from('madang/transaction/1\0').toString('hex'),
        'aa'.repeat(32),
        'bb'.repeat(32),
      ].join(''),
    );
  });
});

describe('an account', () => {
  it('is the hash of the tag, the suite, a zero byte and the key', () => {
    expect(toHex(accountOf('ed25519', key.publicKey))).toBe(
      sha256('madang/account/1\0', 'ed25519', '\0', key.publicKey),
    );
  });
});

describe('a receipt number', () => {
  it.each([
    // 00000 00001 00010 ... 01011, then four bits that do not count.
    ['0044 3214 c742 54b6', '0123 4567 89AB'],
    ['0044 3214 c742 54bf', '0123 4567 89AB'],
    ['ffff ffff ffff fff0', 'ZZZZ ZZZZ ZZZZ'],
    ['0000 0000 0000 001f', '0000 0000 0001'],
  ])('of %s is %s', (start, number) => {
    expect(receiptNumber(hex(start, '00'.repeat(24)))).toBe(number);
    expect(startOfReceiptNumber(number)).toBe(start.replaceAll(' ', '').slice(0, 15));
  });

  it('is read as people type it', () => {
    expect(startOfReceiptNumber('oi23-4567 89ab')).toBe('00443214c74254b');
    expect(startOfReceiptNumber('0L23456789AB')).toBe('00443214c74254b');
    for (const wrong of ['', '0123 4567 89A', '0123 4567 89ABC', '0123 4567 89AU', '%']) {
      expect(startOfReceiptNumber(wrong)).toBeUndefined();
    }
  });
});

describe('encodeKnown of a body', () => {
  it('takes a payload for a bug that is not the encoding of a map', () => {
    expect(() => encodeKnown(body, { ...value, payload: utf8('text') })).toThrow(/map/);
  });
});
