import {
  assert,
  type Codec,
  concat,
  decode,
  encodeKnown,
  expectOk,
  expectStored,
  fromUtf8,
  type Shape,
  u32be,
  utf8,
} from '@madang/base';
import { stateKeyUnder, tablePrefix } from '@madang/protocol';
import type { StateReader } from './state.ts';

/** How a key of a table becomes bytes. All parts have a fixed length but a text, which is last. */
export interface KeyPart<K> {
  readonly sizeBytes: number | 'open';
  readonly encode: (key: K) => Uint8Array;
  /** The key of bytes that {@link KeyPart.encode} gave; anything else is a bug. */
  readonly decode: (bytes: Uint8Array) => K;
}

const hashPart: KeyPart<Uint8Array> = {
  sizeBytes: 32,
  encode: (value) => {
    assert(value.length === 32, 'key: a hash has 32 bytes');
    return value;
  },
  decode: (bytes) => bytes,
};

const u32Part: KeyPart<number> = {
  sizeBytes: 4,
  encode: u32be,
  decode: (bytes) => {
    let value = 0;
    for (const byte of bytes) value = value * 256 + byte;
    return value;
  },
};

const textPart: KeyPart<string> = {
  sizeBytes: 'open',
  encode: utf8,
  decode: (bytes) => expectOk(fromUtf8(bytes), 'key: not UTF-8'),
};

const nonePart: KeyPart<readonly []> = {
  sizeBytes: 0,
  encode: () => new Uint8Array(0),
  decode: () => [],
};

function pair<A, B>(first: KeyPart<A>, second: KeyPart<B>): KeyPart<readonly [A, B]> {
  const { sizeBytes } = first;
  assert(sizeBytes !== 'open', 'key: only the last part may be a text');
  return {
    sizeBytes: second.sizeBytes === 'open' ? 'open' : sizeBytes + second.sizeBytes,
    encode: ([left, right]) => concat(first.encode(left), second.encode(right)),
    decode: (bytes) => [
      first.decode(bytes.slice(0, sizeBytes)),
      second.decode(bytes.slice(sizeBytes)),
    ],
  };
}

/**
 * The parts of which keys are made: `none` for a table of one record, a `hash` (32 bytes), a `u32`,
 * a `text` (last only), and `pair` of two, which may be a pair again.
 */
export const key = {
  none: nonePart,
  hash: hashPart,
  u32: u32Part,
  text: textPart,
  pair,
} as const;

/** A table with the types of its keys and values forgotten. */
export interface AnyTable<S extends string = string> {
  readonly service: S;
  readonly name: string;
  /** What every state key of the table begins with. */
  readonly prefix: Uint8Array;
  readonly shape: Shape;
}

/** A part of the state: values of one kind under keys of one kind, owned by one service. */
export interface Table<S extends string, K, V> extends AnyTable<S> {
  readonly key: KeyPart<K>;
  readonly value: Codec<V>;
  /** The state key of a key (docs/spec/state.md). */
  readonly stateKey: (key: K) => Uint8Array;
}

/** What {@link table} is given. */
export interface TableInput<S extends string, K, V> {
  readonly service: S;
  readonly name: string;
  readonly key: KeyPart<K>;
  readonly value: Codec<V>;
}

/** Declares a table of a service. */
export function table<const S extends string, K, V>(input: TableInput<S, K, V>): Table<S, K, V> {
  const { service, name } = input;
  const prefix = tablePrefix(service, name);
  return {
    service,
    name,
    prefix,
    shape: input.value.shape,
    key: input.key,
    value: input.value,
    stateKey: (part) => stateKeyUnder(prefix, input.key.encode(part)),
  };
}

/** The value of a table under a key, straight from a state. */
export function readRecord<K, V>(
  state: Pick<StateReader, 'get'>,
  from: Table<string, K, V>,
  at: K,
): V | undefined {
  const bytes = state.get(from.stateKey(at));
  return bytes === undefined ? undefined : decodeRecord(from, bytes);
}

/** The value of a table's stored bytes; throws `StateDamage` for bytes that are none. */
export function decodeRecord<V>(from: { readonly value: Codec<V> }, bytes: Uint8Array): V {
  return expectStored(decode(from.value, bytes), 'a value of the state does not fit its table');
}

/** The bytes that are stored for a value of a table. */
export function encodeRecord<V>(into: { readonly value: Codec<V> }, value: V): Uint8Array {
  return encodeKnown(into.value, value);
}
