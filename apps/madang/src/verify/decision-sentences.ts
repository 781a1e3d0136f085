import type { DecisionCode, DecisionPartName } from '@madang/services/vote/proof/index.ts';
import type { Words } from '../terminal.ts';

/** What each part of a check of a decision asks. */
export const decisionTitles: Readonly<Record<DecisionPartName, Words>> = {
  format: { en: 'Format', ko: '형식' },
  chain: { en: 'Ledger', ko: '원장' },
  institutions: { en: 'Institutions', ko: '기관 서명' },
  state: { en: 'State', ko: '증명된 상태' },
  people: { en: 'Persons and keys', ko: '사람과 키' },
  acts: { en: 'Acts', ko: '낸 의사' },
  rules: { en: 'Recount', ko: '다시 셈' },
  texts: { en: 'Texts', ko: '결의 글' },
};

/** One sentence for each reason of a part. Details are added behind it. */
export const decisionSentences: Readonly<Record<DecisionCode, Words>> = {
  DECISION_FORMAT_PASSED: {
    en: 'The file is a dossier of a decision in its one form.',
    ko: '정해진 형식의 결과철입니다.',
  },
  DECISION_FORMAT_WRONG: {
    en: 'The file is not a dossier of a decision, or was changed.',
    ko: '결과철 파일이 아니거나 파일이 바뀌었습니다.',
  },
  DECISION_STATE_PASSED: {
    en: 'The institutions state this result.',
    ko: '기관들이 이 결과를 확인했습니다.',
  },
  DECISION_BLOCK_WRONG: {
    en: 'The block is not the last one of the checkpoint.',
    ko: '블록이 확인점의 마지막 블록이 아닙니다.',
  },
  DECISION_CLAIM_WRONG: {
    en: 'What is said of the state is not proven.',
    ko: '상태에 대한 증명이 맞지 않습니다.',
  },
  DECISION_JOURNAL_PASSED: {
    en: 'The list is whole and in order, and every act is signed.',
    ko: '빠짐없이 차례대로 있고, 모두 서명되어 있습니다.',
  },
  DECISION_JOURNAL_DIFFERS: {
    en: 'The list is not the one on the ledger: an act is missing, changed, or too many.',
    ko: '원장의 목록과 다릅니다. 빠지거나 바뀌거나 더해진 것이 있습니다.',
  },
  DECISION_ACT_NOT_DONE: {
    en: 'By the rules an act could not have been done.',
    ko: '규칙으로는 이루어질 수 없는 행위가 있습니다.',
  },
  DECISION_OUT_OF_ORDER: {
    en: 'The acts are not in the order of the ledger.',
    ko: '원장의 차례와 다릅니다.',
  },
  DECISION_SIGNATURE_WRONG: {
    en: 'A signature is wrong.',
    ko: '서명이 올바르지 않습니다.',
  },
  DECISION_RULES_PASSED: {
    en: 'Counting again from the signed acts gives exactly this result.',
    ko: '서명된 행위를 처음부터 다시 세어 같은 결과가 나왔습니다.',
  },
  DECISION_RULES_DIFFER: {
    en: 'Counting again gives another result.',
    ko: '다시 세면 다른 결과가 나옵니다.',
  },
  DECISION_TEXTS_PASSED: {
    en: 'The texts are those that were signed.',
    ko: '서명된 글과 같습니다.',
  },
  DECISION_TEXTS_NONE: {
    en: 'The dossier brings no texts along.',
    ko: '결과철에 글이 들어 있지 않습니다.',
  },
  DECISION_TEXT_DIFFERS: {
    en: 'A text is not the one that was signed.',
    ko: '서명된 글과 다릅니다.',
  },
  DECISION_TITLE_DIFFERS: {
    en: 'The title is not that of the decision.',
    ko: '결정의 제목과 다릅니다.',
  },
};

/** Words about the result. */
export const decisionWords = {
  en: {
    status: {
      draft: 'being prepared',
      open: 'acts are taken',
      closed: 'closed',
      'called-off': 'called off',
    },
    complex: 'Complex',
    base: { heads: 'owners', homes: 'homes', area: 'area' },
    needed: {
      'at-least': (share: string) => `at least ${share}`,
      'more-than': (share: string) => `more than ${share}`,
    },
    met: 'met',
    missing: (amount: string) => `${amount} short`,
    established: (when: string, act: string, height: number, index: number) =>
      `ESTABLISHED ${when}, by act ${act} (block ${String(height)}, position ${String(index)})`,
    notEstablished: 'Not established.',
    byArrival: (when: string) =>
      `Note: had papers counted by their arrival, it would have been established ${when}.`,
    neverByArrival: 'Note: had papers counted by their arrival, it would not be established.',
    counts: (acts: number, papers: number, corrections: number, withdrawals: number) =>
      `${String(acts)} acts, among them ${String(papers)} papers, ${String(corrections)} corrections of the roll, ${String(withdrawals)} withdrawals`,
    keys: (count: number) => `an office ended all devices of a person ${String(count)} times`,
    messages: (homes: number, undelivered: number) =>
      `links and reminders noted for ${String(homes)} homes, ${String(undelivered)} not delivered`,
    notices: (homes: number, undelivered: number) =>
      `notices of what was done in somebody’s name: ${String(homes)} homes reached, ${String(undelivered)} not`,
    noNotices: 'no count of undelivered notices is on record',
    closes: (when: string) => `close: ${when}`,
    asOf: (when: string) => `as the institutions stated it ${when}`,
    notChecked:
      'Not checked by this: that officers held their roles and persons are who the attesting institution says (the institutions state both), and who they are by name.',
  },
  ko: {
    status: {
      draft: '준비 중',
      open: '의사를 받는 중',
      closed: '마무리됨',
      'called-off': '취소됨',
    },
    complex: '단지 전체',
    base: { heads: '소유자', homes: '집', area: '면적' },
    needed: {
      'at-least': (share: string) => `${share} 이상`,
      'more-than': (share: string) => `${share} 초과`,
    },
    met: '충족',
    missing: (amount: string) => `${amount} 모자람`,
    established: (when: string, act: string, height: number, index: number) =>
      `결정됨: ${when}, 기록 ${act} (블록 ${String(height)}, ${String(index)}번째)`,
    notEstablished: '아직 결정되지 않았습니다.',
    byArrival: (when: string) => `참고: 종이를 닿은 때로 세면 ${when}에 결정되었을 것입니다.`,
    neverByArrival: '참고: 종이를 닿은 때로 세면 결정되지 않았을 것입니다.',
    counts: (acts: number, papers: number, corrections: number, withdrawals: number) =>
      `행위 ${String(acts)}건, 그 가운데 종이 ${String(papers)}장, 명부 고침 ${String(corrections)}건, 철회 ${String(withdrawals)}건`,
    keys: (count: number) => `기관이 한 사람의 기기를 모두 끝낸 것 ${String(count)}번`,
    messages: (homes: number, undelivered: number) =>
      `링크와 다시 알림 ${String(homes)}집, 닿지 않음 ${String(undelivered)}집`,
    notices: (homes: number, undelivered: number) =>
      `본인 이름으로 된 일의 통지: 닿은 집 ${String(homes)}, 닿지 않은 집 ${String(undelivered)}`,
    noNotices: '닿지 않은 통지를 센 기록이 없습니다',
    closes: (when: string) => `마감: ${when}`,
    asOf: (when: string) => `기관들이 확인한 때: ${when}`,
    notChecked:
      '확인하지 않은 것: 담당자의 자격과 사람의 신원(기관들이 말한 것입니다), 그리고 이름.',
  },
} as const;
