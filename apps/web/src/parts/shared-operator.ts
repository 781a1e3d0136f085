import type { Language } from '@madang/ui';
import type { Institution } from '../ledger.ts';

/**
 * What all institutions say of who runs their keys and computers, where they all say the same: then
 * it is said once.
 */
export function sharedOperator(
  institutions: readonly Institution[],
  language: Language,
): string | undefined {
  const [first, ...rest] = institutions.map(({ operator }) => operator[language]);
  return rest.length > 0 && rest.every((each) => each === first) ? first : undefined;
}
