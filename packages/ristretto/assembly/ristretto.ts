// The group ristretto255 (RFC 9496, section 4.3): its elements as 32 bytes.
import {
  add,
  choose,
  copy,
  fromBytes,
  isNegative,
  isZero,
  negate,
  negateIf,
  subtract,
  toBytes,
} from './field';
import { addPoints } from './point';
import { multiply, square } from './product';
import {
  absolute,
  D,
  D_MINUS_ONE_SQUARED,
  INVERSE_ROOT_A_MINUS_D,
  inverseRoot,
  ONE,
  ONE_MINUS_D_SQUARED,
  ROOT_AD_MINUS_ONE,
  ROOT_OF_MINUS_ONE,
  rootOfRatio,
} from './root';

const s = memory.data(40, 8);
const ss = memory.data(40, 8);
const u1 = memory.data(40, 8);
const u2 = memory.data(40, 8);
const u2u2 = memory.data(40, 8);
const v = memory.data(40, 8);
const root = memory.data(40, 8);
const denominatorX = memory.data(40, 8);
const denominatorY = memory.data(40, 8);
const again = memory.data(32, 8);

/** Whether 32 bytes are the encoding that a field element below 2^255 - 19 has, and an even one. */
function isCanonical(bytes: usize): bool {
  fromBytes(s, bytes);
  toBytes(again, s);
  return memory.compare(again, bytes, 32) == 0 && (load<u8>(bytes) & 1) == 0;
}

/** The point of an encoding, with Z = 1; 0 if the bytes are none (section 4.3.1). */
export function decode(p: usize, bytes: usize): i32 {
  if (!isCanonical(bytes)) return 0;
  square(ss, s);
  subtract(u1, ONE, ss);
  add(u2, ONE, ss);
  square(u2u2, u2);
  square(v, u1);
  multiply(v, v, D);
  negate(v, v);
  subtract(v, v, u2u2);
  multiply(root, v, u2u2);
  const wasSquare = inverseRoot(root, root);
  multiply(denominatorX, root, u2);
  multiply(denominatorY, root, denominatorX);
  multiply(denominatorY, denominatorY, v);
  add(p, s, s);
  multiply(p, p, denominatorX);
  absolute(p);
  multiply(p + 40, u1, denominatorY);
  copy(p + 80, ONE);
  multiply(p + 120, p, p + 40);
  return wasSquare & (isNegative(p + 120) ^ 1) & (isZero(p + 40) ^ 1);
}

const z = memory.data(40, 8);
const x = memory.data(40, 8);
const y = memory.data(40, 8);
const turnedX = memory.data(40, 8);

/** The encoding of a point (section 4.3.2). */
export function encode(bytes: usize, p: usize): void {
  add(u1, p + 80, p + 40);
  subtract(v, p + 80, p + 40);
  multiply(u1, u1, v);
  multiply(u2, p, p + 40);
  square(root, u2);
  multiply(root, root, u1);
  inverseRoot(root, root);
  multiply(denominatorX, root, u1);
  multiply(denominatorY, root, u2);
  multiply(z, denominatorX, denominatorY);
  multiply(z, z, p + 120);
  multiply(turnedX, p + 40, ROOT_OF_MINUS_ONE);
  multiply(y, p, ROOT_OF_MINUS_ONE);
  multiply(denominatorX, denominatorX, INVERSE_ROOT_A_MINUS_D);
  multiply(v, p + 120, z);
  const isTurned = isNegative(v);
  copy(x, p);
  copy(s, p + 40);
  choose(x, turnedX, isTurned);
  choose(s, y, isTurned);
  choose(denominatorY, denominatorX, isTurned);
  multiply(v, x, z);
  negateIf(s, isNegative(v));
  subtract(s, p + 80, s);
  multiply(s, s, denominatorY);
  absolute(s);
  toBytes(bytes, s);
}

/** Whether a point stands for the identity of the group: 1 or 0 (section 4.3.3). */
export function isIdentity(p: usize): i32 {
  return isZero(p) | isZero(p + 40);
}

const q = memory.data(160, 8);
const t = memory.data(40, 8);
const r = memory.data(40, 8);
const c = memory.data(40, 8);
const n = memory.data(40, 8);
const w = memory.data(40, 8);
const minusOne = memory.data(40, 8);

/** The point of a field element: MAP (section 4.3.4). */
function mapToPoint(p: usize, element: usize): void {
  square(r, element);
  multiply(r, r, ROOT_OF_MINUS_ONE);
  add(u1, r, ONE);
  multiply(u1, u1, ONE_MINUS_D_SQUARED);
  negate(minusOne, ONE);
  multiply(v, r, D);
  subtract(v, minusOne, v);
  add(w, r, D);
  multiply(v, v, w);
  const wasSquare = rootOfRatio(s, u1, v);
  multiply(t, s, element);
  absolute(t);
  negate(t, t);
  choose(s, t, wasSquare ^ 1);
  copy(c, minusOne);
  choose(c, r, wasSquare ^ 1);
  subtract(n, r, ONE);
  multiply(n, n, c);
  multiply(n, n, D_MINUS_ONE_SQUARED);
  subtract(n, n, v);
  // w0 = 2sv, w1 = n sqrt(ad - 1), w2 = 1 - s^2, w3 = 1 + s^2
  add(u1, s, s);
  multiply(u1, u1, v);
  multiply(u2, n, ROOT_AD_MINUS_ONE);
  square(ss, s);
  subtract(v, ONE, ss);
  add(w, ONE, ss);
  multiply(p, u1, w);
  multiply(p + 40, v, u2);
  multiply(p + 80, u2, w);
  multiply(p + 120, u1, v);
}

/** The element of 64 uniform bytes (section 4.3.4). */
export function fromUniform(p: usize, bytes: usize): void {
  fromBytes(t, bytes);
  copy(z, t);
  mapToPoint(p, z);
  fromBytes(t, bytes + 32);
  copy(z, t);
  mapToPoint(q, z);
  addPoints(p, p, q);
}
