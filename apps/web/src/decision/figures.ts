import { formatCount, formatPercent, type Language } from '@madang/ui';
import type { Condition } from './decision-facts.ts';

/** What is counted: heads, homes, or area. */
export type Base = Condition['base'];

/**
 * An area in thousandths of a square metre: 58,316.61. Cut to hundredths; thousandths are shown
 * where there are some, so that nothing is missing that shows as 0.00.
 */
export function formatArea(milliM2: number): string {
  const whole = Math.trunc(milliM2 / 1000);
  const rest = String(milliM2 % 1000).padStart(3, '0');
  return `${formatCount(whole)}.${rest.endsWith('0') ? rest.slice(0, 2) : rest}`;
}

/** An amount without its unit. */
export function formatAmount(amount: number, base: Base): string {
  return base === 'area' ? formatArea(amount) : formatCount(amount);
}

/** An amount with its unit: 24명, 3세대, 169.92㎡; 24 owners, 3 homes, 169.92 m². */
export function amountWords(amount: number, base: Base, language: Language): string {
  const figure = formatAmount(amount, base);
  if (language === 'ko') return figure + { heads: '명', homes: '세대', area: '㎡' }[base];
  const one = amount === 1;
  return {
    heads: `${figure} owner${one ? '' : 's'}`,
    homes: `${figure} home${one ? '' : 's'}`,
    area: `${figure} m²`,
  }[base];
}

/** A share that a rule asks for: 75%, 3분의 2; 75%, 2/3. */
export function shareWords(num: number, den: number, language: Language): string {
  if ((num * 100) % den === 0) return `${(num * 100) / den}%`;
  return language === 'ko' ? `${den}분의 ${num}` : `${num}/${den}`;
}

/** The share in hundredths of a percent, cut: for drawing alone. */
export function shareBp({ num, den }: Pick<Condition, 'num' | 'den'>): number {
  return Math.trunc((num * 10_000) / den);
}

/** How far from a share: the least amount that reaches it. */
export function neededAmount(condition: Condition, denominator: number): number {
  const product = BigInt(denominator) * BigInt(condition.num);
  const divisor = BigInt(condition.den);
  return Number(
    condition.compare === 'more-than' ? product / divisor + 1n : (product + divisor - 1n) / divisor,
  );
}

/** A percentage that is cut and never rounded; of nobody there is none. */
export function percentWords(part: number, whole: number): string {
  return whole === 0 ? '–' : formatPercent(part, whole);
}
