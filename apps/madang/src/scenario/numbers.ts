import { NumberName } from './model.ts';
import { bagOf, child, numberAt, type Place, peek, refuse } from './place.ts';

/** Numbers that are given with the command, by their names. */
export type GivenNumbers = ReadonlyMap<string, number>;

const NAME = /^[a-z][a-z0-9-]*$/;

/** The file with the numbers of the file, or those given for them, in the place of their names. */
export function withNumbers(root: Place, given: GivenNumbers): Place {
  const numbers = new Map<string, number>();
  if (peek(root, 'numbers') !== undefined) {
    const place = child(root, 'numbers');
    for (const name of Object.keys(bagOf(place))) {
      if (!NAME.test(name)) refuseName(place, name);
      numbers.set(name, given.get(name) ?? numberAt(place, name, 0, Number.MAX_SAFE_INTEGER));
    }
  }
  for (const name of given.keys()) if (!numbers.has(name)) refuseUnknown(root, name);
  return { ...root, value: valueWith(numbers, root) };
}

function valueWith(numbers: ReadonlyMap<string, number>, place: Place): unknown {
  const { value } = place;
  if (value instanceof NumberName)
    return numbers.get(value.name) ?? refuseUnknown(place, value.name);
  if (Array.isArray(value)) return value.map((_, at) => valueWith(numbers, child(place, at)));
  if (!isPlainMap(value)) return value;
  const keys = Object.keys(value);
  return Object.fromEntries(keys.map((key) => [key, valueWith(numbers, child(place, key))]));
}

/** A map of the file, and not what stands for a tag. */
function isPlainMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}

function refuseName(place: Place, name: string): never {
  const message = {
    en: 'The name of a number is of the form [a-z][a-z0-9-]*.',
    ko: '숫자의 이름은 [a-z][a-z0-9-]* 꼴이어야 합니다.',
  };
  return refuse(place, message, name);
}

function refuseUnknown(place: Place, name: string): never {
  return refuse(place, {
    en: `There is no number "${name}" under "numbers".`,
    ko: `"numbers" 에 "${name}" 숫자가 없습니다.`,
  });
}
