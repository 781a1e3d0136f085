import type { ServiceText } from '@madang/kernel/define';

/** 한국어 문구. */
export const text = {
  title: '운영',
  transactions: {
    grantRole: { title: '역할 부여', sentence: '기관이 계정에 역할을 부여합니다.' },
    delegateRole: { title: '역할 넘김', sentence: '역할을 가진 사람이 다른 계정에 넘깁니다.' },
    revokeRole: { title: '역할 회수', sentence: '기관이 계정의 역할을 거두어들입니다.' },
    rotateKey: { title: '키 교체', sentence: '기관이 자신의 키를 새 키로 바꿉니다.' },
    propose: { title: '제안', sentence: '기관이 기관들이 함께 정할 일을 제안합니다.' },
    approve: { title: '제안 승인', sentence: '기관이 제안을 승인합니다.' },
    object: { title: '제안 반대', sentence: '기관이 제안에 반대합니다.' },
    retract: { title: '의사 철회', sentence: '기관이 제안에 밝힌 뜻을 거두어들입니다.' },
    declareReady: {
      title: '준비 여부 알림',
      sentence: '기관이 업그레이드 규칙을 노드에 갖추었는지 알립니다.',
    },
  },
  events: {
    roleGranted: { title: '역할 부여됨', sentence: '기관이 계정에 역할을 부여했습니다.' },
    roleDelegated: { title: '역할 넘겨짐', sentence: '역할을 가진 사람이 다른 계정에 넘겼습니다.' },
    roleRevoked: { title: '역할 회수됨', sentence: '기관이 계정의 역할을 거두어들였습니다.' },
    keyRotated: { title: '키 교체됨', sentence: '기관의 키가 새 키로 바뀌었습니다.' },
    proposed: { title: '제안됨', sentence: '기관이 제안을 냈습니다.' },
    approved: { title: '승인됨', sentence: '기관이 제안을 승인했습니다.' },
    objected: { title: '반대함', sentence: '기관이 제안에 반대했습니다.' },
    retracted: { title: '의사 철회됨', sentence: '기관이 제안에 밝힌 뜻을 거두어들였습니다.' },
    proposalEnded: { title: '제안 종료', sentence: '제안이 시행되거나 부결되거나 철회되었습니다.' },
    institutionAdmitted: { title: '기관 가입', sentence: '원장에 새 기관이 참여합니다.' },
    institutionRemoved: { title: '기관 제외', sentence: '기관이 원장에서 빠졌습니다.' },
    paramsChanged: { title: '한도 변경', sentence: '원장의 한도가 바뀌었습니다.' },
    upgradePlanned: { title: '업그레이드 계획', sentence: '규칙 업그레이드가 계획되었습니다.' },
    upgradeCancelled: { title: '업그레이드 취소', sentence: '계획된 업그레이드가 취소되었습니다.' },
    readinessDeclared: {
      title: '준비 여부 알려짐',
      sentence: '기관이 업그레이드 준비 여부를 알렸습니다.',
    },
    upgradeActivated: {
      title: '업그레이드 시행',
      sentence: '이 블록부터 새 버전의 규칙이 적용됩니다.',
    },
    upgradeLapsed: {
      title: '업그레이드 무산',
      sentence: '준비된 기관이 모자라 규칙이 그대로 유지됩니다.',
    },
  },
  roles: {
    'governance.operator': { title: '노드 운영자', sentence: '기관의 노드를 운영합니다.' },
  },
} satisfies ServiceText;
