// Scalars: numbers modulo the order of the group,
// 2^252 + 27742317777372353535851937790883648493 (RFC 9496, section 4.4). They are worked on as
// limbs of
// 21 bits, each an i64.

const LIMBS = 24;
const MASK: i64 = 0x1fffff;
const work = memory.data(192, 8);
const factorA = memory.data(96, 8);
const factorB = memory.data(96, 8);

function limb(i: i32): i64 {
  return load<i64>(work + ((<usize>i) << 3));
}

function put(i: i32, value: i64): void {
  store<i64>(work + ((<usize>i) << 3), value);
}

/** The order less 2^252, negated, in limbs: what a limb twelve places up is worth. */
function foldOne(i: i32): void {
  const value = limb(i);
  put(i - 12, limb(i - 12) + value * 666643);
  put(i - 11, limb(i - 11) + value * 470296);
  put(i - 10, limb(i - 10) + value * 654183);
  put(i - 9, limb(i - 9) - value * 997805);
  put(i - 8, limb(i - 8) + value * 136657);
  put(i - 7, limb(i - 7) - value * 683901);
  put(i, 0);
}

/** Carries to the nearest, so that limbs get a sign. */
function carryNearest(from: i32, to: i32): void {
  for (let i = from; i < to; i++) {
    const carry = (limb(i) + (1 << 20)) >> 21;
    put(i + 1, limb(i + 1) + carry);
    put(i, limb(i) - (carry << 21));
  }
}

function carryDown(from: i32, to: i32): void {
  for (let i = from; i < to; i++) {
    const carry = limb(i) >> 21;
    put(i + 1, limb(i + 1) + carry);
    put(i, limb(i) - (carry << 21));
  }
}

/** Reduces the 24 limbs to twelve, and those to the one number below the order. */
function reduceLimbs(): void {
  carryNearest(0, LIMBS - 1);
  for (let i = LIMBS - 1; i > 17; i--) foldOne(i);
  carryNearest(6, 17);
  for (let i = 17; i > 11; i--) foldOne(i);
  carryNearest(0, 12);
  foldOne(12);
  carryDown(0, 12);
  foldOne(12);
  carryDown(0, 11);
}

function loadBits(bytes: usize, bit: i32): i64 {
  const at = bytes + (<usize>bit >> 3);
  const word =
    <i64>load<u8>(at) |
    ((<i64>load<u8>(at + 1)) << 8) |
    ((<i64>load<u8>(at + 2)) << 16) |
    ((<i64>load<u8>(at + 3)) << 24);
  return (word >> (bit & 7)) & MASK;
}

function storeReduced(bytes: usize): void {
  memory.fill(bytes, 0, 32);
  for (let i = 0; i < 12; i++) {
    const bit = 21 * i;
    const at = bytes + (<usize>bit >> 3);
    const shifted = limb(i) << (bit & 7);
    for (let k: usize = 0; k < 4 && at + k < bytes + 32; k++) {
      store<u8>(at + k, load<u8>(at + k) | <u8>(shifted >> ((<i64>k) << 3)));
    }
  }
}

const padded = memory.data(72, 8);

/** 64 bytes, least first, modulo the order. */
export function reduce(h: usize, bytes: usize): void {
  memory.fill(padded, 0, 72);
  memory.copy(padded, bytes, 64);
  for (let i = 0; i < LIMBS - 1; i++) put(i, loadBits(padded, 21 * i));
  // The last takes the 29 bits that are left.
  put(LIMBS - 1, <i64>(load<u32>(padded + 60) >> 3));
  reduceLimbs();
  storeReduced(h);
}

function loadLimbs(limbs: usize, bytes: usize): void {
  memory.fill(padded, 0, 72);
  memory.copy(padded, bytes, 32);
  for (let i = 0; i < 11; i++) store<i64>(limbs + ((<usize>i) << 3), loadBits(padded, 21 * i));
  // The last takes the 25 bits that are left.
  store<i64>(limbs + 88, <i64>(load<u32>(padded + 28) >> 7));
}

/** a * b + c modulo the order. */
export function multiplyAdd(h: usize, a: usize, b: usize, c: usize): void {
  loadLimbs(factorA, c);
  memory.fill(work, 0, 192);
  memory.copy(work, factorA, 96);
  loadLimbs(factorA, a);
  loadLimbs(factorB, b);
  for (let i: usize = 0; i < 12; i++) {
    const own = load<i64>(factorA + (i << 3));
    for (let j: usize = 0; j < 12; j++) {
      const at = work + ((i + j) << 3);
      store<i64>(at, load<i64>(at) + own * load<i64>(factorB + (j << 3)));
    }
  }
  reduceLimbs();
  storeReduced(h);
}
