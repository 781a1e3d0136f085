import { describe, expect, it } from 'vitest';
import {
  choice,
  fixedBytes,
  jsonSchema,
  list,
  optional,
  record,
  text,
  uint,
  variant,
} from '../src/index.ts';

describe('the JSON Schema of a codec', () => {
  it('names required and optional keys, bounds and the cases of a variant', () => {
    const codec = record({
      id: fixedBytes(2),
      tags: list(choice(['a', 'b']), { max: 3 }),
      title: optional(text({ min: 1, max: 9, pattern: '[a-z]+' })),
      what: variant('kind', { one: { n: uint({ max: 7 }) }, two: {} }),
    });
    expect(jsonSchema(codec.shape)).toEqual({
      type: 'object',
      additionalProperties: false,
      required: ['id', 'tags', 'what'],
      properties: {
        id: { type: 'string', pattern: '^([0-9a-f]{2})*$', minLength: 4, maxLength: 4 },
        tags: {
          type: 'array',
          items: { type: 'string', enum: ['a', 'b'] },
          minItems: 0,
          maxItems: 3,
        },
        title: { type: 'string', minLength: 1, maxLength: 9, pattern: '^(?:[a-z]+)$' },
        what: {
          oneOf: [
            {
              type: 'object',
              additionalProperties: false,
              required: ['kind', 'n'],
              properties: {
                kind: { type: 'string', const: 'one' },
                n: { type: 'integer', minimum: 0, maximum: 7 },
              },
            },
            {
              type: 'object',
              additionalProperties: false,
              required: ['kind'],
              properties: { kind: { type: 'string', const: 'two' } },
            },
          ],
        },
      },
    });
  });
});
