/** A value as the specification's codec knows it; object keys that hold undefined are left out. */
export type Value =
  | number
  | bigint
  | boolean
  | string
  | Uint8Array
  | Value[]
  | { [key: string]: Value | undefined };

function head(major: number, argument: bigint): Buffer {
  const sizes = [
    [24n, 0],
    [256n, 1],
    [65536n, 2],
    [4294967296n, 4],
    [18446744073709551616n, 8],
  ] as const;
  const [, bytes] = sizes.find(([limit]) => argument < limit) ?? [0n, 0];
  if (bytes === 0) return Buffer.from([(major << 5) | Number(argument)]);
  const minor = { 1: 24, 2: 25, 4: 26, 8: 27 }[bytes];
  const hex = argument.toString(16).padStart(bytes * 2, '0');
  return Buffer.concat([Buffer.from([(major << 5) | minor]), Buffer.from(hex, 'hex')]);
}

/** Writes a value by hand, from docs/spec/codec.md. */
export function cbor(value: Value): Buffer {
  if (typeof value === 'boolean') return Buffer.from([value ? 0xf5 : 0xf4]);
  if (typeof value === 'string') {
    const utf8 = Buffer.from(value, 'utf8');
    return Buffer.concat([head(3, BigInt(utf8.length)), utf8]);
  }
  if (typeof value === 'number' || typeof value === 'bigint') {
    const whole = BigInt(value);
    return whole >= 0n ? head(0, whole) : head(1, -1n - whole);
  }
  if (value instanceof Uint8Array) {
    return Buffer.concat([head(2, BigInt(value.length)), value]);
  }
  if (Array.isArray(value)) {
    return Buffer.concat([head(4, BigInt(value.length)), ...value.map(cbor)]);
  }
  const entries = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [{ key: cbor(key), item: cbor(item) }],
  );
  entries.sort((a, b) => Buffer.compare(a.key, b.key));
  return Buffer.concat([
    head(5, BigInt(entries.length)),
    ...entries.flatMap(({ key, item }) => [key, item]),
  ]);
}
