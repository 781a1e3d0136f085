import { uint } from '@madang/base';
import { error } from '@madang/kernel/define';

/** What is refused to whoever comes with the link of a person. Numbers are those of the API. */
export const peopleErrors = {
  NO_PEOPLE: error(
    22,
    {},
    {
      en: 'This server sends no links to persons.',
      ko: '이 서버는 개인 링크를 보내지 않습니다.',
      help: 'Ask the institution that keeps the register where its links are opened.',
    },
  ),
  LINK_UNKNOWN: error(
    23,
    {},
    {
      en: 'This link is not known, or a newer one took its place.',
      ko: '알 수 없는 링크이거나, 새 링크로 바뀌었습니다.',
      help: 'Open the newest message, or go to the desk for a new link.',
    },
  ),
  LINK_USED: error(
    24,
    { usedAt: uint() },
    {
      en: 'A device has spoken for this person since {usedAt}; the link makes no second one.',
      ko: '{usedAt}부터 이 사람으로 확인된 기기가 있어, 링크로는 더 등록할 수 없습니다.',
      help: 'Add this device from the one that works. If that one is lost or is not yours, go to the desk: all devices are ended there and a new link is sent.',
    },
  ),
  CODE_WRONG: error(
    25,
    { left: uint() },
    {
      en: 'The code is not right; tries left: {left}.',
      ko: '인증 번호가 맞지 않습니다. 남은 횟수: {left}번.',
      help: 'Type the six digits of the newest message. After five wrong tries have a new code sent.',
    },
  ),
  CODE_ENDED: error(
    26,
    {},
    {
      en: 'There is no code that is valid now.',
      ko: '지금 쓸 수 있는 인증 번호가 없습니다.',
      help: 'Have a new code sent. A code is good for five minutes, for five tries, and for one device.',
    },
  ),
  CODES_TOO_MANY: error(
    27,
    { seconds: uint() },
    {
      en: 'Too many codes were sent to this person; another can be sent in {seconds} s.',
      ko: '인증 번호를 너무 많이 보냈습니다. {seconds}초 뒤에 다시 보낼 수 있습니다.',
      help: 'Wait, or go to the desk. If it was not you who asked for them, tell the desk.',
    },
  ),
  NO_CONTACT: error(
    28,
    {},
    {
      en: 'There is no telephone on record to which a code could be sent.',
      ko: '인증 번호를 보낼 연락처가 등록되어 있지 않습니다.',
      help: 'Go to the desk with a document; a device can be attested there.',
    },
  ),
  APPOINTEE_UNKNOWN: error(
    50,
    {},
    {
      en: 'Home and number fit nobody who may be appointed now.',
      ko: '집과 번호가 맞는 분이 지금 없습니다.',
      help: 'Ask the person who is to act for a new number: each is good for 30 minutes, and for five wrong tries.',
    },
  ),
} as const;
