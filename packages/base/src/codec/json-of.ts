import { toHex } from '../bytes.ts';
import type { Json } from './codec.ts';

/**
 * The JSON form of a record of texts, numbers, booleans, bytes, lists and records, without its
 * codec. Keys whose value is undefined are left out.
 */
export function jsonOf(value: object): { readonly [key: string]: Json } {
  const bytesAsHex = (_: string, given: unknown): unknown =>
    given instanceof Uint8Array ? toHex(given) : given;
  return JSON.parse(JSON.stringify(value, bytesAsHex)) as { readonly [key: string]: Json };
}
