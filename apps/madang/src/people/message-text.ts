import type { MessageKind } from '@madang/vault';
import type { Words } from '../terminal.ts';

/** What the text of a message is made of. */
export interface MessageFacts {
  /** How the sender is called. */
  readonly city: Words;
  /** The address of the link, in a message of the kind `link`. */
  readonly link?: string;
  /** The digits, in a message of the kind `code`. */
  readonly code?: string;
}

/** The text of a message: made when it is sent, kept nowhere, and without any name. */
export function messageText(kind: MessageKind, facts: MessageFacts): Words {
  const { en, ko } = sentences(kind, facts);
  return { en: `[${facts.city.en}] ${en}`, ko: `[${facts.city.ko}] ${ko}` };
}

/** What is said of itself, of each kind that carries nothing. */
const NOTICES: Readonly<Record<Exclude<MessageKind, 'link' | 'code'>, Words>> = {
  registered: withWarning('Your first device was registered.', '첫 기기가 등록되었습니다.'),
  revoked: withWarning(
    'The desk has ended all your devices. A new link follows.',
    '창구에서 쓰던 기기를 모두 끝냈습니다. 새 링크를 따로 보냅니다.',
  ),
  added: withWarning('Another device of yours was added.', '기기가 하나 더 추가되었습니다.'),
  ended: withWarning('A device of yours was ended.', '쓰던 기기 하나를 끝냈습니다.'),
  attempted: withWarning(
    'Another device came with your link and was refused.',
    '다른 기기가 이 링크로 본인 확인을 시도하여 거절했습니다.',
  ),
  acted: withWarning('An act of yours was put on record.', '본인 이름으로 한 일이 기록되었습니다.'),
  represented: withWarning(
    'Who may act for you was changed.',
    '본인을 대신할 수 있는 사람이 바뀌었습니다.',
  ),
  acting: {
    en: 'For whom you may act was changed. Open the link that was sent to you.',
    ko: '다른 분을 대신하는 일이 바뀌었습니다. 받은 링크를 열어 보십시오.',
  },
  reminder: {
    en: 'Something waits for you. Open the link that was sent to you.',
    ko: '아직 하지 않은 일이 있습니다. 받은 링크를 열어 보십시오.',
  },
};

function sentences(kind: MessageKind, { link = '', code = '' }: MessageFacts): Words {
  switch (kind) {
    case 'link':
      return {
        en: `This link is for you alone; do not pass it on. ${link}`,
        ko: `본인만 쓰는 링크입니다. 다른 사람에게 보내지 마십시오. ${link}`,
      };
    case 'code':
      return {
        en: `Code ${code}. Type it within 5 minutes and tell it to nobody.`,
        ko: `인증 번호 ${code}. 5분 안에 입력하고, 누구에게도 알려 주지 마십시오.`,
      };
    default:
      return NOTICES[kind];
  }
}

function withWarning(en: string, ko: string): Words {
  return {
    en: `${en} If it was not you, tell the desk.`,
    ko: `${ko} 본인이 한 일이 아니면 창구에 알려 주십시오.`,
  };
}
