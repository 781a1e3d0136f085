import { text, uint } from '@madang/base';
import { defineErrors, error } from '@madang/kernel/define';

/** What `governance` refuses. Times are in ms. */
export const errors = defineErrors('governance', 1_000, {
  UNKNOWN_ROLE: error(
    1,
    { role: text({ max: 64 }) },
    {
      en: 'No service knows the role {role}.',
      ko: '{role} 역할을 아는 서비스가 없습니다.',
      help: 'Use a role that a service of this ledger declares, such as `document.issuer`.',
    },
  ),
  ALREADY_GRANTED: error(
    2,
    {},
    {
      en: 'The account holds this role already.',
      ko: '이 계정에는 이미 그 역할이 있습니다.',
      help: 'Nothing is to be done. To change its end or whether it can be passed on, revoke it first.',
    },
  ),
  NOT_GRANTED: error(
    3,
    {},
    {
      en: 'The account was not granted this role by the institution.',
      ko: '이 계정은 그 기관에서 해당 역할을 받은 적이 없습니다.',
      help: 'Compare account, institution and role with the list of grants.',
    },
  ),
  NOT_DELEGABLE: error(
    4,
    {},
    {
      en: 'The signer holds the role, but may not pass it on.',
      ko: '서명한 사람에게 역할은 있지만 다른 사람에게 넘길 수는 없습니다.',
      help: 'Ask the institution for a grant that can be passed on, or to grant the role itself.',
    },
  ),
  DELEGATION_TOO_DEEP: error(
    5,
    { maxDepth: uint() },
    {
      en: 'The role has been passed on too often: a chain has at most {maxDepth} grants.',
      ko: '역할이 너무 여러 번 넘겨졌습니다. 최대 {maxDepth}단계까지 가능합니다.',
      help: 'Ask somebody nearer to the institution, or the institution, to grant the role.',
    },
  ),
  ENDS_TOO_LATE: error(
    6,
    { latestAt: uint() },
    {
      en: 'The role would outlast the one it comes from, which ends at {latestAt}.',
      ko: '넘겨받는 역할이 원래 역할보다 오래갈 수 없습니다. 원래 역할은 {latestAt}에 끝납니다.',
      help: 'Give an `until` that is no later.',
    },
  ),
  ENDS_IN_PAST: error(
    7,
    { blockAt: uint() },
    {
      en: 'The role would end before it begins; it is {blockAt} now.',
      ko: '역할이 시작되기도 전에 끝납니다. 지금은 {blockAt}입니다.',
      help: 'Give an `until` in the future, in ms since 1970, or leave it out.',
    },
  ),
  POSSESSION_NOT_PROVEN: error(
    8,
    {},
    {
      en: 'The new key did not prove that somebody holds it.',
      ko: '새 키를 실제로 가지고 있다는 증명이 맞지 않습니다.',
      help: 'Sign the message of the README of `governance` with the new key itself.',
    },
  ),
  KEY_IN_USE: error(
    9,
    {},
    {
      en: 'The new key is in use on this ledger already.',
      ko: '새 키는 이미 다른 용도나 기관에서 쓰이고 있습니다.',
      help: 'Make a fresh key for each purpose.',
    },
  ),
});
