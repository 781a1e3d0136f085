/** Where a reader of CBOR stands. */
interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

const MAX_DEPTH = 16;
const MAX_BYTES = 1_048_576;

/**
 * Whether bytes are one value of the profile in docs/spec/codec.md, read as plainly as the page is
 * written. It shares nothing with the two decoders that it is held against.
 */
export function isPlainlyCanonical(bytes: Uint8Array): boolean {
  if (bytes.length > MAX_BYTES) return false;
  const cursor = { bytes, at: 0 };
  const depth = depthOfValue(cursor, 0);
  return depth !== undefined && cursor.at === bytes.length;
}

/** Reads a value `above` this many containers; its depth, or nothing if it is none. */
function depthOfValue(cursor: Cursor, above: number): number | undefined {
  const head = readHead(cursor);
  if (head === undefined) return undefined;
  const { major, argument } = head;
  if (major === 0) return 0;
  if (major === 1) return argument < 1n << 63n ? 0 : undefined;
  if (major === 2) return take(cursor, argument) === undefined ? undefined : 0;
  if (major === 3) return isText(take(cursor, argument)) ? 0 : undefined;
  if (major === 7) return argument === 20n || argument === 21n ? 0 : undefined;
  if (above >= MAX_DEPTH || major === 6) return undefined;
  return major === 4 ? depthOfList(cursor, argument, above) : depthOfMap(cursor, argument, above);
}

function depthOfList(cursor: Cursor, count: bigint, above: number): number | undefined {
  let deepest = 0;
  for (let i = 0n; i < count; i++) {
    const depth = depthOfValue(cursor, above + 1);
    if (depth === undefined) return undefined;
    deepest = Math.max(deepest, depth);
  }
  return deepest + 1;
}

function depthOfMap(cursor: Cursor, count: bigint, above: number): number | undefined {
  let deepest = 0;
  let before: Buffer | undefined;
  for (let i = 0n; i < count; i++) {
    const start = cursor.at;
    if ((cursor.bytes[start] ?? 0) >> 5 !== 3) return undefined;
    if (depthOfValue(cursor, above + 1) === undefined) return undefined;
    const key = Buffer.from(cursor.bytes.subarray(start, cursor.at));
    if (before !== undefined && Buffer.compare(before, key) >= 0) return undefined;
    before = key;
    const depth = depthOfValue(cursor, above + 1);
    if (depth === undefined) return undefined;
    deepest = Math.max(deepest, depth);
  }
  return deepest + 1;
}

interface Head {
  readonly major: number;
  readonly argument: bigint;
}

/** The least value that needs the long forms of 1, 2, 4 and 8 bytes. */
const LEAST = [24n, 256n, 65_536n, 4_294_967_296n] as const;

function readHead(cursor: Cursor): Head | undefined {
  const first = cursor.bytes[cursor.at];
  if (first === undefined) return undefined;
  cursor.at += 1;
  const major = first >> 5;
  const short = first & 31;
  if (short < 24) return { major, argument: BigInt(short) };
  const least = LEAST[short - 24];
  // A simple value has no long form in the profile.
  if (least === undefined || major === 7) return undefined;
  const bytes = take(cursor, 1n << BigInt(short - 24));
  if (bytes === undefined) return undefined;
  const argument = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  return argument < least ? undefined : { major, argument };
}

function take(cursor: Cursor, length: bigint): Uint8Array | undefined {
  const end = BigInt(cursor.at) + length;
  if (end > BigInt(cursor.bytes.length)) return undefined;
  const taken = cursor.bytes.subarray(cursor.at, Number(end));
  cursor.at = Number(end);
  return taken;
}

function isText(bytes: Uint8Array | undefined): boolean {
  if (bytes === undefined) return false;
  try {
    new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
