import { backend } from '#backend';
import type { Verifier } from './backend.ts';
import { hasStrictShape } from './ed25519-shape.ts';
import { recentEntries } from './recent-entries.ts';

/** The id that a signature carries (docs/spec/suites.md). */
export type SuiteId = 'ed25519';

/** What is fixed about a suite besides its verdicts. */
export interface Suite {
  readonly id: SuiteId;
  readonly keyBytes: number;
  readonly signatureBytes: number;
}

/** The suites of this build, by id. */
export const suites: Readonly<Record<SuiteId, Suite>> = {
  ed25519: { id: 'ed25519', keyBytes: 32, signatureBytes: 64 },
};

/** Whether a text is the id of a suite of this build. */
export function isSuite(text: string): text is SuiteId {
  return Object.hasOwn(suites, text);
}

/** Checking a point costs as much as a signature, so verdicts are kept for as many keys. */
const validityByKey = recentEntries<boolean>(65_536);

/** Whether a public key may be registered and used: rule 1 of docs/spec/suites.md. */
export function isValidKey(suite: SuiteId, key: Uint8Array): boolean {
  if (key.length !== suites[suite].keyBytes) return false;
  return validityByKey.getOrMake(key, () => backend.isPrimeOrderPoint(key));
}

/** Whether a signature is valid: the four rules of docs/spec/suites.md, one verdict everywhere. */
export async function verifySignature(
  suite: SuiteId,
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  if (!hasStrictShape(key, signature) || !isValidKey(suite, key)) return false;
  return backend.isEquationTrue({ key, message, signature });
}

/** As {@link verifySignature}, at once. In browsers this is slower, about a millisecond each. */
export function verifySignatureSync(
  suite: SuiteId,
  key: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  if (!hasStrictShape(key, signature) || !isValidKey(suite, key)) return false;
  return backend.isEquationTrueSync({ key, message, signature });
}

/**
 * Every Ed25519 verifier of this machine, each complete in itself, so that a test can hold them
 * against each other: `sodium`, `openssl`, `webcrypto`, `portable`, as available.
 */
export function verifierBackends(): readonly Verifier[] {
  return backend.verifiers();
}
