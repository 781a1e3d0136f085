import {
  type AttendanceAnswer,
  type AttendedSpan,
  attendedSpans,
  type NetworkAnswer,
} from '@madang/client/network';
import type { Language } from '../terminal.ts';
import { cutPercent, showTime } from '../verify/print.ts';

/**
 * In how many minutes each institution signed, a line each, as one node counted them. Nothing where
 * it
 * has counted none.
 */
export function attendanceWords(
  { institutions, time }: Pick<NetworkAnswer, 'institutions' | 'time'>,
  node: string,
  language: Language,
): readonly string[] {
  const counted = institutions.flatMap(({ id, attendance }) =>
    attendance === undefined ? [] : [`   ${id.padEnd(12)} ${shares(attendance, time, language)}`],
  );
  return counted.length === 0 ? [] : [WORDS[language].head(node), ...counted];
}

function shares(attendance: AttendanceAnswer, timeMs: number, language: Language): string {
  const { spanned, since, none } = WORDS[language];
  const nameOf = ({ span }: AttendedSpan) =>
    span === 'since' ? since(showTime(attendance.since, language)) : spanned[span];
  const told = attendedSpans(attendance, timeMs).map((one) => {
    const share = one.minutes === 0 ? none : `${cutPercent(one.attended, one.minutes)} %`;
    return `${nameOf(one)} ${share}`;
  });
  return told.join('; ');
}

const WORDS = {
  en: {
    head: (node: string) => `Minutes in which each signed, as the node of ${node} counted them:`,
    spanned: { month: '30 days', week: '7 days', day: '24 hours' },
    since: (time: string) => `since ${time}`,
    none: 'no block',
  },
  ko: {
    head: (node: string) => `제때 서명한 시간의 비율, 분마다 (${node} 노드가 센 것):`,
    spanned: { month: '30일', week: '7일', day: '24시간' },
    since: (time: string) => `${time}부터`,
    none: '블록 없음',
  },
} as const;
