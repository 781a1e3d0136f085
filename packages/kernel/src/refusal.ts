import {
  assert,
  type Codec,
  compareText,
  decode,
  encodeKnown,
  expectOk,
  type Failed,
  fail,
  type Json,
  record,
  type Shape,
  type TypeOf,
} from '@madang/base';

/** Why something was not done: a stable number and name, and the canonical bytes of the details. */
export interface Refusal {
  readonly code: number;
  /** Service and error, such as `document.ALREADY_ENDED`. */
  readonly name: string;
  readonly context: Uint8Array;
}

/** The two languages that every text of a service has. */
export interface Bilingual {
  readonly ko: string;
  readonly en: string;
}

/** One sentence per language with `{field}` for details, and in English what the sender can do. */
export interface ErrorText extends Bilingual {
  readonly help: string;
}

/** An error with its details' type forgotten: what lists, pages and the machine work with. */
export interface AnyError {
  readonly service: string;
  readonly code: number;
  readonly name: string;
  readonly text: ErrorText;
  readonly shape: Shape;
  /** The details of a refusal with this error, as JSON. */
  readonly contextToJson: (context: Uint8Array) => Json;
}

/** An error that a service can refuse with; `F` is the type of its details. */
export interface ErrorDefinition<F> extends AnyError {
  readonly fields: Codec<F>;
  /** Gives the error its place; called by {@link defineErrors} only. */
  readonly place: (service: string, base: number, name: string) => void;
}

/** Most errors of one service: each has its own thousand of numbers. */
const NUMBERS_PER_SERVICE = 1_000;

/**
 * One error of a service: `number` is its place within the service's thousand and never changes.
 * `fields` are the details of a refusal; a field that ends in `At` is a time in ms.
 */
export function error<F extends Readonly<Record<string, unknown>>>(
  number: number,
  fields: { readonly [K in keyof F]: F[K] },
  text: ErrorText,
): ErrorDefinition<TypeOf<ReturnType<typeof record<F>>>> {
  assert(number > 0 && number < NUMBERS_PER_SERVICE, 'error: number out of range');
  const codec = record(fields);
  let placed:
    | { readonly service: string; readonly code: number; readonly name: string }
    | undefined;
  const place = () => {
    assert(placed !== undefined, 'error: used before defineErrors');
    return placed;
  };
  return {
    get service() {
      return place().service;
    },
    get code() {
      return place().code;
    },
    get name() {
      return place().name;
    },
    text,
    fields: codec,
    shape: codec.shape,
    contextToJson: (context) =>
      codec.toJson(expectOk(decode(codec, context), 'refusal: context does not fit its error')),
    place: (service, base, name) => {
      assert(placed === undefined, 'defineErrors: an error is defined twice');
      placed = { service, code: base + number, name: `${service}.${name}` };
    },
  };
}

/** Numbers the errors of a service from its `base` and names them `service.NAME`. */
export function defineErrors<const D extends Readonly<Record<string, Placeable>>>(
  service: string,
  base: number,
  definitions: D,
): D {
  assert(base % NUMBERS_PER_SERVICE === 0, 'defineErrors: base is not a multiple of 1000');
  for (const [name, definition] of entriesByName(definitions)) {
    assert(/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(name), 'defineErrors: name is not in capitals');
    definition.place(service, base, name);
  }
  return definitions;
}

type Placeable = AnyError & Pick<ErrorDefinition<unknown>, 'place'>;

function entriesByName<T>(named: Readonly<Record<string, T>>): ReadonlyArray<readonly [string, T]> {
  // eslint-disable-next-line madang/closed-globals -- sorted by name on this very line
  return Object.entries(named).sort((left, right) => compareText(left[0], right[0]));
}

/** The errors of a service in ascending order of their numbers. */
export function listErrors(definitions: Readonly<Record<string, AnyError>>): readonly AnyError[] {
  return entriesByName(definitions)
    .map(([, definition]) => definition)
    .sort((left, right) => left.code - right.code);
}

/** A refusal with this error and these details, as the failed half of a Result. */
export function refuse<F>(definition: ErrorDefinition<F>, fields: F): Failed<Refusal> {
  return fail({
    code: definition.code,
    name: definition.name,
    context: encodeKnown(definition.fields, fields),
  });
}

/**
 * The sentence of a refusal in a language. `show` puts a detail into words (a time, say); without
 * it, details stand as JSON has them, those of several parts as “…”.
 */
export function refusalSentence(
  definition: AnyError,
  language: 'ko' | 'en',
  context: Uint8Array,
  show: (field: string, value: Json) => string = (_, value) =>
    typeof value === 'object' ? '…' : String(value),
): string {
  const details = definition.contextToJson(context);
  return definition.text[language].replace(/\{([A-Za-z]+)\}/g, (whole, field: string) => {
    const value = detailOf(details, field);
    return value === undefined ? whole : show(field, value);
  });
}

function detailOf(details: Json, field: string): Json | undefined {
  return isMap(details) && Object.hasOwn(details, field) ? details[field] : undefined;
}

function isMap(json: Json): json is { readonly [key: string]: Json } {
  return typeof json === 'object' && !Array.isArray(json);
}
