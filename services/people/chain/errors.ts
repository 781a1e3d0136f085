import { text, uint } from '@madang/base';
import { defineErrors, error } from '@madang/kernel/define';

/** What `people` refuses. Times are in ms. */
export const errors = defineErrors('people', 3_000, {
  UNKNOWN_REGISTER: error(
    1,
    {},
    {
      en: 'There is no register with this id on the ledger.',
      ko: '이 번호의 명부가 원장에 없습니다.',
      help: 'Use the body hash of the act that opened the register.',
    },
  ),
  UNKNOWN_PERSON: error(
    2,
    { persons: uint() },
    {
      en: 'The register has {persons} persons; the number that was named is not among them.',
      ko: '이 명부에는 {persons}명이 있으며, 지정한 번호는 그 안에 없습니다.',
      help: 'Persons are counted from 0.',
    },
  ),
  LEVEL_TOO_LOW: error(
    3,
    { needed: text({ max: 16 }) },
    {
      en: 'The register asks for an identification at least of the level “{needed}”.',
      ko: '이 명부는 “{needed}” 이상의 본인 확인이 필요합니다.',
      help: 'Identify the person in a stronger way, for instance at the desk.',
    },
  ),
  KEY_KNOWN: error(
    4,
    {},
    {
      en: 'This key is, or was, of somebody in this register.',
      ko: '이 명부에서 이미 쓰였던 키입니다.',
      help: 'Make a fresh key: one that ended never comes back.',
    },
  ),
  ALREADY_ATTESTED: error(
    5,
    { since: uint() },
    {
      en: 'Somebody has been identified as this person since {since}.',
      ko: '{since}에 이미 이 사람으로 확인된 기기가 있습니다.',
      help: 'Add a device from one that works. If none does, or if it was not you, go to the desk.',
    },
  ),
  NOT_ATTESTED: error(
    6,
    {},
    {
      en: 'No device speaks for this person now, so there is nothing to end.',
      ko: '지금 이 사람으로 확인된 기기가 없어 끝낼 것이 없습니다.',
      help: 'Send a new link.',
    },
  ),
  NOT_OF_REGISTER: error(
    7,
    {},
    {
      en: 'This key does not speak for anybody in this register now.',
      ko: '이 키는 지금 이 명부의 누구도 대신하지 않습니다.',
      help: 'Open the link again, or go to the desk.',
    },
  ),
  OTHER_PERSON: error(
    8,
    {},
    {
      en: 'The device is not of the person who signed.',
      ko: '서명한 사람의 기기가 아닙니다.',
      help: 'Sign with a device of the same person, or have all keys ended at the desk.',
    },
  ),
  LAST_KEY: error(
    9,
    {},
    {
      en: 'It is the only device left; ending it would leave nobody who can act.',
      ko: '하나 남은 기기입니다. 끝내면 아무도 행동할 수 없습니다.',
      help: 'Add another device first, or have all keys ended at the desk.',
    },
  ),
  TOO_MANY_KEYS: error(
    10,
    { max: uint() },
    {
      en: 'A person has at most {max} devices.',
      ko: '기기는 {max}개까지 쓸 수 있습니다.',
      help: 'End a device that is no longer used.',
    },
  ),
  OTHER_INSTITUTION: error(
    11,
    {},
    {
      en: 'The register was opened by another institution.',
      ko: '다른 기관이 연 명부입니다.',
      help: 'Only the institution that opened a register adds persons to it.',
    },
  ),
  NOT_LARGER: error(
    12,
    { persons: uint() },
    {
      en: 'The register has {persons} persons already.',
      ko: '이 명부는 이미 {persons}명입니다.',
      help: 'Read the register again: somebody else may have added the person.',
    },
  ),
});
