/** An exact part of a whole, reduced. */
export interface Fraction {
  readonly num: bigint;
  readonly den: bigint;
}

export const WHOLE: Fraction = { num: 1n, den: 1n };

/** A fraction in its lowest terms. `den` is above 0. */
export function fraction(num: bigint, den: bigint): Fraction {
  const common = gcd(num, den);
  return { num: num / common, den: den / common };
}

/** The sum of fractions. */
export function sumOf(parts: readonly Fraction[]): Fraction {
  return parts.reduce(
    (sum, { num, den }) => fraction(sum.num * den + num * sum.den, sum.den * den),
    { num: 0n, den: 1n },
  );
}

/** As it is written: 5/6, or 2. */
export function written({ num, den }: Fraction): string {
  return den === 1n ? String(num) : `${String(num)}/${String(den)}`;
}

/** The same parts as integers of one denominator. */
export function overOneDenominator(parts: readonly Fraction[]): {
  readonly shares: readonly bigint[];
  readonly whole: bigint;
} {
  const whole = parts.reduce((common, { den }) => (common / gcd(common, den)) * den, 1n);
  return { shares: parts.map(({ num, den }) => num * (whole / den)), whole };
}

function gcd(left: bigint, right: bigint): bigint {
  let [a, b] = [left, right];
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}
