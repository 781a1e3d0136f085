// Points of edwards25519 in extended coordinates X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z (Hisil,
// Wong, Carter and Dawson 2008, section 3.1). What is added often is kept ready for it: y + x,
// y - x and 2dxy, with Z as well unless it is 1.
import { add, choose, copy, FIELD, invert, negate, negateIf, small, subtract } from './field';
import { multiply, square } from './product';
import { D2, ONE } from './root';

/** Bytes of a point. */
export const POINT: usize = 160;
/** Bytes of a point that is ready to be added, Z being 1. */
export const READY: usize = 120;

const a = memory.data(40, 8);
const b = memory.data(40, 8);
const c = memory.data(40, 8);
const d = memory.data(40, 8);
const e = memory.data(40, 8);
const f = memory.data(40, 8);
const g = memory.data(40, 8);
const h = memory.data(40, 8);

/** The point that changes nothing. */
export function identity(p: usize): void {
  small(p, 0);
  small(p + 40, 1);
  small(p + 80, 1);
  small(p + 120, 0);
}

function finish(p: usize): void {
  multiply(p, e, f);
  multiply(p + 40, g, h);
  multiply(p + 80, f, g);
  multiply(p + 120, e, h);
}

/** p = q + r. */
export function addPoints(p: usize, q: usize, r: usize): void {
  subtract(a, q + 40, q);
  subtract(b, r + 40, r);
  multiply(a, a, b);
  add(b, q + 40, q);
  add(c, r + 40, r);
  multiply(b, b, c);
  multiply(c, q + 120, D2);
  multiply(c, c, r + 120);
  multiply(d, q + 80, r + 80);
  add(d, d, d);
  subtract(e, b, a);
  subtract(f, d, c);
  add(g, d, c);
  add(h, b, a);
  finish(p);
}

/** p = q + r, where r is ready. */
export function addReady(p: usize, q: usize, r: usize): void {
  addParts(p, q, r, r + 40, r + 80, f, g);
}

/** p = q - r, where r is ready: -r has y + x and y - x the other way round, and 2dxy negated. */
export function subtractReady(p: usize, q: usize, r: usize): void {
  addParts(p, q, r + 40, r, r + 80, g, f);
}

/** Where 2dxy is negated, `less` and `more`, of which it is a part, have changed places. */
function addParts(
  p: usize,
  q: usize,
  sum: usize,
  difference: usize,
  product: usize,
  less: usize,
  more: usize,
): void {
  subtract(a, q + 40, q);
  multiply(a, a, difference);
  add(b, q + 40, q);
  multiply(b, b, sum);
  multiply(c, q + 120, product);
  add(d, q + 80, q + 80);
  subtract(e, b, a);
  subtract(less, d, c);
  add(more, d, c);
  add(h, b, a);
  finish(p);
}

/** p = 2q. All four coordinates come out negated, which is the same point. */
export function double(p: usize, q: usize): void {
  square(a, q);
  square(b, q + 40);
  square(c, q + 80);
  add(d, q, q + 40);
  square(d, d);
  add(h, b, a);
  subtract(g, b, a);
  subtract(e, d, h);
  add(c, c, c);
  subtract(f, c, g);
  finish(p);
}

/** p = -q. */
export function negatePoint(p: usize, q: usize): void {
  negate(p, q);
  copy(p + 40, q + 40);
  copy(p + 80, q + 80);
  negate(p + 120, q + 120);
}

/** Makes an affine point ready to be added; its Z has to be 1. */
export function makeReady(r: usize, p: usize): void {
  add(r, p + 40, p);
  subtract(r + 40, p + 40, p);
  multiply(r, r, ONE);
  multiply(r + 40, r + 40, ONE);
  multiply(r + 80, p + 120, D2);
}

/** Divides by Z. */
export function makeAffine(p: usize): void {
  invert(a, p + 80);
  multiply(p, p, a);
  multiply(p + 40, p + 40, a);
  copy(p + 80, ONE);
  multiply(p + 120, p, p + 40);
}

/** Takes the ready point `q` where the bit is 1, in the same time whatever the bit is. */
export function chooseReady(r: usize, q: usize, bit: i32): void {
  for (let i: usize = 0; i < READY; i += FIELD) choose(r + i, q + i, bit);
}

/** Makes -r of the ready point r where the bit is 1, in the same time whatever the bit is. */
export function negateReadyIf(r: usize, bit: i32): void {
  copy(a, r);
  choose(r, r + 40, bit);
  choose(r + 40, a, bit);
  negateIf(r + 80, bit);
}
