import { decode, decodeFirst, encode, Token, Tokenizer, Type } from 'cborg';
import { sameBytes } from './bytes.mjs';
import { Mismatch } from './verdict.mjs';

/** Nesting allowed by docs/spec/codec.md. */
export const MAX_DEPTH = 16;
/** Bytes of a value for which no page gives another limit. */
export const MAX_VALUE_BYTES = 1_048_576;

const INT_MAX = 2n ** 64n - 1n;
const INT_MIN = -(2n ** 63n);
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const allowed = [Type.uint, Type.negint, Type.bytes, Type.string, Type.array, Type.map];

/**
 * Decodes one value in the closed profile of docs/spec/codec.md. Maps become Map, integers number
 * or (beyond 2^53 - 1) bigint. Throws a Mismatch with a code beginning CBOR_.
 * @param {Uint8Array} bytes
 * @param {number} [maxBytes]
 * @returns {unknown}
 */
export function decodeValue(bytes, maxBytes = MAX_VALUE_BYTES) {
  if (bytes.length > maxBytes) throw new Mismatch('CBOR_TOO_LONG', { maxBytes });
  const value = decodeTokens(bytes);
  // The library sorts keys and shortens integers when it encodes, so every second way of writing
  // the same value shows as a difference.
  if (!sameBytes(encodeValue(value), bytes)) throw new Mismatch('CBOR_NOT_CANONICAL');
  return value;
}

/**
 * The one encoding of a value.
 * @param {unknown} value
 * @returns {Uint8Array}
 */
export function encodeValue(value) {
  return encode(value);
}

/**
 * The items of an array in the same profile, one after the other, so that no more than one of them
 * is held. Throws a Mismatch with a code beginning CBOR_, perhaps after some of them; gives nothing
 * for another value than an array.
 * @param {Uint8Array} bytes
 * @param {number} maxBytes
 * @returns {{ length: number, items: Generator<unknown, void> } | undefined}
 */
export function decodeEach(bytes, maxBytes) {
  if (bytes.length > maxBytes) throw new Mismatch('CBOR_TOO_LONG', { maxBytes });
  if (bytes.length === 0) throw new Mismatch('CBOR_CUT_SHORT');
  const plain = plainBytes(bytes);
  const tokenizer = new ProfileTokenizer(plain, OPTIONS);
  const head = orMismatch(() => tokenizer.next());
  if (!is(head, Type.array)) return undefined;
  return { length: head.value, items: itemsOf(plain, tokenizer, head.value) };
}

/**
 * @param {Uint8Array} bytes
 * @param {ProfileTokenizer} tokenizer behind the head of the array
 * @param {number} length
 * @returns {Generator<unknown, void>}
 */
function* itemsOf(bytes, tokenizer, length) {
  for (let left = length; left > 0; left -= 1) {
    const from = tokenizer.pos();
    const [item] = orMismatch(() => decodeFirst(bytes, { ...OPTIONS, tokenizer }));
    const own = bytes.subarray(from, tokenizer.pos());
    if (!sameBytes(encodeValue(item), own)) throw new Mismatch('CBOR_NOT_CANONICAL');
    yield item;
  }
  if (!tokenizer.done()) throw new Mismatch('CBOR_FURTHER_BYTES');
}

const OPTIONS = {
  strict: true,
  allowIndefinite: false,
  allowUndefined: false,
  allowInfinity: false,
  allowNaN: false,
  allowBigInt: true,
  rejectDuplicateMapKeys: true,
  retainStringBytes: true,
  useMaps: true,
};

/** @param {Uint8Array} bytes */
function decodeTokens(bytes) {
  const plain = plainBytes(bytes);
  const tokenizer = new ProfileTokenizer(plain, OPTIONS);
  return orMismatch(() => decode(plain, { ...OPTIONS, tokenizer }));
}

/**
 * The same bytes as no Buffer, of which the library would give views.
 * @param {Uint8Array} bytes
 */
function plainBytes(bytes) {
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
}

/**
 * @template T
 * @param {() => T} decoding
 * @returns {T}
 */
function orMismatch(decoding) {
  try {
    return decoding();
  } catch (error) {
    if (error instanceof Mismatch) throw error;
    throw new Mismatch(libraryCode(error));
  }
}

/** @param {unknown} error */
function libraryCode(error) {
  const message = error instanceof Error ? error.message : '';
  if (/repeat map key/.test(message)) return 'CBOR_KEY_TWICE';
  if (/more bytes than necessary/.test(message)) return 'CBOR_NOT_CANONICAL';
  if (/not enough|did not find|unexpected end/i.test(message)) return 'CBOR_CUT_SHORT';
  if (/too many terminals/.test(message)) return 'CBOR_FURTHER_BYTES';
  return 'CBOR_FORBIDDEN';
}

/** Looks at each token before the library builds a value of it. */
class ProfileTokenizer extends Tokenizer {
  /**
   * @param {Uint8Array} bytes
   * @param {object} options
   */
  constructor(bytes, options) {
    super(bytes, options);
    /** Open arrays and maps, with the number of items that each still waits for. */
    this.open = /** @type {{ map: boolean, left: number }[]} */ ([]);
  }

  /**
   * @override
   * @returns {Token}
   */
  next() {
    const token = super.next();
    this.refuseForbidden(token);
    const parent = this.open.at(-1);
    const isKey = parent?.map === true && parent.left % 2 === 0;
    if (isKey && !is(token, Type.string)) throw new Mismatch('CBOR_KEY_NOT_TEXT');
    if (parent) parent.left -= 1;
    this.enter(token);
    while (this.open.at(-1)?.left === 0) this.open.pop();
    return is(token, Type.string) ? strictText(token) : token;
  }

  /** @param {Token} token */
  refuseForbidden(token) {
    const plain = is(token, Type.true) || is(token, Type.false);
    if (!plain && !allowed.some((type) => is(token, type))) throw new Mismatch('CBOR_FORBIDDEN');
    const number = is(token, Type.uint) || is(token, Type.negint);
    if (number && (token.value > INT_MAX || token.value < INT_MIN)) {
      throw new Mismatch('CBOR_INTEGER_RANGE');
    }
  }

  /** @param {Token} token */
  enter(token) {
    const map = is(token, Type.map);
    if (!map && !is(token, Type.array)) return;
    if (this.open.length >= MAX_DEPTH) throw new Mismatch('CBOR_TOO_DEEP');
    const left = map ? token.value * 2 : token.value;
    if (left > this.data.length) throw new Mismatch('CBOR_CUT_SHORT');
    this.open.push({ map, left });
  }
}

/**
 * The library replaces malformed UTF-8 and drops a leading U+FEFF; the profile does neither.
 * @param {Token} token
 */
function strictText(token) {
  if (token.byteValue === undefined) return token;
  try {
    return new Token(Type.string, utf8.decode(token.byteValue), token.encodedLength);
  } catch {
    throw new Mismatch('CBOR_NOT_UTF8');
  }
}

/**
 * @param {Token} token
 * @param {Type} type
 */
function is(token, type) {
  return Type.equals(token.type, type);
}
