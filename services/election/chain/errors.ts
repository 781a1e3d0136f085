import { text, uint } from '@madang/base';
import { defineErrors, error } from '@madang/kernel/define';
import { mixErrors } from './mix-errors.ts';
import { paperErrors } from './paper-errors.ts';

const line = { line: uint() };
const stage = text({ max: 16 });

/** Everything that `election` can refuse with. */
export const errors = defineErrors('election', 5_000, {
  UNKNOWN_ELECTION: error(
    1,
    {},
    {
      en: 'There is no such election on record.',
      ko: '기록에 없는 선거입니다.',
      help: 'Check the number; an election is named by the body hash of the act that drafted it.',
    },
  ),
  NOT_A_DRAFT: error(
    2,
    {},
    {
      en: 'The election is no draft any more.',
      ko: '이미 열렸거나 끝난 선거입니다.',
      help: 'Roll, trustees and questions are fixed once it is open; for others draft a new election.',
    },
  ),
  NOT_OPEN: error(
    3,
    {},
    {
      en: 'The election takes no ballots now.',
      ko: '지금은 투표를 받지 않는 선거입니다.',
      help: 'See its page: it has not been opened yet, or it has ended.',
    },
  ),
  TOO_LATE: error(
    4,
    { closedAt: uint() },
    {
      en: 'The time was over at {closedAt}.',
      ko: '{closedAt}에 마감되었습니다.',
      help: 'What comes after the close is not counted. A promise of the server with an earlier time is proof that it was kept back.',
    },
  ),
  PAUSED: error(
    5,
    {},
    {
      en: 'The election is paused.',
      ko: '선거가 잠시 멈춰 있습니다.',
      help: 'Its page says why. Send the ballot again when it goes on; nothing is lost.',
    },
  ),
  UNKNOWN_REGISTER: error(
    6,
    {},
    {
      en: 'There is no such register on record.',
      ko: '기록에 없는 명부입니다.',
      help: 'Open the register of `people` first and name it by its id.',
    },
  ),
  CLOSE_NOT_VALID: error(
    7,
    {},
    {
      en: 'The close must be a whole second in the future, and can only be put off.',
      ko: '마감은 앞으로 올 시각을 초 단위로 정해야 하고, 늦추는 것만 됩니다.',
      help: 'Give `closesAt` in ms, divisible by 1,000, later than now and than the close before.',
    },
  ),
  QUESTION_NOT_VALID: error(
    8,
    { question: uint() },
    {
      en: 'Question {question}, counted from 0, cannot be asked like this.',
      ko: '{question}번째 질문(0부터)은 이렇게 물을 수 없습니다.',
      help: 'At most as many answers are chosen as there are, at least one where a blank vote is allowed; no more seats than answers; no share above 1. The number after the last question stands for the turnout.',
    },
  ),
  TOO_MANY_SELECTIONS: error(
    9,
    { max: uint() },
    {
      en: 'One ballot can have at most {max} answers to tick in all, and an election 4,096 sums.',
      ko: '한 표에서 고를 수 있는 답은 모두 {max}개까지, 합계는 선거마다 4,096개까지입니다.',
      help: 'Split the questions between two elections, or publish results for the whole complex.',
    },
  ),
  TRUSTEES_NOT_VALID: error(
    10,
    {},
    {
      en: 'Each trustee must have an account of their own, and the threshold be one of their number.',
      ko: '열쇠 보관인마다 계정이 달라야 하고, 필요한 수는 열쇠 보관인 수를 넘을 수 없습니다.',
      help: 'Give every trustee once, and a threshold from 1 to how many there are.',
    },
  ),
  ROLL_NOT_ASCENDING: error(11, line, {
    en: 'Line {line}, counted from 0, is not above the one before.',
    ko: '{line}번째 줄(0부터)의 번호가 앞줄보다 크지 않습니다.',
    help: 'Sort the lines by number of person, each once.',
  }),
  ROLL_LINE_KNOWN: error(12, line, {
    en: 'The person of line {line}, counted from 0, is on the roll already.',
    ko: '{line}번째 줄(0부터)의 사람은 이미 명부에 있습니다.',
    help: 'Enter each person once. If the same act was sent twice, nothing is to be done.',
  }),
  ROLL_LINE_NOT_VALID: error(13, line, {
    en: 'Line {line}, counted from 0, names a person outside the register or a building that there is not, weighs otherwise than the election, or makes the roll too heavy to be counted.',
    ko: '{line}번째 줄(0부터)의 사람이 등록부에 없거나, 동이 없거나, 의결권이 선거의 정함과 다르거나, 명부의 합계가 셀 수 있는 한도를 넘습니다.',
    help: 'Enlarge the register first if the person came later. Give one weight for each measure of the election, 1 for heads. All weights of a measure together are 2^36 at most: take a larger unit.',
  }),
  ROLL_DIFFERS: error(
    14,
    { voters: uint() },
    {
      en: 'The roll on record has {voters} voters, or another weight, than you say.',
      ko: '기록된 명부는 {voters}명이거나, 의결권의 합이 보낸 값과 다릅니다.',
      help: 'A part of the list may be missing: compare it with the roll before you open the election.',
    },
  ),
  NOT_A_TRUSTEE: error(
    15,
    {},
    {
      en: 'The signer is not this trustee of the election.',
      ko: '서명한 사람은 이 선거의 해당 열쇠 보관인이 아닙니다.',
      help: 'Sign with the account that the election names for the number of the trustee.',
    },
  ),
  WRONG_STAGE: error(
    16,
    { stage, round: uint() },
    {
      en: 'The ceremony is at “{stage}” of round {round}: this is not the time for it, or it is done.',
      ko: '키 만들기는 {round}회차 “{stage}” 단계입니다. 지금 할 일이 아니거나 이미 했습니다.',
      help: 'Ask how far the ceremony is, and do what it waits for.',
    },
  ),
  OPENING_WRONG: error(
    17,
    {},
    {
      en: 'What was revealed is not what was committed to, or its proof does not hold.',
      ko: '공개한 값이 약속한 값과 다르거나 증명이 맞지 않습니다.',
      help: 'Reveal the very opening that was hashed; who cannot is left behind when the ceremony begins again.',
    },
  ),
  SHARES_NOT_VALID: error(
    18,
    {},
    {
      en: 'There must be one sealed share for each trustee.',
      ko: '열쇠 보관인 수만큼 봉인된 몫이 있어야 합니다.',
      help: 'Deal a share for every trustee, your own included, in the order of their numbers.',
    },
  ),
  COMPLAINT_NOT_PROVEN: error(
    19,
    {},
    {
      en: 'The complaint does not prove what was sealed.',
      ko: '이의가 봉인된 내용을 증명하지 못합니다.',
      help: 'Make the complaint with the key that the share was sealed for.',
    },
  ),
  DECRYPTION_WRONG: error(
    20,
    { selection: uint() },
    {
      en: 'The part for selection {selection}, counted from 0, is not right.',
      ko: '{selection}번째 항목(0부터)의 해독값이 맞지 않습니다.',
      help: 'Use the key that came out of this ceremony, and nothing older.',
    },
  ),
  KEY_NOT_READY: error(
    21,
    { rehearsed: uint(), trustees: uint() },
    {
      en: 'Only {rehearsed} of {trustees} trustees have shown that they can decrypt.',
      ko: '열쇠 보관인 {trustees}명 가운데 {rehearsed}명만 열 수 있음을 보였습니다.',
      help: 'Finish the ceremony, the rehearsal included, before the election opens.',
    },
  ),
  NOT_IDENTIFIED: error(
    22,
    {},
    {
      en: 'Nobody of this election is known by this key.',
      ko: '이 선거에서 확인되지 않은 키입니다.',
      help: 'Open the link of the message on this device, or ask the office for a new one.',
    },
  ),
  LEVEL_TOO_LOW: error(
    23,
    { needed: text({ max: 16 }) },
    {
      en: 'This election asks for stronger identification ({needed}).',
      ko: '이 선거에는 더 강한 본인확인이 필요합니다({needed}).',
      help: 'Identify yourself once more as the page says.',
    },
  ),
  NOT_ON_ROLL: error(
    24,
    {},
    {
      en: 'This person is not on the roll of the election.',
      ko: '이 선거의 명부에 없는 분입니다.',
      help: 'If that is wrong, tell the office before the election opens.',
    },
  ),
  POSSESSION_WRONG: error(
    25,
    {},
    {
      en: 'The key is not proven to be the voter’s own.',
      ko: '본인의 키라는 증명이 맞지 않습니다.',
      help: 'Make a new key on this device; a proof holds for one election and one account.',
    },
  ),
  KEY_TAKEN: error(
    26,
    {},
    {
      en: 'Another voter registered this key.',
      ko: '다른 분이 이미 등록한 키입니다.',
      help: 'Make a new key on this device.',
    },
  ),
  HAS_VOTED: error(
    27,
    {},
    {
      en: 'A ballot was cast for this person already.',
      ko: '이미 투표하신 분입니다.',
      help: 'Check on the page whether it was counted. After a ballot its key is not replaced.',
    },
  ),
  UNKNOWN_KEY: error(
    28,
    {},
    {
      en: 'This key may not vote here.',
      ko: '이 선거에서 투표할 수 없는 키입니다.',
      help: 'Register the key of this device first. A key that was replaced votes no more.',
    },
  ),
  OUT_OF_SEQUENCE: error(
    29,
    { sequence: uint() },
    {
      en: 'The next ballot of this key is number {sequence}, and it follows the newest one.',
      ko: '이 키의 다음 표는 {sequence}번이고 가장 새 표를 이어야 합니다.',
      help: 'Read the newest ballot of the key and make the ballot anew. If it was sent twice, nothing is to be done.',
    },
  ),
  ALREADY_VOTED: error(
    30,
    {},
    {
      en: 'In this election a ballot cannot be replaced.',
      ko: '이 선거에서는 낸 표를 바꿀 수 없습니다.',
      help: 'The first ballot counts. Check on the page that it was counted.',
    },
  ),
  TOO_MANY_BALLOTS: error(
    31,
    { max: uint() },
    {
      en: 'At most {max} ballots of one key are taken.',
      ko: '한 키의 표는 {max}번까지만 받습니다.',
      help: 'Of a voter the newest one counts. Of papers there are no more than persons who were marked for them.',
    },
  ),
  STILL_OPEN: error(
    32,
    { closesAt: uint() },
    {
      en: 'The election is open until {closesAt}.',
      ko: '{closesAt}까지 열려 있는 선거입니다.',
      help: 'It ends early only when everybody has voted and no ballot can be replaced. To give it up, call it off.',
    },
  ),
  NOT_DECRYPTING: error(
    33,
    {},
    {
      en: 'The election is not being decrypted.',
      ko: '지금은 개표하는 선거가 아닙니다.',
      help: 'Close it first; what has been decided is not decrypted again.',
    },
  ),
  UNKNOWN_SUM: error(
    34,
    { sums: uint() },
    {
      en: 'There are {sums} sums to decrypt, counted from 0, each once by each trustee.',
      ko: '풀 합계는 {sums}개(0부터)이고 열쇠 보관인마다 한 번씩 풉니다.',
      help: 'Ask for the sums of the election.',
    },
  ),
  COUNTS_WRONG: error(
    35,
    { selection: uint() },
    {
      en: 'The count of selection {selection}, counted from 0, is not what the sum decrypts to.',
      ko: '{selection}번째 항목(0부터)의 수가 풀린 합계와 다릅니다.',
      help: 'Compute the counts from the parts on record.',
    },
  ),
  TOO_FEW_PARTS: error(
    36,
    { given: uint(), needed: uint() },
    {
      en: '{given} of the {needed} trustees that it takes have decrypted this sum.',
      ko: '이 합계를 푼 열쇠 보관인은 {given}명이고 {needed}명이 필요합니다.',
      help: 'Wait until as many trustees as the threshold says have decrypted.',
    },
  ),
  REASON_MISSING: error(
    37,
    {},
    {
      en: 'Calling an election off takes a public reason.',
      ko: '선거를 그만두려면 공개할 사유가 필요합니다.',
      help: 'Give the reason in both languages.',
    },
  ),
  MEASURE_TWICE: error(
    38,
    {},
    {
      en: 'An election weighs votes by each measure once.',
      ko: '한 선거에서 같은 기준으로 두 번 셀 수 없습니다.',
      help: 'Name each of `measures` once.',
    },
  ),
  ...paperErrors,
  ...mixErrors,
});
