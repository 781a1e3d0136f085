import { concat } from '@madang/base';

/**
 * Fields of protocol buffers as gogoproto writes them: what has its zero value is left out, but for
 * messages that cannot be null.
 */

/** An integer of any of the variable kinds; negative ones as 64 bits in two's complement. */
export function integerField(field: number, value: bigint): Uint8Array {
  return value === 0n ? NOTHING : concat(head(field, VARINT), varint(BigInt.asUintN(64, value)));
}

/** An `sfixed64`. */
export function fixedField(field: number, value: bigint): Uint8Array {
  if (value === 0n) return NOTHING;
  const bytes = new Uint8Array(8);
  let rest = BigInt.asUintN(64, value);
  for (let i = 0; i < bytes.length; i++) {
    bytes[i] = Number(rest & 0xffn);
    rest >>= 8n;
  }
  return concat(head(field, FIXED64), bytes);
}

/** Bytes or the UTF-8 of a text. */
export function bytesField(field: number, value: Uint8Array): Uint8Array {
  return value.length === 0 ? NOTHING : messageField(field, value);
}

/** A message that is written even if it has no fields. */
export function messageField(field: number, message: Uint8Array): Uint8Array {
  return concat(head(field, DELIMITED), delimited(message));
}

/** Bytes after their length. */
export function delimited(message: Uint8Array): Uint8Array {
  return concat(varint(BigInt(message.length)), message);
}

/** A `google.protobuf.Timestamp`. */
export function timestamp(timeNs: bigint): Uint8Array {
  const nanos = ((timeNs % NS_PER_SECOND) + NS_PER_SECOND) % NS_PER_SECOND;
  const seconds = (timeNs - nanos) / NS_PER_SECOND;
  return concat(integerField(1, seconds), integerField(2, nanos));
}

const NOTHING = new Uint8Array();
const VARINT = 0;
const FIXED64 = 1;
const DELIMITED = 2;
const NS_PER_SECOND = 1_000_000_000n;

/** Every field number here is below 16, so that the head is one byte. */
function head(field: number, wireType: number): Uint8Array {
  return Uint8Array.of((field << 3) | wireType);
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
