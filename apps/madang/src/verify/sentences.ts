import type { PartName, VerifyCode } from '@madang/protocol';
import type { Words } from '../terminal.ts';

/** What each part of a check asks, as its line begins. */
export const partTitles: Readonly<Record<PartName, Words>> = {
  format: { en: 'Format', ko: '형식' },
  chain: { en: 'Ledger', ko: '원장' },
  signature: { en: 'Signatures', ko: '서명' },
  place: { en: 'Place in the log', ko: '기록 위치' },
  institutions: { en: 'Institutions', ko: '기관 서명' },
  standing: { en: 'Standing', ko: '현재 효력' },
  content: { en: 'Content', ko: '내용' },
};

/** What became of a part. */
export const stateWords = {
  passed: { en: 'passed', ko: '확인됨' },
  failed: { en: 'DOES NOT MATCH', ko: '일치하지 않음' },
  unchecked: { en: 'could not check', ko: '확인하지 못함' },
} as const satisfies Readonly<Record<string, Words>>;

/** One sentence for each reason of a part. Details are added behind it. */
export const verifySentences: Readonly<Record<VerifyCode, Words>> = {
  VERIFY_FORMAT_PASSED: {
    en: 'The file is a receipt in its one form.',
    ko: '정해진 형식의 영수증입니다.',
  },
  VERIFY_FORMAT_WRONG: {
    en: 'The file is not a receipt, or was changed.',
    ko: '영수증 파일이 아니거나 파일이 바뀌었습니다.',
  },
  VERIFY_VERSION_UNKNOWN: {
    en: 'The receipt is of a version that this program does not know.',
    ko: '이 프로그램이 모르는 판의 영수증입니다.',
  },
  VERIFY_CHAIN_PASSED: {
    en: 'It is of the ledger that the policy names.',
    ko: '신뢰 정책이 가리키는 원장의 것입니다.',
  },
  VERIFY_CHAIN_OTHER: {
    en: 'It is of another ledger than the policy’s.',
    ko: '신뢰 정책과 다른 원장의 것입니다.',
  },
  VERIFY_CHAIN_DISAGREES: {
    en: 'Its parts name different ledgers.',
    ko: '영수증 안의 부분들이 서로 다른 원장을 가리킵니다.',
  },
  VERIFY_SIGNATURE_PASSED: {
    en: 'Every signature on the transaction is valid.',
    ko: '거래에 붙은 서명이 모두 올바릅니다.',
  },
  VERIFY_SIGNATURES_NOT_IN_ORDER: {
    en: 'The signatures are not in their order, or one stands twice.',
    ko: '서명의 순서가 다르거나 같은 서명이 두 번 있습니다.',
  },
  VERIFY_SIGNATURE_WRONG: {
    en: 'A signature is wrong.',
    ko: '서명이 올바르지 않습니다.',
  },
  VERIFY_SUITE_UNKNOWN: {
    en: 'This program does not know a signature suite of it.',
    ko: '이 프로그램이 모르는 서명 방식입니다.',
  },
  VERIFY_PROOF_UNKNOWN: {
    en: 'A proof of a kind that this program does not know stands in the place of signatures.',
    ko: '서명 대신 이 프로그램이 모르는 종류의 증명이 있습니다.',
  },
  VERIFY_PROOF_RECORDS_MISSING: {
    en: 'A proof stands in the place of signatures, and what it has to prove is not in the receipt. Ask the ledger for the receipt again.',
    ko: '서명 대신 증명이 있는데, 무엇을 증명해야 하는지가 영수증에 없습니다. 원장에서 영수증을 다시 받으십시오.',
  },
  VERIFY_PROOF_PASSED: {
    en: 'The proof in the place of signatures holds for the records in the receipt.',
    ko: '서명 대신 있는 증명이 영수증에 든 기록에 대하여 맞습니다.',
  },
  VERIFY_PROOF_WRONG: {
    en: 'The proof in the place of signatures does not hold for the records in the receipt.',
    ko: '서명 대신 있는 증명이 영수증에 든 기록에 대하여 맞지 않습니다.',
  },
  VERIFY_PLACE_PASSED: {
    en: 'The transaction stands with its outcome at its place in the log.',
    ko: '거래가 그 결과와 함께 원장의 그 자리에 있습니다.',
  },
  VERIFY_PLACE_WRONG: {
    en: 'The proof does not lead from this transaction and outcome to the root of the log.',
    ko: '증명이 이 거래와 결과에서 원장의 뿌리 값으로 이어지지 않습니다.',
  },
  VERIFY_INSTITUTIONS_PASSED: {
    en: 'Enough institutions have cosigned.',
    ko: '필요한 수의 기관이 서명했습니다.',
  },
  VERIFY_COSIGNATURE_WRONG: {
    en: 'The signature of a known key is wrong.',
    ko: '알려진 키의 서명이 올바르지 않습니다.',
  },
  VERIFY_KEY_UNKNOWN: {
    en: 'It is also signed by a key that the policy does not know.',
    ko: '신뢰 정책에 없는 키의 서명이 함께 있습니다.',
  },
  VERIFY_LOG_SIGNATURE_MISSING: {
    en: 'The ledger’s own signature is missing.',
    ko: '원장 자체의 서명이 없습니다.',
  },
  VERIFY_TOO_FEW_INSTITUTIONS: {
    en: 'Fewer institutions have cosigned than the policy asks for.',
    ko: '서명한 기관이 신뢰 정책이 정한 수보다 적습니다.',
  },
  VERIFY_STANDING_PASSED: {
    en: 'The record stands as it was left.',
    ko: '기록이 남긴 그대로 유효합니다.',
  },
  VERIFY_STANDING_NOT_NEEDED: {
    en: 'The act was done, and nothing of it can end.',
    ko: '행위가 이루어졌고, 나중에 끝날 수 있는 것이 아닙니다.',
  },
  NOT_DONE: {
    en: 'The ledger refused the act; the refusal is what is on record.',
    ko: '원장이 이 행위를 거절했습니다. 거절되었다는 것이 기록입니다.',
  },
  ENDED: {
    en: 'The record was ended since: revoked or superseded.',
    ko: '기록의 효력이 끝났습니다(철회 또는 대체).',
  },
  VERIFY_CONSISTENCY_WRONG: {
    en: 'The newer checkpoint does not continue the receipt’s.',
    ko: '새 확인점이 영수증의 확인점을 이어받지 않습니다.',
  },
  VERIFY_BLOCK_WRONG: {
    en: 'The block of the standing is not the last one of its checkpoint.',
    ko: '효력 증명의 블록이 확인점의 마지막 블록이 아닙니다.',
  },
  VERIFY_CLAIMS_DIFFER: {
    en: 'The standing has more or fewer proofs than this record needs.',
    ko: '효력 증명에 든 증명의 수가 이 기록에 필요한 수와 다릅니다.',
  },
  VERIFY_CLAIM_WRONG: {
    en: 'A proof of the standing is wrong, or is of another record.',
    ko: '효력 증명이 틀렸거나 다른 기록의 것입니다.',
  },
  VERIFY_CLAIMS_UNKNOWN: {
    en: 'It cannot be told which claims this act needs.',
    ko: '이 행위에 어떤 증명이 필요한지 알 수 없습니다.',
  },
  VERIFY_STANDING_MISSING: {
    en: 'The receipt has no standing, and none was asked for.',
    ko: '영수증에 효력 증명이 없고 새로 받지도 않았습니다.',
  },
  VERIFY_STANDING_NOT_VALID: {
    en: 'The standing cannot be read.',
    ko: '효력 증명을 읽을 수 없습니다.',
  },
  VERIFY_CONTENT_MATCHES: {
    en: 'The content is the recorded one.',
    ko: '내용이 기록된 것과 같습니다.',
  },
  VERIFY_OPENING_NOT_VALID: {
    en: 'What opens the record cannot be read.',
    ko: '기록을 여는 정보를 읽을 수 없습니다.',
  },
  VERIFY_OPENING_WRONG: {
    en: 'What is said to open the record does not lead to it.',
    ko: '기록을 여는 정보가 이 기록으로 이어지지 않습니다.',
  },
  VERIFY_OPENING_MISSING: {
    en: 'Nothing opens the record, so the file cannot be compared with it.',
    ko: '기록을 여는 정보가 없어 파일과 비교할 수 없습니다.',
  },
  VERIFY_FILE_DIFFERS: {
    en: 'The given file is not the recorded one.',
    ko: '주어진 파일이 기록된 파일과 다릅니다.',
  },
  VERIFY_STATEMENT_DIFFERS: {
    en: 'The statement is not the recorded one.',
    ko: '문장이 기록된 것과 다릅니다.',
  },
  VERIFY_CONTENT_NONE: {
    en: 'There is no content to compare.',
    ko: '비교할 내용이 없습니다.',
  },
  VERIFY_SERVICE_UNKNOWN: {
    en: 'This program does not know the service of the act.',
    ko: '이 프로그램이 모르는 서비스의 행위입니다.',
  },
  VERIFY_POLICY_MISSING: {
    en: 'No trust policy was given (--policy FILE, or policy.txt beside the receipt).',
    ko: '신뢰 정책이 없습니다(--policy 파일, 또는 영수증 옆의 policy.txt).',
  },
  VERIFY_POLICY_NOT_VALID: {
    en: 'The trust policy cannot be read.',
    ko: '신뢰 정책을 읽을 수 없습니다.',
  },
  VERIFY_RESTS_ON: {
    en: 'It rests on a part that did not pass.',
    ko: '앞의 확인이 끝나지 않아 확인할 수 없습니다.',
  },
};
