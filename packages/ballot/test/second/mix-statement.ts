import { expand_message_xmd } from '@noble/curves/abstract/hash-to-curve.js';
import { ristretto255_hasher } from '@noble/curves/ed25519.js';
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { type Element, elementOf, mod } from './group.ts';
import { challenge, u32 } from './statement.ts';

// What a mix hashes, item by item, each of which can be left out.

export type MixItem =
  | 'S.tag'
  | 'S.binding'
  | 'S.B'
  | "S.B'"
  | 'S.n'
  | 'S.X'
  | "S.X'"
  | 'S.c'
  | 'mix-weight.name'
  | 'mix-weight.S'
  | 'mix-weight.i'
  | 'mix.name'
  | 'mix.S'
  | 'mix.ĉ'
  | 'mix.t_1'
  | 'mix.t_2'
  | 'mix.t_3'
  | 'mix.t_4'
  | 'mix.t_5'
  | 'mix.t̂';

type Part = readonly [item: MixItem, elements: readonly Uint8Array[]];

export const ALL_OF_IT: readonly MixItem[] = [];

/** A base, and keys in it. */
export interface Keys {
  readonly base: Element;
  readonly keys: readonly Element[];
}

export interface Mix {
  readonly binding: Uint8Array;
  readonly before: Keys;
  readonly after: Keys;
}

/** The proof: elements, then numbers. */
export interface Proof {
  readonly c: readonly Element[];
  readonly cHat: readonly Element[];
  readonly t: readonly Element[];
  readonly tHat: readonly Element[];
  readonly z: readonly bigint[];
  readonly zHat: readonly bigint[];
  readonly zPrime: readonly bigint[];
}

const encoded = (...elements: readonly Element[]) => elements.map((one) => one.toBytes());

function kept(parts: readonly Part[], omitted: readonly MixItem[]): Uint8Array {
  return concatBytes(
    ...parts.flatMap(([item, elements]) => (omitted.includes(item) ? [] : elements)),
  );
}

/** S. */
export function mixS(mix: Mix, c: readonly Element[], omitted = ALL_OF_IT): Uint8Array {
  const { binding, before, after } = mix;
  const parts: readonly Part[] = [
    ['S.tag', [utf8ToBytes('madang/mix/1\0')]],
    ['S.binding', [binding]],
    ['S.B', encoded(before.base)],
    ["S.B'", encoded(after.base)],
    ['S.n', [u32(before.keys.length)]],
    ['S.X', encoded(...before.keys)],
    ["S.X'", encoded(...after.keys)],
    ['S.c', encoded(...c)],
  ];
  return sha256(kept(parts, omitted));
}

/** u. */
export function weightsOfMix(S: Uint8Array, count: number, omitted = ALL_OF_IT): readonly bigint[] {
  const name = omitted.includes('mix-weight.name') ? '' : 'mix-weight';
  return Array.from({ length: count }, (_, at) => {
    const parts: readonly Part[] = [
      ['mix-weight.S', [S]],
      ['mix-weight.i', [u32(at + 1)]],
    ];
    return challenge(name, kept(parts, omitted));
  });
}

/** The challenge c. */
export function challengeOfMix(
  S: Uint8Array,
  { cHat, t, tHat }: Pick<Proof, 'cHat' | 't' | 'tHat'>,
  omitted = ALL_OF_IT,
): bigint {
  const [t1, t2, t3, t4, t5] = encoded(...t);
  const one = (bytes?: Uint8Array) => (bytes === undefined ? [] : [bytes]);
  const parts: readonly Part[] = [
    ['mix.S', [S]],
    ['mix.ĉ', encoded(...cHat)],
    ['mix.t_1', one(t1)],
    ['mix.t_2', one(t2)],
    ['mix.t_3', one(t3)],
    ['mix.t_4', one(t4)],
    ['mix.t_5', one(t5)],
    ['mix.t̂', encoded(...tHat)],
  ];
  return challenge(omitted.includes('mix.name') ? '' : 'mix', kept(parts, omitted));
}

const known: Element[] = [];

/** H_0 to H_count. */
export function generatorsOf(count: number): readonly Element[] {
  while (known.length <= count) {
    const domain = utf8ToBytes('MADANG-BALLOT-V1/mix-generator');
    const uniform = expand_message_xmd(u32(known.length), domain, 64, sha512);
    const made = elementOf(ristretto255_hasher.deriveToCurve?.(uniform).toBytes() ?? uniform);
    if (made === undefined) throw new Error('the library maps to elements');
    known.push(made);
  }
  return known.slice(0, count + 1);
}

/** The product of numbers. */
export function productOf(numbers: readonly bigint[]): bigint {
  return numbers.reduce((product, one) => mod(product * one), 1n);
}
