import { formatCount } from '@madang/ui';
import type { Kept } from '../device/kept-store.ts';
import type { notariseText } from '../text/notarise.ts';

/** What a kept act is called on this device; the name is nowhere else. */
export function keptName(
  { prepared }: Pick<Kept, 'prepared'>,
  text: (typeof notariseText)['ko' | 'en'],
): string {
  const [first] = prepared.openings;
  if (prepared.kind === 'statement' || first === undefined) return text.mineStatement;
  if (prepared.openings.length === 1) return first.name;
  return text.mineFiles(first.name, formatCount(prepared.openings.length - 1));
}
