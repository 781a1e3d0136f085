import { uint } from '@madang/base';
import { error } from '@madang/kernel/define';

/** What the registering and mixing of keys can refuse with. */
export const mixErrors = {
  MIXING_NOT_VALID: error(
    60,
    {},
    {
      en: 'Keys can be mixed only if registration ends before the close and every vote weighs one.',
      ko: '투표 키를 섞으려면 등록 마감이 투표 마감보다 앞서고 모든 표가 한 표씩이어야 합니다.',
      help: 'Give `mixing.registersUntil` as a whole second between now and `closesAt`, and `heads` as the only measure.',
    },
  ),
  NO_MIXING: error(
    61,
    {},
    {
      en: 'In this election keys are not mixed.',
      ko: '투표 키를 섞지 않는 선거입니다.',
      help: 'Open it with `openElection`; keys are registered while it is open, and whoever is marked votes on paper without giving one up.',
    },
  ),
  NOT_REGISTERING: error(
    62,
    {},
    {
      en: 'Keys are not registered now.',
      ko: '지금은 투표 키를 등록할 수 없습니다.',
      help: 'In this election keys are registered before the vote, between the two times on its page. Who has registered none can ask for a paper ballot, if it takes them.',
    },
  ),
  NOT_MIXING: error(
    63,
    {},
    {
      en: 'Keys are not being mixed.',
      ko: '지금은 투표 키를 섞는 때가 아닙니다.',
      help: 'Keys are mixed between the end of registration and the opening.',
    },
  ),
  STILL_REGISTERING: error(
    64,
    { until: uint() },
    {
      en: 'Keys are registered until {until}.',
      ko: '{until}까지 투표 키를 등록합니다.',
      help: 'It ends early only when everybody on the roll has registered a key.',
    },
  ),
  TOO_FEW_KEYS: error(
    65,
    { building: uint(), keys: uint(), needed: uint() },
    {
      en: 'In building {building}, counted from 0, {keys} keys are registered; fewer than {needed} would hide nobody.',
      ko: '{building}번째 동(0부터)에 등록된 키가 {keys}개인데, {needed}개보다 적으면 누구의 표인지 숨길 수 없습니다.',
      help: 'Leave registration open until there are more, or call the election off and draft it with buildings taken together.',
    },
  ),
  KEYS_DIFFER: error(
    66,
    { keys: uint() },
    {
      en: '{keys} keys are registered.',
      ko: '등록된 키는 {keys}개입니다.',
      help: 'Look again how many are registered, and send that number.',
    },
  ),
  HAS_MIXED: error(
    67,
    {},
    {
      en: 'This trustee has mixed the keys already.',
      ko: '이미 섞기를 마친 열쇠 보관인입니다.',
      help: 'One turn of each trustee is enough.',
    },
  ),
  TURN_TAKEN: error(
    68,
    { trustee: uint(), until: uint() },
    {
      en: 'Trustee {trustee} is mixing; until {until} nobody else can begin.',
      ko: '열쇠 보관인 {trustee}번이 섞고 있습니다. {until}까지는 다른 분이 시작할 수 없습니다.',
      help: 'Wait until the turn is over, or take it over once its time is up.',
    },
  ),
  WRONG_LIST: error(
    69,
    { turn: uint(), list: uint() },
    {
      en: 'List {list} of turn {turn} is next, both counted from 0.',
      ko: '다음은 {turn}번째 차례의 {list}번째 목록(0부터)입니다.',
      help: 'Mix the lists in order, each with the same scalar.',
    },
  ),
  MIX_WRONG: error(
    70,
    {},
    {
      en: 'The proof of the mix does not hold.',
      ko: '섞기의 증명이 맞지 않습니다.',
      help: 'The new keys must be those of the list, each times the scalar of the base, in ascending order. Mix the list again from the ledger’s record.',
    },
  ),
  MIX_NOT_READY: error(
    71,
    { mixed: uint(), needed: uint() },
    {
      en: '{mixed} trustees have mixed the keys; {needed} have to, and no turn may be under way.',
      ko: '투표 키를 섞은 열쇠 보관인은 {mixed}명이고, {needed}명이 섞어야 하며 섞는 도중이면 안 됩니다.',
      help: 'Ask the other trustees to mix; the page of the election says whose turn has begun.',
    },
  ),
  UNKNOWN_LIST: error(
    72,
    {},
    {
      en: 'There is no such list of keys on record.',
      ko: '기록에 없는 키 목록입니다.',
      help: 'Lists are kept for the turn that is under way and for the newest one that is over; see `mix`.',
    },
  ),
};
