import type { ProofValue, WallName, WallStatement } from '../../src/index.ts';

/** Three checks passed, the fourth could not be run. */
export const threeOfFour: ProofValue = {
  walls: { signature: 'passed', place: 'passed', institutions: 'passed', standing: 'unchecked' },
  reasons: { standing: '인터넷이 끊겨 있습니다' },
};

/** Two checks have returned, two are still to come. */
export const halfWay: ProofValue = {
  walls: { signature: 'passed', place: 'passed', institutions: 'waiting', standing: 'waiting' },
};

/** The signature does not match; the rest was not looked at. */
export const broken: ProofValue = {
  walls: {
    signature: 'failed',
    place: 'unchecked',
    institutions: 'unchecked',
    standing: 'unchecked',
  },
};

/** What a panel says of each check. */
export const statements: Readonly<Record<WallName, WallStatement>> = {
  signature: {
    title: '서명',
    aside: 'ed25519',
    text: '이 열쇠로 서명했고 한 글자도 바뀌지 않았습니다',
  },
  place: {
    title: '장부에 들어 있음',
    aside: '11단계 경로',
    text: '1,024번째 자리에 있고 앞뒤 기록과 이어집니다',
  },
  institutions: {
    title: '기관 3곳이 함께 확인',
    aside: '필요 3곳',
    text: '체크포인트에 서명한 곳',
    signers: [
      { name: '가온시청', at: '14:32:08' },
      { name: '나루구청' },
      { name: '가온대학교', at: '14:32:09' },
      { name: '시민감사단', at: '14:32:09' },
    ],
  },
  standing: { title: '지금도 그대로', text: '거두거나 고친 기록이 없습니다' },
};

/** What the receipt says beside its code. */
export const labels: Readonly<Record<WallName, string>> = {
  signature: '서명이 맞음',
  place: '장부에 들어감',
  institutions: '기관 3곳이 확인',
  standing: '지금도 그대로',
};
