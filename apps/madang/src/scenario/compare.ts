import type { Json } from '@madang/base';

/** Where an answer differs from what was expected: a path, and both sides as text. */
export interface Difference {
  readonly at: string;
  readonly expected: string;
  readonly actual: string;
}

/** A list that ends with this may have more items. */
const AND_MORE = '...';

/**
 * The first place where `actual` is not what `expected` says: every key that is named must be there
 * and equal,
 * others may be there too; a list must have the same length unless it ends with `...`.
 */
export function firstDifference(
  expected: Json,
  actual: Json | undefined,
  at = '',
): Difference | undefined {
  if (Array.isArray(expected)) return listDifference(expected, actual, at);
  if (typeof expected === 'object') {
    return mapDifference(expected as { readonly [key: string]: Json }, actual, at);
  }
  return expected === actual ? undefined : differs(expected, actual, at);
}

function listDifference(
  expected: readonly Json[],
  actual: Json | undefined,
  at: string,
): Difference | undefined {
  if (!Array.isArray(actual)) return differs(expected, actual, at);
  const items = actual as readonly Json[];
  const open = expected.at(-1) === AND_MORE;
  const wanted = open ? expected.slice(0, -1) : expected;
  if (open ? items.length < wanted.length : items.length !== wanted.length) {
    return {
      at,
      expected: `${open ? 'at least ' : ''}${String(wanted.length)} items`,
      actual: `${String(items.length)} items: ${JSON.stringify(items)}`,
    };
  }
  for (const [index, item] of wanted.entries()) {
    const found = firstDifference(item, items[index], `${at}[${String(index)}]`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function mapDifference(
  expected: { readonly [key: string]: Json },
  actual: Json | undefined,
  at: string,
): Difference | undefined {
  if (typeof actual !== 'object' || Array.isArray(actual)) return differs(expected, actual, at);
  const map = actual as { readonly [key: string]: Json };
  for (const [key, value] of Object.entries(expected)) {
    const found = firstDifference(value, map[key], at === '' ? key : `${at}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function differs(expected: Json, actual: Json | undefined, at: string): Difference {
  return {
    at,
    expected: JSON.stringify(expected),
    actual: actual === undefined ? 'nothing' : JSON.stringify(actual),
  };
}
