import { formatCount, formatMoment, type Language } from '@madang/ui';
import { linkText } from '../text/link.ts';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;
const hundredths = 100;

/** A moment for citizens; a full hour has no minutes: 12월 5일 토요일 오후 6시. */
export function momentWords(timeMs: number, language: Language): string {
  return formatMoment(timeMs, language).replace(/ 0분$/, '');
}

/** How long there is until a close. */
export function leftWords(leftMs: number, language: Language): string {
  const text = linkText[language];
  if (leftMs <= 0) return text.closed;
  if (leftMs < hourMs) return text.lastHour;
  if (leftMs < dayMs) return text.hoursLeft(String(Math.floor(leftMs / hourMs)));
  return text.daysLeft(formatCount(Math.floor(leftMs / dayMs)));
}

/** An area in square metres, cut to hundredths: 84.96, 1,204. */
export function areaWords(areaMilliM2: number): string {
  const cut = Math.floor(areaMilliM2 / 10);
  const rest = cut % hundredths;
  const whole = formatCount(Math.floor(cut / hundredths));
  return rest === 0 ? whole : `${whole}.${String(rest).padStart(2, '0').replace(/0$/, '')}`;
}
