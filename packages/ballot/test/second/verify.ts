import { type CastBallot, type Election, isWellAsked, sentOf, weightsOf } from './election.ts';
import { type Element, elementOf, G, mod, NOTHING, scalarOf, times } from './group.ts';
import {
  type Commitments,
  fingerprintOf,
  type Item,
  selectionChallenge,
  signatureChallenge,
  WHOLE,
} from './statement.ts';

// Each equation is looked at by itself, as the page writes it.

const SIGNATURE_BYTES = 64;
const PROOF_BYTES = 224;

/** The verdict on a ballot; of a weak verifier where items are left out of what is hashed. */
export function verify(election: Election, cast: CastBallot, omitted = WHOLE): boolean {
  const read = readCast(election, cast);
  if (read === undefined) return false;
  const fingerprint = fingerprintOf(election, cast.ballot, omitted);
  if (!isSigned(read, { fingerprint, bodyHash: cast.bodyHash }, omitted)) return false;
  let next = 0;
  return read.ciphertexts.every((ciphertexts, question) =>
    ciphertexts.every((ciphertext, selection) => {
      const proof = read.proofs[next++];
      if (proof === undefined) return false;
      const sent = { place: { fingerprint, question, selection }, ciphertext, proof };
      return isProven(sent, read.key, omitted);
    }),
  );
}

type Signature = Readonly<{ R: Element; encoded: Uint8Array; z: bigint }>;
type Ciphertext = Readonly<{ a: Element; b: Element }>;

interface Proof {
  readonly commitments: readonly [Element, Element, Element, Element];
  readonly encoded: Commitments;
  readonly scalars: readonly [c0: bigint, z0: bigint, z1: bigint];
}

type Keys = Readonly<{ key: Element; base: Element; voter: Element }>;

interface Read extends Keys {
  readonly signature: Signature;
  readonly proofs: readonly Proof[];
  /** By question, those that are not sent included. */
  readonly ciphertexts: readonly (readonly Ciphertext[])[];
}

type Signed = Parameters<typeof signatureChallenge>[0];

function isSigned(
  { voter, base, signature }: Read,
  signed: Signed,
  omitted: readonly Item[],
): boolean {
  const { R, encoded, z } = signature;
  const c = signatureChallenge(signed, encoded, omitted);
  return R.add(times(c, voter)).equals(times(z, base));
}

type Sent = Readonly<{
  place: Parameters<typeof selectionChallenge>[0];
  ciphertext: Ciphertext;
  proof: Proof;
}>;

function isProven(
  { place, ciphertext, proof }: Sent,
  key: Element,
  omitted: readonly Item[],
): boolean {
  const { a, b } = ciphertext;
  const [A0, B0, A1, B1] = proof.commitments;
  const [c0, z0, z1] = proof.scalars;
  const c1 = mod(selectionChallenge(place, proof.encoded, omitted) - c0);
  return (
    A0.add(times(c0, a)).equals(times(z0, G)) &&
    B0.add(times(c0, b)).equals(times(z0, key)) &&
    A1.add(times(c1, a)).equals(times(z1, G)) &&
    B1.add(times(c1, b.subtract(G))).equals(times(z1, key))
  );
}

/** What the bytes of a ballot are, if they are anything. */
function readCast(election: Election, { ballot, bodyHash, proof }: CastBallot): Read | undefined {
  if (!election.questions.every(isWellAsked)) return undefined;
  if (bodyHash.length !== 32 || (ballot.previous?.length ?? 32) !== 32) return undefined;
  const keys = readKeys(election, ballot.voter);
  const signature = readSignature(proof.subarray(0, SIGNATURE_BYTES));
  const proofs = readProofs(election, proof.subarray(SIGNATURE_BYTES));
  const ciphertexts = readSelections(election, ballot.selections);
  if (keys === undefined || signature === undefined) return undefined;
  if (proofs === undefined || ciphertexts === undefined) return undefined;
  return { ...keys, signature, proofs, ciphertexts };
}

function readKeys(election: Election, encoded: Uint8Array): Keys | undefined {
  const key = elementOf(election.key);
  const base = elementOf(election.voterBase);
  const voter = elementOf(encoded);
  if (key === undefined || base === undefined || voter === undefined) return undefined;
  return voter.equals(NOTHING) ? undefined : { key, base, voter };
}

function readSignature(bytes: Uint8Array): Signature | undefined {
  const encoded = bytes.subarray(0, 32);
  const R = elementOf(encoded);
  const z = scalarOf(bytes.subarray(32));
  return R === undefined || z === undefined ? undefined : { R, encoded, z };
}

function readProofs({ questions }: Election, bytes: Uint8Array): readonly Proof[] | undefined {
  const count = questions.reduce((sum, one) => sum + weightsOf(one).length, 0);
  if (bytes.length !== count * PROOF_BYTES) return undefined;
  const proofs = Array.from({ length: count }, (_, at) =>
    readProof(bytes.subarray(at * PROOF_BYTES, (at + 1) * PROOF_BYTES)),
  );
  return proofs.every((proof) => proof !== undefined) ? proofs : undefined;
}

function readProof(bytes: Uint8Array): Proof | undefined {
  const piece = (at: number): Uint8Array => bytes.subarray(32 * at, 32 * at + 32);
  const encoded = [piece(0), piece(1), piece(2), piece(3)] as const;
  const [A0, B0, A1, B1] = encoded.map(elementOf);
  const [c0, z0, z1] = [piece(4), piece(5), piece(6)].map(scalarOf);
  if (A0 === undefined || B0 === undefined || A1 === undefined || B1 === undefined) {
    return undefined;
  }
  if (c0 === undefined || z0 === undefined || z1 === undefined) return undefined;
  return { commitments: [A0, B0, A1, B1], encoded, scalars: [c0, z0, z1] };
}

function readSelections(
  { questions }: Election,
  bytes: Uint8Array,
): readonly (readonly Ciphertext[])[] | undefined {
  const sent = questions.reduce((sum, one) => sum + sentOf(one), 0);
  if (bytes.length !== 64 * sent) return undefined;
  const elements = Array.from({ length: 2 * sent }, (_, at) =>
    elementOf(bytes.subarray(32 * at, 32 * at + 32)),
  );
  if (!elements.every((element) => element !== undefined)) return undefined;
  const all = Array.from({ length: sent }, (_, at) => ({
    a: elements[2 * at] ?? NOTHING,
    b: elements[2 * at + 1] ?? NOTHING,
  }));
  if (all.some(({ a }) => a.equals(NOTHING))) return undefined;
  let next = 0;
  return questions.map((question) => {
    const own = all.slice(next, next + sentOf(question));
    next += own.length;
    const { choice } = question;
    return choice === undefined ? own : [...own, lastOf(own, weightsOf(question), choice.max)];
  });
}

/** (0, max G) less the others. */
function lastOf(
  others: readonly Ciphertext[],
  weights: readonly bigint[],
  max: number,
): Ciphertext {
  const less = (sum: Element, of: 'a' | 'b'): Element =>
    others.reduce((rest, one, at) => rest.subtract(times(weights[at] ?? 0n, one[of])), sum);
  return { a: less(NOTHING, 'a'), b: less(times(BigInt(max), G), 'b') };
}
