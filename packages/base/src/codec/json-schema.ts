import type { FieldShape, Json, Shape } from './codec.ts';

/** A JSON Schema (draft 2020-12) of the JSON form of what a shape describes. */
export type JsonSchema = { readonly [key: string]: Json };

/** The JSON Schema of a shape, for OpenAPI documents and forms. Text lengths count UTF-8 bytes, so only `maxLength` is a bound that holds. */
export function jsonSchema(shape: Shape): JsonSchema {
  switch (shape.kind) {
    case 'bool':
      return { type: 'boolean' };
    case 'int':
      return shape.big
        ? { type: 'string', pattern: '^(0|-?[1-9][0-9]{0,19})$' }
        : { type: 'integer', minimum: Number(shape.min), maximum: Number(shape.max) };
    case 'bytes':
      return {
        type: 'string',
        pattern: '^([0-9a-f]{2})*$',
        minLength: 2 * shape.min,
        maxLength: 2 * shape.max,
      };
    case 'text':
      return {
        type: 'string',
        maxLength: shape.max,
        ...(shape.min > 0 ? { minLength: 1 } : {}),
        ...(shape.pattern === undefined ? {} : { pattern: `^(?:${shape.pattern})$` }),
      };
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

function recordSchema(fields: readonly FieldShape[], tag: JsonSchema): JsonSchema {
  const properties: Record<string, Json> = { ...tag };
  const required: string[] = Object.keys(tag);
  for (const field of fields) {
    properties[field.name] = jsonSchema(field.shape);
    if (!field.optional) required.push(field.name);
  }
  return { type: 'object', properties, required, additionalProperties: false };
}
