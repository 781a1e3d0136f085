// Constants of the curve and square roots (RFC 9496, sections 4.1 and 4.2). The constants are
// worked
// out from their definitions when the module begins.
import {
  add,
  choose,
  copy,
  FIELD,
  invert,
  isEqual,
  isNegative,
  negate,
  negateIf,
  powerForRoot,
  small,
  subtract,
} from './field';
import { multiply, square } from './product';

export const ONE = memory.data(40, 8);
/** -121665 / 121666. */
export const D = memory.data(40, 8);
export const D2 = memory.data(40, 8);
/** The root of -1 that is not negative. */
export const ROOT_OF_MINUS_ONE = memory.data(40, 8);
/** 1 / sqrt(a - d), where a is -1. */
export const INVERSE_ROOT_A_MINUS_D = memory.data(40, 8);
/** sqrt(ad - 1), the odd one. */
export const ROOT_AD_MINUS_ONE = memory.data(40, 8);
/** 1 - d^2. */
export const ONE_MINUS_D_SQUARED = memory.data(40, 8);
/** (d - 1)^2. */
export const D_MINUS_ONE_SQUARED = memory.data(40, 8);

const u = memory.data(40, 8);
const v = memory.data(40, 8);

/** Works out the constants; has to come before anything else. */
export function begin(): void {
  small(ONE, 1);
  small(u, -121665);
  small(v, 121666);
  invert(v, v);
  multiply(D, u, v);
  add(u, D, D);
  multiply(D2, u, ONE);
  small(u, 2);
  powerForRoot(v, u);
  square(v, v);
  multiply(ROOT_OF_MINUS_ONE, v, u);
  absolute(ROOT_OF_MINUS_ONE);
  small(u, -1);
  subtract(u, u, D);
  inverseRoot(INVERSE_ROOT_A_MINUS_D, u);
  negate(v, D);
  subtract(v, v, ONE);
  rootOfRatio(ROOT_AD_MINUS_ONE, v, ONE);
  negateIf(ROOT_AD_MINUS_ONE, isNegative(ROOT_AD_MINUS_ONE) ^ 1);
  square(v, D);
  subtract(v, ONE, v);
  multiply(ONE_MINUS_D_SQUARED, v, ONE);
  subtract(v, D, ONE);
  square(D_MINUS_ONE_SQUARED, v);
}

/** Negates what is negative. */
export function absolute(h: usize): void {
  negateIf(h, isNegative(h));
}

const root = memory.data(40, 8);
const check = memory.data(40, 8);
const power = memory.data(40, 8);
const minusU = memory.data(40, 8);
const numerator = memory.data(40, 8);

/**
 * The root of f / g that is not negative; 1 if there is one. Otherwise 0, and the root of
 * sqrt(-1) f / g (RFC 9496, section 4.2).
 */
export function rootOfRatio(h: usize, f: usize, g: usize): i32 {
  copy(numerator, f);
  square(power, g);
  multiply(power, power, g); // g^3
  square(check, power);
  multiply(check, check, g); // g^7
  multiply(check, check, f);
  multiply(root, power, f);
  powerForRoot(check, check);
  multiply(root, root, check); // f g^3 (f g^7)^((p - 5) / 8)
  square(check, root);
  multiply(check, check, g);
  negate(minusU, numerator);
  const isRoot = isEqual(check, numerator);
  const isFlipped = isEqual(check, minusU);
  multiply(minusU, minusU, ROOT_OF_MINUS_ONE);
  const isFlippedI = isEqual(check, minusU);
  multiply(power, root, ROOT_OF_MINUS_ONE);
  choose(root, power, isFlipped | isFlippedI);
  absolute(root);
  memory.copy(h, root, FIELD);
  return isRoot | isFlipped;
}

/** {@link rootOfRatio} of 1 / f. */
export function inverseRoot(h: usize, f: usize): i32 {
  return rootOfRatio(h, ONE, f);
}
