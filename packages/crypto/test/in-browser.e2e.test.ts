import { toBase64 } from '@madang/base';
import { openPageWorld, type PageWorld } from '@madang/testkit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyVectors, type SignatureVector, signatureVectors } from './torsion-vectors.ts';
import { wycheproofVectors } from './wycheproof.ts';

let page: PageWorld | undefined;

beforeAll(async () => {
  page = await openPageWorld();
});
afterAll(async () => {
  await page?.close();
});

function inPage<T>(name: string, ...args: readonly unknown[]): Promise<T> {
  return page?.call<T>(name, ...args) ?? expect.fail('no browser');
}

async function judged(vectors: readonly SignatureVector[]): Promise<Record<string, boolean[]>> {
  const given = vectors.map(({ key, message, signature }) => ({
    key: toBase64(key),
    message: toBase64(message),
    signature: toBase64(signature),
  }));
  return inPage('judgeSignatures', given);
}

/** Names of the vectors on which a verifier of the browser is wrong. */
function wrong(vectors: readonly SignatureVector[], verdicts: readonly boolean[]): string[] {
  return vectors.flatMap(({ name, valid }, i) => (verdicts[i] === valid ? [] : [name]));
}

describe('Ed25519 in a browser', () => {
  it('gives torsion vectors, small orders and wrong lengths the verdict of the rules', async ({
    skip,
  }) => {
    skip(page === undefined);
    const vectors = signatureVectors();
    const found = await judged(vectors);
    expect(Object.keys(found)).toEqual(['webcrypto', 'portable', 'verifySignature']);
    for (const [name, verdicts] of Object.entries(found)) {
      expect(wrong(vectors, verdicts), name).toEqual([]);
    }
  });

  it('gives every Wycheproof case its verdict', async ({ skip }) => {
    const vectors = wycheproofVectors();
    skip(page === undefined || vectors.length === 0);
    expect(vectors.length).toBeGreaterThan(100);
    for (const [name, verdicts] of Object.entries(await judged(vectors))) {
      expect(wrong(vectors, verdicts), name).toEqual([]);
    }
  });

  it('takes only canonical keys of prime order', async ({ skip }) => {
    skip(page === undefined);
    const keys = keyVectors();
    const given = keys.map(({ key }) => toBase64(key));
    const found = await inPage<boolean[]>('judgeKeys', given);
    expect(keys.flatMap(({ name, valid }, i) => (found[i] === valid ? [] : [name]))).toEqual([]);
    expect(new Set(found).size).toBe(2);
  });
});
