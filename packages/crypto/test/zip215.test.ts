import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expectOk, fromHex, utf8 } from '@madang/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyPairFromSeed, signSync, verifySignatureSync } from '../src/index.ts';
import { isValidatorSignature, verifyValidatorSignature } from '../src/zip215.ts';
import { L, littleEndian } from './edwards.ts';
import { signatureVectors } from './torsion-vectors.ts';

const bytes = (hex: string) => expectOk(fromHex(hex), 'the vectors are hexadecimal');

/** A file of `vectors/README.md`. */
function vectors(name: string): unknown {
  const file = new URL(`./vectors/${name}.json.gz`, import.meta.url);
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8'));
}

interface Case {
  readonly key: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

const smallOrder = (vectors('zip215') as readonly (readonly [string, string])[]).map(
  ([key, signature]): Case => ({
    key: bytes(key),
    message: utf8('Zcash'),
    signature: bytes(signature),
  }),
);

type Spec = Readonly<Record<'message' | 'pub_key' | 'signature', string>>;
const speccheck = (vectors('speccheck_cases') as readonly Spec[]).map(
  ({ message, pub_key, signature }): Case => ({
    key: bytes(pub_key),
    message: bytes(message),
    signature: bytes(signature),
  }),
);

type Flagged = Readonly<Record<'A' | 'R' | 'S' | 'M', string>>;
const flagged = (vectors('ed25519vectors') as readonly Flagged[]).map(
  ({ A, R, S, M }): Case => ({ key: bytes(A), message: utf8(M), signature: bytes(R + S) }),
);

/** Both ways to the verdict; they must be one. */
async function verdict({ key, message, signature }: Case): Promise<boolean> {
  const portable = isValidatorSignature(key, message, signature);
  expect(await verifyValidatorSignature(key, message, signature)).toBe(portable);
  return portable;
}

async function verdicts(cases: readonly Case[]): Promise<readonly boolean[]> {
  const given: boolean[] = [];
  for (const one of cases) given.push(await verdict(one));
  return given;
}

describe('a signature of a validator under ZIP-215', () => {
  test('is valid in each of the 196 cases of points of small order', async () => {
    expect(smallOrder).toHaveLength(196);
    expect(await verdicts(smallOrder)).toEqual(smallOrder.map(() => true));
  });

  test('has the verdicts that “Taming the many EdDSAs” has for it', async () => {
    const expected = speccheck.map((_, i) => i < 6 || i > 8);
    expect(speccheck).toHaveLength(12);
    expect(await verdicts(speccheck)).toEqual(expected);
  });

  test('is valid in every case with unusual points of CCTV', async () => {
    expect(flagged).toHaveLength(768);
    expect(await verdicts(flagged)).toEqual(flagged.map(() => true));
  });

  test('is refused where S is not reduced, though the equation holds', async () => {
    for (const { key, message, signature } of smallOrder.slice(0, 14)) {
      const again = Uint8Array.of(...signature.subarray(0, 32), ...littleEndian(L, 32));
      expect(await verdict({ key, message, signature: again })).toBe(false);
    }
  });

  test('is refused where R or the key is no point, or a length is another', async () => {
    const pair = keyPairFromSeed(new Uint8Array(32).fill(7));
    const message = Uint8Array.of(1, 2, 3);
    const signature = signSync(pair, message);
    const noPoint = littleEndian(2n, 32);
    const key = pair.publicKey;
    expect(await verdict({ key, message, signature })).toBe(true);
    const others: readonly Case[] = [
      { key: noPoint, message, signature },
      { key, message, signature: Uint8Array.of(...noPoint, ...signature.subarray(32)) },
      { key: key.subarray(1), message, signature },
      { key, message, signature: signature.subarray(1) },
      { key, message, signature: Uint8Array.of(...signature, 0) },
      { key, message, signature: new Uint8Array() },
    ];
    expect(await verdicts(others)).toEqual(others.map(() => false));
  });

  test('is refused with any one bit flipped', async () => {
    const pair = keyPairFromSeed(new Uint8Array(32).fill(3));
    const message = Uint8Array.of(1, 2, 3);
    const all = Uint8Array.of(...pair.publicKey, ...message, ...signSync(pair, message));
    await fc.assert(
      fc.asyncProperty(fc.nat(8 * all.length - 1), async (bit) => {
        const flipped = Uint8Array.from(all);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const [key, said, signature] = [
          flipped.slice(0, 32),
          flipped.slice(32, 35),
          flipped.slice(35),
        ];
        expect(await verdict({ key, message: said, signature })).toBe(false);
      }),
      { seed: 215, numRuns: 60 },
    );
  });
});

describe('the two rules', () => {
  test('agree on whatever the strict one accepts', async () => {
    const strict = [...signatureVectors(), ...flagged, ...speccheck, ...smallOrder].filter(
      ({ key, message, signature }) => verifySignatureSync('ed25519', key, message, signature),
    );
    expect(strict.length).toBeGreaterThan(0);
    expect(await verdicts(strict)).toEqual(strict.map(() => true));
  });

  test('differ on each case of small order, so that neither can stand in for the other', () => {
    for (const { key, message, signature } of smallOrder) {
      expect(verifySignatureSync('ed25519', key, message, signature)).toBe(false);
    }
  });
});
