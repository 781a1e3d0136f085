import { text, uint } from '@madang/base';
import { defineErrors, error, hash } from '@madang/kernel/define';

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
  ID_IN_USE: error(
    10,
    { institution: text({ max: 32 }) },
    {
      en: 'The id “{institution}” is or was that of an institution of this ledger.',
      ko: '“{institution}” ID는 이 원장의 기관이 쓰고 있거나 쓰던 것입니다.',
      help: 'Choose another id. An id is never given twice, so that old records name only one institution.',
    },
  ),
  TOO_MANY_INSTITUTIONS: error(
    11,
    { most: uint() },
    {
      en: 'A ledger has at most {most} institutions.',
      ko: '한 원장의 기관은 최대 {most}곳입니다.',
      help: 'Remove one first.',
    },
  ),
  NOT_A_MEMBER: error(
    12,
    { institution: text({ max: 32 }) },
    {
      en: 'The proposal is about “{institution}”, which is no institution of this ledger.',
      ko: '제안이 가리키는 “{institution}”은(는) 이 원장의 기관이 아닙니다.',
      help: 'Use the id of an institution as the list of institutions shows it.',
    },
  ),
  TOO_FEW_WOULD_REMAIN: error(
    13,
    { least: uint() },
    {
      en: 'Fewer than {least} institutions would remain.',
      ko: '남는 기관이 {least}곳보다 적어집니다.',
      help: 'Admit another institution first: with fewer the ledger would not survive the failure of one.',
    },
  ),
  NOTHING_CHANGES: error(
    14,
    {},
    {
      en: 'The limits are these already.',
      ko: '이미 그 한도를 쓰고 있습니다.',
      help: 'Nothing is to be done. Compare with the query `params`.',
    },
  ),
  PLAN_EXISTS: error(
    15,
    { plan: hash },
    {
      en: 'Another upgrade is planned already.',
      ko: '이미 계획된 업그레이드가 있습니다.',
      help: 'Wait for it, or propose to cancel it first.',
    },
  ),
  WRONG_VERSION: error(
    16,
    { next: uint() },
    {
      en: 'The next protocol version is {next}.',
      ko: '다음 프로토콜 버전은 {next}입니다.',
      help: 'Propose that version: versions follow each other without a gap.',
    },
  ),
  WRONG_HEIGHT: error(
    17,
    { earliest: uint(), latest: uint() },
    {
      en: 'The height of the upgrade must lie between {earliest} and {latest}.',
      ko: '업그레이드 높이는 {earliest}에서 {latest} 사이여야 합니다.',
      help: 'Choose a height that leaves the other institutions time to approve and to install the release.',
    },
  ),
  UNKNOWN_PLAN: error(
    18,
    {},
    {
      en: 'There is no such plan of upgrade, or its height has come.',
      ko: '그런 업그레이드 계획이 없거나 이미 그 높이에 이르렀습니다.',
      help: 'See the query `protocol` for the plan that there is.',
    },
  ),
  TOO_MUCH_POWER: error(
    19,
    { height: uint() },
    {
      en: 'Too many changes of who makes blocks are under way; there is room again at height {height}.',
      ko: '블록을 만드는 기관이 한꺼번에 너무 많이 바뀝니다. 높이 {height}부터 다시 가능합니다.',
      help: 'Send it again a few seconds later. At most a third of the institutions changes at once.',
    },
  ),
  ROTATED_LATELY: error(
    20,
    { againAt: uint() },
    {
      en: 'The institution replaced its consensus key lately; it can do so again at {againAt}.',
      ko: '합의 키를 바꾼 지 얼마 되지 않았습니다. {againAt}부터 다시 바꿀 수 있습니다.',
      help: 'Wait, or ask the other institutions to replace it together.',
    },
  ),
  SUBJECT_OPEN: error(
    21,
    { proposal: hash },
    {
      en: 'A proposal on the same subject is open already.',
      ko: '같은 사안의 제안이 이미 진행 중입니다.',
      help: 'Approve that one, or object to it: it ends when it can no longer pass.',
    },
  ),
  TOO_MANY_PROPOSALS: error(
    22,
    { most: uint() },
    {
      en: 'The institution has {most} open proposals already.',
      ko: '이 기관의 진행 중인 제안이 이미 {most}건입니다.',
      help: 'Take one back, or wait until one is decided.',
    },
  ),
  BAD_END: error(
    23,
    { latestAt: uint() },
    {
      en: 'A proposal ends in the future, and not after {latestAt}.',
      ko: '제안의 마감은 지금보다 뒤, {latestAt} 이전이어야 합니다.',
      help: 'Give an `until` within the next 90 days.',
    },
  ),
  UNKNOWN_PROPOSAL: error(
    24,
    {},
    {
      en: 'There is no such proposal on record.',
      ko: '기록에 없는 제안입니다.',
      help: 'A proposal is named by the body hash of the act that made it.',
    },
  ),
  PROPOSAL_CLOSED: error(
    25,
    {},
    {
      en: 'The proposal is no longer open.',
      ko: '이미 끝난 제안입니다.',
      help: 'It was decided, taken back, or its time is over. Propose it again if it is still wanted.',
    },
  ),
  PROPOSAL_DIFFERS: error(
    26,
    {},
    {
      en: 'The content that was approved is not that of this proposal.',
      ko: '승인한 내용이 이 제안의 내용과 다릅니다.',
      help: 'Read the proposal again, and approve the digest of what it says.',
    },
  ),
  ALREADY_SAID: error(
    27,
    {},
    {
      en: 'The institution has said exactly this already.',
      ko: '이 기관이 이미 밝힌 뜻과 같습니다.',
      help: 'Nothing is to be done.',
    },
  ),
  NOTHING_SAID: error(
    28,
    {},
    {
      en: 'The institution has said nothing of this proposal.',
      ko: '이 기관은 이 제안에 아무 뜻도 밝히지 않았습니다.',
      help: 'There is nothing to take back.',
    },
  ),
});
