import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** Texts that must not come out, by what they are. */
export type Canaries = Readonly<Record<string, string>>;

/** Where a text came out: of which canary, and in which of its forms. */
export interface CanaryFinding {
  readonly canary: string;
  readonly form: string;
}

/** A canary in a form that hides it from whoever only looks for its letters. */
export interface CanaryForm extends CanaryFinding {
  readonly bytes: Buffer;
}

/** A piece of text without anything else around it in its own alphabet is found by itself. */
const LONG_ASCII = /[\x21-\x7e]{8,}/g;
const SHORT_DIGITS = /^\d{1,8}$/;

/**
 * The forms of a text: UTF-8 (also decomposed, also its digits alone), UTF-16, hexadecimal, base64
 * in both alphabets at each of its three offsets, percent-encoded, escaped as in JSON and HTML.
 */
export function canaryForms(canary: string, text: string): readonly CanaryForm[] {
  const forms = spellings(text).flatMap((spelling) => formsOf(spelling));
  const distinct = new Map(forms.map(({ form, bytes }) => [bytes.toString('latin1'), form]));
  return [...distinct].map(([bytes, form]) => ({
    canary,
    form,
    bytes: Buffer.from(bytes, 'latin1'),
  }));
}

/** The same text as others write it: a telephone without its hyphens, a name decomposed. */
function spellings(text: string): readonly string[] {
  const digits = text.replace(/[^\d]/g, '');
  const isNumber = /^[\d+ -]+$/.test(text);
  return [
    text,
    text.normalize('NFD'),
    // Any encoding that leaves ASCII as it is, such as CP949, shows these.
    ...(text.match(LONG_ASCII) ?? []),
    ...(isNumber && digits.length > 8 ? [digits, digits.replace(/^0/, '82')] : []),
  ];
}

interface Form {
  readonly form: string;
  readonly bytes: Buffer;
}

function formsOf(text: string): readonly Form[] {
  const utf8 = Buffer.from(text);
  const utf16 = Buffer.from(text, 'utf16le');
  const raw = [
    { form: 'UTF-8', bytes: utf8 },
    { form: 'UTF-16LE', bytes: utf16 },
    { form: 'UTF-16BE', bytes: Buffer.from(utf16).swap16() },
  ];
  // Of a code nothing but its digits can be told from chance.
  if (SHORT_DIGITS.test(text)) return raw.slice(0, 1);
  const isHex = /^(?:[0-9a-f]{2}){8,}$/.test(text);
  const bytesOfHex = isHex ? [{ form: 'bytes', bytes: Buffer.from(text, 'hex') }] : [];
  const written = [...raw, ...bytesOfHex].flatMap(({ form, bytes }) => [
    { form, bytes },
    ...inAscii(`hexadecimal of ${form}`, bothCases(bytes.toString('hex'))),
    ...inAscii(`base64 of ${form}`, base64AtEachOffset(bytes)),
  ]);
  return [
    ...written,
    ...inAscii('percent-encoded', bothCases(percent(utf8))),
    ...inAscii('percent-encoded as in addresses', [encodeURIComponent(text), encodeURI(text)]),
    ...inAscii('escaped as in JSON', bothCases(escaped(text, (unit) => `\\u${hex4(unit)}`))),
    ...inAscii('escaped as in HTML', [
      points(text, (point) => `&#${String(point)};`),
      ...bothCases(points(text, (point) => `&#x${point.toString(16)};`)),
    ]),
  ];
}

const inAscii = (form: string, texts: readonly string[]): readonly Form[] =>
  texts.map((text) => ({ form, bytes: Buffer.from(text, 'latin1') }));

/** As written, and with upper-case digits. */
function bothCases(text: string): readonly string[] {
  return [text, text.replace(/(?<=%|\\u|&#x|[0-9a-f])[0-9a-f]+/gi, (one) => one.toUpperCase())];
}

const hex4 = (unit: number): string => unit.toString(16).padStart(4, '0');

function percent(bytes: Buffer): string {
  return [...bytes].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');
}

/** What is not ASCII, unit by unit of UTF-16; the rest as it is. */
function escaped(text: string, write: (unit: number) => string): string {
  return [...Array(text.length).keys()]
    .map((at) => text.charCodeAt(at))
    .map((unit) => (unit < 0x80 ? String.fromCharCode(unit) : write(unit)))
    .join('');
}

function points(text: string, write: (point: number) => string): string {
  return Array.from(text, (one) => write(one.codePointAt(0) ?? 0)).join('');
}

/** Base64 of bytes in the midst of others: without the digits that depend on what is around. */
function base64AtEachOffset(bytes: Buffer): readonly string[] {
  return [0, 1, 2].flatMap((offset) => {
    const base64 = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const whole = Math.floor(((offset + bytes.length) * 8) / 6);
    const inner = base64.slice(Math.ceil((offset * 8) / 6), whole);
    return [inner, inner.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

/** Looks for these canaries in bytes, as they are and as far as they can be decompressed. */
export type CanaryScan = (bytes: Uint8Array) => readonly CanaryFinding[];

/** Makes the forms of all canaries once, so that many places can be looked at. */
export function canaryScan(canaries: Canaries): CanaryScan {
  const forms = Object.entries(canaries).flatMap(([name, text]) => canaryForms(name, text));
  const byStart = Map.groupBy(forms, ({ bytes }) => bytes.readUInt32BE());
  return (bytes) => layersOf(Buffer.from(bytes)).flatMap((layer) => findIn(layer, byStart));
}

const START_BYTES = 4;

/** All forms in one pass, each told once. */
function findIn(
  bytes: Buffer,
  byStart: ReadonlyMap<number, readonly CanaryForm[]>,
): readonly CanaryFinding[] {
  const found = new Set<CanaryForm>();
  let start = 0;
  for (const [index, byte] of bytes.entries()) {
    start = ((start << 8) | byte) >>> 0;
    if (index < START_BYTES - 1) continue;
    const at = index - START_BYTES + 1;
    for (const form of byStart.get(start) ?? []) if (isAt(bytes, at, form)) found.add(form);
  }
  return [...found].map(({ canary, form }) => ({ canary, form }));
}

/** Whether a form is here; the digits of a code, only where they are no part of a number. */
function isAt(bytes: Buffer, at: number, { bytes: wanted }: CanaryForm): boolean {
  const end = at + wanted.length;
  if (!bytes.subarray(at, end).equals(wanted)) return false;
  if (!SHORT_DIGITS.test(wanted.toString('latin1'))) return true;
  const before = bytes.toString('latin1', Math.max(0, at - 1), at);
  // A number of JSON stands without quotes behind a colon, a comma or a bracket.
  return !/[\d.:,[]/.test(before) && !/\d/.test(bytes.toString('latin1', end, end + 1));
}

const DECODERS = [gunzipSync, inflateSync, inflateRawSync, brotliDecompressSync] as const;
const MAX_DECODED_BYTES = 64 * 1024 * 1024;

function layersOf(bytes: Buffer): readonly Buffer[] {
  return [bytes, ...DECODERS.flatMap((decode) => decoded(bytes, decode))];
}

function decoded(bytes: Buffer, decode: (typeof DECODERS)[number]): readonly Buffer[] {
  try {
    return [decode(bytes, { maxOutputLength: MAX_DECODED_BYTES })];
  } catch {
    return [];
  }
}
