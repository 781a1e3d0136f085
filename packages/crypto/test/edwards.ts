/**
 * Arithmetic on edwards25519 in the plainest form, written for the tests alone: it shares nothing
 * with the libraries that it is used to judge (RFC 8032 sections 5.1 and 5.1.4).
 */
const P = 2n ** 255n - 19n;

/** The order of the prime-order subgroup. */
export const L = 2n ** 252n + 27742317777372353535851937790883648493n;

/** A point in affine coordinates. */
export interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

const D = mod(-121665n * inverse(121666n));

/** The neutral element. */
const identity: Point = { x: 0n, y: 1n };

/** The base point: y = 4/5, x even. */
export const base: Point = decompress(mod(4n * inverse(5n)), 0n) ?? identity;

export function mod(value: bigint, modulus = P): bigint {
  const remainder = value % modulus;
  return remainder < 0n ? remainder + modulus : remainder;
}

function power(radix: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = mod(radix);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = mod(result * square);
    square = mod(square * square);
  }
  return result;
}

function inverse(value: bigint): bigint {
  return power(value, P - 2n);
}

/** The point of a y and a parity of x, if there is one; x = 0 has either parity here. */
export function decompress(y: bigint, parity: bigint): Point | undefined {
  const numerator = mod(y * y - 1n);
  const square = mod(numerator * inverse(mod(D * y * y + 1n)));
  const root = power(square, (P + 3n) / 8n);
  for (const candidate of [root, mod(root * power(2n, (P - 1n) / 4n))]) {
    if (mod(candidate * candidate) !== square) continue;
    return { x: (candidate & 1n) === parity ? candidate : mod(-candidate), y: mod(y) };
  }
  return undefined;
}

export function add(left: Point, right: Point): Point {
  const cross = mod(D * left.x * right.x * left.y * right.y);
  return {
    x: mod((left.x * right.y + right.x * left.y) * inverse(1n + cross)),
    y: mod((left.y * right.y + left.x * right.x) * inverse(1n - cross)),
  };
}

export function multiply(point: Point, scalar: bigint): Point {
  let result = identity;
  let double = point;
  for (let rest = scalar; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = add(result, double);
    double = add(double, double);
  }
  return result;
}

export function isIdentity(point: Point): boolean {
  return point.x === 0n && point.y === 1n;
}

/** The canonical encoding of a point. */
export function encodePoint(point: Point): Uint8Array {
  return encodeRaw(point.y, point.x & 1n);
}

/** 32 bytes of any y below 2^255 and a sign bit, canonical or not. */
export function encodeRaw(y: bigint, sign: bigint): Uint8Array {
  return littleEndian(y | (sign << 255n), 32);
}

export function littleEndian(value: bigint, sizeBytes: number): Uint8Array {
  return Uint8Array.from({ length: sizeBytes }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}

export function fromLittleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** The eight points of the torsion subgroup, k·T for k from 0 to 7, T of order 8. */
export function torsionPoints(): readonly Point[] {
  for (let y = 2n; ; y++) {
    const point = decompress(y, 0n);
    if (point === undefined) continue;
    const generator = multiply(point, L);
    if (isIdentity(multiply(generator, 4n))) continue;
    return Array.from({ length: 8 }, (_, k) => multiply(generator, BigInt(k)));
  }
}
