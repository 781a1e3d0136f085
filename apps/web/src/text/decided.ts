import { defineMessages } from '@madang/ui';

/** The words about who decided a log, as the light client found it. */
export const decidedText = defineMessages(
  {
    passed: '기관 3분의 2를 넘게 바로 이 장부로 정함',
    failed: '기관이 정한 장부와 맞지 않음',
    unchecked: '기관이 정한 장부인지 확인하지 못함',
    aside: (signed: string, total: string) => `${total}표 중 ${signed}표`,
    says: (size: string, height: string, time: string) =>
      `${size}줄까지의 장부를 묶음 ${height}에서 함께 정했습니다(${time}).`,
    fromGenesis: '이 브라우저가 첫 기록부터 이어지는 투표를 직접 확인했습니다.',
    fromPolicy: (signed: string, members: string, time: string, fingerprint: string) =>
      `첫 기록이 1년을 넘어, 그 대신 이 기기가 믿는 정책(지문 ${fingerprint}…)의 기관 ${members}곳 가운데 ${signed}곳이 서명한 기관 명단(${time})을 믿고 이 브라우저가 투표를 직접 확인했습니다.`,
    unnamed: (key: string) => `증명된 이름 없음 (키 ${key}…)`,
    saysFailed: '서버가 준 투표로는 이 장부가 정해졌다고 볼 수 없습니다.',
    saysUnchecked: '투표를 받지 못해 아무것도 말할 수 없습니다.',
    code: (code: string) => `(코드\u00a0${code})`,
    voted: '투표함',
    notVoted: '투표 없음',
  },
  {
    passed: 'More than two thirds of the validators decided exactly this log',
    failed: 'Not the log that the validators decided',
    unchecked: 'Whether the validators decided this log was not checked',
    aside: (signed: string, total: string) => `${signed} of ${total} votes`,
    says: (size: string, height: string, time: string) =>
      `They decided the log of ${size} entries in block ${height} (${time}).`,
    fromGenesis:
      'This browser checked the votes itself, in a chain of trust from the first record.',
    fromPolicy: (signed: string, members: string, time: string, fingerprint: string) =>
      `The first record is more than a year old, so this browser checked the votes by the list of institutions that ${signed} of the ${members} in its policy (fingerprint ${fingerprint}…) signed instead (${time}).`,
    unnamed: (key: string) => `no proven name (key ${key}…)`,
    saysFailed: 'The votes that the server gave do not show that this log was decided.',
    saysUnchecked: 'The votes did not come, so nothing can be said.',
    code: (code: string) => `(code\u00a0${code})`,
    voted: 'voted',
    notVoted: 'no vote',
  },
);
