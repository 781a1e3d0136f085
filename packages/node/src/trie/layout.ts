/**
 * How the trie of docs/spec/state.md is laid out on disk. The first 10 bits of a path choose one
 * of 1,024 regions; a region has its own number of bucket bits, which grows with its keys, and the
 * next bits of the path choose the bucket. The layout never influences a root.
 */

/** Depth at which regions begin. */
export const REGION_DEPTH = 10;
/** Number of regions. */
export const REGION_COUNT = 1024;
/** Most bucket bits a region may have, so that a bucket's key fits in 32 bits. */
export const BUCKET_BITS_MAX = 22;
/** Bytes of a node and of a path. */
export const NODE_BYTES = 32;
/** 32-bit words of a node. */
export const NODE_WORDS = 8;
/** Bytes of a bucket's entry: a path and the hash of a value. */
export const ENTRY_BYTES = 64;

/** The region of a path. */
export function regionOf(path: Uint8Array): number {
  return ((path[0] ?? 0) << 2) | ((path[1] ?? 0) >> 6);
}

/** The first 32 bits of a path as an unsigned integer. */
export function pathHead(path: Uint8Array): number {
  const high = ((path[0] ?? 0) << 24) | ((path[1] ?? 0) << 16);
  return (high | ((path[2] ?? 0) << 8) | (path[3] ?? 0)) >>> 0;
}

/**
 * The key of the bucket of a path in a region with so many bucket bits: the path's first bits, the
 * rest 0.
 */
export function bucketKey(head: number, bits: number): number {
  const unused = 32 - REGION_DEPTH - bits;
  return unused === 0 ? head : ((head >>> unused) << unused) >>> 0;
}

/** The position of a bucket among the buckets of its region. */
export function bucketIndex(key: number, bits: number): number {
  return (key >>> (32 - REGION_DEPTH - bits)) & (2 ** bits - 1);
}

/** The key of the bucket at a position of a region. */
export function bucketKeyAt(region: number, index: number, bits: number): number {
  return region * 2 ** (32 - REGION_DEPTH) + index * 2 ** (32 - REGION_DEPTH - bits);
}

/**
 * Entries per bucket above which a region doubles its buckets. It differs from region to region,
 * evenly from 24 to 48, so that the regions of a growing state never double together.
 */
export function growthThreshold(region: number): number {
  const scattered = (region * 389) % REGION_COUNT;
  return 24 + (24 * scattered) / REGION_COUNT;
}

/** The bucket bits for so many keys, never fewer than before. */
export function bitsFor(region: number, keyCount: number, bitsBefore: number): number {
  const threshold = growthThreshold(region);
  let bits = bitsBefore;
  while (bits < BUCKET_BITS_MAX && keyCount > threshold * 2 ** bits) bits += 1;
  return bits;
}
