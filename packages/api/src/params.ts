import { optional, record, text, uint } from '@madang/base';

/** No parameters. */
export const noParams = record({});

/** Thirty-two bytes in hexadecimal. */
export const hexHashParam = text({ min: 64, max: 64, pattern: '[0-9a-f]{64}' });

/** A transaction's id in the path. */
export const idParams = record({ id: hexHashParam });

/** A page of a list. */
export const pageParams = record({
  before: optional(uint()),
  limit: optional(uint({ min: 1, max: 200 })),
  service: optional(text({ min: 1, max: 32, pattern: '[a-z][a-z0-9-]*' })),
});

/** How many of the newest. */
export const limitParams = record({ limit: optional(uint({ min: 1, max: 200 })) });
