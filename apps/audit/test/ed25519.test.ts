import { createHash, createPublicKey, verify } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { verify as libraryVerify } from '@stablelib/ed25519';
import { describe, expect, test } from 'vitest';
import {
  add,
  decodePoint,
  encodePoint,
  fromLittleEndian,
  IDENTITY,
  isIdentity,
  multiply,
  ORDER,
  type Point,
} from '../src/curve.mjs';
import { isAcceptableKey, isValidAmongMany, isValidSignature } from '../src/ed25519.mjs';
import { sha, signer } from './ledger.ts';

const folder =
  process.env['MADANG_VECTORS'] ?? path.resolve(import.meta.dirname, '../../../../shared/data');
const vectors = path.join(folder, 'signatures/ed25519_test.json');

interface Group {
  publicKey: { pk: string };
  tests: { tcId: number; comment: string; msg: string; sig: string; result: string }[];
}

test.skipIf(!existsSync(vectors))(
  'every Wycheproof case has the verdict that the file names',
  () => {
    const { testGroups, numberOfTests } = JSON.parse(readFileSync(vectors, 'utf8'));
    let count = 0;
    for (const { publicKey, tests } of testGroups as Group[]) {
      for (const { tcId, comment, msg, sig, result } of tests) {
        const [key, message, signature] = [publicKey.pk, msg, sig].map((hex) =>
          Buffer.from(hex, 'hex'),
        );
        const verdict = isValidSignature(key as Buffer, message as Buffer, signature as Buffer);
        expect(verdict, `case ${tcId}: ${comment}`).toBe(result === 'valid');
        const again = isValidAmongMany(key as Buffer, message as Buffer, signature as Buffer);
        expect(again, `case ${tcId}: ${comment}`).toBe(verdict);
        count += 1;
      }
    }
    expect(count).toBe(numberOfTests);
  },
);

/** The verdict of the two ways to verify, which have to agree. */
function bothSay(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const verdict = isValidSignature(key, message, signature);
  expect(isValidAmongMany(key, message, signature)).toBe(verdict);
  return verdict;
}

test('the vectors of RFC 8032 are valid', () => {
  // RFC 8032 §7.1, TEST 1 and TEST 2.
  const cases = [
    [
      'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
      '',
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
    ],
    [
      '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
      '72',
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    ],
  ] as const;
  for (const [key, message, signature] of cases) {
    const [k, m, s] = [key, message, signature].map((hex) => Buffer.from(hex, 'hex'));
    expect(bothSay(k as Buffer, m as Buffer, s as Buffer)).toBe(true);
  }
});

/** A point of order 8, found as ℓ times a point outside the subgroup. */
function pointOfOrderEight(): Point {
  for (let y = 2; ; y += 1) {
    const point = decodePoint(Buffer.from([y, ...Buffer.alloc(31)]));
    const small = point && multiply(point, ORDER);
    if (small && !isIdentity(multiply(small, 4n))) return small;
  }
}

const T8 = pointOfOrderEight();
const torsion = Array.from({ length: 8 }, (_, times) => multiply(T8, BigInt(times)));

/** Signs with a secret scalar, and adds points to the key and to R before they are hashed. */
function bentSignature(message: Buffer, keyExtra: Point, rExtra: Point, rScalar?: bigint) {
  const base = decodePoint(Buffer.from(`58${'66'.repeat(31)}`, 'hex')) as Point;
  const secret = fromLittleEndian(sha('secret')) % ORDER;
  const nonce = rScalar ?? fromLittleEndian(sha('nonce', message)) % ORDER;
  const key = encodePoint(add(multiply(base, secret), keyExtra));
  const r = encodePoint(add(multiply(base, nonce), rExtra));
  const digest = createHash('sha512').update(r).update(key).update(message).digest();
  const k = fromLittleEndian(digest) % ORDER;
  const s = (nonce + k * secret) % ORDER;
  const scalar = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
  return { key, signature: Buffer.concat([r, scalar]), k, s };
}

function openssl(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), key]);
  const imported = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, message, imported, signature);
}

describe('torsion', () => {
  test('the eight small points have orders 1, 8, 4, 8, 2, 8, 4, 8', () => {
    const orders = torsion.map((point) =>
      [1n, 2n, 4n, 8n].find((n) => isIdentity(multiply(point, n))),
    );
    expect(orders).toEqual([1n, 8n, 4n, 8n, 2n, 8n, 4n, 8n]);
    // The encodings of the points of order 1, 2 and 4 as they are known everywhere.
    const encodings = torsion.map((point) => Buffer.from(encodePoint(point)).toString('hex'));
    expect(encodings[0]).toBe(`01${'00'.repeat(31)}`);
    expect(encodings[4]).toBe(`ec${'ff'.repeat(30)}7f`);
    expect([encodings[2], encodings[6]].sort()).toEqual(['00'.repeat(32), `${'00'.repeat(31)}80`]);
  });

  test('keys of small order are refused', () => {
    for (const point of torsion) expect(isAcceptableKey(encodePoint(point))).toBe(false);
  });

  test('mixed-order keys are refused, also where their signature fits without the cofactor', () => {
    for (const extra of torsion.slice(1)) {
      let fitting = 0;
      for (let n = 0; n < 200 && fitting === 0; n += 1) {
        const message = Buffer.from(`message ${n}`);
        const { key, signature } = bentSignature(message, extra, IDENTITY);
        expect(isAcceptableKey(key)).toBe(false);
        expect(bothSay(key, message, signature)).toBe(false);
        if (libraryVerify(key, message, signature)) fitting += 1;
      }
      // Otherwise the rule would never have been what refused it.
      expect(fitting).toBe(1);
    }
  });

  test('an R of mixed order is refused, as OpenSSL does', () => {
    for (const extra of torsion) {
      const message = Buffer.from('message');
      const { key, signature } = bentSignature(message, IDENTITY, extra);
      const isRight = isIdentity(extra);
      expect(bothSay(key, message, signature)).toBe(isRight);
      expect(openssl(key, message, signature)).toBe(isRight);
    }
  });

  test('an R that is the identity is refused although the equation holds', () => {
    const message = Buffer.from('message');
    const { key, signature } = bentSignature(message, IDENTITY, IDENTITY, 0n);
    expect(libraryVerify(key, message, signature)).toBe(true);
    expect(bothSay(key, message, signature)).toBe(false);
  });

  test('an R of small order is refused', () => {
    for (const extra of torsion.slice(1)) {
      const message = Buffer.from('message');
      const { key, signature } = bentSignature(message, IDENTITY, extra, 0n);
      expect(bothSay(key, message, signature)).toBe(false);
    }
  });
});

describe('encodings', () => {
  const message = Buffer.from('message');
  const who = signer('somebody');
  const signature = who.sign(message);

  test('a signature of OpenSSL is valid, one bit away it is not', () => {
    expect(bothSay(who.key, message, signature)).toBe(true);
    for (let at = 0; at < 64; at += 7) {
      const bent = Buffer.from(signature);
      bent[at] = (bent[at] ?? 0) ^ 0x10;
      expect(bothSay(who.key, message, bent)).toBe(false);
    }
  });

  test('an S that is larger by the order is refused', () => {
    const s = fromLittleEndian(signature.subarray(32)) + ORDER;
    const scalar = Buffer.from(s.toString(16).padStart(64, '0'), 'hex').reverse();
    const larger = Buffer.concat([signature.subarray(0, 32), scalar]);
    expect(bothSay(who.key, message, larger)).toBe(false);
  });

  test('signatures of 63 and 65 bytes and keys of 31 and 33 are refused', () => {
    expect(bothSay(who.key, message, signature.subarray(0, 63))).toBe(false);
    const longer = Buffer.concat([signature, Buffer.of(0)]);
    expect(bothSay(who.key, message, longer)).toBe(false);
    expect(bothSay(who.key.subarray(0, 31), message, signature)).toBe(false);
    const key33 = Buffer.concat([who.key, Buffer.of(0)]);
    expect(bothSay(key33, message, signature)).toBe(false);
  });

  test.each([
    ['y equal to the prime', `ed${'ff'.repeat(30)}7f`],
    ['y one above the prime', `ee${'ff'.repeat(30)}7f`],
    ['all ones', 'ff'.repeat(32)],
    ['x = 0 with the sign bit', `01${'00'.repeat(30)}80`],
    ['y = -1 with the sign bit', `ec${'ff'.repeat(31)}`],
    ['no point with this y', `02${'00'.repeat(31)}`],
  ])('a key is refused: %s', (_name, hex) => {
    expect(decodePoint(Buffer.from(hex, 'hex'))).toBeUndefined();
    expect(isAcceptableKey(Buffer.from(hex, 'hex'))).toBe(false);
  });
});
