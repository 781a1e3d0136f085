import { expectOk, expectPresent, fromHex, toHex } from '@madang/base';
import { subtractScalars } from '@madang/ristretto';
import { effort, flipped } from '@madang/testkit';
import {
  dealShare,
  joinKeys,
  joinShares,
  makeOpening,
  type Opening,
  openShare,
  type TrusteeSecret,
} from '../src/index.ts';
import { chanceFrom } from './voting.ts';

/** A trustee of a ceremony that went well. */
export interface Trustee {
  readonly trustee: number;
  readonly opening: Opening;
  readonly secret: TrusteeSecret;
  /** What each dealer sent, in order of dealers. */
  readonly sealed: readonly Uint8Array[];
  readonly shares: readonly Uint8Array[];
  /** x_i. */
  readonly own: Uint8Array;
}

/** A ceremony in which everybody does what they should. */
export function playCeremony(threshold: number, count: number, seed = 1) {
  const chance = chanceFrom(seed);
  const ceremony = chance().slice(0, 32);
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  const made = numbers.map((trustee) => makeOpening(ceremony, trustee, threshold, chance));
  const trustees = numbers.map((receiver): Trustee => {
    const { secret: own, opening } = expectPresent(made[receiver - 1], 'a trustee');
    const sealed = made.map(({ secret }, at) => {
      const way = { dealer: at + 1, receiver };
      return dealShare(ceremony, { ...way, secret, transport: opening.transport }, chance);
    });
    const shares = sealed.map((one, at) => {
      const way = { dealer: at + 1, receiver };
      return openShare(ceremony, { ...way, sealed: one, transportSecret: own.transport });
    });
    return { trustee: receiver, opening, secret: own, sealed, shares, own: joinShares(shares) };
  });
  const joined = joinKeys(made.map(({ opening }) => opening.coefficients));
  return { ceremony, chance, trustees, ...expectPresent(joined, 'keys') };
}

/** The trustee of a number. */
export function trusteeOf(trustees: readonly Trustee[], number: number): Trustee {
  return expectPresent(trustees[number - 1], 'a trustee');
}

/** The same bytes with one bit changed: one of each byte, or every one where all is looked at. */
export function everyBit(bytes: Uint8Array): readonly Uint8Array[] {
  const ofOne = effort(1, 8);
  return Array.from({ length: ofOne * bytes.length }, (_, n) => {
    const at = Math.floor(n / ofOne);
    return flipped(bytes, at, 1 << ((n + at) % 8));
  });
}

/** Bytes with others written over them from a place on. */
export function put(into: Uint8Array, at: number, bytes: Uint8Array): Uint8Array {
  const changed = into.slice();
  changed.set(bytes, at);
  return changed;
}

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const PRIME = 2n ** 255n - 19n;

/** Least byte first. */
export function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes.toReversed())}`);
}

function bytesOf(value: bigint): Uint8Array {
  return expectOk(fromHex(value.toString(16).padStart(64, '0')), 'hexadecimal').toReversed();
}

/** The other 32 bytes that are the same number modulo the order. */
export function unreduced(scalar: Uint8Array): Uint8Array {
  return bytesOf(numberOf(subtractScalars(scalar, new Uint8Array(32))) + ORDER);
}

/** 32 bytes that a decoder without care takes for the same element: the negative root. */
export function negativeEncoding(element: Uint8Array): Uint8Array {
  return bytesOf(PRIME - numberOf(element));
}

/** All subsets of some size. */
export function subsets<T>(all: readonly T[], size: number): readonly (readonly T[])[] {
  if (size === 0) return [[]];
  return all.flatMap((one, at) =>
    subsets(all.slice(at + 1), size - 1).map((rest) => [one, ...rest]),
  );
}
