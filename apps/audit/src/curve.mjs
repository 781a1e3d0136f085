/*
 * Just enough arithmetic on edwards25519 (RFC 8032 §5.1) to say whether 32 bytes are an acceptable
 * key. Nothing here is secret, so nothing here is constant-time.
 */

const P = 2n ** 255n - 19n;
/** Order of the prime-order subgroup. */
export const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;
const D = modulo(-121665n * power(121666n, P - 2n));
const ROOT_OF_MINUS_ONE = power(2n, (P - 1n) / 4n);

/**
 * Extended coordinates: x = X/Z, y = Y/Z, xy = T/Z.
 * @typedef {{ X: bigint, Y: bigint, Z: bigint, T: bigint }} Point
 */

/** @type {Point} */
export const IDENTITY = { X: 0n, Y: 1n, Z: 1n, T: 0n };

/** @param {bigint} value */
function modulo(value) {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

/**
 * @param {bigint} base
 * @param {bigint} exponent
 */
function power(base, exponent) {
  let result = 1n;
  let square = base % P;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

/** @param {Uint8Array} bytes */
export function fromLittleEndian(bytes) {
  return BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
}

/**
 * Decodes a point from its canonical encoding; undefined for every other 32 bytes: y not below the
 * field's prime, no point with that y, or x = 0 with the sign bit set.
 * @param {Uint8Array} encoding
 * @returns {Point | undefined}
 */
export function decodePoint(encoding) {
  const number = fromLittleEndian(encoding);
  const sign = number >> 255n;
  const y = number & (2n ** 255n - 1n);
  if (encoding.length !== 32 || y >= P) return undefined;
  const ySquared = (y * y) % P;
  const u = modulo(ySquared - 1n);
  const v = modulo(D * ySquared + 1n);
  const x = squareRootOfRatio(u, v);
  if (x === undefined || (x === 0n && sign === 1n)) return undefined;
  const signed = (x & 1n) === sign ? x : P - x;
  return { X: signed, Y: y, Z: 1n, T: (signed * y) % P };
}

/**
 * @param {bigint} u
 * @param {bigint} v
 */
function squareRootOfRatio(u, v) {
  const candidate = modulo(u * v ** 3n * power(modulo(u * v ** 7n), (P - 5n) / 8n));
  const check = modulo(v * candidate * candidate);
  if (check === u) return candidate;
  return check === modulo(-u) ? (candidate * ROOT_OF_MINUS_ONE) % P : undefined;
}

/**
 * The canonical 32 bytes of a point.
 * @param {Point} point
 */
export function encodePoint(point) {
  const inverse = power(point.Z, P - 2n);
  const x = (point.X * inverse) % P;
  const y = (point.Y * inverse) % P;
  const number = y | ((x & 1n) << 255n);
  return new Uint8Array(Buffer.from(number.toString(16).padStart(64, '0'), 'hex').reverse());
}

/**
 * The sum, by formulas that hold for every pair of points.
 * @param {Point} p
 * @param {Point} q
 * @returns {Point}
 */
export function add(p, q) {
  const a = modulo((p.Y - p.X) * (q.Y - q.X));
  const b = modulo((p.Y + p.X) * (q.Y + q.X));
  const c = modulo(2n * D * p.T * q.T);
  const d = modulo(2n * p.Z * q.Z);
  const [e, f, g, h] = [b - a, d - c, d + c, b + a];
  return { X: modulo(e * f), Y: modulo(g * h), Z: modulo(f * g), T: modulo(e * h) };
}

/**
 * @param {Point} point
 * @param {bigint} scalar 0 or more
 */
export function multiply(point, scalar) {
  let result = IDENTITY;
  for (const bit of scalar.toString(2)) {
    result = add(result, result);
    if (bit === '1') result = add(result, point);
  }
  return result;
}

/** @param {Point} point */
export function isIdentity(point) {
  return point.X === 0n && point.Y === point.Z;
}
