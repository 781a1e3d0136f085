// Multiples of points. Two ways: for secret scalars in a time that does not depend on them, and for
// public ones as fast as it goes.
import { copy } from './field';
import {
  addPoints,
  addReady,
  chooseReady,
  double,
  identity,
  makeAffine,
  makeReady,
  negateReadyIf,
  POINT,
  READY,
  subtractReady,
} from './point';
import { ONE } from './root';

/** Digits of a scalar to the base 16, from -8 to 7; the last may be 8. */
const DIGITS: usize = 64;
const digits = memory.data(64, 8);

function toDigits(scalar: usize): void {
  let carry: i32 = 0;
  for (let i: usize = 0; i < 32; i++) {
    const byte = <i32>load<u8>(scalar + i);
    const low = (byte & 15) + carry;
    carry = (low + 8) >> 4;
    store<i8>(digits + 2 * i, <i8>(low - (carry << 4)));
    const high = (byte >> 4) + carry;
    carry = i == 31 ? 0 : (high + 8) >> 4;
    store<i8>(digits + 2 * i + 1, <i8>(high - (carry << 4)));
  }
}

const chosen = memory.data(120, 8);

/** The ready point of the digit, from the eight multiples at an address. */
function pick(multiples: usize, digit: i32): void {
  const sign = (digit >> 31) & 1;
  const size = (digit ^ -sign) + sign;
  copy(chosen, ONE);
  copy(chosen + 40, ONE);
  memory.fill(chosen + 80, 0, 40);
  for (let i = 1; i <= 8; i++) {
    const different = i ^ size;
    const isIt = ((different - 1) >> 31) & 1;
    chooseReady(chosen, multiples + <usize>(i - 1) * READY, isIt);
  }
  negateReadyIf(chosen, sign);
}

const multiple = memory.data(160, 8);

/** 1 to 8 times a point, ready. */
function makeMultiples(multiples: usize, p: usize): void {
  memory.copy(multiple, p, POINT);
  for (let i: usize = 0; i < 8; i++) {
    memory.copy(power, multiple, POINT);
    makeAffine(power);
    makeReady(multiples + i * READY, power);
    addPoints(multiple, multiple, p);
  }
}

const power = memory.data(160, 8);
const multiples = memory.data(960, 8);

/** Scalar times point; the time does not depend on the scalar. */
export function multiplyPoint(p: usize, scalar: usize, q: usize): void {
  toDigits(scalar);
  makeMultiples(multiples, q);
  identity(p);
  for (let i = <i32>DIGITS - 1; i >= 0; i--) {
    double(p, p);
    double(p, p);
    double(p, p);
    double(p, p);
    pick(multiples, <i32>load<i8>(digits + <usize>i));
    addReady(p, p, chosen);
  }
}

/** Bytes of the table of a base: for each of 32 powers of 256, eight multiples. */
export const TABLE: usize = 32 * 8 * READY;
const base = memory.data(160, 8);

/** Makes the table of a base. */
export function makeTable(table: usize, p: usize): void {
  memory.copy(base, p, POINT);
  for (let i: usize = 0; i < 32; i++) {
    makeMultiples(table + i * 8 * READY, base);
    for (let k = 0; k < 8; k++) double(base, base);
  }
}

/** Scalar times the base of a table; the time does not depend on the scalar. */
export function multiplyBase(p: usize, scalar: usize, table: usize): void {
  toDigits(scalar);
  identity(p);
  for (let i: usize = 1; i < DIGITS; i += 2) {
    pick(table + (i >> 1) * 8 * READY, <i32>load<i8>(digits + i));
    addReady(p, p, chosen);
  }
  double(p, p);
  double(p, p);
  double(p, p);
  double(p, p);
  for (let i: usize = 0; i < DIGITS; i += 2) {
    pick(table + (i >> 1) * 8 * READY, <i32>load<i8>(digits + i));
    addReady(p, p, chosen);
  }
}

/** Terms of one sum, at most; more are added up in parts. */
export const TERMS_MAX: usize = 4096;
// Room for that many terms, in windows of 5 to 10 bits.
const readies = memory.data(491520, 8);
const windowDigits = memory.data(417792, 8);
const buckets = memory.data(81920, 8);
const partial = memory.data(160, 8);
const running = memory.data(160, 8);

/** Takes a point with Z = 1 and its scalar as term `i` of a sum in windows of some bits. */
export function putTerm(i: usize, p: usize, scalar: usize, width: i32): void {
  makeReady(readies + i * READY, p);
  const windows = windowsOf(width);
  let carry: i32 = 0;
  for (let w = 0; w < windows; w++) {
    const bit = w * width;
    const at = <usize>bit >> 3;
    let word: u32 = 0;
    for (let k: usize = 0; k < 3 && at + k < 32; k++)
      word |= (<u32>load<u8>(scalar + at + k)) << ((<u32>k) << 3);
    const value = <i32>((word >> (bit & 7)) & ((1 << width) - 1)) + carry;
    carry = value > 1 << (width - 1) ? 1 : 0;
    store<i16>(windowDigits + ((<usize>w * TERMS_MAX + i) << 1), <i16>(value - (carry << width)));
  }
}

function windowsOf(width: i32): i32 {
  return 253 / width + 1;
}

/** The sum of the first terms, each times its scalar (Pippenger's method, buckets with a sign). */
export function sumTerms(p: usize, count: usize, width: i32): void {
  const half: usize = 1 << (width - 1);
  identity(p);
  for (let w = windowsOf(width) - 1; w >= 0; w--) {
    for (let k = 0; k < width; k++) double(p, p);
    for (let k: usize = 0; k < half; k++) identity(buckets + k * POINT);
    const row = windowDigits + ((<usize>w * TERMS_MAX) << 1);
    for (let i: usize = 0; i < count; i++) {
      const digit = <i32>load<i16>(row + (i << 1));
      if (digit > 0) {
        const bucket = buckets + <usize>(digit - 1) * POINT;
        addReady(bucket, bucket, readies + i * READY);
      } else if (digit < 0) {
        const bucket = buckets + <usize>(-digit - 1) * POINT;
        subtractReady(bucket, bucket, readies + i * READY);
      }
    }
    identity(partial);
    identity(running);
    for (let k = <i32>half - 1; k >= 0; k--) {
      addPoints(running, running, buckets + <usize>k * POINT);
      addPoints(partial, partial, running);
    }
    addPoints(p, p, partial);
  }
}
