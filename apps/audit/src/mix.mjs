import { sha256, splitHashes, tag, u32 } from './bytes.mjs';
import {
  challenge,
  decodeElement,
  decodeScalar,
  elementOf,
  G,
  hold,
  modulo,
  times,
} from './group.mjs';
import { decodeNonzero } from './proofs.mjs';

/*
 * Whether keys were mixed rightly (docs/spec/mix.md).
 */

const MOST_KEYS = 256;
const SUMS = 5;
const RESPONSES = 4;
const BINDING_BYTES = 32;

/**
 * @typedef {import('./group.mjs').Element} Element
 * @typedef {import('./group.mjs').Terms} Terms
 * @typedef {import('./group.mjs').Equations} Equations
 * @typedef {{ base: Uint8Array, keys: Uint8Array[] }} KeyList
 * @typedef {{ binding: Uint8Array, before: KeyList, after: KeyList }} Mix
 * @typedef {{ base: Element, keys: Element[] }} Points of a list
 * @typedef {{ places: Element[], chain: Element[], sums: Element[], steps: Element[],
 *   answers: bigint[], stepAnswers: bigint[], weightAnswers: bigint[] }} Proof
 *   c, ĉ, t, t̂, z, ẑ and z' of the page
 * @typedef {{ weights: bigint[], c: bigint, generators: Element[] }} Asked
 */

/**
 * Whether a proof shows that the keys after are those before, in another order, each times the
 * scalar of the base.
 * @param {Mix} mix
 * @param {Uint8Array} proof
 */
export function isMixed({ binding, before, after }, proof) {
  const count = before.keys.length;
  const hasSize = count >= 1 && count <= MOST_KEYS && after.keys.length === count;
  if (!hasSize || binding.length !== BINDING_BYTES) return false;
  const [old, fresh] = [pointsOf(before), pointsOf(after)];
  const pieces = splitHashes(proof);
  const parts = pieces && proofOf(pieces, count);
  if (!old || !fresh || !parts || !pieces) return false;
  const lists = [...before.keys, ...after.keys];
  const statement = sha256(
    ...[tag('madang/mix/1'), binding, before.base, after.base, u32(count)],
    ...[...lists, ...pieces.slice(0, count)],
  );
  const generators = generatorsOf(count);
  const weights = before.keys.map((_, at) => challenge('mix-weight', statement, u32(at + 1)));
  const c = challenge('mix', statement, ...pieces.slice(count, 3 * count + SUMS));
  const asked = { weights, c, generators };
  return hold([...ofOrder(parts, asked), ...ofKeys(parts, asked, old, fresh)]);
}

/**
 * @param {KeyList} list
 * @returns {Points | undefined}
 */
function pointsOf({ base, keys }) {
  const point = decodeNonzero(base);
  const points = keys.map(decodeNonzero).filter((one) => one !== undefined);
  return point && points.length === keys.length ? { base: point, keys: points } : undefined;
}

/**
 * @param {Uint8Array[]} pieces
 * @param {number} count
 * @returns {Proof | undefined}
 */
function proofOf(pieces, count) {
  const elements = 3 * count + SUMS;
  if (pieces.length !== elements + RESPONSES + 2 * count) return undefined;
  const points = pieces.slice(0, elements).map(decodeElement);
  const scalars = pieces.slice(elements).map(decodeScalar);
  const found = points.filter((one) => one !== undefined);
  const numbers = scalars.filter((one) => one !== undefined);
  if (found.length < points.length || numbers.length < scalars.length) return undefined;
  return {
    places: found.slice(0, count),
    chain: found.slice(count, 2 * count),
    sums: found.slice(2 * count, 2 * count + SUMS),
    steps: found.slice(2 * count + SUMS),
    answers: numbers.slice(0, RESPONSES),
    stepAnswers: numbers.slice(RESPONSES, RESPONSES + count),
    weightAnswers: numbers.slice(RESPONSES + count),
  };
}

/** @type {Element[]} */
const known = [];

/**
 * H_0 to H_count.
 * @param {number} count
 */
function generatorsOf(count) {
  while (known.length <= count) known.push(elementOf('mix-generator', u32(known.length)));
  return known.slice(0, count + 1);
}

/**
 * Equations 1, 2, 3 and 6 of the page, each with all terms on one side.
 * @param {Proof} proof
 * @param {Asked} asked
 * @returns {Equations}
 */
function ofOrder(proof, { weights, c, generators: [first, ...others] }) {
  const { places, chain, sums, steps, answers, stepAnswers, weightAnswers } = proof;
  const [z1, z2, z3] = answers;
  const product = weights.reduce((all, one) => modulo(all * one), 1n);
  const each = (/** @type {(at: number) => bigint} */ factor, /** @type {Element[]} */ of) =>
    of.map((element, at) => /** @type {[bigint, Element]} */ ([factor(at), element]));
  const last = chain[chain.length - 1];
  return [
    [[-z1, G], [1n, sums[0]], ...each(() => c, places), ...each(() => -c, others)],
    [
      [-z2, G],
      [1n, sums[1]],
      [c, last],
      [-c * product, first],
    ],
    [
      [-z3, G],
      [1n, sums[2]],
      ...each((at) => -weightAnswers[at], others),
      ...times(
        c,
        each((at) => weights[at], places),
      ),
    ],
    ...steps.map((step, at) => {
      /** @type {Terms} */
      const terms = [
        [-stepAnswers[at], G],
        [-weightAnswers[at], at === 0 ? first : chain[at - 1]],
        [1n, step],
        [c, chain[at]],
      ];
      return terms;
    }),
  ];
}

/**
 * Equations 4 and 5.
 * @param {Proof} proof
 * @param {Asked} asked
 * @param {Points} before
 * @param {Points} after
 * @returns {Equations}
 */
function ofKeys({ sums, answers, weightAnswers }, { weights, c }, before, after) {
  const secret = answers[3];
  return [
    [
      [-1n, sums[3]],
      ...after.keys.map((key, at) => /** @type {[bigint, Element]} */ ([weightAnswers[at], key])),
      ...before.keys.map(
        (key, at) => /** @type {[bigint, Element]} */ ([-secret * weights[at], key]),
      ),
    ],
    [
      [-secret, before.base],
      [1n, sums[4]],
      [c, after.base],
    ],
  ];
}
