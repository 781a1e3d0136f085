import { concat, expectPresent, u32be } from '@madang/base';
import { sha256, tag } from '@madang/crypto';
import { ELEMENT_BYTES, elementOf, SCALAR_BYTES } from '@madang/ristretto';
import { challenge, expandMessage } from './challenge.ts';

/** Keys that are mixed together at most: a proof about them fits into a transaction. */
export const MAX_MIXED_KEYS = 256;

/** Voters' keys, and the base to which each has a logarithm that its voter knows. */
export interface KeyList {
  readonly base: Uint8Array;
  readonly keys: readonly Uint8Array[];
}

/** What a mix is about: nothing of it is secret. */
export interface MixStatement {
  /** 32 bytes of everything that the mix is for. */
  readonly binding: Uint8Array;
  readonly before: KeyList;
  readonly after: KeyList;
}

/** The parts of a proof, as they lie one behind the other. */
export interface MixProof {
  /** c: where each key went. */
  readonly places: readonly Uint8Array[];
  /** ĉ: the product of the weights, one more in each. */
  readonly products: readonly Uint8Array[];
  /** t1 to t5. */
  readonly sums: readonly Uint8Array[];
  /** t̂. */
  readonly steps: readonly Uint8Array[];
  /** z1 to z4. */
  readonly responses: readonly Uint8Array[];
  /** ẑ. */
  readonly stepResponses: readonly Uint8Array[];
  /** z'. */
  readonly weightResponses: readonly Uint8Array[];
}

const MIX_TAG = tag('madang/mix/1');
const SUMS = 5;
const RESPONSES = 4;
const LISTS = 5;

/** Bytes of the proof about so many keys. */
export function mixProofBytes(count: number): number {
  return LISTS * count * ELEMENT_BYTES + SUMS * ELEMENT_BYTES + RESPONSES * SCALAR_BYTES;
}

/** The parts of a proof about so many keys, which has the length that it must have. */
export function splitMixProof(proof: Uint8Array, count: number): MixProof {
  let from = 0;
  const take = (many: number): readonly Uint8Array[] =>
    Array.from({ length: many }, () => proof.subarray(from, (from += ELEMENT_BYTES)));
  return {
    places: take(count),
    products: take(count),
    sums: take(SUMS),
    steps: take(count),
    responses: take(RESPONSES),
    stepResponses: take(count),
    weightResponses: take(count),
  };
}

/** The bytes of the parts of a proof. */
export function joinMixProof(proof: MixProof): Uint8Array {
  const { places, products, sums, steps, responses, stepResponses, weightResponses } = proof;
  const elements = [...places, ...products, ...sums, ...steps];
  return concat(...elements, ...responses, ...stepResponses, ...weightResponses);
}

/** S: the hash of a statement, and of the places that were committed to. */
export function mixFingerprint(
  { binding, before, after }: MixStatement,
  places: readonly Uint8Array[],
): Uint8Array {
  return sha256(
    MIX_TAG,
    binding,
    before.base,
    after.base,
    u32be(before.keys.length),
    ...before.keys,
    ...after.keys,
    ...places,
  );
}

/** u: a weight for each key, which nobody knows before the places are committed to. */
export function mixWeights(fingerprint: Uint8Array, count: number): readonly Uint8Array[] {
  return Array.from({ length: count }, (_, at) =>
    challenge('mix-weight', fingerprint, u32be(at + 1)),
  );
}

/** The challenge of a proof. */
export function mixChallenge(
  fingerprint: Uint8Array,
  { products, sums, steps }: Pick<MixProof, 'products' | 'steps' | 'sums'>,
): Uint8Array {
  return challenge('mix', fingerprint, ...products, ...sums, ...steps);
}

const generators: Uint8Array[] = [];

/** Elements of which nobody knows a logarithm to another. */
export interface MixGenerators {
  /** H_0. */
  readonly start: Uint8Array;
  /** H_1 to H_n. */
  readonly generators: readonly Uint8Array[];
}

/** The generators for so many keys: hashed to, and the same for every mix. */
export function mixGenerators(count: number): MixGenerators {
  while (generators.length <= count) {
    const message = u32be(generators.length);
    generators.push(elementOf(expandMessage(message, 'MADANG-BALLOT-V1/mix-generator')));
  }
  const [start] = generators;
  return { start: expectPresent(start, 'H_0 is made'), generators: generators.slice(1, count + 1) };
}
