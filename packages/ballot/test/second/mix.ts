import { concatBytes } from '@noble/hashes/utils.js';
import { bytesOf, type Element, elementOf, G, mod, NOTHING, scalarOf, times } from './group.ts';
import { type Chance, scalarFrom } from './make.ts';
import {
  ALL_OF_IT,
  challengeOfMix,
  generatorsOf,
  type Keys,
  type Mix,
  mixS,
  type Proof,
  productOf,
  weightsOfMix,
} from './mix-statement.ts';

// Mixes and verifies as the page writes it, each equation by itself.

export function sum(elements: readonly Element[]): Element {
  return elements.reduce((total, one) => total.add(one), NOTHING);
}

/** Numbers times elements, added up. */
export function weighed(numbers: readonly bigint[], elements: readonly Element[]): Element {
  return sum(elements.map((element, at) => times(numbers[at] ?? 0n, element)));
}

export function inner(left: readonly bigint[], right: readonly bigint[]): bigint {
  return mod(left.reduce((total, one, at) => total + one * (right[at] ?? 0n), 0n));
}

/** All that is random in a proof, in the order in which it is drawn. */
export interface Drawn {
  readonly r: readonly bigint[];
  readonly rHat: readonly bigint[];
  readonly omega: readonly bigint[];
  readonly omegaHat: readonly bigint[];
  readonly omegaPrime: readonly bigint[];
}

export function draw(count: number, chance: Chance): Drawn {
  const some = (many: number) => Array.from({ length: many }, () => scalarFrom(chance));
  return {
    r: some(count),
    rHat: some(count),
    omega: some(4),
    omegaHat: some(count),
    omegaPrime: some(count),
  };
}

/** The keys times s, in the order that is given: new key i is old key order[i]. */
export function mixedBy({ base, keys }: Keys, s: bigint, order: readonly number[]): Keys {
  return {
    base: times(s, base),
    keys: order.map((from) => times(s, keys[from] ?? NOTHING)),
  };
}

/** The order that puts the new keys into ascending order. */
export function ascendingOrder({ keys }: Keys, s: bigint): readonly number[] {
  const hex = keys.map((key) => times(s, key).toHex());
  const compare = (a: number, b: number) => ((hex[a] ?? '') < (hex[b] ?? '') ? -1 : 1);
  return [...hex.keys()].toSorted(compare);
}

/** c of an order. */
export function commitOrder(order: readonly number[], r: readonly bigint[]): readonly Element[] {
  const H = generatorsOf(order.length);
  return order.map((_, j) => times(r[j] ?? 0n, G).add(H[order.indexOf(j) + 1] ?? NOTHING));
}

/** ĉ of weights. */
export function chainOf(weights: readonly bigint[], rHat: readonly bigint[]): readonly Element[] {
  const chain: Element[] = [];
  for (const [at, weight] of weights.entries()) {
    const before = chain.at(-1) ?? generatorsOf(0)[0] ?? NOTHING;
    chain.push(times(rHat[at] ?? 0n, G).add(times(weight, before)));
  }
  return chain;
}

/** What stands before G in the last of ĉ. */
export function chainRandom(weights: readonly bigint[], rHat: readonly bigint[]): bigint {
  return mod(rHat.reduce((total, one, at) => total + one * productOf(weights.slice(at + 1)), 0n));
}

/** What a proof is made of; a cheat gives other things than an honest mixer has. */
export interface Witness {
  readonly s: bigint;
  /** u'. */
  readonly moved: readonly bigint[];
  readonly c: readonly Element[];
  readonly drawn: Drawn;
}

/** t and t̂. */
export function commit(
  { before, after }: Mix,
  { moved, drawn }: Pick<Witness, 'drawn' | 'moved'>,
  u: readonly bigint[],
) {
  const { omega, omegaHat, omegaPrime, rHat } = drawn;
  const [H0 = NOTHING, ...H] = generatorsOf(moved.length);
  const [o1 = 0n, o2 = 0n, o3 = 0n, o4 = 0n] = omega;
  const cHat = chainOf(moved, rHat);
  const chain = [H0, ...cHat];
  const t = [
    times(o1, G),
    times(o2, G),
    times(o3, G).add(weighed(omegaPrime, H)),
    weighed(omegaPrime, after.keys).subtract(times(o4, weighed(u, before.keys))),
    times(o4, before.base),
  ];
  const tHat = omegaHat.map((one, at) =>
    times(one, G).add(times(omegaPrime[at] ?? 0n, chain[at] ?? NOTHING)),
  );
  return { cHat, t, tHat };
}

/** z, ẑ and z'. */
export function answer(c: bigint, u: readonly bigint[], { s, moved, drawn }: Witness) {
  const { r, rHat, omega, omegaHat, omegaPrime } = drawn;
  const respond = (nonces: readonly bigint[], values: readonly bigint[]) =>
    nonces.map((nonce, at) => mod(nonce + c * (values[at] ?? 0n)));
  const total = mod(r.reduce((sumOfAll, one) => sumOfAll + one, 0n));
  return {
    z: respond(omega, [total, chainRandom(moved, rHat), inner(u, r), s]),
    zHat: respond(omegaHat, rHat),
    zPrime: respond(omegaPrime, moved),
  };
}

/** The proof of an honest mixer. */
export function prove(
  mix: Mix,
  { s, order, drawn }: Readonly<{ s: bigint; order: readonly number[]; drawn: Drawn }>,
  omitted = ALL_OF_IT,
): Proof {
  const c = commitOrder(order, drawn.r);
  const S = mixS(mix, c, omitted);
  const u = weightsOfMix(S, order.length, omitted);
  const moved = order.map((from) => u[from] ?? 0n);
  const committed = commit(mix, { moved, drawn }, u);
  const asked = challengeOfMix(S, committed, omitted);
  return { c, ...committed, ...answer(asked, u, { s, moved, c, drawn }) };
}

/** Which equations hold, by their numbers: all of them in a right proof. */
export function holding(mix: Mix, proof: Proof, omitted = ALL_OF_IT): readonly number[] {
  const { before, after } = mix;
  const count = before.keys.length;
  const S = mixS(mix, proof.c, omitted);
  const u = weightsOfMix(S, count, omitted);
  const c = challengeOfMix(S, proof, omitted);
  const [H0 = NOTHING, ...H] = generatorsOf(count);
  const [t1 = NOTHING, t2 = NOTHING, t3 = NOTHING, t4 = NOTHING, t5 = NOTHING] = proof.t;
  const [z1 = 0n, z2 = 0n, z3 = 0n, z4 = 0n] = proof.z;
  const { zPrime, zHat, cHat, tHat } = proof;
  const last = (cHat.at(-1) ?? H0).subtract(times(productOf(u), H0));
  const chain = [H0, ...cHat];
  const isEqual = [
    times(z1, G).equals(t1.add(times(c, sum(proof.c).subtract(sum(H))))),
    times(z2, G).equals(t2.add(times(c, last))),
    times(z3, G)
      .add(weighed(zPrime, H))
      .equals(t3.add(times(c, weighed(u, proof.c)))),
    weighed(zPrime, after.keys)
      .subtract(times(z4, weighed(u, before.keys)))
      .equals(t4),
    times(z4, before.base).equals(t5.add(times(c, after.base))),
    cHat.every((one, at) =>
      times(zHat[at] ?? 0n, G)
        .add(times(zPrime[at] ?? 0n, chain[at] ?? NOTHING))
        .equals((tHat[at] ?? NOTHING).add(times(c, one))),
    ),
  ];
  return isEqual.flatMap((is, at) => (is ? [at + 1] : []));
}

/** Whether all equations hold, and nothing is the identity that may not be. */
export function verifyMix(mix: Mix, proof: Proof, omitted = ALL_OF_IT): boolean {
  const { before, after } = mix;
  const all = [before.base, after.base, ...before.keys, ...after.keys];
  if (all.some((one) => one.equals(NOTHING))) return false;
  return holding(mix, proof, omitted).length === 6;
}

/** The bytes of a proof. */
export function proofBytes({ c, cHat, t, tHat, z, zHat, zPrime }: Proof): Uint8Array {
  const elements = [...c, ...cHat, ...t, ...tHat].map((one) => one.toBytes());
  return concatBytes(...elements, ...[...z, ...zHat, ...zPrime].map(bytesOf));
}

/** The proof about so many keys, if the bytes are elements and scalars. */
export function proofOf(bytes: Uint8Array, count: number): Proof | undefined {
  if (bytes.length !== 160 * count + 288) return undefined;
  const pieces = Array.from({ length: bytes.length / 32 }, (_, at) =>
    bytes.subarray(32 * at, 32 * at + 32),
  );
  const elements = pieces.slice(0, 3 * count + 5).map(elementOf);
  const numbers = pieces.slice(3 * count + 5).map(scalarOf);
  if (!elements.every((one) => one !== undefined)) return undefined;
  if (!numbers.every((one) => one !== undefined)) return undefined;
  return {
    c: elements.slice(0, count),
    cHat: elements.slice(count, 2 * count),
    t: elements.slice(2 * count, 2 * count + 5),
    tHat: elements.slice(2 * count + 5),
    z: numbers.slice(0, 4),
    zHat: numbers.slice(4, 4 + count),
    zPrime: numbers.slice(4 + count),
  };
}
