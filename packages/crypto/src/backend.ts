/** The bytes of a SHA-256 digest, a Merkle node or a path: 32 bytes. */
export type Hash = Uint8Array;

/** A SHA-256 computation that takes its input in pieces. */
export interface IncrementalSha256 {
  /** Adds bytes to the input. A bug once the digest was taken. */
  update(bytes: Uint8Array): void;
  /** The digest of everything added so far. Can be taken once. */
  digest(): Uint8Array;
}

/** One complete Ed25519 verifier, all four rules of docs/spec/suites.md included. */
export interface Verifier {
  /** `sodium`, `openssl`, `webcrypto` or `portable`. */
  readonly name: string;
  /** The verdict on a signature. Rejects only where this backend cannot verify Ed25519 at all. */
  verify(key: Uint8Array, message: Uint8Array, signature: Uint8Array): Promise<boolean>;
}

/** The bytes that a verification equation is about; lengths and rules 2 and 3 already hold. */
export interface SignedBytes {
  readonly key: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * What Node and browsers do with different code and the same results. Chosen by the condition
 * `node` of the import `#backend` in package.json.
 */
export interface Backend {
  sha256(...parts: readonly Uint8Array[]): Uint8Array;
  sha512(...parts: readonly Uint8Array[]): Uint8Array;
  createSha256(): IncrementalSha256;
  /** Rule 1 of docs/spec/suites.md for 32 bytes. */
  isPrimeOrderPoint(key: Uint8Array): boolean;
  /** Rule 4 of docs/spec/suites.md, for a key that follows rule 1. */
  isEquationTrueSync(signed: SignedBytes): boolean;
  /** As {@link Backend.isEquationTrueSync}, by the fastest code that needs not be synchronous. */
  isEquationTrue(signed: SignedBytes): Promise<boolean>;
  publicKeyOf(seed: Uint8Array): Uint8Array;
  /** A function that signs with the key of this seed (RFC 8032 section 5.1.6). */
  signerOf(seed: Uint8Array): (message: Uint8Array) => Uint8Array;
  /** Every verifier that this machine has, each complete and without a cache. */
  verifiers(): readonly Verifier[];
}
