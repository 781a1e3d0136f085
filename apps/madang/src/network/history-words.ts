import type { HistoryAnswer } from '@madang/client/network';
import type { Words } from '../terminal.ts';

/** What of the older history is here: counts of entries, and whom the rest comes from. */
export type ComingHistory = Pick<HistoryAnswer, 'size' | 'entries' | 'asked' | 'lacking'> &
  Partial<Pick<HistoryAnswer, 'state' | 'from'>>;

/** How far what came before a snapshot has been fetched, in the middle of a sentence. */
export function historyWords({
  size,
  entries,
  asked,
  lacking,
  state = 'fetching',
  from = [],
}: ComingHistory): Words {
  const [all, here, up] = [String(size), String(entries), String(asked)];
  const names = from.join(', ');
  const lacks = lacking === 0 ? undefined : String(lacking);
  const whence = {
    en: names === '' ? '' : `, from ${names}`,
    ko: names === '' ? '' : ` (${names}에서)`,
  };
  const isWaiting = state === 'waiting';
  return {
    en: [
      `of the ${all} entries before the snapshot ${here} are here, and the transactions of ${up}`,
      lacks === undefined ? '' : `, without ${lacks} that nobody had`,
      isWaiting ? '; it waits for somebody who has the rest' : whence.en,
    ].join(''),
    ko: [
      `스냅숏 전의 기록 ${all}개 가운데 ${here}개와, 기록 ${up}개의 거래 원문이 있음`,
      lacks === undefined ? '' : `, 아무 데도 없던 거래 ${lacks}건 빠짐`,
      isWaiting ? '; 나머지를 가진 곳을 기다림' : whence.ko,
    ].join(''),
  };
}
