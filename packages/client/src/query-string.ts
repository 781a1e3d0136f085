import type { Json } from '@madang/base';

/**
 * The query string of a JSON object: texts, numbers and booleans as they are, everything else as
 * JSON text; keys without a value are left out. The server reads it back by the codec's shape.
 */
export function queryString(values: Readonly<Record<string, Json | undefined>>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue;
    search.set(key, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
