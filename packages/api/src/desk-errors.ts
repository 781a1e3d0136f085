import { text, uint } from '@madang/base';
import { error } from '@madang/kernel/define';

/** What is refused at the desk of officers; numbered among the errors of the interface. */
export const deskErrors = {
  NO_DESK: error(
    32,
    {},
    {
      en: 'This server has no desk for officers.',
      ko: '이 서버에는 담당자 창구가 없습니다.',
      help: 'Go to the server of the institution that asks for the decision.',
    },
  ),
  CLOCK_DIFFERS: error(
    33,
    { seconds: uint() },
    {
      en: 'The clock of this device differs from the server’s by {seconds} s.',
      ko: '이 기기의 시계가 서버와 {seconds}초 다릅니다.',
      help: 'Set the clock of the device; more than two minutes are not accepted.',
    },
  ),
  NOT_AN_OFFICER: error(
    34,
    {},
    {
      en: 'The ledger names no officer with this key.',
      ko: '이 키를 가진 담당자가 원장에 없습니다.',
      help: 'Ask the institution to grant the role vote.officer or election.officer to the account of this key.',
    },
  ),
  SESSION_ENDED: error(
    35,
    {},
    {
      en: 'The session at the desk has ended.',
      ko: '창구 로그인이 끝났습니다.',
      help: 'Sign in again; a session lasts eight hours, and ends when the server starts anew.',
    },
  ),
  DESK_SIGNATURE_WRONG: error(
    36,
    {},
    {
      en: 'The signature does not fit the key.',
      ko: '서명이 키와 맞지 않습니다.',
      help: 'Sign what docs/spec/desk.md says, with the key that is sent.',
    },
  ),
  OTHER_INSTITUTION: error(
    37,
    {},
    {
      en: 'The decision is of another institution.',
      ko: '다른 기관의 결정입니다.',
      help: 'Sign in with the key of an officer of the institution that asks.',
    },
  ),
  REGISTER_NOT_OPENED: error(
    38,
    {},
    {
      en: 'The register could not be opened.',
      ko: '명부를 열지 못했습니다.',
      help: 'The server needs the key of a registrar of the institution, and the ledger has to run.',
    },
  ),
  PERSON_NOT_VALID: error(
    39,
    { person: uint() },
    {
      en: 'The person {person} of the list cannot be kept.',
      ko: '목록의 {person}번째 사람을 보관할 수 없습니다.',
      help: 'Correct name, telephone number and homes of that line.',
    },
  ),
  HOMES_UNKNOWN: error(
    40,
    {},
    {
      en: 'The desk has no names for the homes of this decision.',
      ko: '창구에 이 결정의 집 이름이 없습니다.',
      help: 'Send the names of the homes from the device that made the roll.',
    },
  ),
  HOME_UNKNOWN: error(
    41,
    { unit: uint() },
    {
      en: 'There is no home {unit} on the roll.',
      ko: '명부에 {unit}번 집이 없습니다.',
      help: 'Use a number that vote.homes lists.',
    },
  ),
  PROPOSAL_NOT_VALID: error(
    42,
    {},
    {
      en: 'This is not an act that a second officer could sign.',
      ko: '두 번째 담당자가 서명할 수 있는 것이 아닙니다.',
      help: 'Send an act for two officers, signed by the first, that has not expired.',
    },
  ),
  PERSON_UNKNOWN: error(
    43,
    {},
    {
      en: 'The desk knows nobody with this number.',
      ko: '창구에 이 번호의 사람이 없습니다.',
      help: 'The person may have been erased; look at the register.',
    },
  ),
  PENDING_FULL: error(
    44,
    { max: uint() },
    {
      en: 'At most {max} acts wait for a second officer at once.',
      ko: '두 번째 담당자를 기다리는 일은 {max}건까지입니다.',
      help: 'Sign those that wait, or let them expire.',
    },
  ),
  DESK_SIGNATURE_USED: error(
    45,
    {},
    {
      en: 'Somebody has come in with this signature already.',
      ko: '이 서명으로 이미 들어왔습니다.',
      help: 'Sign anew, with a nonce of its own.',
    },
  ),
  PERSON_NOT_ADDED: error(
    46,
    {},
    {
      en: 'The person could not be added to the register.',
      ko: '명부에 사람을 더하지 못했습니다.',
      help: 'This server may lack the key of the registrar. Try again; nobody is added twice.',
    },
  ),
  COMPLAINT_NOT_NEXT: error(
    47,
    {},
    {
      en: 'This is not the next entry of the complaint log, or it is not on record.',
      ko: '이의신청 기록의 다음 줄이 아니거나 공개 기록에 없습니다.',
      help: 'Somebody may have added an entry meanwhile: read the log again and write yours behind it.',
    },
  ),
  ROLE_NEEDED: error(
    48,
    { role: text({ max: 65 }) },
    {
      en: 'This needs the role {role}, which this key does not hold.',
      ko: '{role} 역할이 있어야 하는 일인데 이 키에는 없습니다.',
      help: 'Ask the institution to grant the role to the account of this key, or come in with a key that holds it.',
    },
  ),
  NOBODY_TO_REMIND: error(
    49,
    {},
    {
      en: 'Keys are mixed in this election: nobody knows who has not voted.',
      ko: '투표 키를 섞는 선거라 누가 투표하지 않았는지 아무도 모릅니다.',
      help: 'Remind whoever has not registered while keys are registered; afterwards send everybody a link.',
    },
  ),
};
