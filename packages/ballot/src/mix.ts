import { assert, compareBytes, expectPresent } from '@madang/base';
import {
  addScalars,
  combine,
  multiplyAdd,
  ONE,
  reduceWide,
  subtractScalars,
  type Term,
  ZERO,
} from '@madang/ristretto';
import type { Chance } from './encrypt.ts';
import { generatorBase } from './generator.ts';
import {
  joinMixProof,
  type KeyList,
  MAX_MIXED_KEYS,
  type MixStatement,
  mixChallenge,
  mixFingerprint,
  mixGenerators,
  mixWeights,
} from './mix-statement.ts';

// A mix and its proof: that of a shuffle by Terelius and Wikström (2010), of powers of one scalar
// (Haenni and Spycher 2011). The letters are those of docs/spec/mix.md.

/** A list after a mix, and the proof that it is one. */
export interface MixedKeys {
  readonly after: KeyList;
  readonly proof: Uint8Array;
}

/**
 * Mixes the keys of a list: each becomes `secret` times itself, in ascending order of the new ones.
 * `binding`: 32 bytes of what the mix is for. `secret`: a scalar that nobody knows, not zero.
 */
export function mixKeys(
  binding: Uint8Array,
  before: KeyList,
  secret: Uint8Array,
  chance: Chance,
): MixedKeys {
  const count = before.keys.length;
  assert(count >= 1 && count <= MAX_MIXED_KEYS, 'a list has keys, and not too many');
  const mixed = before.keys
    .map((key, from) => ({ from, key: combine([secret, key]) }))
    .toSorted((one, other) => compareBytes(one.key, other.key));
  const after = { base: combine([secret, before.base]), keys: mixed.map(({ key }) => key) };
  const order = mixed.map(({ from }) => from);
  const hidden = { secret, order, ...randomsOf(count, chance) };
  return { after, proof: proveMix({ binding, before, after }, hidden) };
}

/** What has to be random in a proof. */
interface Randoms {
  /** r, by the key before. */
  readonly places: readonly Uint8Array[];
  /** r̂. */
  readonly products: readonly Uint8Array[];
  /** ω. */
  readonly sums: readonly Uint8Array[];
  /** ω̂. */
  readonly steps: readonly Uint8Array[];
  /** ω'. */
  readonly weights: readonly Uint8Array[];
}

/** What a proof hides: the scalar, which key each new one was, and all that is random. */
interface Hidden extends Randoms {
  readonly secret: Uint8Array;
  readonly order: readonly number[];
}

function randomsOf(count: number, chance: Chance): Randoms {
  const scalars = (many: number): readonly Uint8Array[] =>
    Array.from({ length: many }, () => reduceWide(chance()));
  return {
    places: scalars(count),
    products: scalars(count),
    sums: scalars(4),
    steps: scalars(count),
    weights: scalars(count),
  };
}

function proveMix(statement: MixStatement, hidden: Hidden): Uint8Array {
  const count = hidden.order.length;
  const { start, generators } = mixGenerators(count);
  const places = placesOf(hidden, generators);
  const fingerprint = mixFingerprint(statement, places);
  const weights = mixWeights(fingerprint, count);
  const moved = hidden.order.map((from) => at(weights, from));
  const products = productsOf(start, moved, hidden.products);
  const chain = [start, ...products];
  const sums = sumsOf(statement, weights, { ...hidden, generators });
  const steps = hidden.steps.map((nonce, step) =>
    combine([nonce, generatorBase()], [at(hidden.weights, step), at(chain, step)]),
  );
  const challenge = mixChallenge(fingerprint, { products, sums, steps });
  const respond = (values: readonly Uint8Array[], nonces: readonly Uint8Array[]) =>
    values.map((value, of) => multiplyAdd(challenge, value, at(nonces, of)));
  const values = [
    hidden.places.reduce(addScalars),
    productRandom(moved, hidden.products),
    innerProduct(weights, hidden.places),
    hidden.secret,
  ];
  return joinMixProof({
    places,
    products,
    sums,
    steps,
    responses: respond(values, hidden.sums),
    stepResponses: respond(hidden.products, hidden.steps),
    weightResponses: respond(moved, hidden.weights),
  });
}

/** c, by the key before: it is committed to where the key went. */
function placesOf(
  { order, places }: Pick<Hidden, 'order' | 'places'>,
  generators: readonly Uint8Array[],
): readonly Uint8Array[] {
  const commitments = new Map(
    order.map((from, to) => [
      from,
      combine([at(places, from), generatorBase()], [ONE, at(generators, to)]),
    ]),
  );
  return order.map((_, from) => expectPresent(commitments.get(from), 'each key went somewhere'));
}

/** ĉ. */
function productsOf(
  start: Uint8Array,
  moved: readonly Uint8Array[],
  randoms: readonly Uint8Array[],
): readonly Uint8Array[] {
  const products: Uint8Array[] = [];
  for (const [step, weight] of moved.entries()) {
    const before = products.at(-1) ?? start;
    products.push(combine([at(randoms, step), generatorBase()], [weight, before]));
  }
  return products;
}

/** t_1 to t_5. */
function sumsOf(
  { before, after }: MixStatement,
  weights: readonly Uint8Array[],
  hidden: Pick<Randoms, 'sums' | 'weights'> & { readonly generators: readonly Uint8Array[] },
): readonly Uint8Array[] {
  const nonce = at(hidden.sums, 3);
  const ofNonces = (elements: readonly Uint8Array[]): readonly Term[] =>
    elements.map((element, of) => [at(hidden.weights, of), element]);
  const old = combine(...before.keys.map((key, of): Term => [at(weights, of), key]));
  return [
    combine([at(hidden.sums, 0), generatorBase()]),
    combine([at(hidden.sums, 1), generatorBase()]),
    combine([at(hidden.sums, 2), generatorBase()], ...ofNonces(hidden.generators)),
    combine(...ofNonces(after.keys), [subtractScalars(ZERO, nonce), old]),
    combine([nonce, before.base]),
  ];
}

/** What stands before G in the last ĉ: each r̂ times the weights that come after it. */
function productRandom(moved: readonly Uint8Array[], randoms: readonly Uint8Array[]): Uint8Array {
  return randoms.reduce((sum, random, step) => multiplyAdd(sum, at(moved, step), random), ZERO);
}

function innerProduct(left: readonly Uint8Array[], right: readonly Uint8Array[]): Uint8Array {
  return left.reduce((sum, value, of) => multiplyAdd(value, at(right, of), sum), ZERO);
}

function at(values: readonly Uint8Array[], place: number): Uint8Array {
  return expectPresent(values[place], 'lists of one length');
}
