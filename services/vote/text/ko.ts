import type { ServiceText } from '@madang/kernel/define';

/** 한국어 문구. */
export const text = {
  title: '주민 결정',
  transactions: {
    draftDecision: {
      title: '결정 준비',
      sentence: '무엇을 누가 어떤 규칙으로 정하는지 적습니다.',
    },
    enterRoll: { title: '명부 올리기', sentence: '준비 중인 결정의 소유자와 집을 올립니다.' },
    openDecision: {
      title: '결정 열기',
      sentence: '명부를 확정합니다. 이제 명부에 있는 사람이 의사를 냅니다.',
    },
    giveConsent: { title: '동의', sentence: '결정의 글에 동의합니다.' },
    refuseConsent: { title: '동의하지 않음', sentence: '결정의 글에 동의하지 않습니다.' },
    abstain: { title: '기권', sentence: '찬반을 밝히지 않고 참여합니다.' },
    withdraw: { title: '철회', sentence: '냈던 의사를 거둡니다.' },
    appointProxy: { title: '대리인 정하기', sentence: '다른 사람이 대신하게 합니다.' },
    endProxy: { title: '대리 끝내기', sentence: '아무도 대신하지 않게 합니다.' },
    enterPapers: { title: '종이 접수', sentence: '담당자 두 사람이 종이로 낸 의사를 올립니다.' },
    enterWithdrawals: {
      title: '종이 철회 접수',
      sentence: '담당자 두 사람이 종이로 낸 철회를 올립니다.',
    },
    enterProxies: {
      title: '종이 대리 접수',
      sentence: '담당자 두 사람이 종이로 온 위임을 올립니다.',
    },
    changeRoll: { title: '명부 고침', sentence: '확정된 명부의 한 줄을 까닭과 함께 고칩니다.' },
    extendDecision: { title: '마감 늦추기', sentence: '마감을 뒤로 옮깁니다.' },
    closeDecision: { title: '마무리', sentence: '더는 의사를 받지 않습니다.' },
    noteMessages: { title: '알림 기록', sentence: '몇 집에 언제 알렸는지 적습니다.' },
  },
  events: {
    drafted: { title: '준비됨', sentence: '결정이 준비되었습니다.' },
    rollEntered: { title: '명부 올림', sentence: '명부의 줄이 올라갔습니다.' },
    opened: { title: '열림', sentence: '명부가 확정되고 의사를 받기 시작했습니다.' },
    spoken: { title: '의사 냄', sentence: '한 사람이 의사를 냈습니다.' },
    withdrawn: { title: '철회됨', sentence: '한 사람이 냈던 의사를 거두었습니다.' },
    paperRefused: { title: '세지 않은 종이', sentence: '묶음 가운데 한 장을 세지 않았습니다.' },
    proxyAppointed: { title: '대리인 정해짐', sentence: '한 사람이 다른 사람을 대신합니다.' },
    proxyEnded: { title: '대리 끝남', sentence: '이 사람은 이제 대신하지 않습니다.' },
    rollChanged: { title: '명부 고쳐짐', sentence: '확정된 명부의 한 줄이 바뀌었습니다.' },
    established: {
      title: '결정됨',
      sentence: '이 기록으로 모든 요건이 처음으로 찼습니다.',
    },
    extended: { title: '마감 늦춰짐', sentence: '마감이 뒤로 옮겨졌습니다.' },
    closed: { title: '마무리됨', sentence: '더는 의사를 받지 않습니다.' },
    messagesNoted: { title: '알림 보냄', sentence: '주민에게 알렸습니다.' },
  },
  roles: {
    'vote.officer': {
      title: '결정 담당',
      sentence: '기관의 결정을 준비하고 열고 마무리하며 명부를 관리합니다.',
    },
  },
} satisfies ServiceText;
