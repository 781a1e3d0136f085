import { ciphertextsOf, countIn, openSum } from '@madang/ballot';
import type { Sum } from './trustee.ts';

/**
 * The numbers of a sum that `threshold` trustees have decrypted, one for each selection that
 * ballots
 * send; nothing if too few have, or if a part does not lead to a number.
 */
export function countsIn(sum: Sum, threshold: number): readonly number[] | undefined {
  const used = sum.decryptions.slice(0, threshold);
  if (used.length < threshold) return undefined;
  const counts = ciphertextsOf(sum.selections).map(({ b }, selection) => {
    const shares = used.flatMap(({ trustee, parts }) => {
      const share = parts[selection];
      return share === undefined ? [] : [{ trustee, share }];
    });
    return shares.length < threshold ? undefined : countIn(openSum(b, shares), sum.weight);
  });
  const known = counts.filter((count) => count !== undefined);
  return known.length === counts.length ? known : undefined;
}
