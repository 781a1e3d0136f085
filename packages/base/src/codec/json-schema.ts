import { sortedKeys } from '../order.ts';
import type { FieldShape, Json, Shape } from './codec.ts';

/** A JSON Schema (draft 2020-12) of the JSON form of what a shape describes. */
export type JsonSchema = { readonly [key: string]: Json };

/**
 * The JSON Schema of a shape, for OpenAPI documents and forms. Text lengths count UTF-8 bytes, so
 * only `maxLength` is a bound that holds.
 */
export function jsonSchema(shape: Shape): JsonSchema {
  switch (shape.kind) {
    case 'bool':
      return { type: 'boolean' };
    case 'int':
      return integerSchema(shape);
    case 'bytes':
      return bytesSchema(shape);
    case 'text':
      return textSchema(shape);
    case 'choice':
      return { type: 'string', enum: shape.options };
    case 'list':
      return {
        type: 'array',
        items: jsonSchema(shape.item),
        minItems: shape.min,
        maxItems: shape.max,
      };
    case 'record':
      return recordSchema(shape.fields, {});
    case 'variant':
      return {
        oneOf: shape.cases.map((one) =>
          recordSchema(one.fields, { [shape.tag]: { type: 'string', const: one.name } }),
        ),
      };
    case 'raw':
      return {};
  }
}

type ShapeOf<K extends Shape['kind']> = Extract<Shape, { readonly kind: K }>;

function integerSchema({ big, min, max }: ShapeOf<'int'>): JsonSchema {
  return big
    ? { type: 'string', pattern: '^(0|-?[1-9][0-9]{0,19})$' }
    : { type: 'integer', minimum: Number(min), maximum: Number(max) };
}

function bytesSchema({ min, max }: ShapeOf<'bytes'>): JsonSchema {
  const pattern = '^([0-9a-f]{2})*$';
  return { type: 'string', pattern, minLength: 2 * min, maxLength: 2 * max };
}

function textSchema({ min, max, pattern }: ShapeOf<'text'>): JsonSchema {
  const least = min > 0 ? { minLength: 1 } : {};
  const form = pattern === undefined ? {} : { pattern: `^(?:${pattern})$` };
  return { type: 'string', maxLength: max, ...least, ...form };
}

function recordSchema(fields: readonly FieldShape[], tag: JsonSchema): JsonSchema {
  const properties: Record<string, Json> = { ...tag };
  const required: string[] = [...sortedKeys(tag)];
  for (const field of fields) {
    properties[field.name] = jsonSchema(field.shape);
    if (!field.optional) required.push(field.name);
  }
  return { type: 'object', properties, required, additionalProperties: false };
}
