import { compareBytes, utf8 } from '../bytes.ts';
import { sortedKeys } from '../order.ts';
import type { Codec, FieldShape, Json } from './codec.ts';
import { readWithin, refuse, within, writeWithin } from './failure.ts';
import type { Reader } from './reader.ts';
import { choice, readInteger, writeText } from './scalar.ts';
import { Writer } from './writer.ts';

/** A list, and how it is read without holding all of it (`decodeEach`). */
export interface ListCodec<T> extends Codec<readonly T[]> {
  readonly item: Codec<T>;
  /** Reads what stands before the items: how many there are. */
  readonly begin: (input: Reader) => number;
}

/** A list of items of one kind, of `min` (0) to `max` items. */
export function list<T>(
  item: Codec<T>,
  bounds: { readonly min?: number; readonly max: number },
): ListCodec<T> {
  const min = bounds.min ?? 0;
  const checkLength = (length: number): number =>
    length >= min && length <= bounds.max
      ? length
      : refuse('CODEC_OUT_OF_RANGE', `Expected ${String(min)} to ${String(bounds.max)} items.`);
  const begin = (input: Reader): number => {
    const length = checkLength(input.length(4, 'a list'));
    input.enter();
    return length;
  };
  return {
    item,
    begin,
    shape: { kind: 'list', item: item.shape, min, max: bounds.max },
    write: (out, value) => {
      out.head(4, checkLength(value.length));
      let index = 0;
      for (const entry of value) writeWithin(index++, item, out, entry);
    },
    read: (input) => {
      const length = begin(input);
      const items: T[] = [];
      for (let index = 0; index < length; index++) {
        items.push(readWithin(index, item, input));
      }
      input.leave();
      return items;
    },
    toJson: (value) => value.map((entry) => item.toJson(entry)),
    fromJson: (json) => {
      if (!Array.isArray(json)) refuse('CODEC_WRONG_TYPE', 'Expected a list.');
      checkLength(json.length);
      return json.map((entry: unknown, index) => within(index, () => item.fromJson(entry)));
    },
  };
}

/** A key that may be absent. */
export interface OptionalField<T> {
  readonly optional: true;
  readonly codec: Codec<T>;
}

/** Marks a key of a record as one that may be absent. */
export function optional<T>(codec: Codec<T>): OptionalField<T> {
  return { optional: true, codec };
}

type FieldType<F> = F extends OptionalField<infer T> ? T : F extends Codec<infer T> ? T : never;
type OptionalNames<F> = {
  [K in keyof F]: F[K] extends { readonly optional: true } ? K : never;
}[keyof F];
type Flat<T> = { readonly [K in keyof T]: T[K] };

/** The type of a record with these fields. */
export type RecordOf<F> = Flat<
  { [K in Exclude<keyof F, OptionalNames<F>>]: FieldType<F[K]> } & {
    [K in OptionalNames<F>]?: FieldType<F[K]>;
  }
>;

interface Field {
  readonly name: string;
  readonly key: Uint8Array;
  readonly optional: boolean;
  readonly codec: Codec<unknown>;
}

type Bag = Readonly<Record<string, unknown>>;

/** A map with fixed keys. Unknown keys are refused. */
export function record<F extends Readonly<Record<string, unknown>>>(
  fields: { readonly [K in keyof F]: F[K] },
): Codec<RecordOf<F>> {
  const ordered = orderFields(fields);
  return widen<RecordOf<F>>({
    shape: { kind: 'record', fields: ordered.map(fieldShape) },
    write: (out, value) => {
      writeFields(out, ordered, value);
    },
    read: (input) => readFields(input, ordered),
    toJson: (value) => fieldsToJson(ordered, value),
    fromJson: (json) => fieldsFromJson(ordered, json),
  });
}

/** The types of a variant: for each case its fields and the tag. */
export type VariantOf<Tag extends string, C> = {
  [K in keyof C & string]: Flat<{ [T in Tag]: K } & RecordOf<C[K]>>;
}[keyof C & string];

/** A map of one of several shapes, told apart by the text under `tag`. */
export function variant<
  const Tag extends string,
  C extends Readonly<Record<string, Readonly<Record<string, unknown>>>>,
>(tag: Tag, cases: { readonly [K in keyof C]: C[K] }): Codec<VariantOf<Tag, C>> {
  const names = sortedKeys(cases);
  const tagCodec = choice(names);
  const fieldsByName = new Map<string, readonly Field[]>();
  for (const name of names) {
    fieldsByName.set(name, orderFields({ ...cases[name], [tag]: choice([name]) }));
  }
  const fieldsOf = (name: unknown): readonly Field[] =>
    fieldsByName.get(String(name)) ??
    refuse('CODEC_OUT_OF_RANGE', `Expected ${tag} to be one of: ${names.join(', ')}.`);
  return widen<VariantOf<Tag, C>>({
    shape: {
      kind: 'variant',
      tag,
      cases: names.map((name) => ({
        name,
        fields: fieldsOf(name)
          .filter((field) => field.name !== tag)
          .map(fieldShape),
      })),
    },
    write: (out, value) => {
      writeFields(out, fieldsOf(value[tag]), value);
    },
    read: (input) => readFields(input, fieldsOf(peekTag(input, tag, tagCodec))),
    toJson: (value) => fieldsToJson(fieldsOf(value[tag]), value),
    fromJson: (json) => fieldsFromJson(fieldsOf(asBag(json)[tag]), json),
  });
}

/** The text under the tag key, found without moving the reader. */
function peekTag(input: Reader, tag: string, tagCodec: Codec<string>): string {
  const ahead = input.fork();
  const count = ahead.length(5, 'a map');
  for (let i = 0; i < count; i++) {
    if (ahead.text() === tag) return readWithin(tag, tagCodec, ahead);
    skipValue(ahead);
  }
  return refuse('CODEC_MISSING_KEY', `The key ${tag} is missing.`);
}

/** Any value of the profile, kept as its canonical bytes. */
export function raw(): Codec<Uint8Array> {
  return {
    shape: { kind: 'raw' },
    write: (out, value) => {
      out.raw(value);
    },
    read: (input) => {
      const start = input.offset;
      skipValue(input);
      return input.since(start);
    },
    toJson: () => refuse('CODEC_WRONG_TYPE', 'This value has no JSON form by itself.'),
    fromJson: () => refuse('CODEC_WRONG_TYPE', 'This value has no JSON form by itself.'),
  };
}

/** Passes one value of the profile and refuses what is not canonical. */
export function skipValue(input: Reader): void {
  switch (input.nextMajor) {
    case 1:
      readInteger(input);
      break;
    case 2:
      input.skip(input.length(2, 'bytes'));
      break;
    case 3:
      input.text();
      break;
    case 4:
      skipItems(input);
      break;
    case 5:
      skipEntries(input);
      break;
    default:
      input.head();
  }
}

function skipItems(input: Reader): void {
  const count = input.length(4, 'items');
  input.enter();
  for (let i = 0; i < count; i++) skipValue(input);
  input.leave();
}

function skipEntries(input: Reader): void {
  const count = input.length(5, 'items');
  input.enter();
  let previous = input.offset;
  for (let i = 0; i < count; i++) {
    const start = input.offset;
    input.text();
    if (i > 0 && !input.ascends(previous, start)) {
      refuse('CODEC_NOT_CANONICAL', 'The keys of a map are not in order, or one stands twice.');
    }
    previous = start;
    skipValue(input);
  }
  input.leave();
}

/** The canonical bytes of a text: how a key of a map is ordered. */
function encodedText(value: string): Uint8Array {
  const out = new Writer();
  writeText(out, utf8(value));
  return out.finish();
}

function orderFields(fields: Readonly<Record<string, unknown>>): readonly Field[] {
  return sortedKeys(fields)
    .map((name) => fieldOf(name, fields[name]))
    .sort((left, right) => compareBytes(left.key, right.key));
}

function fieldOf(name: string, entry: unknown): Field {
  const key = encodedText(name);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what a record is declared with is checked by the type of its declaration
  const field = entry as Codec<unknown> | OptionalField<unknown>;
  return 'optional' in field
    ? { name, key, optional: true, codec: field.codec }
    : { name, key, optional: false, codec: field };
}

function fieldShape(field: Field): FieldShape {
  return { name: field.name, optional: field.optional, shape: field.codec.shape };
}

function writeFields(out: Writer, fields: readonly Field[], value: Bag): void {
  let count = 0;
  for (const field of fields) if (value[field.name] !== undefined) count += 1;
  out.head(5, count);
  for (const field of fields) {
    const entry = value[field.name];
    if (entry === undefined) {
      if (!field.optional) refuse('CODEC_MISSING_KEY', `The key ${field.name} is missing.`);
      continue;
    }
    out.raw(field.key);
    writeWithin(field.name, field.codec, out, entry);
  }
}

function readFields(input: Reader, fields: readonly Field[]): Bag {
  let left = input.length(5, 'a map');
  input.enter();
  const value: Record<string, unknown> = {};
  for (const field of fields) {
    if (left > 0 && input.skipIf(field.key)) {
      left -= 1;
      value[field.name] = readWithin(field.name, field.codec, input);
    } else if (!field.optional) {
      refuse('CODEC_MISSING_KEY', `The key ${field.name} is missing or out of order.`);
    }
  }
  if (left > 0) {
    refuse('CODEC_UNKNOWN_KEY', 'The map has a key that is not known here, or one out of order.');
  }
  input.leave();
  return value;
}

function fieldsToJson(fields: readonly Field[], value: Bag): Json {
  const json: Record<string, Json> = {};
  for (const field of fields) {
    const entry = value[field.name];
    if (entry !== undefined) json[field.name] = field.codec.toJson(entry);
  }
  return json;
}

function fieldsFromJson(fields: readonly Field[], json: unknown): Bag {
  const bag = asBag(json);
  const value: Record<string, unknown> = {};
  for (const field of fields) {
    const entry = bag[field.name];
    if (entry !== undefined) {
      value[field.name] = within(field.name, () => field.codec.fromJson(entry));
    } else if (!field.optional) {
      refuse('CODEC_MISSING_KEY', `The key ${field.name} is missing.`);
    }
  }
  for (const name of sortedKeys(bag)) {
    if (!fields.some((field) => field.name === name)) {
      refuse('CODEC_UNKNOWN_KEY', `The key ${name} is not known here.`);
    }
  }
  return value;
}

function asBag(json: unknown): Bag {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    refuse('CODEC_WRONG_TYPE', 'Expected a map.');
  }
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a map was found; its values stay unknown
  return json as Bag;
}

/** A codec of untyped fields is the codec of the type derived from the same fields. */
function widen<T>(codec: Codec<Bag>): Codec<T> {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- both sides are derived from the same fields
  return codec as unknown as Codec<T>;
}
