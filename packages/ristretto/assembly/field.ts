// The field of 2^255 - 19. An element is ten signed limbs of 26 and 25 bits in turn, each an i32,
// at
// an address: the value is the sum of limb i times 2^ceil(25.5 i). Products are carried to limbs
// just
// above 2^25 and 2^24; a sum of up to four such elements may be multiplied as it is, a longer one
// may
// not.
import { multiply, square } from './product';

/** Bytes of an element. */
export const FIELD: usize = 40;

/** h = f. */
export function copy(h: usize, f: usize): void {
  memory.copy(h, f, FIELD);
}

/** A small number as an element. */
export function small(h: usize, value: i32): void {
  memory.fill(h, 0, FIELD);
  store<i32>(h, value);
}

/** h = f + g. */
export function add(h: usize, f: usize, g: usize): void {
  store<i32>(h + 0, load<i32>(f + 0) + load<i32>(g + 0));
  store<i32>(h + 4, load<i32>(f + 4) + load<i32>(g + 4));
  store<i32>(h + 8, load<i32>(f + 8) + load<i32>(g + 8));
  store<i32>(h + 12, load<i32>(f + 12) + load<i32>(g + 12));
  store<i32>(h + 16, load<i32>(f + 16) + load<i32>(g + 16));
  store<i32>(h + 20, load<i32>(f + 20) + load<i32>(g + 20));
  store<i32>(h + 24, load<i32>(f + 24) + load<i32>(g + 24));
  store<i32>(h + 28, load<i32>(f + 28) + load<i32>(g + 28));
  store<i32>(h + 32, load<i32>(f + 32) + load<i32>(g + 32));
  store<i32>(h + 36, load<i32>(f + 36) + load<i32>(g + 36));
}

/** h = f - g. */
export function subtract(h: usize, f: usize, g: usize): void {
  store<i32>(h + 0, load<i32>(f + 0) - load<i32>(g + 0));
  store<i32>(h + 4, load<i32>(f + 4) - load<i32>(g + 4));
  store<i32>(h + 8, load<i32>(f + 8) - load<i32>(g + 8));
  store<i32>(h + 12, load<i32>(f + 12) - load<i32>(g + 12));
  store<i32>(h + 16, load<i32>(f + 16) - load<i32>(g + 16));
  store<i32>(h + 20, load<i32>(f + 20) - load<i32>(g + 20));
  store<i32>(h + 24, load<i32>(f + 24) - load<i32>(g + 24));
  store<i32>(h + 28, load<i32>(f + 28) - load<i32>(g + 28));
  store<i32>(h + 32, load<i32>(f + 32) - load<i32>(g + 32));
  store<i32>(h + 36, load<i32>(f + 36) - load<i32>(g + 36));
}

/** h = -f. */
export function negate(h: usize, f: usize): void {
  store<i32>(h + 0, -load<i32>(f + 0));
  store<i32>(h + 4, -load<i32>(f + 4));
  store<i32>(h + 8, -load<i32>(f + 8));
  store<i32>(h + 12, -load<i32>(f + 12));
  store<i32>(h + 16, -load<i32>(f + 16));
  store<i32>(h + 20, -load<i32>(f + 20));
  store<i32>(h + 24, -load<i32>(f + 24));
  store<i32>(h + 28, -load<i32>(f + 28));
  store<i32>(h + 32, -load<i32>(f + 32));
  store<i32>(h + 36, -load<i32>(f + 36));
}

/** Takes `f` where the bit is 1, in the same time whatever the bit is. */
export function choose(h: usize, f: usize, bit: i32): void {
  const mask = -bit;
  for (let i: usize = 0; i < FIELD; i += 4) {
    const own = load<i32>(h + i);
    store<i32>(h + i, own ^ (mask & (own ^ load<i32>(f + i))));
  }
}

/** Negates where the bit is 1, in the same time whatever the bit is. */
export function negateIf(h: usize, bit: i32): void {
  const mask = -bit;
  for (let i: usize = 0; i < FIELD; i += 4) store<i32>(h + i, (load<i32>(h + i) ^ mask) + bit);
}

/** The element of 32 bytes, least first; their highest bit is not looked at. */
export function fromBytes(h: usize, bytes: usize): void {
  const low = load<u64>(bytes);
  const second = load<u64>(bytes + 8);
  const third = load<u64>(bytes + 16);
  const high = load<u64>(bytes + 24);
  // Limbs begin at the bits 0, 26, 51, 77, 102, 128, 153, 179, 204 and 230.
  store<i32>(h, <i32>(low & 0x3ffffff));
  store<i32>(h + 4, <i32>((low >> 26) & 0x1ffffff));
  store<i32>(h + 8, <i32>(((low >> 51) | (second << 13)) & 0x3ffffff));
  store<i32>(h + 12, <i32>((second >> 13) & 0x1ffffff));
  store<i32>(h + 16, <i32>((second >> 38) & 0x3ffffff));
  store<i32>(h + 20, <i32>(third & 0x1ffffff));
  store<i32>(h + 24, <i32>((third >> 25) & 0x3ffffff));
  store<i32>(h + 28, <i32>(((third >> 51) | (high << 13)) & 0x1ffffff));
  store<i32>(h + 32, <i32>((high >> 12) & 0x3ffffff));
  store<i32>(h + 36, <i32>((high >> 38) & 0x1ffffff));
}

const limbs = memory.data(80, 8);

/** Carries limb by limb; gives what leaves the last. */
function carryAll(): i64 {
  let carry: i64 = 0;
  for (let i: usize = 0; i < 10; i++) {
    const bits: i64 = 26 - (i & 1);
    const limb = load<i64>(limbs + (i << 3)) + carry;
    carry = limb >> bits;
    store<i64>(limbs + (i << 3), limb - (carry << bits));
  }
  return carry;
}

function addToFirst(value: i64): void {
  store<i64>(limbs, load<i64>(limbs) + value);
}

/** The one encoding below 2^255 - 19, least byte first. */
export function toBytes(bytes: usize, f: usize): void {
  for (let i: usize = 0; i < 10; i++) {
    store<i64>(limbs + (i << 3), <i64>load<i32>(f + (i << 2)));
  }
  // Afterwards the value lies between -2^31 and 2^255 + 2^31, whatever the limbs were.
  addToFirst(19 * carryAll());
  // How often 2^255 - 19 goes into it: -1, 0 or 1 times. 19 times that goes to the first limb, and
  // what leaves the last limb is dropped.
  let times = (19 * load<i64>(limbs + 72) + (1 << 24)) >> 25;
  for (let i: usize = 0; i < 10; i++) {
    times = (load<i64>(limbs + (i << 3)) + times) >> <i64>(26 - (i & 1));
  }
  addToFirst(19 * times);
  carryAll();
  const l0 = load<u64>(limbs);
  const l1 = load<u64>(limbs + 8);
  const l2 = load<u64>(limbs + 16);
  const l3 = load<u64>(limbs + 24);
  const l4 = load<u64>(limbs + 32);
  const l5 = load<u64>(limbs + 40);
  const l6 = load<u64>(limbs + 48);
  const l7 = load<u64>(limbs + 56);
  const l8 = load<u64>(limbs + 64);
  const l9 = load<u64>(limbs + 72);
  store<u64>(bytes, l0 | (l1 << 26) | (l2 << 51));
  store<u64>(bytes + 8, (l2 >> 13) | (l3 << 13) | (l4 << 38));
  store<u64>(bytes + 16, l5 | (l6 << 25) | (l7 << 51));
  store<u64>(bytes + 24, (l7 >> 13) | (l8 << 12) | (l9 << 38));
}

const encoded = memory.data(32, 8);

/** Whether it is 0: 1 or 0. */
export function isZero(f: usize): i32 {
  toBytes(encoded, f);
  const bits =
    load<u64>(encoded) | load<u64>(encoded + 8) | load<u64>(encoded + 16) | load<u64>(encoded + 24);
  return <i32>(((bits | (0 - bits)) >> 63) ^ 1);
}

/** Whether the encoding is odd: 1 or 0 (RFC 9496, section 3.1). */
export function isNegative(f: usize): i32 {
  toBytes(encoded, f);
  return load<u8>(encoded) & 1;
}

const difference = memory.data(40, 8);

/** Whether two are the same: 1 or 0. */
export function isEqual(f: usize, g: usize): i32 {
  subtract(difference, f, g);
  return isZero(difference);
}

function squareTimes(h: usize, f: usize, count: i32): void {
  square(h, f);
  for (let i = 1; i < count; i++) square(h, h);
}

const p0 = memory.data(40, 8);
const p1 = memory.data(40, 8);
const p2 = memory.data(40, 8);

/** f^(2^250 - 1) into p1, and f^11 into p0. */
function powerOfOnes(f: usize): void {
  square(p0, f); // 2
  squareTimes(p1, p0, 2); // 8
  multiply(p1, f, p1); // 9
  multiply(p0, p0, p1); // 11
  square(p2, p0); // 22
  multiply(p1, p1, p2); // 2^5 - 1
  squareTimes(p2, p1, 5);
  multiply(p1, p2, p1); // 2^10 - 1
  squareTimes(p2, p1, 10);
  multiply(p2, p2, p1); // 2^20 - 1
  copy(p3, p2);
  squareTimes(p2, p2, 20);
  multiply(p2, p2, p3); // 2^40 - 1
  squareTimes(p2, p2, 10);
  multiply(p1, p2, p1); // 2^50 - 1
  squareTimes(p2, p1, 50);
  multiply(p2, p2, p1); // 2^100 - 1
  copy(p3, p2);
  squareTimes(p2, p2, 100);
  multiply(p2, p2, p3); // 2^200 - 1
  squareTimes(p2, p2, 50);
  multiply(p1, p2, p1); // 2^250 - 1
}

const p3 = memory.data(40, 8);

/** 1 / f; of 0 it is 0. */
export function invert(h: usize, f: usize): void {
  powerOfOnes(f);
  squareTimes(p1, p1, 5);
  multiply(h, p1, p0); // 2^255 - 21
}

const base = memory.data(40, 8);

/** f^(2^252 - 3), which is f^((p - 5) / 8). */
export function powerForRoot(h: usize, f: usize): void {
  copy(base, f);
  powerOfOnes(f);
  squareTimes(p1, p1, 2);
  multiply(h, p1, base);
}
