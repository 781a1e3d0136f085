import { concat } from '@madang/base';
import type { Hash } from './backend.ts';
import {
  type ConsistencyClaim,
  climbBoth,
  type GrownRoots,
  hashesOf,
  isPowerOfTwo,
  isSize,
} from './merkle-verify.ts';

/**
 * The roots to which a prefix proof leads: a consistency proof in which the first hash stands also
 * where `oldSize` is a power of two (RFC 9162 leaves it out there). Whoever believes `newRoot`
 * knows
 * by it what the root of the first leaves was. Nothing on any malformed input; 0 < old < new.
 */
export function prefixRoots(
  sizes: Pick<ConsistencyClaim, 'oldSize' | 'newSize'>,
  proof: Uint8Array,
): GrownRoots | undefined {
  const path = hashesOf(proof);
  const { oldSize, newSize } = sizes;
  if (path === undefined || !isSize(oldSize) || !isSize(newSize)) return undefined;
  return oldSize === 0 || oldSize >= newSize ? undefined : climbBoth(sizes, path);
}

/** The prefix proof that a consistency proof is; `oldRoot` is what it leaves out. */
export function prefixProof(oldSize: number, oldRoot: Hash, proof: Uint8Array): Uint8Array {
  return isPowerOfTwo(oldSize) ? concat(oldRoot, proof) : proof;
}
