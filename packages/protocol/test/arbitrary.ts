import type { FieldShape, Shape } from '@madang/base';
import fc from 'fast-check';

/** Values that fit a codec of this shape, for properties. Long things are kept short. */
export function arbitraryOf(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'bool':
      return fc.boolean();
    case 'int':
      return shape.big
        ? fc.bigInt({ min: shape.min, max: shape.max })
        : fc.integer({ min: Number(shape.min), max: Number(shape.max) });
    case 'bytes':
      return fc.uint8Array({ minLength: shape.min, maxLength: atMost(shape.max, shape.min) });
    case 'text':
      return textOf(shape);
    case 'choice':
      return fc.constantFrom(...shape.options);
    case 'list':
      return fc.array(arbitraryOf(shape.item), { minLength: shape.min, maxLength: 3 });
    case 'record':
      return recordOf(shape.fields);
    case 'variant':
      return fc.oneof(
        ...shape.cases.map(({ name, fields }) =>
          recordOf(fields).map((fields) => ({ ...fields, [shape.tag]: name })),
        ),
      );
    case 'raw':
      return fc.constantFrom(Uint8Array.of(0xa0), Uint8Array.of(0xa1, 0x61, 0x61, 0x01));
  }
}

function textOf(shape: Extract<Shape, { kind: 'text' }>): fc.Arbitrary<string> {
  const fits = (text: string) => {
    const sizeBytes = Buffer.byteLength(text);
    return sizeBytes >= shape.min && sizeBytes <= shape.max;
  };
  if (shape.pattern !== undefined) {
    return fc.stringMatching(new RegExp(`^(?:${shape.pattern})$`)).filter(fits);
  }
  return fc.string({ minLength: shape.min, maxLength: 20, unit: 'binary' }).filter(fits);
}

function recordOf(fields: readonly FieldShape[]): fc.Arbitrary<Record<string, unknown>> {
  const arbitraries = Object.fromEntries(
    fields.map(({ name, shape }) => [name, arbitraryOf(shape)]),
  );
  const requiredKeys = fields.filter((field) => !field.optional).map((field) => field.name);
  return fc.record(arbitraries, { requiredKeys, noNullPrototype: true });
}

function atMost(max: number, min: number): number {
  return Math.max(min, Math.min(max, 80));
}
