const KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;

/** ℓ = 2^252 + 27742317777372353535851937790883648493, little-endian (RFC 8032 section 5.1). */
const GROUP_ORDER = Uint8Array.of(
  ...[0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde],
  ...[0x14, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10],
);

/**
 * What rules 1 to 3 of docs/spec/suites.md say about lengths, S and R without looking at the
 * curve: a key of 32 bytes, a signature of 64, S below ℓ, and R not the identity's encoding.
 */
export function hasStrictShape(key: Uint8Array, signature: Uint8Array): boolean {
  return (
    key.length === KEY_BYTES &&
    signature.length === SIGNATURE_BYTES &&
    isBelowGroupOrder(signature.subarray(KEY_BYTES)) &&
    !isIdentity(signature.subarray(0, KEY_BYTES))
  );
}

function isBelowGroupOrder(scalar: Uint8Array): boolean {
  for (let i = KEY_BYTES - 1; i >= 0; i--) {
    const difference = (scalar[i] ?? 0) - (GROUP_ORDER[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

function isIdentity(encoded: Uint8Array): boolean {
  return encoded.every((byte, i) => byte === (i === 0 ? 1 : 0));
}
