export {
  compareBytes,
  compareText,
  concat,
  equalBytes,
  equalOptional,
  fromBase64,
  fromHex,
  fromUtf8,
  isWellFormed,
  oneCharacterEach,
  toBase64,
  toHex,
  u32be,
  u64be,
  utf8,
} from './bytes.ts';
export {
  type Codec,
  decode,
  encode,
  encodeKnown,
  type FieldShape,
  type Json,
  parseJson,
  type Shape,
  type TypeOf,
} from './codec/codec.ts';
export {
  type ListCodec,
  list,
  type OptionalField,
  optional,
  raw,
  record,
  variant,
} from './codec/composite.ts';
export { decodeEach } from './codec/each.ts';
export type { CodecCode, CodecError } from './codec/failure.ts';
export { type JsonSchema, jsonSchema } from './codec/json-schema.ts';
export { MAX_DEPTH, MAX_SIZE_BYTES } from './codec/reader.ts';
export { bigInteger, bool, bytes, choice, fixedBytes, int, text, uint } from './codec/scalar.ts';
export { sortedEntries, sortedKeys } from './order.ts';
export {
  AssertionFailure,
  assert,
  expectOk,
  expectPresent,
  expectStored,
  type Failed,
  fail,
  type Ok,
  ok,
  type Result,
  StateDamage,
} from './result.ts';
