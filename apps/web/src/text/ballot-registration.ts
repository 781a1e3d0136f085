import { defineMessages } from '@madang/ui';

/** What a voter reads before keys are mixed: why they register one, and what becomes of it. */
export const registrationText = defineMessages(
  {
    until: '등록 마감',
    vote: '투표',
    voteValue: (closes: string) => `등록이 끝난 뒤 ${closes}까지`,
    voteNote: '열리면 같은 링크로 투표합니다.',
    secret: '비밀',
    secretValue: '누가 투표했는지 남지 않습니다',
    secretNote: '무엇을 골랐는지는 합계로만 엽니다.',
    why: '투표하기 전에 투표 키를 등록합니다',
    whyWords:
      '투표 키는 표에 찍는 도장 같은 것으로, 이 휴대전화 안에서 만듭니다. 등록이 끝나면 열쇠 보관인들이 모두의 키를 차례로 섞습니다. 섞은 분들이 다 함께 짜지 않는 한, 그 뒤에는 어느 키가 누구 것인지 아무도 모릅니다.',
    know: '미리 알아 두실 것',
    knowUntil: (until: string) => `${until}까지 등록해야 합니다`,
    knowUntilNone: '등록하지 않으면 이 선거에는 투표할 수 없습니다.',
    knowUntilPaper: '등록하지 않으면 휴대전화로는 투표할 수 없고, 종이로만 할 수 있습니다.',
    knowDevice: '투표가 끝날 때까지 이 휴대전화를 그대로 두세요',
    knowDeviceWords:
      '등록이 끝나면 키를 옮기거나 새로 만들 수 없습니다. 휴대전화를 바꾸거나 이 브라우저의 기록을 지우면 투표할 수 없습니다.',
    knowPaper: '등록한 뒤 종이로 하시려면 창구에서 키를 반납합니다',
    knowPaperWords: (fewest: string) =>
      `투표가 열린 뒤 이 휴대전화를 가지고 투표 창구로 오세요. 함께 섞은 키가 ${fewest}개는 남아 있어야 반납할 수 있습니다.`,
    knowPaperOnce: '표를 이미 내셨으면 종이로 바꿀 수 없습니다.',
    knowPublic: '등록한 것은 공개되고, 투표한 것은 공개되지 않습니다',
    knowPublicWords:
      '등록은 이름 없이 번호로 남습니다. 다만 인터넷 회선이나 서버를 지켜보는 사람은 이 휴대전화가 표를 보내는 것을 알 수 있습니다.',
    start: '투표 키 등록하기',
    replace: '이 휴대전화로 바꿔 등록하기',
    confirm: '이 휴대전화로 투표할까요?',
    confirmWords: '투표 키를 이 휴대전화에 만들어 등록합니다. 표를 내는 것은 아닙니다.',
    make: '키 만들고 등록하기',
    making: '투표 키를 만들고 있습니다',
    notMade: '투표 키를 등록하지 못했습니다',
    done: '투표 키를 등록했습니다',
    doneNext: (until: string) =>
      `아직 투표하신 것은 아닙니다. 등록은 ${until}에 끝나고, 키를 섞은 뒤 투표가 열립니다. 그 뒤 이 휴대전화로 같은 링크를 다시 열어 주세요.`,
    sendingWords: '등록이 이 휴대전화에 남아 있습니다. 이 사이트를 다시 열면 이어서 보냅니다.',
    stuckWords: (clock: string) =>
      `두 번 보내도 한 번만 등록됩니다. ${clock}까지 닿지 않으면 다시 등록하시면 됩니다.`,
    where: '이 휴대전화가 서명',
    refused: '등록되지 않았습니다',
    expired: '등록이 제때 닿지 않았습니다',
    expiredWords: '다시 등록해 주세요. 키는 이 휴대전화에 그대로 있습니다.',
    here: '이 휴대전화로 등록되어 있습니다',
    hereWords: (until: string) =>
      `할 일을 마치셨습니다. 등록은 ${until}에 끝나고, 키를 섞은 뒤 투표가 열립니다. 그 뒤 이 링크를 다시 열어 주세요.`,
    elsewhere: '다른 기기로 등록되어 있습니다',
    elsewhereWords: (until: string) =>
      `그 기기로 투표하시면 됩니다. 이 휴대전화로 투표하시려면 ${until}까지 바꿔 등록하세요. 그러면 먼저 등록한 키는 쓸 수 없습니다. 직접 등록하신 것이 아니면 바로 사무실에 전화해 주세요.`,
    pending: '등록이 아직 닿지 않았습니다',
    pendingWords: '이 휴대전화에 그대로 있습니다. 다시 보내 주세요.',
    resend: '다시 보내기',
    notKnown: '등록되어 있는지 확인하지 못했습니다',
    notKnownWords: '등록되지 않았다는 뜻은 아닙니다. 조금 뒤에 다시 해 주세요.',
    wrong: '등록이 기록과 맞지 않습니다',
    wrongWords: '사무실에 전화해 주세요.',
    toReceipt: '등록 영수증 보기',
    back: '등록 안내로 돌아가기',
    mixing: '등록을 마치셨고, 지금은 키를 섞고 있습니다',
    mixingWords:
      '열쇠 보관인들이 차례로 섞습니다. 다 섞으면 투표가 열립니다. 이 휴대전화를 그대로 두고, 열렸다는 안내를 받으면 이 링크를 다시 열어 주세요.',
    checkedAt: (moment: string) => `${moment}의 장부로 이 휴대전화가 확인했습니다`,
  },
  {
    until: 'Register until',
    vote: 'The vote',
    voteValue: (closes: string) => `After registration, until ${closes}`,
    voteNote: 'You vote with the same link once it is open.',
    secret: 'Secrecy',
    secretValue: 'Nobody sees who voted',
    secretNote: 'What you choose is opened in sums alone.',
    why: 'You register a key before you vote',
    whyWords:
      'A key is like a stamp that you put on your ballot; it is made inside this phone. When registration is over, the trustees mix everybody’s keys, one after the other. Unless all who mixed them work together, nobody can tell from then on whose key is whose.',
    know: 'What to know beforehand',
    knowUntil: (until: string) => `Register until ${until}`,
    knowUntilNone: 'Without it you cannot vote in this election.',
    knowUntilPaper: 'Without it you cannot vote by phone, but only on paper.',
    knowDevice: 'Keep this phone as it is until the vote is over',
    knowDeviceWords:
      'Once registration is over, a key can be neither moved nor made anew. If you change your phone, or clear what this browser keeps, you cannot vote.',
    knowPaper: 'To vote on paper after all, you give up your key at the desk',
    knowPaperWords: (fewest: string) =>
      `Bring this phone to the desk once voting has opened. It can be given up only where ${fewest} keys mixed with yours stay.`,
    knowPaperOnce: 'Once a ballot is cast you cannot change to paper.',
    knowPublic: 'That you registered is public; that you voted is not',
    knowPublicWords:
      'The registration is public under a number, without your name. But who watches the network or the server can tell that this phone sends a ballot.',
    start: 'Register a key',
    replace: 'Register this phone instead',
    confirm: 'Vote with this phone?',
    confirmWords: 'A key is made on this phone and registered. No ballot is cast by that.',
    make: 'Make and register a key',
    making: 'Making your key',
    notMade: 'The key was not registered',
    done: 'Your key is registered',
    doneNext: (until: string) =>
      `You have not voted yet. Registration ends ${until}; the keys are mixed, and then the vote opens. Open the same link on this phone after that.`,
    sendingWords:
      'The registration is on this phone. Open this site again, and it goes on being sent.',
    stuckWords: (clock: string) =>
      `Sending twice registers once. If it has not arrived by ${clock}, register again.`,
    where: 'Signed by this phone',
    refused: 'It was not registered',
    expired: 'The registration did not arrive in time',
    expiredWords: 'Register again. The key is still on this phone.',
    here: 'You are registered with this phone',
    hereWords: (until: string) =>
      `There is nothing more to do now. Registration ends ${until}; the keys are mixed, and then the vote opens. Open this link again after that.`,
    elsewhere: 'You are registered with another device',
    elsewhereWords: (until: string) =>
      `You can vote with that device. To vote with this phone, register it until ${until}; the key that you registered first is then of no use. If it was not you who registered it, call the office at once.`,
    pending: 'The registration has not arrived yet',
    pendingWords: 'It is on this phone. Send it again.',
    resend: 'Send again',
    notKnown: 'It could not be checked whether you are registered',
    notKnownWords: 'That does not mean that you are not. Try again in a moment.',
    wrong: 'The registration does not match the record',
    wrongWords: 'Call the office.',
    toReceipt: 'See the receipt of the registration',
    back: 'Back to the registration',
    mixing: 'You are registered, and the keys are being mixed',
    mixingWords:
      'The trustees mix them one after the other; then the vote opens. Keep this phone as it is, and open this link again when you are told that it has.',
    checkedAt: (moment: string) => `Checked by this phone on the ledger of ${moment}`,
  },
);
