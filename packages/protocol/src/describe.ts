import {
  type CodecError,
  decode,
  expectOk,
  fromUtf8,
  type Json,
  ok,
  type Result,
  raw,
  toHex,
} from '@madang/base';

/**
 * Any canonical value in its JSON form (docs/spec/README.md), for whoever shows values whose schema
 * is not at hand. Fails with the codec's reason on anything else.
 */
export function describeValue(bytes: Uint8Array): Result<Json, CodecError> {
  const checked = decode(raw(), bytes);
  if (!checked.ok) return checked;
  return ok(readValue({ bytes, offset: 0 }));
}

/** A place in bytes that are known to be one canonical value. */
interface Cursor {
  readonly bytes: Uint8Array;
  offset: number;
}

function readValue(cursor: Cursor): Json {
  const { major, argument } = readHead(cursor);
  switch (major) {
    case 0:
      return integerJson(argument);
    case 1:
      return integerJson(-1n - argument);
    case 2:
      return toHex(take(cursor, argument));
    case 3:
      return readText(cursor, argument);
    case 4:
      return readItems(cursor, argument);
    case 5:
      return readEntries(cursor, argument);
    default:
      return argument === 21n;
  }
}

function readHead(cursor: Cursor): { readonly major: number; readonly argument: bigint } {
  const first = cursor.bytes[cursor.offset] ?? 0;
  cursor.offset += 1;
  const low = first & 31;
  if (low < 24) return { major: first >> 5, argument: BigInt(low) };
  let argument = 0n;
  const following = take(cursor, 1n << BigInt(low - 24));
  for (const byte of following) argument = argument * 256n + BigInt(byte);
  return { major: first >> 5, argument };
}

function take(cursor: Cursor, sizeBytes: bigint): Uint8Array {
  cursor.offset += Number(sizeBytes);
  return cursor.bytes.subarray(cursor.offset - Number(sizeBytes), cursor.offset);
}

function readText(cursor: Cursor, sizeBytes: bigint): string {
  return expectOk(fromUtf8(take(cursor, sizeBytes)), 'describeValue: checked before');
}

function readItems(cursor: Cursor, count: bigint): readonly Json[] {
  const items: Json[] = [];
  for (let i = 0n; i < count; i++) items.push(readValue(cursor));
  return items;
}

function readEntries(cursor: Cursor, count: bigint): Json {
  const entries: Array<[string, Json]> = [];
  for (let i = 0n; i < count; i++) {
    const key = readText(cursor, readHead(cursor).argument);
    entries.push([key, readValue(cursor)]);
  }
  // Defines own properties, so that a key like __proto__ is a key and nothing else.
  return Object.fromEntries(entries);
}

function integerJson(value: bigint): Json {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}
