import { describe, expect, it } from 'vitest';
import { historyWords } from '../src/network/history-words.ts';

describe('historyWords', () => {
  const counts = { size: 1_000, entries: 512, asked: 256, lacking: 0 };

  it('says how much is here and whom the rest comes from, in both languages', () => {
    expect(historyWords({ ...counts, state: 'fetching', from: ['city', 'audit'] })).toEqual({
      en: 'of the 1000 entries before the snapshot 512 are here, and the transactions of 256, from city, audit',
      ko: '스냅숏 전의 기록 1000개 가운데 512개와, 기록 256개의 거래 원문이 있음 (city, audit에서)',
    });
  });

  it('says what nobody had, and that it waits', () => {
    const { en, ko } = historyWords({ ...counts, lacking: 3, state: 'waiting', from: ['city'] });
    expect(en).toContain('without 3 that nobody had; it waits for somebody who has the rest');
    expect(ko).toContain('아무 데도 없던 거래 3건 빠짐; 나머지를 가진 곳을 기다림');
    expect(en).not.toContain('city');
  });
});
