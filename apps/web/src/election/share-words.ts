import { formatPercent, type Language } from '@madang/ui';
import { electionsText } from '../text/elections.ts';
import type { ElectionNow } from './election-facts.ts';

type Share = NonNullable<ElectionNow['turnout']>;

/** A share that is asked for: 50.0% or more, or more than it. */
export function shareWords({ num, den, compare }: Share, language: Language): string {
  const text = electionsText[language];
  const percent = formatPercent(num, den);
  return compare === 'at-least' ? text.atLeast(percent) : text.moreThan(percent);
}

/** Whether a part of a whole is the share that is asked for; of nothing nothing is. */
export function isShare({ num, den, compare }: Share, part: number, whole: number): boolean {
  if (whole === 0) return false;
  const [left, right] = [BigInt(part) * BigInt(den), BigInt(whole) * BigInt(num)];
  return compare === 'more-than' ? left > right : left >= right;
}
