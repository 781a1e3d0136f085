import { assert, type Json, toHex } from '@madang/base';

/**
 * The JSON form of a payload of texts, numbers, booleans, bytes, lists and records, without its
 * codec. Keys whose value is undefined are left out; anything else is a bug.
 */
export function jsonOf(payload: object): { readonly [key: string]: Json } {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(payload);
  return Object.fromEntries(
    entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, jsonOfValue(value)]])),
  );
}

function jsonOfValue(value: unknown): Json {
  if (value instanceof Uint8Array) return toHex(value);
  if (Array.isArray(value)) return value.map(jsonOfValue);
  if (typeof value === 'object' && value !== null) return jsonOf(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  assert(typeof value === 'number', 'a payload has no other values');
  return value;
}
