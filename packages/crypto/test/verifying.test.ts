import { expectOk, fromHex } from '@madang/base';
import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Verifier } from '../src/backend.ts';
import { backend as webBackend } from '../src/backend-web.ts';
import { hasStrictShape } from '../src/ed25519-shape.ts';
import {
  isSuite,
  isValidKey,
  keyPairFromSeed,
  signSync,
  suites,
  verifierBackends,
  verifySignature,
  verifySignatureSync,
} from '../src/index.ts';
import { isPrimeOrderPoint } from '../src/portable.ts';
import { isWebVerifierStrict, strictnessProbe } from '../src/web-verifier.ts';
import {
  add,
  base,
  decompress,
  encodePoint,
  fromLittleEndian,
  isIdentity,
  L,
  littleEndian,
  multiply,
} from './edwards.ts';
import { keyVectors, type SignatureVector, signatureVectors } from './torsion-vectors.ts';
import { wycheproofVectors } from './wycheproof.ts';

/** Every way to a verdict that this machine has: the backends and the functions built on them. */
const verifiers: readonly Verifier[] = [
  ...verifierBackends(),
  {
    name: 'verifySignature',
    verify: (key, message, signature) => verifySignature('ed25519', key, message, signature),
  },
  {
    name: 'verifySignatureSync',
    verify: async (key, message, signature) =>
      verifySignatureSync('ed25519', key, message, signature),
  },
  {
    name: 'the browser backend',
    verify: async (key, message, signature) =>
      hasStrictShape(key, signature) &&
      webBackend.isPrimeOrderPoint(key) &&
      (await webBackend.isEquationTrue({ key, message, signature })),
  },
];

async function verdicts(verifier: Verifier, vectors: readonly SignatureVector[]) {
  const given: Array<[string, boolean]> = [];
  for (const vector of vectors) {
    given.push([vector.name, await verifier.verify(vector.key, vector.message, vector.signature)]);
  }
  return given;
}

describe('Ed25519 verification', () => {
  const torsion = signatureVectors();
  const wycheproof = wycheproofVectors();

  test('has native code, its fallback, WebCrypto and the portable verifier here', () => {
    const names = verifierBackends().map((verifier) => verifier.name);
    expect(names).toEqual(expect.arrayContaining(['openssl', 'webcrypto', 'portable']));
    expect(webBackend.verifiers().map((verifier) => verifier.name)).toEqual([
      'webcrypto',
      'portable',
    ]);
  });

  test.each(verifiers)('$name gives every torsion vector the verdict of the rules', async (one) => {
    expect(await verdicts(one, torsion)).toEqual(torsion.map(({ name, valid }) => [name, valid]));
  });

  test.skipIf(wycheproof.length === 0).each(verifiers)(
    '$name gives every Wycheproof case its verdict',
    async (one) => {
      expect(wycheproof.length).toBeGreaterThan(100);
      expect(await verdicts(one, wycheproof)).toEqual(
        wycheproof.map(({ name, valid }) => [name, valid]),
      );
    },
  );

  test('every verifier refuses a valid signature with any one bit flipped', async () => {
    const pair = keyPairFromSeed(new Uint8Array(32).fill(3));
    const message = Uint8Array.of(1, 2, 3);
    const signature = signSync(pair, message);
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * (32 + 3 + 64) - 1), async (bit) => {
        const all = Uint8Array.of(...pair.publicKey, ...message, ...signature);
        all[bit >> 3] = (all[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        for (const one of verifiers) {
          const args = [all.slice(0, 32), all.slice(32, 35), all.slice(35)] as const;
          expect(await one.verify(...args), one.name).toBe(false);
        }
      }),
      { seed: 8032, numRuns: 40 },
    );
  });
});

describe('the shape of a signature', () => {
  const key = new Uint8Array(32);

  test.each([
    { s: 0n, fits: true },
    { s: L - 1n, fits: true },
    { s: L, fits: false },
    { s: L + 1n, fits: false },
    { s: L + 2n ** 248n, fits: false },
    { s: 2n ** 252n, fits: true },
    { s: 2n ** 253n, fits: false },
    { s: 2n ** 256n - 1n, fits: false },
  ])('with S = $s is $fits, as the order of the group says', ({ s, fits }) => {
    const signature = Uint8Array.of(...key, ...littleEndian(s, 32));
    expect(hasStrictShape(key, signature)).toBe(fits);
  });

  test('never has the identity as R, but may have what comes close', () => {
    const signature = new Uint8Array(64);
    expect(hasStrictShape(key, signature)).toBe(true);
    signature[0] = 1;
    expect(hasStrictShape(key, signature)).toBe(false);
    signature[31] = 0x80;
    expect(hasStrictShape(key, signature)).toBe(true);
  });
});

describe('isValidKey', () => {
  test.each(keyVectors())('says $valid of a key $name', ({ key, valid }) => {
    expect(isValidKey('ed25519', key)).toBe(valid);
    expect(isValidKey('ed25519', key), 'the remembered verdict').toBe(valid);
    if (key.length === 32) expect(isPrimeOrderPoint(key), 'without native code').toBe(valid);
  });

  test('remembers verdicts by content, so that a reused buffer gets its own', () => {
    const key = Uint8Array.from(keyPairFromSeed(new Uint8Array(32).fill(4)).publicKey);
    expect(isValidKey('ed25519', key)).toBe(true);
    key.fill(0);
    expect(isValidKey('ed25519', key)).toBe(false);
  });
});

describe('the strictness probe', () => {
  test('finds the WebCrypto of this machine strict', async () => {
    expect(await isWebVerifierStrict()).toBe(true);
  });

  test('is a true signature and one that only the cofactored equation accepts', () => {
    const key = bytes(strictnessProbe.key);
    const honest = bytes(strictnessProbe.signature);
    expect(verifySignatureSync('ed25519', key, new Uint8Array(0), honest)).toBe(true);
    const difference = equationDifference(key, bytes(strictnessProbe.mixedOrderSignature));
    expect(isIdentity(difference)).toBe(false);
    expect(isIdentity(multiply(difference, 8n))).toBe(true);
  });
});

describe('the browser backend', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  const lenient = { importKey: async () => ({}), verify: async () => true };
  const withoutCurve = { importKey: () => Promise.reject(new Error('NotSupported')) };

  test.each([
    { platform: 'accepts more', subtle: lenient },
    { platform: 'has no Ed25519', subtle: withoutCurve },
    { platform: 'has no WebCrypto', subtle: undefined },
  ])('verifies by itself where the platform $platform', async ({ subtle }) => {
    vi.stubGlobal('crypto', { getRandomValues: () => undefined, subtle });
    vi.resetModules();
    const fresh = await import('../src/backend-web.ts');
    const signed = { key: bytes(strictnessProbe.key), message: new Uint8Array(0) };
    const mixed = bytes(strictnessProbe.mixedOrderSignature);
    const honest = bytes(strictnessProbe.signature);
    expect(await fresh.backend.isEquationTrue({ ...signed, signature: mixed })).toBe(false);
    expect(await fresh.backend.isEquationTrue({ ...signed, signature: honest })).toBe(true);
  });

  test('offers no verifier of a platform that has none', async () => {
    vi.stubGlobal('crypto', undefined);
    vi.resetModules();
    const fresh = await import('../src/backend-web.ts');
    expect(fresh.backend.verifiers().map((verifier) => verifier.name)).toEqual(['portable']);
  });
});

describe('the registry of suites', () => {
  test('knows ed25519 and nothing else', () => {
    expect(suites.ed25519).toEqual({ id: 'ed25519', keyBytes: 32, signatureBytes: 64 });
    expect(isSuite('ed25519')).toBe(true);
    for (const text of ['', 'Ed25519', 'p256', 'toString', '__proto__']) {
      expect(isSuite(text)).toBe(false);
    }
  });
});

function bytes(hex: string): Uint8Array {
  return expectOk(fromHex(hex), 'the probe is hexadecimal');
}

/** S·B − k·A − R of a signature over the empty message. */
function equationDifference(key: Uint8Array, signature: Uint8Array) {
  const encodedR = signature.subarray(0, 32);
  const digest = webBackend.sha512(encodedR, key);
  const k = fromLittleEndian(digest) % L;
  const s = fromLittleEndian(signature.subarray(32));
  const minusOne = L * 8n - 1n;
  const minusKA = multiply(multiply(decoded(key), k), minusOne);
  const minusR = multiply(decoded(encodedR), minusOne);
  return add(add(multiply(base, s), minusKA), minusR);
}

function decoded(encoded: Uint8Array) {
  const value = fromLittleEndian(encoded);
  const point = decompress(value & (2n ** 255n - 1n), value >> 255n);
  if (point === undefined) throw new Error('not a point');
  expect(encodePoint(point)).toEqual(Uint8Array.from(encoded));
  return point;
}
