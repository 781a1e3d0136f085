import { expectOk, expectPresent, fromHex } from '@madang/base';
import type { SignedBytes, Verifier } from './backend.ts';
import { hasStrictShape } from './ed25519-shape.ts';
import { isPrimeOrderPoint } from './portable.ts';
import { recentEntries } from './recent-entries.ts';
import { type WebKey, webSubtle } from './web-crypto.ts';

const ED25519 = { name: 'Ed25519' };
const keysByBytes = recentEntries<Promise<WebKey>>(64);

/** Rule 4 of docs/spec/suites.md by the platform. Rejects where it has no Ed25519. */
export async function verifyByWebCrypto(signed: SignedBytes): Promise<boolean> {
  const subtle = expectPresent(webSubtle(), 'WebCrypto is not available here');
  const key = await keysByBytes.getOrMake(signed.key, () =>
    subtle.importKey('raw', signed.key, ED25519, false, ['verify']),
  );
  return subtle.verify(ED25519, key, signed.signature, signed.message);
}

/** The platform's verifier with the rules that it does not promise. */
export const webCryptoVerifier: Verifier = {
  name: 'webcrypto',
  verify: async (key, message, signature) =>
    hasStrictShape(key, signature) &&
    isPrimeOrderPoint(key) &&
    verifyByWebCrypto({ key, message, signature }),
};

/** The probe: one key, the empty message, a true signature, and one whose R is off by torsion. */
export const strictnessProbe = {
  key: 'ea4a6c63e29c520abef5507b132ec5f9954776aebebe7b92421eea691446d22c',
  signature: [
    'c8e15409ccfb688b0814a604dfdc51c92e8e044f92c7e779a8154c8538ec01cf',
    '95ca10f0dc3181da2dc7f5eedc3d6df7558214a0002e52b9f5b25f8b58e89202',
  ].join(''),
  mixedOrderSignature: [
    'edae5ae335372a4aac506b6d435ac0a6854409292cb83730964d17d35364e066',
    '16425671defe7d164fd81e7ef86982957c52dba0e93d03bce8453319773f4f0f',
  ].join(''),
};

let strictness: Promise<boolean> | undefined;

/**
 * Whether the platform has Ed25519 and decides without the cofactor, asked once by the probe. A
 * program falls back to the portable verifier otherwise.
 */
export function isWebVerifierStrict(): Promise<boolean> {
  strictness ??= probeStrictness().catch(() => false);
  return strictness;
}

async function probeStrictness(): Promise<boolean> {
  const truthful = await verifyByWebCrypto(probeOf(strictnessProbe.signature));
  return truthful && !(await verifyByWebCrypto(probeOf(strictnessProbe.mixedOrderSignature)));
}

function probeOf(signature: string): SignedBytes {
  return {
    key: expectOk(fromHex(strictnessProbe.key), 'the probe is hexadecimal'),
    message: new Uint8Array(0),
    signature: expectOk(fromHex(signature), 'the probe is hexadecimal'),
  };
}
