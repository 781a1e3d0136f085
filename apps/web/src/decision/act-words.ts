import { defineMessages, type Language } from '@madang/ui';

const words = defineMessages(
  {
    draftDecision: '결정 준비',
    enterRoll: '명부 올리기',
    openDecision: '결정 열기',
    giveConsent: '동의',
    refuseConsent: '동의하지 않음',
    abstain: '기권',
    withdraw: '철회',
    appointProxy: '대리인 정함',
    endProxy: '대리 끝냄',
    enterPapers: '종이 접수',
    enterWithdrawals: '종이 철회 접수',
    enterProxies: '종이 대리 접수',
    changeRoll: '명부 고침',
    extendDecision: '마감 늦춤',
    closeDecision: '마무리',
    noteMessages: '알림 기록',
    revokeKeys: '기기 모두 끝냄',
    confirmBatch: '종이 투표 묶음 확인',
  },
  {
    draftDecision: 'Decision drafted',
    enterRoll: 'Roll entered',
    openDecision: 'Decision opened',
    giveConsent: 'Consent',
    refuseConsent: 'Refusal',
    abstain: 'Abstention',
    withdraw: 'Withdrawal',
    appointProxy: 'Proxy appointed',
    endProxy: 'Proxy ended',
    enterPapers: 'Papers entered',
    enterWithdrawals: 'Paper withdrawals entered',
    enterProxies: 'Proxies on paper entered',
    changeRoll: 'Roll corrected',
    extendDecision: 'Close put off',
    closeDecision: 'Closed',
    noteMessages: 'Messages noted',
    revokeKeys: 'All devices ended',
    confirmBatch: 'Batch of papers confirmed',
  },
);

/** What an act of a decision did, in a few words. */
export function actWord(act: string, language: Language): string {
  const known: Readonly<Record<string, string>> = words[language];
  return known[act.replace(/^(vote|people|election)\./, '')] ?? act;
}
