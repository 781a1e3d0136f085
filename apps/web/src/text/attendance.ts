import { defineMessages } from '@madang/ui';

/** The words about in how many minutes each institution signed. */
export const attendanceText = defineMessages(
  {
    head: '30일 가동',
    month: '30일',
    week: '7일',
    day: '24시간',
    since: (age: string) => `${age} 전부터`,
    none: '묶음 없음',
    uncounted: '아직 세지 않음',
    allWell: (counted: string) => `지난 30일 가운데 센 날은 ${counted}일, 모두 99% 이상 서명`,
    someShort: (counted: string, short: string, days: string) =>
      `지난 30일 가운데 센 날은 ${counted}일, 99%에 못 미친 날은 ${short}일: ${days}`,
    fold: '가동률은 무엇을 세나',
    words:
      '1분마다, 그 1분 동안 나온 묶음 가운데 하나라도 그 기관이 제때 서명했는지를 셉니다. 묶음이 하나도 나오지 않은 동안은 세지 않습니다. 이 화면을 보여 주는 컴퓨터가 묶음을 받기 시작한 때부터만 압니다.',
    table: '날마다 서명한 시간의 몫',
    date: '날',
  },
  {
    head: '30 days of signing',
    month: '30 days',
    week: '7 days',
    day: '24 hours',
    since: (age: string) => `since ${age} ago`,
    none: 'no block',
    uncounted: 'Not counted yet',
    allWell: (counted: string) =>
      `Of the last 30 days ${counted} counted, 99% or more signed on each of them`,
    someShort: (counted: string, short: string, days: string) =>
      `Of the last 30 days ${counted} counted, below 99% on ${short}: ${days}`,
    fold: 'What these shares count',
    words:
      'For every minute it is counted whether the institution signed one block of that minute at least in time. A time in which there was no block at all does not count. The computer that shows this page knows only of blocks since it began to receive them.',
    table: 'Share of each day with its signature',
    date: 'Day',
  },
);
