import { isNode } from 'yaml';
import type { Words } from '../terminal.ts';
import type { ScenarioFault } from './model.ts';
import type { YamlFile } from './yaml.ts';

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
    super(at.message.en);
    this.at = at;
  }
}

/** Stops reading: something is wrong at this place, or at a key below it. */
export function refuse(place: Place, message: Words, ...below: readonly string[]): never {
  throw new Fault({ line: place.lineOf([...place.path, ...below]), message });
}

/** The whole document. */
export function rootPlace({ document, lines }: YamlFile): Place {
  return {
    value: plainValue({ document, lines }),
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

/** Aliases that repeat aliases can stand for more than fits into memory. */
const MAX_ALIAS_COUNT = 10_000;

function plainValue({ document }: YamlFile): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIAS_COUNT });
  } catch (thrown) {
    if (!(thrown instanceof ReferenceError)) throw thrown;
    const message = {
      en: 'The aliases of the file repeat too much.',
      ko: '파일의 별칭이 너무 많은 것을 반복합니다.',
    };
    throw new Fault({ line: 1, message });
  }
}

/** The value under a key or index. */
export function child(place: Place, key: string | number): Place {
  const value = (place.value as Readonly<Record<string | number, unknown>>)[key];
  return { value, path: [...place.path, key], lineOf: place.lineOf };
}

/** What stands under a key, if there is a map with that key. */
export function peek({ value }: Place, key: string): unknown {
  const isMap = typeof value === 'object' && value !== null;
  return isMap ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** The map at a place, whatever its keys. */
export function bagOf(place: Place): Readonly<Record<string, unknown>> {
  const { value } = place;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return refuse(place, {
      en: 'A map of keys and values is expected here.',
      ko: '여기에는 키와 값의 목록(map)이 있어야 합니다.',
    });
  }
  return value as Readonly<Record<string, unknown>>;
}

/** The map at a place, whose keys are all known. */
export function mapOf(place: Place, known: readonly string[]): Readonly<Record<string, unknown>> {
  const bag = bagOf(place);
  for (const key of Object.keys(bag)) {
    if (!known.includes(key)) {
      const message = {
        en: `The key "${key}" is not known here.`,
        ko: `"${key}" 키는 여기에 쓸 수 없습니다.`,
      };
      refuse(place, message, key);
    }
  }
  return bag;
}

/** The items of the list under a key. */
export function listAt(place: Place, key: string): readonly Place[] {
  const list = child(place, key);
  if (!Array.isArray(list.value)) {
    return refuse(list, { en: `"${key}" is a list.`, ko: `"${key}" 값은 목록이어야 합니다.` });
  }
  return list.value.map((_, index) => child(list, index));
}

/** The text at a place. */
export function textOf(place: Place): string {
  return typeof place.value === 'string'
    ? place.value
    : refuse(place, {
        en: `"${String(place.path.at(-1))}" is a text.`,
        ko: `"${String(place.path.at(-1))}" 값은 글이어야 합니다.`,
      });
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
    : refuse(
        place,
        {
          en: `"${key}" is of the form [a-z][a-z0-9-]*.`,
          ko: `"${key}" 값은 [a-z][a-z0-9-]* 꼴이어야 합니다.`,
        },
        key,
      );
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
    refuse(
      place,
      {
        en: `"${key}" is one of: ${options.join(', ')}.`,
        ko: `"${key}" 값은 다음 중 하나여야 합니다: ${options.join(', ')}.`,
      },
      key,
    )
  );
}

/** Whether a key is there; its only value is the word. */
export function flagAt(place: Place, key: string, word: string): boolean {
  const value = bagOf(place)[key];
  if (value === undefined) return false;
  const message = { en: `"${key}" is ${word}.`, ko: `"${key}" 값은 ${word} 뿐입니다.` };
  return value === word || refuse(place, message, key);
}

/** The whole number under a key, from `min` to `max`. */
export function numberAt(place: Place, key: string, min: number, max: number): number {
  const value = bagOf(place)[key];
  const isFit =
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max;
  if (isFit) return value;
  const message = {
    en: `"${key}" is a whole number from ${String(min)} to ${String(max)}.`,
    ko: `"${key}" 값은 ${String(min)}에서 ${String(max)}까지의 정수여야 합니다.`,
  };
  return refuse(place, message, key);
}

/** Refuses keys that mean nothing beside another. */
export function mustStandAlone(place: Place, key: string, others: readonly string[]): void {
  const bag = bagOf(place);
  const other = others.find((name) => bag[key] !== undefined && bag[name] !== undefined);
  if (other === undefined) return;
  const message = {
    en: `"${other}" has no meaning beside "${key}".`,
    ko: `"${other}" 키는 "${key}" 키와 함께 쓸 수 없습니다.`,
  };
  refuse(place, message, other);
}
