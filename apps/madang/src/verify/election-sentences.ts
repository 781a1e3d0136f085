import type { ElectionCode, ElectionPartName } from '@madang/services/election/proof/index.ts';
import type { Words } from '../terminal.ts';

/** What each part of a check of an election asks. */
export const electionTitles: Readonly<Record<ElectionPartName, Words>> = {
  format: { en: 'Format', ko: '형식' },
  chain: { en: 'Ledger', ko: '원장' },
  institutions: { en: 'Institutions', ko: '기관 서명' },
  state: { en: 'State', ko: '증명된 상태' },
  people: { en: 'Persons and keys', ko: '사람과 키' },
  acts: { en: 'Acts', ko: '기록된 행위' },
  opening: { en: 'Roll and key', ko: '명부와 열쇠' },
  ballots: { en: 'Ballots', ko: '잠긴 표' },
  rules: { en: 'Recount', ko: '다시 셈' },
  texts: { en: 'Texts', ko: '공고' },
};

/** One sentence for each reason of a part. Details are added behind it. */
export const electionSentences: Readonly<Record<ElectionCode, Words>> = {
  ELECTION_FORMAT_PASSED: {
    en: 'The file is a dossier of an election in its one form.',
    ko: '정해진 형식의 선거 결과철입니다.',
  },
  ELECTION_FORMAT_WRONG: {
    en: 'The file is not a dossier of an election, or was changed.',
    ko: '선거 결과철 파일이 아니거나 파일이 바뀌었습니다.',
  },
  ELECTION_STATE_PASSED: {
    en: 'The institutions state what is proven here.',
    ko: '기관들이 이 상태를 확인했습니다.',
  },
  ELECTION_BLOCK_WRONG: {
    en: 'The block is not the last one of the checkpoint.',
    ko: '블록이 확인점의 마지막 블록이 아닙니다.',
  },
  ELECTION_CLAIM_WRONG: {
    en: 'What is said of the state is not proven.',
    ko: '상태에 대한 증명이 맞지 않습니다.',
  },
  ELECTION_JOURNAL_PASSED: {
    en: 'The list is whole and in order, and all signatures are valid.',
    ko: '빠짐없이 차례대로 있고, 서명이 모두 올바릅니다.',
  },
  ELECTION_ACTS_NUMBER: {
    en: 'The ledger has another number of acts: some are missing, or there are too many.',
    ko: '행위의 수가 원장과 다릅니다. 빠지거나 더해진 것이 있습니다.',
  },
  ELECTION_OUT_OF_ORDER: {
    en: 'The acts are not in the order of the ledger.',
    ko: '원장의 차례와 다릅니다.',
  },
  ELECTION_JOURNAL_DIFFERS: {
    en: 'The acts are not those on the ledger: one was changed or put in another place.',
    ko: '원장의 행위와 다릅니다. 바뀌거나 자리를 옮긴 것이 있습니다.',
  },
  ELECTION_SIGNATURE_WRONG: {
    en: 'A signature is wrong.',
    ko: '서명이 올바르지 않습니다.',
  },
  ELECTION_ACT_NOT_DONE: {
    en: 'By the rules an act could not have been done.',
    ko: '규칙으로는 이루어질 수 없는 행위가 있습니다.',
  },
  ELECTION_OPENING_PASSED: {
    en: 'Roll, questions and the trustees’ key give what every ballot is bound to.',
    ko: '명부, 질문, 열쇠 보관인의 열쇠에서 모든 표가 매인 값이 나왔습니다.',
  },
  ELECTION_OPENING_NONE: {
    en: 'The election was not opened.',
    ko: '선거가 시작되지 않았습니다.',
  },
  ELECTION_BOUND_DIFFERS: {
    en: 'Roll, questions and the trustees’ key do not give what ballots are bound to.',
    ko: '명부, 질문, 열쇠 보관인의 열쇠에서 표가 매인 값이 나오지 않습니다.',
  },
  ELECTION_BALLOTS_PASSED: {
    en: 'Every ballot is proven to be of a registered key and to hold an allowed vote.',
    ko: '모든 표가 등록된 키의 것이고 허용된 표라는 증명이 맞습니다.',
  },
  ELECTION_BALLOTS_NONE: {
    en: 'There are no ballots.',
    ko: '낸 표가 없습니다.',
  },
  ELECTION_BALLOT_WRONG: {
    en: 'The proof of a ballot, or of a key that is given up, is wrong.',
    ko: '표나 투표 키 반납의 증명이 맞지 않습니다.',
  },
  ELECTION_RULES_PASSED: {
    en: 'Doing every act again gives exactly what the ledger states.',
    ko: '모든 행위를 처음부터 다시 하여 원장과 같은 결과가 나왔습니다.',
  },
  ELECTION_PROGRESS_DIFFERS: {
    en: 'Doing every act again leads to another state of the election.',
    ko: '모든 행위를 다시 하면 선거의 상태가 다릅니다.',
  },
  ELECTION_RESULT_DIFFERS: {
    en: 'Doing every act again gives another result.',
    ko: '모든 행위를 다시 하면 결과가 다릅니다.',
  },
  ELECTION_TEXTS_PASSED: {
    en: 'The announcement is the one that the election names.',
    ko: '선거가 가리키는 공고와 같습니다.',
  },
  ELECTION_TEXTS_NONE: {
    en: 'The dossier does not bring the announcement along.',
    ko: '결과철에 공고가 들어 있지 않습니다.',
  },
  ELECTION_TEXT_DIFFERS: {
    en: 'The announcement is not the one that the election names.',
    ko: '선거가 가리키는 공고와 다릅니다.',
  },
  ELECTION_TITLE_DIFFERS: {
    en: 'The title is not that of the election.',
    ko: '선거의 제목과 다릅니다.',
  },
};
