import { sameBytes, sha256, splitHashes } from './bytes.mjs';

const EMPTY = new Uint8Array(32);

/**
 * A proof of presence or absence (docs/spec/state.md), as decoded.
 * @typedef {{ depth: number, other?: { path: Uint8Array, valueHash: Uint8Array },
 *   bitmap: Uint8Array, siblings: Uint8Array }} StateProof
 * @typedef {{ key: Uint8Array, value?: Uint8Array, proof: StateProof }} StateClaim
 */

/**
 * Whether a claim is proven under a state root; without a value it claims absence.
 * @param {StateClaim} claim
 * @param {Uint8Array} stateRoot
 */
export function isProven({ key, value, proof }, stateRoot) {
  const path = sha256(key);
  const siblings = placeSiblings(proof);
  const terminal = terminalNode(path, value, proof);
  if (siblings === undefined || terminal === undefined) return false;
  let node = terminal;
  for (let depth = proof.depth; depth > 0; depth -= 1) {
    const sibling = siblings[depth - 1];
    node = bitAt(path, depth - 1) ? inner(sibling, node) : inner(node, sibling);
  }
  return sameBytes(node, stateRoot);
}

/**
 * The sibling at each depth, from the root downwards; undefined for a bitmap or list that is not
 * the only way to write it.
 * @param {StateProof} proof
 */
function placeSiblings({ depth, bitmap, siblings }) {
  const listed = splitHashes(siblings);
  if (listed === undefined || bitmap.length !== Math.ceil(depth / 8)) return undefined;
  if (listed.some((sibling) => sameBytes(sibling, EMPTY))) return undefined;
  const placed = [];
  for (let at = 0; at < bitmap.length * 8; at += 1) {
    const isSet = bitAt(bitmap, at);
    if (isSet && at >= depth) return undefined;
    const sibling = isSet ? listed.shift() : EMPTY;
    if (sibling === undefined) return undefined;
    placed.push(sibling);
  }
  return listed.length === 0 ? placed : undefined;
}

/**
 * @param {Uint8Array} path
 * @param {Uint8Array | undefined} value
 * @param {StateProof} proof
 */
function terminalNode(path, value, { other, depth }) {
  if (value !== undefined) return other === undefined ? leaf(path, sha256(value)) : undefined;
  if (other === undefined) return EMPTY;
  if (sameBytes(other.path, path)) return undefined;
  for (let at = 0; at < depth; at += 1) {
    if (bitAt(path, at) !== bitAt(other.path, at)) return undefined;
  }
  return leaf(other.path, other.valueHash);
}

/**
 * @param {Uint8Array} path
 * @param {Uint8Array} valueHash
 */
function leaf(path, valueHash) {
  const node = sha256(path, valueHash);
  node[0] |= 0x80;
  return node;
}

/**
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 */
function inner(left, right) {
  const node = sha256(left, right);
  node[0] &= 0x7f;
  return node;
}

/**
 * @param {Uint8Array} bytes
 * @param {number} at most significant bit of the first byte is 0
 */
function bitAt(bytes, at) {
  return ((bytes[at >> 3] >> (7 - (at & 7))) & 1) === 1;
}
