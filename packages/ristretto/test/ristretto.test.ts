import { concat, expectOk, fromHex, toHex } from '@madang/base';
import { ed25519, ristretto255, ristretto255_hasher } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { moduleText } from '../build.ts';
import {
  addElements,
  addScalars,
  addUpToIdentity,
  baseOf,
  combine,
  elementOf,
  GENERATOR,
  IDENTITY,
  invertScalar,
  isElement,
  isScalar,
  marksOfSteps,
  multiplyAdd,
  multiplyScalars,
  negateElement,
  ONE,
  reduceWide,
  scalarOf,
  subtractScalars,
  ZERO,
} from '../src/index.ts';
import { MODULE } from '../src/module.ts';
import { fromBytes, invalid, multiples } from './rfc9496.ts';

// The second implementation is that of @noble/curves, which shares nothing with ours.
const { Point } = ristretto255;
const { ORDER } = Point.Fn;
const bytesOf = (hex: string) => expectOk(fromHex(hex), 'hexadecimal');
const wide = () => fc.uint8Array({ minLength: 64, maxLength: 64 });
const scalars = () => wide().map(reduceWide);
const elements = () => wide().map(elementOf);

/** Least byte first. */
function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${toHex(bytes.toReversed())}`);
}

function scalarOfBig(value: bigint): Uint8Array {
  return bytesOf(value.toString(16).padStart(64, '0')).toReversed();
}

/** Numbers at which carries and reductions go wrong, if they do. */
const EDGES = [0n, 1n, 2n, 8n, 2n ** 21n - 1n, 2n ** 128n, 2n ** 252n, ORDER - 1n, ORDER / 2n];

describe('the group of RFC 9496', () => {
  it('has the multiples of the generator', () => {
    for (const [n, hex] of multiples.entries()) {
      expect(toHex(combine([scalarOf(n), GENERATOR])), String(n)).toBe(hex);
      expect(isElement(bytesOf(hex)), String(n)).toBe(true);
    }
  });

  it.each(Object.entries(invalid))('takes no bytes that are %s', (_, all) => {
    for (const hex of all) expect(isElement(bytesOf(hex)), hex).toBe(false);
  });

  it('makes elements of 64 bytes', () => {
    for (const [uniform, hex] of fromBytes) expect(toHex(elementOf(bytesOf(uniform)))).toBe(hex);
  });

  it('takes no bytes of another length', () => {
    expect(isElement(GENERATOR.subarray(1))).toBe(false);
    expect(isElement(concat(GENERATOR, ZERO.subarray(0, 1)))).toBe(false);
  });
});

describe('elements, beside another library', () => {
  it('are the same bytes', () => {
    fc.assert(
      fc.property(wide(), (uniform) => {
        const theirs = ristretto255_hasher.deriveToCurve?.(uniform) ?? expect.fail('no map');
        expect(elementOf(uniform)).toEqual(theirs.toBytes());
      }),
    );
  });

  it('are told from other bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (bytes) => {
        const even = Uint8Array.from(bytes, (byte, at) => (at === 0 ? byte & 0xfe : byte));
        const isTheirs = () => {
          try {
            return Point.fromBytes(even).toBytes().length === 32;
          } catch {
            return false;
          }
        };
        expect(isElement(even)).toBe(isTheirs());
      }),
      { numRuns: 300 },
    );
  });

  it('multiply and add as theirs do, with a table and without', () => {
    const base = baseOf(elementOf(new Uint8Array(64).fill(7)));
    const their = Point.fromBytes(base.element);
    const check = (scalar: bigint, element: Uint8Array) => {
      const ours = combine(
        [scalarOfBig(scalar), element],
        [scalarOfBig(scalar), base],
        [ONE, GENERATOR],
      );
      const times = (point: typeof their) => (scalar === 0n ? Point.ZERO : point.multiply(scalar));
      const sum = times(Point.fromBytes(element)).add(times(their)).add(Point.BASE);
      expect(ours).toEqual(sum.toBytes());
    };
    for (const edge of EDGES) check(edge, GENERATOR);
    check(5n, IDENTITY);
    fc.assert(
      fc.property(scalars(), elements(), (scalar, element) => check(numberOf(scalar), element)),
      { numRuns: 40 },
    );
  });

  it('are a group', () => {
    fc.assert(
      fc.property(elements(), elements(), elements(), (a, b, c) => {
        expect(addElements(a, addElements(b, c))).toEqual(addElements(addElements(a, b), c));
        expect(addElements(a, b)).toEqual(addElements(b, a));
        expect(addElements(a, negateElement(a))).toEqual(IDENTITY);
        expect(addElements(a, IDENTITY)).toEqual(a);
      }),
      { numRuns: 40 },
    );
  });
});

describe('scalars', () => {
  const check = (a: bigint, b: bigint, c: bigint) => {
    const [x, y, z] = [scalarOfBig(a), scalarOfBig(b), scalarOfBig(c)] as const;
    expect(numberOf(multiplyAdd(x, y, z))).toBe((a * b + c) % ORDER);
    expect(numberOf(subtractScalars(x, y))).toBe((a - b + ORDER) % ORDER);
    expect(numberOf(addScalars(x, y))).toBe((a + b) % ORDER);
  };

  it('are what numbers modulo the order are', () => {
    for (const a of EDGES) for (const b of EDGES) check(a, b, ORDER - 1n);
    fc.assert(
      fc.property(scalars(), scalars(), scalars(), (a, b, c) => {
        check(numberOf(a), numberOf(b), numberOf(c));
        expect(isScalar(a)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('are the remainders of 64 bytes', () => {
    const all = new Uint8Array(64).fill(255);
    expect(numberOf(reduceWide(all))).toBe((2n ** 512n - 1n) % ORDER);
    fc.assert(
      fc.property(wide(), (bytes) => {
        expect(numberOf(reduceWide(bytes))).toBe(numberOf(bytes) % ORDER);
      }),
      { numRuns: 300 },
    );
  });

  it('have an inverse, but for zero', () => {
    fc.assert(
      fc.property(scalars(), (a) => {
        expect(multiplyScalars(a, invertScalar(a))).toEqual(ONE);
      }),
      { numRuns: 20 },
    );
    expect(invertScalar(ZERO)).toEqual(ZERO);
  });

  it('are no bytes from the order on, and none of another length', () => {
    for (const value of [ORDER, ORDER + 1n, 2n ** 253n, 2n ** 256n - 1n]) {
      expect(isScalar(scalarOfBig(value)), String(value)).toBe(false);
    }
    expect(isScalar(scalarOfBig(ORDER - 1n))).toBe(true);
    expect(isScalar(ZERO.subarray(1))).toBe(false);
  });
});

describe('a sum of many terms', () => {
  const sum = (terms: readonly (readonly [Uint8Array, Uint8Array])[]) =>
    addUpToIdentity(
      concat(...terms.map(([, element]) => element)),
      concat(...terms.map(([scalar]) => scalar)),
    );
  /** Terms, and one more that makes them add up to the identity. */
  const closed = (count: number, seed: number) => {
    const terms = Array.from({ length: count }, (_, n) => {
      const uniform = new Uint8Array(64).fill(n % 251).fill(seed + (n >> 8), 0, 9);
      const scalar = reduceWide(uniform);
      const short = scalar.fill(0, n % 2 === 0 ? 32 : 16);
      return [short, elementOf(uniform)] as const;
    });
    const total = combine(...terms);
    return [...terms, [subtractScalars(ZERO, ONE), total]] as const;
  };

  it.each([0, 1, 2, 15, 16, 47, 127, 400])('adds up or does not (%i terms)', (count) => {
    const terms = closed(count, count);
    expect(sum(terms)).toBe(true);
    if (count === 0) return;
    const [first, ...rest] = terms;
    const [scalar, element] = first;
    const changed = [addScalars(scalar, ONE), addElements(element, GENERATOR)] as const;
    expect(sum([changed, ...rest])).toBe(false);
    expect(sum(rest)).toBe(false);
  });

  it('is summed in parts where there are more terms than the memory holds', () => {
    const few = closed(60, 3);
    const many = Array.from({ length: 80 }, () => few).flat();
    expect(many.length).toBeGreaterThan(4_096);
    expect(sum(many)).toBe(true);
    expect(sum([...many, [ONE, GENERATOR]])).toBe(false);
  });

  it('is nothing where one of them is no element', () => {
    const bad = bytesOf(invalid['negative']?.[0] ?? '');
    expect(sum([...closed(20, 1), [ONE, bad]])).toBeUndefined();
  });
});

describe('marks', () => {
  /** (xy)^2 of a point of the other library that stands for the element. */
  const theirs = (element: Uint8Array) => {
    const { Fp } = ed25519.Point;
    const encoding = Fp.fromBytes(element);
    // RFC 9496, section 4.3.1: x and y of an encoding s, without their signs.
    const [less, more] = [Fp.sub(1n, Fp.sqr(encoding)), Fp.add(1n, Fp.sqr(encoding))];
    const ySquared = Fp.sqr(Fp.div(less, more));
    const { d } = ed25519.Point.CURVE();
    // -x^2 + y^2 = 1 + d x^2 y^2
    const xSquared = Fp.div(Fp.sub(ySquared, 1n), Fp.add(1n, Fp.mul(d, ySquared)));
    return Fp.toBytes(Fp.mul(xSquared, ySquared));
  };

  it('are (xy)^2 of elements at equal distances', () => {
    fc.assert(
      fc.property(elements(), elements(), (first, step) => {
        const marks = marksOfSteps(first, step, 3);
        for (const n of [0, 1, 2]) {
          const element = combine([ONE, first], [scalarOf(n), step]);
          expect(marks.subarray(32 * n, 32 * n + 32)).toEqual(theirs(element));
          expect(marksOfSteps(negateElement(element), step, 1)).toEqual(theirs(element));
        }
      }),
      { numRuns: 20 },
    );
  });

  it('go on past what is worked out at once, and differ', () => {
    const marks = marksOfSteps(IDENTITY, GENERATOR, 600);
    const all = Array.from({ length: 600 }, (_, n) => toHex(marks.subarray(32 * n, 32 * n + 32)));
    expect(new Set(all).size).toBe(600);
    for (const n of [0, 255, 256, 257, 511, 512, 599]) {
      const alone = marksOfSteps(combine([scalarOf(n), GENERATOR]), GENERATOR, 1);
      expect(all[n], String(n)).toBe(toHex(alone));
    }
    expect(marksOfSteps(GENERATOR, GENERATOR, 0)).toHaveLength(0);
  });
});

describe('the compiled module', () => {
  it('is what its sources compile to', async () => {
    const text = await moduleText();
    const compiled = [...text.matchAll(/ {2}'([^']*)'/g)].map(([, line]) => line).join('');
    expect(compiled).toBe(MODULE);
  }, 60_000);
});
