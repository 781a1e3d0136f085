import type { ServiceText } from '@madang/kernel/define';

/** 한국어 문구. */
export const text = {
  title: '운영',
  transactions: {
    grantRole: { title: '역할 부여', sentence: '기관이 계정에 역할을 부여합니다.' },
    delegateRole: { title: '역할 넘김', sentence: '역할을 가진 사람이 다른 계정에 넘깁니다.' },
    revokeRole: { title: '역할 회수', sentence: '기관이 계정의 역할을 거두어들입니다.' },
    rotateKey: { title: '키 교체', sentence: '기관이 자신의 키를 새 키로 바꿉니다.' },
  },
  events: {
    roleGranted: { title: '역할 부여됨', sentence: '기관이 계정에 역할을 부여했습니다.' },
    roleDelegated: { title: '역할 넘겨짐', sentence: '역할을 가진 사람이 다른 계정에 넘겼습니다.' },
    roleRevoked: { title: '역할 회수됨', sentence: '기관이 계정의 역할을 거두어들였습니다.' },
    keyRotated: { title: '키 교체됨', sentence: '기관의 키가 새 키로 바뀌었습니다.' },
  },
  roles: {},
} satisfies ServiceText;
