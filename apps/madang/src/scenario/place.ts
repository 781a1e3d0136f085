import { type Document, isNode, type LineCounter } from 'yaml';
import type { ScenarioFault } from './model.ts';

type Path = readonly (string | number)[];

/** A value of the file and where it stands. */
export interface Place {
  readonly value: unknown;
  readonly path: Path;
  /** The line of a path, from 1. */
  readonly lineOf: (path: Path) => number;
}

/** Carries a fault out of nested readers to the one place that answers with it. */
export class Fault extends Error {
  readonly at: ScenarioFault;

  constructor(at: ScenarioFault) {
    super(at.message);
    this.at = at;
  }
}

/** Stops reading: something is wrong at this place, or at a key below it. */
export function refuse(place: Place, message: string, ...below: readonly string[]): never {
  throw new Fault({ line: place.lineOf([...place.path, ...below]), message });
}

/** The whole document. */
export function rootPlace(document: Document.Parsed, lines: LineCounter): Place {
  return {
    value: document.toJS({ maxAliasCount: 100 }),
    path: [],
    lineOf: (path) => {
      for (let length = path.length; length >= 0; length--) {
        const part = path.slice(0, length);
        const node: unknown = length === 0 ? document.contents : document.getIn(part, true);
        if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
      }
      return 1;
    },
  };
}

/** The value under a key or index. */
export function child(place: Place, key: string | number): Place {
  const value = (place.value as Readonly<Record<string | number, unknown>>)[key];
  return { value, path: [...place.path, key], lineOf: place.lineOf };
}

/** The map at a place, whatever its keys. */
export function bagOf(place: Place): Readonly<Record<string, unknown>> {
  const { value } = place;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(place, 'A map of keys and values is expected here.');
  }
  return value as Readonly<Record<string, unknown>>;
}

/** The map at a place, whose keys are all known. */
export function mapOf(place: Place, known: readonly string[]): Readonly<Record<string, unknown>> {
  const bag = bagOf(place);
  for (const key of Object.keys(bag)) {
    if (!known.includes(key)) {
      refuse(place, `The key "${key}" is not known here.`, key);
    }
  }
  return bag;
}

/** The items of the list under a key. */
export function listAt(place: Place, key: string): readonly Place[] {
  const list = child(place, key);
  if (!Array.isArray(list.value)) return refuse(list, `"${key}" is a list.`);
  return list.value.map((_, index) => child(list, index));
}

/** The text at a place. */
export function textOf(place: Place): string {
  return typeof place.value === 'string'
    ? place.value
    : refuse(place, `"${String(place.path.at(-1))}" is a text.`);
}

/** The text under a key. */
export function textAt(place: Place, key: string): string {
  return textOf(child(place, key));
}

/** The name under a key. */
export function nameAt(place: Place, key: string): string {
  const name = textAt(place, key);
  return /^[a-z][a-z0-9-]*$/.test(name)
    ? name
    : refuse(place, `"${key}" is of the form [a-z][a-z0-9-]*.`, key);
}

/** One of the given words under a key, if it is there. */
export function oneOf<const T extends string>(
  place: Place,
  key: string,
  options: readonly T[],
): T | undefined {
  const value = bagOf(place)[key];
  if (value === undefined) return undefined;
  return (
    options.find((option) => option === value) ??
    refuse(place, `"${key}" is one of: ${options.join(', ')}.`, key)
  );
}

/** Whether a key is there; its only value is the word. */
export function flagAt(place: Place, key: string, word: string): boolean {
  const value = bagOf(place)[key];
  if (value === undefined) return false;
  return value === word || refuse(place, `"${key}" is ${word}.`, key);
}
