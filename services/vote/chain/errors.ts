import { text, uint } from '@madang/base';
import { defineErrors, error } from '@madang/kernel/define';

const list = text({ max: 16 });

/** Everything that `vote` can refuse with. */
export const errors = defineErrors('vote', 4000, {
  UNKNOWN_DECISION: error(
    1,
    {},
    {
      en: 'There is no such decision on record.',
      ko: '기록에 없는 결정입니다.',
      help: 'Check the number; a decision is named by the body hash of the act that drafted it.',
    },
  ),
  NOT_A_DRAFT: error(
    2,
    {},
    {
      en: 'The decision is no draft any more.',
      ko: '이미 열렸거나 끝난 결정입니다.',
      help: 'After it opened the roll changes one signed change at a time; for another text draft a new decision.',
    },
  ),
  NOT_OPEN: error(
    3,
    {},
    {
      en: 'The decision is not open.',
      ko: '지금은 의사를 받지 않는 결정입니다.',
      help: 'See its page: it has not been opened yet, or it has ended.',
    },
  ),
  TOO_LATE: error(
    4,
    { closedAt: uint() },
    {
      en: 'The time was over at {closedAt}.',
      ko: '{closedAt}에 마감되었습니다.',
      help: 'Nothing more can be taken. Whoever was prevented can object with the institution.',
    },
  ),
  ESTABLISHED: error(
    5,
    { establishedAt: uint() },
    {
      en: 'The decision was made at {establishedAt}; from then on no consent can be taken back.',
      ko: '{establishedAt}에 요건이 모두 차 결정되었습니다. 그때부터는 동의를 거둘 수 없습니다.',
      help: 'The receipt of that moment is on the page of the decision.',
    },
  ),
  TEXT_DIFFERS: error(
    6,
    {},
    {
      en: 'The text that was signed is not the text of this decision.',
      ko: '서명한 글이 이 결정의 글과 다릅니다.',
      help: 'Open the decision again, read its text, and sign that.',
    },
  ),
  NOT_ON_ROLL: error(
    7,
    {},
    {
      en: 'This person is not on the roll of the decision.',
      ko: '이 결정의 명부에 없는 사람입니다.',
      help: 'Ask the office to look at the roll; a correction is a public record.',
    },
  ),
  NO_VOICE: error(
    8,
    {},
    {
      en: 'This person does not act for any home of this decision.',
      ko: '이 결정에서 의사를 낼 수 있는 집이 없습니다.',
      help: 'Of a home with several owners the named representative acts. Ask the office who that is.',
    },
  ),
  LEVEL_TOO_LOW: error(
    9,
    { needed: text({ max: 16 }) },
    {
      en: 'The decision asks for an identification at least of the level “{needed}”.',
      ko: '이 결정은 “{needed}” 이상의 본인 확인이 필요합니다.',
      help: 'Identify yourself in a stronger way, for instance at the desk.',
    },
  ),
  ALREADY_SPOKEN: error(
    10,
    { since: uint() },
    {
      en: 'What was said already stands, and is counted once.',
      ko: '이미 낸 의사가 그대로 세어져 있습니다.',
      help: 'To say something else withdraw first, if the decision allows it.',
    },
  ),
  NOTHING_TO_WITHDRAW: error(
    11,
    {},
    {
      en: 'There is nothing that could be withdrawn.',
      ko: '철회할 것이 없습니다.',
      help: 'See “was I counted?” for what stands.',
    },
  ),
  WITHDRAWAL_NOT_ALLOWED: error(
    12,
    {},
    {
      en: 'This decision allows no withdrawal.',
      ko: '철회할 수 없는 결정입니다.',
      help: 'It says so in its settings, which were public before it opened.',
    },
  ),
  NOT_THE_PROXY: error(
    13,
    {},
    {
      en: 'The signer does not act for that person in this decision.',
      ko: '이 결정에서 그 사람을 대신할 수 없습니다.',
      help: 'The person has to appoint the signer first.',
    },
  ),
  PROXIES_NOT_ALLOWED: error(
    14,
    {},
    {
      en: 'In this decision nobody acts for somebody else.',
      ko: '대리를 받지 않는 결정입니다.',
      help: 'The person acts with their own device, or on paper.',
    },
  ),
  OWNER_HAS_SPOKEN: error(
    15,
    {},
    {
      en: 'The person has spoken in person; a proxy cannot change that.',
      ko: '본인이 직접 낸 의사가 있어 대리인이 바꿀 수 없습니다.',
      help: 'Only the person can withdraw it.',
    },
  ),
  NOT_IDENTIFIED: error(
    16,
    {},
    {
      en: 'This key does not speak for anybody in the register of the decision.',
      ko: '이 결정의 명부에서 확인된 키가 아닙니다.',
      help: 'Open your link again and identify yourself, or go to the desk.',
    },
  ),
  UNKNOWN_REGISTER: error(
    17,
    {},
    {
      en: 'There is no such register of persons on record.',
      ko: '기록에 없는 사람 명부입니다.',
      help: 'Open a register in the service “people” first.',
    },
  ),
  CLOSE_NOT_VALID: error(
    18,
    {},
    {
      en: 'The time of the close has to be a whole second that is still to come.',
      ko: '마감은 앞으로 올 시각이어야 하고 초 단위여야 합니다.',
      help: 'Choose a later time, in whole seconds.',
    },
  ),
  ROLL_NOT_ASCENDING: error(
    19,
    { list, line: uint() },
    {
      en: 'Line {line} of “{list}” is out of order, or there twice.',
      ko: '“{list}”의 {line}번째 줄이 순서에 맞지 않거나 두 번 있습니다.',
      help: 'Enter each list in ascending order of its numbers. Lines are counted from 0.',
    },
  ),
  ROLL_LINE_KNOWN: error(
    20,
    { list, line: uint() },
    {
      en: 'Line {line} of “{list}” is on the roll already.',
      ko: '“{list}”의 {line}번째 줄은 이미 명부에 있습니다.',
      help: 'Leave it out.',
    },
  ),
  ROLL_NAMES_UNKNOWN: error(
    21,
    { list, line: uint() },
    {
      en: 'Line {line} of “{list}” names a person, holder or building that is not on the roll.',
      ko: '“{list}”의 {line}번째 줄이 명부에 없는 사람·소유자·동을 가리킵니다.',
      help: 'Enter persons before holders, and holders before homes.',
    },
  ),
  SHARES_NOT_WHOLE: error(
    22,
    { line: uint() },
    {
      en: 'The shares of holder line {line} do not add up to the whole.',
      ko: '소유자 {line}번째 줄의 지분을 더하면 전체가 되지 않습니다.',
      help: 'Give all shares in one common denominator; each person once, ascending by number.',
    },
  ),
  REPRESENTATIVE_NOT_MEMBER: error(
    23,
    { line: uint() },
    {
      en: 'The representative of holder line {line} is not one of the owners.',
      ko: '소유자 {line}번째 줄의 대표가 그 집의 공유자가 아닙니다.',
      help: 'Name one of the owners; somebody else acts as a proxy.',
    },
  ),
  TOO_MANY_HOLDERS: error(
    24,
    { max: uint() },
    {
      en: 'A person takes part in at most {max} holdings.',
      ko: '한 사람은 많아야 {max}건의 소유에 들 수 있습니다.',
      help: 'Homes of the same owners belong to one holder.',
    },
  ),
  ROLL_DIFFERS: error(
    25,
    { heads: uint(), homes: uint(), areaMilliM2: uint() },
    {
      en: 'The roll has {heads} heads, {homes} homes and {areaMilliM2} thousandths of m²; the opening says otherwise.',
      ko: '명부에는 소유자 {heads}명, {homes}집, 면적 {areaMilliM2}(㎡의 천분의 일)이 있어 여는 내용과 다릅니다.',
      help: 'Check whether all lines were entered, then open with the totals of the roll.',
    },
  ),
  BUILDING_EMPTY: error(
    26,
    { building: uint() },
    {
      en: 'Building {building} has no home on the roll.',
      ko: '{building}번 동에 든 집이 명부에 없습니다.',
      help: 'Buildings are counted from 0. Enter its homes, or draft without it.',
    },
  ),
  RULE_NOT_VALID: error(
    27,
    { condition: uint() },
    {
      en: 'Condition {condition} asks for more than all, or names a building that there is not.',
      ko: '조건 {condition}이(가) 전체보다 많은 몫을 요구하거나 없는 동을 가리킵니다.',
      help: 'Conditions are counted from 0; a share is at most den / den.',
    },
  ),
  ROLL_FROZEN: error(
    28,
    {},
    {
      en: 'The roll of this decision is frozen: sales after its date change nothing.',
      ko: '명부가 고정된 결정입니다. 기준일 뒤의 매매는 반영되지 않습니다.',
      help: 'A mistake can be corrected. Whether sales count was settled before it opened.',
    },
  ),
  ARRIVAL_NOT_VALID: error(
    29,
    {},
    {
      en: 'No paper can have arrived more than a minute from now, nor what somebody says before the decision opened.',
      ko: '종이가 닿은 때는 지금보다 1분 넘게 뒤일 수 없고, 의사를 적은 종이는 결정이 열린 뒤에 닿아야 합니다.',
      help: 'Check the time that was stamped at the desk.',
    },
  ),
  STILL_OPEN: error(
    30,
    { closesAt: uint() },
    {
      en: 'Acts are taken until {closesAt}.',
      ko: '{closesAt}까지 의사를 받습니다.',
      help: 'Wait for the close, or call the decision off.',
    },
  ),
  NOTHING_CHANGES: error(
    31,
    {},
    {
      en: 'This would change nothing.',
      ko: '바뀌는 것이 없습니다.',
      help: 'Somebody may have done it before; look at the page of the decision.',
    },
  ),
  PROXY_IS_SELF: error(
    32,
    {},
    {
      en: 'Nobody is their own proxy.',
      ko: '본인을 대리인으로 둘 수 없습니다.',
      help: 'Name another person of the register.',
    },
  ),
  TOO_MANY_BUILDINGS_HELD: error(
    33,
    { max: uint() },
    {
      en: 'A holder has homes in at most {max} buildings.',
      ko: '한 소유자의 집은 많아야 {max}개 동에 있을 수 있습니다.',
      help: 'The limit keeps each act cheap enough for a block. Ask the office.',
    },
  ),
});
