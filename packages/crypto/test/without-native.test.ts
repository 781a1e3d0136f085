import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type * as Crypto from '../src/index.ts';
import { keyVectors, signatureVectors } from './torsion-vectors.ts';
import { wycheproofVectors } from './wycheproof.ts';

/** Installing without optional dependencies, or a machine that the native module does not know. */
describe('where the native module does not load', () => {
  let crypto: typeof Crypto;

  beforeAll(async () => {
    vi.doMock('node:module', () => ({
      createRequire: () => () => {
        throw new Error('no native module here');
      },
    }));
    vi.resetModules();
    crypto = await import('../src/index.ts');
  });

  afterAll(() => {
    vi.doUnmock('node:module');
    vi.resetModules();
  });

  test('OpenSSL takes its place', () => {
    const names = crypto.verifierBackends().map((verifier) => verifier.name);
    expect(names).toEqual(['openssl', 'webcrypto', 'portable']);
  });

  test('every signature and every key keeps its verdict', async () => {
    for (const { name, key, message, signature, valid } of [
      ...signatureVectors(),
      ...wycheproofVectors(),
    ]) {
      expect(crypto.verifySignatureSync('ed25519', key, message, signature), name).toBe(valid);
      expect(await crypto.verifySignature('ed25519', key, message, signature), name).toBe(valid);
    }
    for (const { name, key, valid } of keyVectors()) {
      expect(crypto.isValidKey('ed25519', key), name).toBe(valid);
    }
  });
});
