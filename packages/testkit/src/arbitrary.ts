import type { Codec, FieldShape, Shape } from '@madang/base';
import fc from 'fast-check';

/** Longest text, bytes or list that is made where the codec allows more. */
const SHORT = 40;

/**
 * Values that fit a codec, for properties. Bounds are reached now and then, and long things are
 * kept short, so that a run stays quick.
 */
export function arbitraryOf<T>(codec: Codec<T>): fc.Arbitrary<T> {
  // The shape is derived from the codec, so what fits one fits the other; no type can say so.
  return arbitraryOfShape(codec.shape) as fc.Arbitrary<T>;
}

/** Like {@link arbitraryOf}, where only the shape of a codec is at hand. */
export function arbitraryOfShape(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'bool':
      return fc.boolean();
    case 'int':
      return integerOf(shape);
    case 'bytes':
      return bytesOf(shape);
    case 'text':
      return textOf(shape);
    case 'choice':
      return fc.constantFrom(...shape.options);
    case 'list': {
      const maxLength = Math.min(shape.max, Math.max(shape.min, 3));
      return fc.array(arbitraryOfShape(shape.item), { minLength: shape.min, maxLength });
    }
    case 'record':
      return recordOf(shape.fields);
    case 'variant':
      return fc.oneof(
        ...shape.cases.map(({ name, fields }) =>
          recordOf(fields).map((chosen) => ({ ...chosen, [shape.tag]: name })),
        ),
      );
    case 'raw':
      return fc.constantFrom(...rawValues.map((value) => Uint8Array.from(value)));
  }
}

/**
 * Canonical values of the profile: an empty map, a map, nested lists, the least and the greatest
 * integer.
 */
const rawValues: readonly (readonly number[])[] = [
  [0xa0],
  [0xa1, 0x61, 0x61, 0x01],
  [0x82, 0x81, 0xf4, 0xf5],
  [0x3b, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  [0x1b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
];

function integerOf({ min, max, big }: Extract<Shape, { kind: 'int' }>): fc.Arbitrary<unknown> {
  const anywhere = fc.bigInt({ min, max });
  const small = max - min > 1_000n ? fc.bigInt({ min, max: min + 1_000n }) : anywhere;
  const chosen = fc.oneof(fc.constantFrom(min, max), small, anywhere);
  return big ? chosen : chosen.map(Number);
}

function bytesOf({ min, max }: Extract<Shape, { kind: 'bytes' }>): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength: min, maxLength: Math.min(max, Math.max(min, SHORT)) });
}

function textOf(shape: Extract<Shape, { kind: 'text' }>): fc.Arbitrary<string> {
  const fits = (text: string): boolean => {
    const sizeBytes = Buffer.byteLength(text);
    return sizeBytes >= shape.min && sizeBytes <= shape.max;
  };
  if (shape.pattern !== undefined) {
    return fc.stringMatching(new RegExp(`^(?:${shape.pattern})$`)).filter(fits);
  }
  const maxLength = Math.min(shape.max, Math.max(shape.min, SHORT));
  const any = fc.string({ minLength: shape.min, maxLength, unit: 'binary' }).filter(fits);
  const longest = fc.constant('x'.repeat(maxLength));
  return fc.oneof({ weight: 9, arbitrary: any }, { weight: 1, arbitrary: longest });
}

function recordOf(fields: readonly FieldShape[]): fc.Arbitrary<Record<string, unknown>> {
  const arbitraries = Object.fromEntries(
    fields.map(({ name, shape }) => [name, arbitraryOfShape(shape)]),
  );
  const requiredKeys = fields.filter((field) => !field.optional).map((field) => field.name);
  return fc.record(arbitraries, { requiredKeys, noNullPrototype: true });
}
