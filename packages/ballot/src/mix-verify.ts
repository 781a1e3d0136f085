import { sha512 } from '@madang/crypto';
import {
  GENERATOR,
  isScalar,
  multiplyScalars,
  ONE,
  subtractScalars,
  ZERO,
} from '@madang/ristretto';
import { type Equation, type Factor, holdTogether } from './equations.ts';
import { isKey } from './key.ts';
import {
  MAX_MIXED_KEYS,
  type MixProof,
  type MixStatement,
  mixChallenge,
  mixFingerprint,
  mixGenerators,
  mixProofBytes,
  mixWeights,
  splitMixProof,
} from './mix-statement.ts';

const BINDING_BYTES = 32;

/**
 * Whether a proof says that the keys after a mix are those before it, each times one scalar, which
 * is that of the base, in an order that is not told. False for any bytes that are no such proof,
 * and where a key or a base is the identity. Two equal keys before stay two equal keys.
 */
export function isMixed(statement: MixStatement, proof: Uint8Array): boolean {
  if (!isFormed(statement, proof)) return false;
  const parts = splitMixProof(proof, statement.before.keys.length);
  const scalars = [...parts.responses, ...parts.stepResponses, ...parts.weightResponses];
  if (!scalars.every(isScalar)) return false;
  const fingerprint = mixFingerprint(statement, parts.places);
  // The weights of the equations are hashed from all that they say, so every node has one verdict.
  return holdTogether(equationsOf(statement, parts, fingerprint), sha512(fingerprint, proof));
}

function isFormed({ binding, before, after }: MixStatement, proof: Uint8Array): boolean {
  const count = before.keys.length;
  return (
    binding.length === BINDING_BYTES &&
    count >= 1 &&
    count <= MAX_MIXED_KEYS &&
    after.keys.length === count &&
    proof.length === mixProofBytes(count) &&
    [before.base, after.base, ...before.keys, ...after.keys].every(isKey)
  );
}

/** What the proof states, each equation brought to one side. */
function equationsOf(
  statement: MixStatement,
  parts: MixProof,
  fingerprint: Uint8Array,
): readonly Equation[] {
  const weights = mixWeights(fingerprint, statement.before.keys.length);
  const challenge = mixChallenge(fingerprint, parts);
  return [
    ...orderEquations(parts, weights, challenge),
    ...keyEquations(statement, parts, { weights, challenge }),
  ];
}

/** (1), (2), (3) and (6): c commits to an order, and u' are the weights in it. */
function orderEquations(
  parts: MixProof,
  weights: readonly Uint8Array[],
  challenge: Uint8Array,
): readonly Equation[] {
  const { places, products, sums, steps, responses } = parts;
  const { start, generators } = mixGenerators(weights.length);
  const [first = ZERO, second = ZERO, third = ZERO] = responses.map(minus);
  const [firstSum = ZERO, secondSum = ZERO, thirdSum = ZERO] = sums;
  const product = multiplyScalars(challenge, weights.reduce(multiplyScalars));
  const chain = [start, ...products];
  const factors = (scalar: (of: number) => Uint8Array, elements: readonly Uint8Array[]) =>
    elements.map((element, of): Factor => [scalar(of), element]);
  return [
    [
      [ONE, firstSum],
      [first, GENERATOR],
      ...factors(() => challenge, places),
      ...factors(() => minus(challenge), generators),
    ],
    [
      [ONE, secondSum],
      [second, GENERATOR],
      [challenge, products.at(-1) ?? start],
      [minus(product), start],
    ],
    [
      [ONE, thirdSum],
      [third, GENERATOR],
      ...factors((of) => multiplyScalars(challenge, weights[of] ?? ZERO), places),
      ...factors((of) => minus(parts.weightResponses[of] ?? ZERO), generators),
    ],
    ...steps.map(
      (step, of): Equation => [
        [ONE, step],
        [challenge, products[of] ?? start],
        [minus(parts.stepResponses[of] ?? ZERO), GENERATOR],
        [minus(parts.weightResponses[of] ?? ZERO), chain[of] ?? start],
      ],
    ),
  ];
}

/** (4) and (5): the new keys are the old ones in this order, times the scalar of the base. */
function keyEquations(
  { before, after }: MixStatement,
  { sums, responses, weightResponses }: MixProof,
  { weights, challenge }: Readonly<{ weights: readonly Uint8Array[]; challenge: Uint8Array }>,
): readonly Equation[] {
  const secret = minus(responses[3] ?? ZERO);
  return [
    [
      [minus(ONE), sums[3] ?? ZERO],
      ...after.keys.map((key, of): Factor => [weightResponses[of] ?? ZERO, key]),
      ...before.keys.map((key, of): Factor => [multiplyScalars(secret, weights[of] ?? ZERO), key]),
    ],
    [
      [ONE, sums[4] ?? ZERO],
      [challenge, after.base],
      [secret, before.base],
    ],
  ];
}

function minus(scalar: Uint8Array): Uint8Array {
  return subtractScalars(ZERO, scalar);
}
