import {
  bool,
  bytes,
  encodeKnown,
  fromHex,
  int,
  type Json,
  list,
  raw,
  record,
  type Shape,
  text,
} from '@madang/base';

/** No value of a scenario is longer: the file itself is not. */
const MAX = 1_048_576;

/**
 * The bytes of a value that need not fit its schema, so that the ledger itself can refuse it. Where
 * the schema has bytes, hexadecimal is bytes; everything else is what it is in the file.
 */
export function encodeAsGiven(json: Json, shape: Shape | undefined): Uint8Array {
  if (typeof json === 'boolean') return encodeKnown(bool(), json);
  if (typeof json === 'number') return encodeKnown(int(), json);
  if (typeof json === 'string') return encodeText(json, shape);
  if (Array.isArray(json)) {
    const item = shape?.kind === 'list' ? shape.item : undefined;
    const items = (json as readonly Json[]).map((one) => encodeAsGiven(one, item));
    return encodeKnown(list(raw(), { max: MAX }), items);
  }
  const fields = shape?.kind === 'record' ? shape.fields : [];
  const entries = Object.entries(json as { readonly [key: string]: Json }).map(([key, value]) => {
    const known = fields.find((field) => field.name === key)?.shape;
    return [key, encodeAsGiven(value, known)] as const;
  });
  const codec = record(Object.fromEntries(entries.map(([key]) => [key, raw()])));
  return encodeKnown(codec, Object.fromEntries(entries));
}

function encodeText(given: string, shape: Shape | undefined): Uint8Array {
  const hex = shape?.kind === 'bytes' ? fromHex(given) : undefined;
  return hex?.ok === true
    ? encodeKnown(bytes({ max: MAX }), hex.value)
    : encodeKnown(text({ max: MAX }), given);
}
