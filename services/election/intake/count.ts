import { ciphertextsOf, countIn, isDecryption, openSum } from '@madang/ballot';
import type { Sum } from './trustee.ts';

/**
 * The numbers of a sum that `threshold` trustees have decrypted, one for each selection of ballots;
 * nothing if too few have, or if a part does not lead to a number.
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

/** What checking a sum again came to. */
export interface Recounted {
  /** Proofs of trustees that were verified. */
  readonly parts: number;
  /** Whether all of them hold, and lead to the counts that were announced. */
  readonly isRight: boolean;
}

/**
 * Verifies every part of a sum that trustees have decrypted, and finds its counts again.
 * `fingerprint`: what the ballots of the election were bound to; `shareKeys`: one for each trustee.
 */
export function recount(
  { sum, found }: { readonly sum: number; readonly found: Sum },
  bound: { readonly fingerprint: Uint8Array; readonly shareKeys: readonly Uint8Array[] },
  threshold: number,
): Recounted {
  const ciphertexts = ciphertextsOf(found.selections);
  let parts = 0;
  for (const { trustee, parts: given } of found.decryptions) {
    const shareKey = bound.shareKeys[trustee - 1];
    for (const [selection, ciphertext] of ciphertexts.entries()) {
      const part = given[selection];
      const place = { election: bound.fingerprint, trustee, sum, selection };
      const holds =
        part !== undefined &&
        shareKey !== undefined &&
        isDecryption(place, shareKey, ciphertext, part);
      if (!holds) return { parts, isRight: false };
      parts += 1;
    }
  }
  const counts = countsIn(found, threshold);
  const announced = found.counts;
  const isRight =
    counts !== undefined &&
    announced?.length === counts.length &&
    counts.every((count, at) => count === announced[at]);
  return { parts, isRight };
}
