import { createPublicKey, verify } from 'node:crypto';
import { expectOk, fromBase64, fromHex, toHex, utf8 } from '@madang/base';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { backend as nodeBackend } from '../src/backend-node.ts';
import { backend as webBackend } from '../src/backend-web.ts';
import {
  createBrowserSigner,
  generateKeyPair,
  isValidKey,
  isWebKeyPair,
  keyPairFromSeed,
  noteKeyId,
  sign,
  signerFrom,
  signerFromCryptoKeys,
  signSync,
  verifySignature,
  verifySignatureSync,
} from '../src/index.ts';

function bytes(hex: string): Uint8Array {
  return expectOk(fromHex(hex), 'hexadecimal');
}

/** RFC 8032 section 7.1, tests 1 to 3. */
const rfcVectors = [
  {
    seed: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    publicKey: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555' +
      'fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    seed: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    publicKey: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0' +
      '85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    seed: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    publicKey: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1' +
      '8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
];

describe.each(rfcVectors)('RFC 8032, message $message', (vector) => {
  const seed = bytes(vector.seed);
  const message = bytes(vector.message);

  test('the key pair and the signature are those of the standard', async () => {
    const pair = keyPairFromSeed(seed);
    expect(toHex(pair.publicKey)).toBe(vector.publicKey);
    expect(toHex(signSync(pair, message))).toBe(vector.signature);
    expect(toHex(signSync(pair, message)), 'with the prepared key').toBe(vector.signature);
    expect(toHex(await sign(pair, message))).toBe(vector.signature);
    expect(toHex(await signerFrom(pair).sign(message))).toBe(vector.signature);
  });

  test.each([nodeBackend, webBackend])('on every backend', (backend) => {
    expect(toHex(backend.publicKeyOf(seed))).toBe(vector.publicKey);
    const signature = backend.signerOf(seed)(message);
    expect(toHex(signature)).toBe(vector.signature);
    expect(Object.getPrototypeOf(signature)).toBe(Uint8Array.prototype);
  });
});

describe('key pairs', () => {
  test('are new each time and sign what the key verifies', async () => {
    const [first, second] = [await generateKeyPair(), await generateKeyPair()];
    expect(toHex(first.secretKey)).not.toBe(toHex(second.secretKey));
    expect(isValidKey(first.suite, first.publicKey)).toBe(true);
    const signature = signSync(first, utf8('yard'));
    expect(verifySignatureSync('ed25519', first.publicKey, utf8('yard'), signature)).toBe(true);
    expect(verifySignatureSync('ed25519', second.publicKey, utf8('yard'), signature)).toBe(false);
  });

  test('keep their own copy of the seed', () => {
    const seed = new Uint8Array(32).fill(1);
    const pair = keyPairFromSeed(seed);
    seed.fill(2);
    const signature = signSync(pair, utf8('yard'));
    expect(verifySignatureSync('ed25519', pair.publicKey, utf8('yard'), signature)).toBe(true);
  });

  test('from a seed of another length are a bug', () => {
    expect(() => keyPairFromSeed(new Uint8Array(31))).toThrow('32 bytes');
    expect(() => keyPairFromSeed(new Uint8Array(64))).toThrow('32 bytes');
  });
});

describe('browser signers', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test('sign with a key that cannot be read, and again after a round through storage', async () => {
    const made = expectOk(await createBrowserSigner(), 'this platform has Ed25519');
    expect(made.keys.privateKey.extractable).toBe(false);
    const stored: unknown = structuredClone({ ...made.keys });
    if (!isWebKeyPair(stored)) throw new Error('keys survive storage');
    const again = expectOk(await signerFromCryptoKeys(stored), 'the same keys');
    expect(again.publicKey).toEqual(made.signer.publicKey);
    for (const signer of [made.signer, again]) {
      const signature = await signer.sign(utf8('yard'));
      expect(await verifySignature(signer.suite, signer.publicKey, utf8('yard'), signature)).toBe(
        true,
      );
      expect(isTrueForOpenssl(signer.publicKey, utf8('yard'), signature)).toBe(true);
    }
  });

  test('are refused where the platform has no Ed25519 or the page is not secure', async () => {
    const refusing = {
      getRandomValues: () => undefined,
      subtle: { generateKey: () => Promise.reject(new DOMException('', 'NotSupportedError')) },
    };
    const keys = await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify']);
    for (const platform of [refusing, { getRandomValues: () => undefined }, undefined]) {
      vi.stubGlobal('crypto', platform);
      expect(await createBrowserSigner()).toEqual({ ok: false, error: 'NO_BROWSER_KEYS' });
    }
    if (!isWebKeyPair(keys)) throw new Error('a pair');
    expect(await signerFromCryptoKeys(keys)).toEqual({ ok: false, error: 'NOT_SIGNING_KEYS' });
  });

  test('are not made of keys of another kind', async () => {
    const other = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
      'sign',
      'verify',
    ]);
    expect(await signerFromCryptoKeys(other)).toEqual({ ok: false, error: 'NOT_SIGNING_KEYS' });
    const own = await crypto.subtle.generateKey({ name: 'Ed25519' }, false, ['sign', 'verify']);
    if (!isWebKeyPair(own)) throw new Error('a pair');
    for (const mixed of [
      { publicKey: own.publicKey, privateKey: other.privateKey },
      { publicKey: other.publicKey, privateKey: own.privateKey },
    ]) {
      expect(await signerFromCryptoKeys(mixed)).toEqual({ ok: false, error: 'NOT_SIGNING_KEYS' });
    }
    for (const value of [undefined, null, {}, { publicKey: {}, privateKey: {} }, 'keys']) {
      expect(isWebKeyPair(value)).toBe(false);
    }
    expect(isWebKeyPair({ publicKey: other.privateKey, privateKey: other.publicKey })).toBe(false);
  });
});

function isTrueForOpenssl(key: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const prefix = bytes('302a300506032b6570032100');
  const der = Buffer.concat([prefix, key]);
  const keyObject = createPublicKey({ key: der, format: 'der', type: 'spki' });
  return verify(null, message, keyObject, signature);
}

describe('the example note in the documentation of signed notes', () => {
  const key = bytes('1a5cd907143c384c41e830c5bce12aa8817ec5649aaabf2c31388b35b2d744d6');
  const line = expectOk(
    fromBase64(
      'x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
    ),
    'base64',
  );

  test('has the key id that its verifier key names', () => {
    expect(toHex(noteKeyId('PeterNeumann', 1, key))).toBe('c74f20a3');
    expect(toHex(line.slice(0, 4))).toBe('c74f20a3');
  });

  test('verifies', () => {
    const text =
      'If you think cryptography is the answer to your problem,\n' +
      "then you don't know what your problem is.\n";
    expect(verifySignatureSync('ed25519', key, utf8(text), line.slice(4))).toBe(true);
  });
});
