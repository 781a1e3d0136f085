import { assert, expectOk, fromHex } from '@madang/base';
import { type Engine, theEngine } from './engine.ts';
import { SCALAR_BYTES } from './scalar.ts';

// Elements of ristretto255 are 32 bytes, the one encoding of each (RFC 9496, section 4.3). Whoever
// gives one to a function here knows that it is: what comes from outside goes through isElement.

export const ELEMENT_BYTES = 32;

/** The element that changes nothing. */
export const IDENTITY: Uint8Array = new Uint8Array(ELEMENT_BYTES);

/** RFC 9496, section 4: the one that stands for the base point of edwards25519. */
export const GENERATOR: Uint8Array = expectOk(
  fromHex('e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76'),
  'a constant',
);

/** An element that is multiplied often, and the table that makes it fast. */
export interface Base {
  readonly element: Uint8Array;
  /** Where its table lies. */
  readonly table: number;
}

/** A scalar and what it multiplies. */
export type Term = readonly [scalar: Uint8Array, of: Uint8Array | Base];

interface Registers {
  readonly sum: number;
  readonly point: number;
  readonly bytes: number;
  readonly elements: number;
  readonly scalars: number;
}

let places: Registers | undefined;

function registers({ allocate, exports }: Engine): Registers {
  places ??= {
    sum: allocate(exports.pointBytes.value),
    point: allocate(exports.pointBytes.value),
    bytes: allocate(2 * ELEMENT_BYTES),
    elements: allocate(exports.termsMax.value * ELEMENT_BYTES),
    scalars: allocate(exports.termsMax.value * SCALAR_BYTES),
  };
  return places;
}

/** Whether bytes are the encoding of an element, the identity included. */
export function isElement(bytes: Uint8Array): boolean {
  const engine = theEngine();
  const at = registers(engine);
  return bytes.length === ELEMENT_BYTES && load(engine, at.point, bytes);
}

/** Puts the point of an element at an address; false if the 32 bytes are none. */
export function load(engine: Engine, point: number, element: Uint8Array): boolean {
  const { bytes } = registers(engine);
  engine.write(bytes, element);
  return engine.exports.decode(point, bytes) === 1;
}

function encoded(engine: Engine, point: number): Uint8Array {
  const { bytes } = registers(engine);
  engine.exports.encode(bytes, point);
  return engine.read(bytes, ELEMENT_BYTES);
}

/** The element of 64 uniform bytes (RFC 9496, section 4.3.4): nobody knows its logarithm. */
export function elementOf(uniform: Uint8Array): Uint8Array {
  assert(uniform.length === 2 * ELEMENT_BYTES, 'an element is made of 64 bytes');
  const engine = theEngine();
  const at = registers(engine);
  engine.write(at.bytes, uniform);
  engine.exports.fromUniform(at.point, at.bytes);
  return encoded(engine, at.point);
}

/**
 * Makes the table of an element: worth it from about ten multiplications on; it is never given
 * back.
 */
export function baseOf(element: Uint8Array): Base {
  const engine = theEngine();
  const at = registers(engine);
  assert(load(engine, at.point, element), 'a base is an element');
  const table = engine.allocate(engine.exports.tableBytes.value);
  engine.exports.makeTable(table, at.point);
  return { element, table };
}

/** The sum of a few elements, each times its scalar. The time does not depend on the scalars. */
export function combine(...terms: readonly Term[]): Uint8Array {
  const engine = theEngine();
  const { exports, write } = engine;
  const at = registers(engine);
  exports.identity(at.sum);
  for (const [scalar, of] of terms) {
    const isAlone = of instanceof Uint8Array;
    if (isAlone) assert(load(engine, at.point, of), 'a term is an element');
    write(at.bytes, scalar);
    if (isAlone) exports.multiplyPoint(at.point, at.bytes, at.point);
    else exports.multiplyBase(at.point, at.bytes, of.table);
    exports.addPoints(at.sum, at.sum, at.point);
  }
  return encoded(engine, at.sum);
}

/** The sum of elements. */
export function addElements(...elements: readonly Uint8Array[]): Uint8Array {
  const engine = theEngine();
  const at = registers(engine);
  engine.exports.identity(at.sum);
  for (const element of elements) {
    assert(load(engine, at.point, element), 'a summand is an element');
    engine.exports.addPoints(at.sum, at.sum, at.point);
  }
  return encoded(engine, at.sum);
}

/** The element that added to this one gives the identity. */
export function negateElement(element: Uint8Array): Uint8Array {
  const engine = theEngine();
  const at = registers(engine);
  assert(load(engine, at.point, element), 'what is negated is an element');
  engine.exports.negatePoint(at.point, at.point);
  return encoded(engine, at.point);
}

/**
 * Whether elements, each times its scalar, add up to the identity; nothing where one of them is no
 * element. Elements and scalars lie one behind the other. For public values: the time depends on
 * them.
 */
export function addUpToIdentity(elements: Uint8Array, scalars: Uint8Array): boolean | undefined {
  const count = elements.length / ELEMENT_BYTES;
  assert(scalars.length === count * SCALAR_BYTES, 'each element has a scalar');
  const engine = theEngine();
  const { exports, write } = engine;
  const at = registers(engine);
  exports.identity(at.sum);
  for (let first = 0; first < count; first += exports.termsMax.value) {
    const next = Math.min(count, first + exports.termsMax.value);
    write(at.elements, elements.subarray(first * ELEMENT_BYTES, next * ELEMENT_BYTES));
    write(at.scalars, scalars.subarray(first * SCALAR_BYTES, next * SCALAR_BYTES));
    const width = windowOf(next - first);
    if (exports.sumElements(at.point, at.elements, at.scalars, next - first, width) === 0) {
      return undefined;
    }
    exports.addPoints(at.sum, at.sum, at.point);
  }
  return exports.isIdentity(at.sum) === 1;
}

/** Bits of a window for fewer terms than this: by trial, the fastest. */
const WINDOWS: readonly (readonly [below: number, width: number])[] = [
  [128, 5],
  [400, 6],
  [1_000, 7],
  [2_500, 8],
];

function windowOf(count: number): number {
  return WINDOWS.find(([below]) => count < below)?.[1] ?? 9;
}
