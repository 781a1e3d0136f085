import { defineMessages } from '@madang/ui';

/** The words of what officers do about persons: proxies on paper, and devices that were lost. */
export const deskPeopleText = defineMessages(
  {
    ownerOf: (home: string, others: number, number: string) =>
      others === 0
        ? `${home} 소유자 (번호 ${number})`
        : `${home} 외 ${others}세대 소유자 (번호 ${number})`,
    notOnRoll: (number: string) => `명부 밖 (번호 ${number})`,
    holdsNothing: (number: string) => `지금 집이 없는 사람 (번호 ${number})`,
    proxiesLead:
      '위임장은 담당자 두 사람이 서명해야 기록됩니다. 기록되면 맡긴 사람의 연락처로 알립니다. 본인은 언제든 스스로 뜻을 낼 수 있고, 그 뜻이 먼저입니다.',
    proxiesNone: '이 결정에서는 대리인을 둘 수 없습니다.',
    notOpen: '열린 결정에서만 할 수 있습니다.',
    standing: '지금 대리인을 둔 사람',
    standingNone: '대리인을 둔 사람이 없습니다.',
    principal: '맡긴 사람',
    proxy: '대리인',
    nobody: '없음 (대리를 끝냄)',
    endProxy: '끝내기',
    enter: '위임장 올리기',
    principalHome: '맡긴 사람의 집',
    principalPerson: '맡긴 사람',
    what: '종이에 적힌 것',
    appoints: '대리인을 정함',
    ends: '대리를 끝냄',
    whatMissing: '종이에 적힌 것을 골라 주세요.',
    who: '대리인은 누구인가',
    whoOwner: '이 결정의 소유자',
    whoOther: '명부에 없는 사람',
    whoOtherHint: '이름과 번호는 보관함에만 두고, 링크를 보냅니다',
    whoMissing: '대리인이 누구인지 골라 주세요.',
    proxyHome: '대리인의 집',
    proxyPerson: '대리인',
    proxySelf: '자기 자신은 대리인이 될 수 없습니다. 다른 사람을 골라 주세요.',
    proxyName: '대리인의 이름',
    proxyNameMissing: '대리인의 이름을 적어 주세요.',
    proxyPhone: '대리인의 휴대전화',
    proxyPhoneMissing: '링크를 받을 휴대전화 번호를 적어 주세요.',
    scan: '위임장을 스캔한 파일',
    hand: '서명하고 두 번째 담당자에게 넘기기',
    handed: '넘겼습니다. 두 번째 담당자가 다른 기기에서 서명하면 기록됩니다. 10분 안에 해 주세요.',
    handedLink: (number: string) =>
      `넘겼고, 대리인의 ${number}로 링크를 보냈습니다. 두 번째 담당자가 다른 기기에서 서명하면 기록됩니다. 10분 안에 해 주세요.`,
    keysLead:
      '휴대전화를 잃은 사람의 기기를 모두 끝내고 새 링크를 보냅니다. 담당자 두 사람이 서명하며, 어느 기관이 왜 끝냈는지 공개 기록에 남습니다.',
    keysContact:
      '새 링크는 명부의 번호로 갑니다. 번호를 다시 쓸 수 있게 된 뒤에 하십시오. 번호가 바뀌었으면 명부를 먼저 고쳐야 합니다.',
    keysOf: '기기를 잃은 사람',
    reason: '까닭',
    chooseReason: '골라 주세요',
    lost: '잃어버림',
    stolen: '도둑맞음',
    changed: '기기를 바꿈',
    reasonMissing: '까닭을 골라 주세요.',
    identification: '본인 확인',
    atDesk: '창구에서 신분증으로 확인',
    identified: '신분증으로 본인을 확인했습니다',
    identifiedHint: '담당자의 이름으로 공개 기록에 서명하는 말입니다',
    identifiedMissing: '신분증을 확인하고 표시해 주세요.',
    notIdentifiedYet:
      '이 사람의 기기는 아직 없어 끝낼 것이 없습니다. 현황에서 새 링크를 보내 주세요.',
    noContact: '연락처가 없어 새 링크를 보낼 수 없습니다. 명부를 먼저 고쳐 주세요.',
    keysAfter:
      '두 번째 담당자가 서명하면 쓰던 기기는 바로 쓸 수 없게 되고, 명부의 번호로 알림과 새 링크가 갑니다. 낸 뜻은 그대로 남습니다.',
  },
  {
    ownerOf: (home: string, others: number, number: string) =>
      others === 0
        ? `owner of ${home} (number ${number})`
        : `owner of ${home} and ${others} more (number ${number})`,
    notOnRoll: (number: string) => `not on the roll (number ${number})`,
    holdsNothing: (number: string) => `somebody without a home now (number ${number})`,
    proxiesLead:
      'A power of attorney goes on record when two officers have signed, and whoever gave it is told. They can always act themselves, and that comes first.',
    proxiesNone: 'This decision allows no proxies.',
    notOpen: 'This is possible only while a decision is open.',
    standing: 'Who has a proxy now',
    standingNone: 'Nobody has a proxy.',
    principal: 'Given by',
    proxy: 'Proxy',
    nobody: 'nobody (the proxy ends)',
    endProxy: 'End it',
    enter: 'Enter a power of attorney',
    principalHome: 'Home of whoever gives it',
    principalPerson: 'Given by',
    what: 'What the paper says',
    appoints: 'Appoints a proxy',
    ends: 'Ends the proxy',
    whatMissing: 'Choose what the paper says.',
    who: 'Who the proxy is',
    whoOwner: 'An owner in this decision',
    whoOther: 'Somebody who is not on the roll',
    whoOtherHint: 'Name and number go into the vault alone, and a link is sent',
    whoMissing: 'Choose who the proxy is.',
    proxyHome: 'Home of the proxy',
    proxyPerson: 'Proxy',
    proxySelf: 'Nobody can be their own proxy: choose somebody else.',
    proxyName: 'Name of the proxy',
    proxyNameMissing: 'Write the name of the proxy.',
    proxyPhone: 'Mobile number of the proxy',
    proxyPhoneMissing: 'Write the mobile number to which the link goes.',
    scan: 'Scan of the power of attorney',
    hand: 'Sign and hand to the second officer',
    handed:
      'Handed over. It goes on record when the second officer signs on another device, within ten minutes.',
    handedLink: (number: string) =>
      `Handed over, and a link went to the proxy at ${number}. It goes on record when the second officer signs on another device, within ten minutes.`,
    keysLead:
      'Ends all devices of somebody who lost their telephone, and sends a new link. Two officers sign; which institution did it, and why, is on public record.',
    keysContact:
      'The new link goes to the number on the roll. Do this after the number works again. If it is another number now, the roll has to be corrected first.',
    keysOf: 'Whose device is lost',
    reason: 'Reason',
    chooseReason: 'Choose',
    lost: 'Lost',
    stolen: 'Stolen',
    changed: 'Another device',
    reasonMissing: 'Choose the reason.',
    identification: 'Identification',
    atDesk: 'by a document, at the desk',
    identified: 'I have identified the person by a document',
    identifiedHint: 'An officer signs this for the public record',
    identifiedMissing: 'Look at the document, and tick this.',
    notIdentifiedYet:
      'No device speaks for this person yet, so there is none to end. Send a new link from the live page.',
    noContact: 'Without a contact no new link can be sent. Correct the roll first.',
    keysAfter:
      'When the second officer signs, the devices stop working at once, and a notice and a new link go to the number on the roll. What the person said stands.',
  },
);
