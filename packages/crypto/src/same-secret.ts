/**
 * Whether two byte strings are the same, in a time that depends on their lengths alone. For hashes
 * of secrets that somebody may guess piece by piece.
 */
export function sameSecret(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= (left[i] ?? 0) ^ (right[i] ?? 0);
  return difference === 0;
}
