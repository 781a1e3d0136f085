import { expectPresent } from '@madang/base';
import type { ReadContext } from '@madang/kernel/define';
import type { Matter } from './matter.ts';
import { decryptions } from './state.ts';

/** What a trustee decrypted of a sum. */
export interface TrusteeParts {
  readonly trustee: number;
  readonly parts: readonly Uint8Array[];
}

/** The parts of the first trustees, by their numbers, that are needed and enough. */
export function partsOf(
  ctx: ReadContext<'election'>,
  { id, election }: Matter,
  sum: number,
): readonly TrusteeParts[] {
  const all = election.trustees.flatMap((_, at) => {
    const trustee = at + 1;
    const found = ctx.get(decryptions, [id, [sum, trustee]]);
    return found === undefined ? [] : [{ trustee, parts: found.parts }];
  });
  return all.slice(0, election.threshold);
}

/** The parts of one selection. */
export function partsAt(
  parts: readonly TrusteeParts[],
  selection: number,
): readonly { readonly trustee: number; readonly share: Uint8Array }[] {
  return parts.map((one) => ({
    trustee: one.trustee,
    share: expectPresent(one.parts[selection], 'election: a part for each selection'),
  }));
}
