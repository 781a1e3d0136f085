/** The numbers of all errors by their names, such as `document.ALREADY_ENDED`. */
export type ErrorNumbers = Readonly<Record<string, number>>;

type NamedError = { readonly name: string; readonly code: number };

/** The errors among the exports of a module; `defineErrors` gives each a `name` and a `code`. */
export function errorsOf(module: object): readonly NamedError[] {
  return Object.values(module).flatMap((exported: unknown) =>
    typeof exported === 'object' && exported !== null
      ? Object.values(exported).filter(isNamedError)
      : [],
  );
}

function isNamedError(value: unknown): value is NamedError {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'number' &&
    'name' in value &&
    typeof value.name === 'string' &&
    /^[\w-]+\.[A-Z][A-Z0-9_]*$/.test(value.name)
  );
}

/**
 * What breaks the promise that a number once given means the same forever: two errors with one
 * number, a number that changed, an error that vanished, one that the lock does not know yet.
 */
export function errorLockProblems(found: readonly NamedError[], lock: ErrorNumbers): string[] {
  const actual = new Map(found.map((one) => [one.name, one.code]));
  const byCode = Map.groupBy([...actual], ([, code]) => code);
  const twice = [...byCode].filter(([, names]) => names.length > 1);
  return [
    ...twice.map(
      ([code, names]) => `${code} stands for ${names.map(([name]) => name).join(', ')}.`,
    ),
    ...Object.entries(lock).flatMap(([name, code]) => changeProblems(name, code, actual.get(name))),
    ...[...actual.keys()]
      .filter((name) => !Object.hasOwn(lock, name))
      .map((name) => `${name} is not in errors.lock.json: run tools/tidy/update-error-lock.ts.`),
  ];
}

function changeProblems(name: string, locked: number, actual: number | undefined): string[] {
  if (actual === locked) return [];
  return actual === undefined
    ? [`${name} (${locked}) is gone; clients of old receipts still need it.`]
    : [`${name} was ${locked} and is now ${actual}; numbers never change.`];
}

/** The lock with new errors appended in ascending order of their numbers. */
export function extendedLock(found: readonly NamedError[], lock: ErrorNumbers): ErrorNumbers {
  const known = Object.entries(lock);
  const added = found.filter((one) => !Object.hasOwn(lock, one.name));
  const all = [...known, ...added.map((one): [string, number] => [one.name, one.code])];
  return Object.fromEntries(all.sort((left, right) => left[1] - right[1]));
}

/** Errors without a heading of their own in docs/errors.md, or whose section lacks the number. */
export function errorPageProblems(found: readonly NamedError[], page: string): string[] {
  const sections = page.split(/^(?=#)/m);
  const isDescribed = ({ name, code }: NamedError): boolean =>
    sections.some((section) => {
      const [heading = ''] = section.split('\n');
      return (
        heading.startsWith('#') &&
        heading.includes(name) &&
        new RegExp(`\\b${code}\\b`).test(section)
      );
    });
  return found
    .filter((one) => !isDescribed(one))
    .map((one) => `docs/errors.md does not describe ${one.name} (${one.code}).`);
}
