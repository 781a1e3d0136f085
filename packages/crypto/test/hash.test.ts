import { toHex, utf8 } from '@madang/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backend as nodeBackend } from '../src/backend-node.ts';
import { backend as webBackend } from '../src/backend-web.ts';
import { createSha256, sameSecret, sha256, sha512, tag } from '../src/index.ts';

const backends = [
  { name: 'Node', backend: nodeBackend },
  { name: 'the browser', backend: webBackend },
];

/** FIPS 180-4 examples as published with the standard. */
const abc = {
  sha256: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  sha512:
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a' +
    '2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
};
const twoBlocks = {
  text: 'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
  sha256: '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
};
const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe.each(backends)('hashes of $name', ({ backend }) => {
  test('are those of the standard', () => {
    expect(toHex(backend.sha256(utf8('abc')))).toBe(abc.sha256);
    expect(toHex(backend.sha256(utf8('a'), utf8(''), utf8('bc')))).toBe(abc.sha256);
    expect(toHex(backend.sha256(utf8(twoBlocks.text)))).toBe(twoBlocks.sha256);
    expect(toHex(backend.sha256())).toBe(nothing);
    expect(toHex(backend.sha512(utf8('ab'), utf8('c')))).toBe(abc.sha512);
  });

  test('come as plain byte arrays of their own', () => {
    const digest = backend.sha256(utf8('abc'));
    expect(Object.getPrototypeOf(digest)).toBe(Uint8Array.prototype);
    expect(digest.buffer.byteLength).toBe(32);
  });

  test('do not depend on how the input is cut', () => {
    const cut = fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 5 });
    fc.assert(
      fc.property(cut, (parts) => {
        const whole = Uint8Array.from(parts.flatMap((part) => [...part]));
        const pieces = backend.createSha256();
        for (const part of parts) pieces.update(part);
        const expected = nodeBackend.sha256(whole);
        expect(backend.sha256(...parts)).toEqual(expected);
        expect(pieces.digest()).toEqual(expected);
        expect(backend.sha512(...parts)).toEqual(nodeBackend.sha512(whole));
      }),
      { seed: 180, numRuns: 60 },
    );
  });

  test('refuse input after the digest was taken', () => {
    const pieces = backend.createSha256();
    pieces.update(utf8('abc'));
    expect(toHex(pieces.digest())).toBe(abc.sha256);
    expect(() => pieces.update(utf8('d'))).toThrow();
  });
});

test('the exported hashes are those of the standard', () => {
  expect(toHex(sha256(utf8('abc')))).toBe(abc.sha256);
  expect(toHex(sha512(utf8('abc')))).toBe(abc.sha512);
  const pieces = createSha256();
  pieces.update(utf8('ab'));
  pieces.update(utf8('c'));
  expect(toHex(pieces.digest())).toBe(abc.sha256);
});

test('a million times the letter a has the digest of the standard', () => {
  const pieces = createSha256();
  const thousand = utf8('a'.repeat(1000));
  for (let i = 0; i < 1000; i++) pieces.update(thousand);
  expect(toHex(pieces.digest())).toBe(
    'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0',
  );
});

test('a tag is its name and one zero byte', () => {
  expect(tag('a/1')).toEqual(Uint8Array.of(0x61, 0x2f, 0x31, 0));
});

test('secrets are the same only if every byte is', () => {
  const secret = sha256(utf8('abc'));
  expect(sameSecret(secret, new Uint8Array(secret))).toBe(true);
  for (let at = 0; at < secret.length; at++) {
    const other = new Uint8Array(secret);
    other[at] = (other[at] ?? 0) ^ 0x80;
    expect(sameSecret(secret, other)).toBe(false);
  }
  expect(sameSecret(secret, secret.subarray(1))).toBe(false);
  expect(sameSecret(new Uint8Array(), new Uint8Array())).toBe(true);
});
