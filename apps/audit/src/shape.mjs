import { Mismatch } from './verdict.mjs';

/**
 * A shape takes a decoded value and its place, and returns what the program works with: records as
 * objects, uints as bigint, times as number. It throws a Mismatch with a code beginning SHAPE_.
 * @template T
 * @typedef {(value: unknown, where: string) => T} Shape
 */

const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);
const optionalShapes = new WeakSet();

/** @type {Shape<bigint>} */
export const uint = (value, where) => {
  const whole = typeof value === 'number' || typeof value === 'bigint' ? BigInt(value) : -1n;
  if (whole < 0n) refuse('SHAPE_NOT_UINT', where);
  return whole;
};

/**
 * Milliseconds since 1970, below 2^53.
 * @type {Shape<number>}
 */
export const time = (value, where) => smallUint(0, Number.MAX_SAFE_INTEGER)(value, where);

/**
 * @param {number} min
 * @param {number} max
 * @returns {Shape<number>}
 */
export function smallUint(min, max) {
  return (value, where) => {
    const whole = uint(value, where);
    if (whole > MAX_SAFE || whole < BigInt(min) || whole > BigInt(max)) {
      refuse('SHAPE_RANGE', where, { min, max });
    }
    return Number(whole);
  };
}

/**
 * @param {number} [min] bytes
 * @param {number} [max] bytes
 * @returns {Shape<Uint8Array>}
 */
export function bytes(min = 0, max = Number.MAX_SAFE_INTEGER) {
  return (value, where) => {
    if (!(value instanceof Uint8Array)) return refuse('SHAPE_NOT_BYTES', where);
    if (value.length < min || value.length > max) refuse('SHAPE_RANGE', where, { min, max });
    return value;
  };
}

export const hash = bytes(32, 32);

/**
 * @param {number} [min] UTF-8 bytes
 * @param {number} [max] UTF-8 bytes
 * @returns {Shape<string>}
 */
export function text(min = 0, max = Number.MAX_SAFE_INTEGER) {
  return (value, where) => {
    if (typeof value !== 'string') return refuse('SHAPE_NOT_TEXT', where);
    const size = Buffer.byteLength(value, 'utf8');
    if (size < min || size > max) refuse('SHAPE_RANGE', where, { min, max });
    return value;
  };
}

const NAME_OF_ACT = /^[a-z][a-z0-9-]*\.[a-z][A-Za-z0-9]*$/;

/**
 * The name of an act or an event: a service, a dot, a word (docs/spec/transaction.md).
 * @param {unknown} value
 * @param {string} where
 * @returns {string}
 */
export function nameOfAct(value, where) {
  const name = text(3, 64)(value, where);
  return NAME_OF_ACT.test(name) ? name : refuse('SHAPE_UNKNOWN_VALUE', where);
}

/**
 * @template const T
 * @param {...T} values
 * @returns {Shape<T>}
 */
export function oneOf(...values) {
  return (value, where) => {
    const found = values.find((candidate) => candidate === value);
    return found === undefined ? refuse('SHAPE_UNKNOWN_VALUE', where) : found;
  };
}

/**
 * @template T
 * @param {Shape<T>} item
 * @param {number} [min]
 * @param {number} [max]
 * @returns {Shape<T[]>}
 */
export function list(item, min = 0, max = Number.MAX_SAFE_INTEGER) {
  return (value, where) => {
    if (!Array.isArray(value)) return refuse('SHAPE_NOT_ARRAY', where);
    if (value.length < min || value.length > max) refuse('SHAPE_RANGE', where, { min, max });
    return value.map((element, at) => item(element, `${where}[${at}]`));
  };
}

/** @type {Shape<Map<string, unknown>>} */
export const anyMap = (value, where) =>
  value instanceof Map ? value : refuse('SHAPE_NOT_MAP', where);

/**
 * Marks a key of a record that may be absent.
 * @template T
 * @param {Shape<T>} shape
 * @returns {Shape<T | undefined>}
 */
export function optional(shape) {
  /** @type {Shape<T | undefined>} */
  const marked = (value, where) => shape(value, where);
  optionalShapes.add(marked);
  return marked;
}

/**
 * A map with exactly these keys.
 * @template {Record<string, Shape<any>>} F
 * @param {F} fields
 * @returns {Shape<{ [K in keyof F]: ReturnType<F[K]> }>}
 */
export function record(fields) {
  return (value, where) => {
    const map = anyMap(value, where);
    for (const key of map.keys()) {
      if (!Object.hasOwn(fields, key)) refuse('SHAPE_KEY_UNKNOWN', where, { key });
    }
    /** @type {Record<string, unknown>} */
    const out = {};
    for (const [key, shape] of Object.entries(fields)) {
      if (map.has(key)) out[key] = shape(map.get(key), `${where}.${key}`);
      else if (!optionalShapes.has(shape)) refuse('SHAPE_KEY_MISSING', where, { key });
    }
    return /** @type {any} */ (out);
  };
}

/**
 * A choice between records, told apart by the text under `key`.
 * @template T
 * @param {string} key
 * @param {Record<string, Shape<T>>} choices
 * @returns {Shape<T>}
 */
export function choice(key, choices) {
  return (value, where) => {
    const kind = anyMap(value, where).get(key);
    if (typeof kind !== 'string' || !Object.hasOwn(choices, kind)) {
      return refuse('SHAPE_UNKNOWN_VALUE', `${where}.${key}`);
    }
    return choices[kind](value, where);
  };
}

/**
 * @param {string} code
 * @param {string} where
 * @param {Record<string, unknown>} [details]
 * @returns {never}
 */
function refuse(code, where, details = {}) {
  throw new Mismatch(code, { where, ...details });
}
