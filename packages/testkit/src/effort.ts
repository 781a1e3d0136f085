/** What `npm run soak -- tests` sets: no test leaves anything out for speed. */
const isThorough = process.env['MADANG_TESTS'] === 'thorough';

/** How much a test looks at: as `npm test` does, or all of it where nothing is left out. */
export function effort<T>(usual: T, thorough: T): T {
  return isThorough ? thorough : usual;
}
