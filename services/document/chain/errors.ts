import { uint } from '@madang/base';
import { defineErrors, error } from '@madang/kernel/define';

/** What `document` refuses. Times are in ms. */
export const errors = defineErrors('document', 2_000, {
  UNKNOWN_DOCUMENT: error(
    1,
    {},
    {
      en: 'There is no document with this id on the ledger.',
      ko: '이 번호의 서류가 원장에 없습니다.',
      help: 'Use the body hash of the act that put it on record, as its receipt has it.',
    },
  ),
  NO_SUCH_LEAF: error(
    2,
    { count: uint() },
    {
      en: 'The document has {count} files; the one that was named is not among them.',
      ko: '이 서류 묶음에는 파일이 {count}개이며, 지정한 파일은 그 안에 없습니다.',
      help: 'Files are counted from 0. Leave `leaf` out to mean the whole document.',
    },
  ),
  ALREADY_ENDED: error(
    3,
    { endedAt: uint() },
    {
      en: 'The document was revoked or superseded at {endedAt}.',
      ko: '이 서류는 {endedAt}에 이미 취소되었거나 새 서류로 대체되었습니다.',
      help: 'Nothing is to be done: an ending is never changed. Ask for `document.endingsOf` to see it.',
    },
  ),
  UNKNOWN_SUCCESSOR: error(
    4,
    {},
    {
      en: 'The document that is to take its place is not on the ledger.',
      ko: '대신할 새 서류가 원장에 없습니다.',
      help: 'Put the new version on record first, then name its id as `successor`.',
    },
  ),
  SUCCESSOR_IS_ITSELF: error(
    5,
    {},
    {
      en: 'A document cannot take its own place.',
      ko: '서류를 자기 자신으로 대체할 수 없습니다.',
      help: 'Name the id of the new version as `successor`.',
    },
  ),
  SUCCESSOR_ENDED: error(
    6,
    { endedAt: uint() },
    {
      en: 'The document that is to take its place was itself revoked or superseded at {endedAt}.',
      ko: '대신할 새 서류가 {endedAt}에 이미 취소되었거나 대체되었습니다.',
      help: 'Name a document that stands.',
    },
  ),
  ALREADY_ERASED: error(
    7,
    { erasedAt: uint() },
    {
      en: 'The erasure of this deposit was recorded at {erasedAt}.',
      ko: '이 보관물의 삭제는 {erasedAt}에 이미 기록되었습니다.',
      help: 'Nothing is to be done.',
    },
  ),
});
