import { defineMessages } from '@madang/ui';

/** What a voter reads once a ballot is cast: its receipt, and whether it is counted. */
export const ballotAfterText = defineMessages(
  {
    done: '투표를 마쳤습니다',
    wallProof: '제대로 잠긴 표',
    noChoice: '고른 것은 이 영수증에도, 이 휴대전화에도 없습니다.',
    sendingWords: '잠근 표가 이 휴대전화에 있습니다. 이 사이트를 다시 열면 이어서 보냅니다.',
    stuckWords: (clock: string) =>
      `여러 번 보내도 한 번만 세어집니다. ${clock}까지 닿지 않으면 이 표는 쓸 수 없게 되고, 그때 다시 고르시면 됩니다.`,
    whereLocked: '이 휴대전화가 잠금',
    toCounted: '내 표가 세어졌나요?',
    voteAgain: '다시 고르기',
    voteAgainHint: (until: string) => `${until}까지. 마지막에 낸 표만 세어집니다`,
    refusedTitle: '표를 받지 않았습니다',
    refusedPaused: '투표가 잠시 멈춰 있어 받지 못했습니다. 다시 열리면 한 번 더 내 주세요.',
    refusedLate: '마감이 지나 받지 못했습니다.',
    refusedClosed: '지금은 표를 받지 않는 선거입니다.',
    refusedRoll: '이 선거의 투표권자 명부에 없습니다. 틀렸다고 생각하시면 사무실에 말씀해 주세요.',
    refusedLevel:
      '이 선거는 사무실에서 본인 확인을 해야 합니다. 신분증과 이 휴대전화를 가지고 오세요.',
    refusedVoted: '이미 투표하셨습니다. 먼저 낸 표가 그대로 세어집니다.',
    refusedKey: '다른 기기에서 투표를 시작하셨습니다. 이 휴대전화로 내시려면 다시 골라 주세요.',
    refusedOrder: '그사이 다른 표를 내셨습니다. 바꾸시려면 다시 골라 주세요.',
    refusedMany: '더는 바꿀 수 없습니다. 마지막에 낸 표가 세어집니다.',
    refusedMixed:
      '이 표의 키가 섞인 목록에 없습니다. 사무실에 전화해 주세요. 표는 이 휴대전화에 그대로 있습니다.',
    refusedRegistration:
      '등록이 끝나 받지 못했습니다. 이 선거에 휴대전화로는 투표할 수 없습니다. 사무실에 물어보세요.',
    refusedPaper:
      '종이로 투표하는 분으로 올라 있어 받지 못했습니다. 아니라면 사무실에 말씀해 주세요.',
    refusedGiven: '종이로 투표하려고 반납한 투표 키입니다. 받으신 투표지로 투표해 주세요.',
    refusedPerson:
      '이 휴대전화는 더는 본인의 기기로 등록되어 있지 않습니다. 연락처나 기기를 바꾸셨다면 사무실에 물어보세요.',
    question: '내 표가 세어졌나요?',
    yes: '네, 세어져 있습니다',
    yesWords: '개표할 때 합계에 들어갑니다. 한 표씩 따로 열지는 않습니다.',
    fourProof: '제대로 잠긴 표',
    fourProofWords: '이 휴대전화가 보낸 그대로이고, 규칙에 맞게 잠겨 있습니다',
    fourStandingWords: (moment: string) => `${moment}까지 다른 표로 바뀐 적이 없습니다`,
    turnout: '투표한 분',
    turnoutFigure: (cast: string, voters: string, percent: string) =>
      `${cast} / ${voters}명 · ${percent}`,
    turnoutSays: (cast: string, voters: string, percent: string) =>
      `${voters}명 가운데 ${cast}명, ${percent}.`,
    turnoutAtLeast: (share: string) => `${share} 이상이 투표해야 결과가 정해집니다.`,
    turnoutMoreThan: (share: string) => `${share}보다 많이 투표해야 결과가 정해집니다.`,
    turnoutNote: '이 수는 서버가 알려 준 값입니다. 공개 기록으로 누구나 다시 세어 볼 수 있습니다.',
    list: '공개된 표 목록',
    listHint: (fingerprint: string) => `이 표의 지문은 ${fingerprint}입니다`,
    no: '아니요, 아직 세어져 있지 않습니다',
    noWords: (moment: string) =>
      `${moment}에 내신 표가 장부에 닿지 않았습니다. 잠근 표는 이 휴대전화에 그대로 있습니다.`,
    noExpired: (moment: string) =>
      `${moment}에 내신 표가 제때 닿지 않아 쓸 수 없게 되었습니다. 고른 것을 남겨 두지 않으므로 다시 골라 주세요.`,
    noOlder: '앞서 낸 표는 그대로 세어져 있습니다.',
    resend: '다시 보내기',
    resendWords: (until: string) => `두 번 보내도 한 번만 세어집니다. 마감은 ${until}입니다.`,
    none: '아니요, 아직 내지 않으셨습니다',
    noneWords: '이 선거에 낸 표가 장부에 없습니다.',
    choose: '고르러 가기',
    elsewhere: '다른 기기로 낸 표가 세어져 있습니다',
    elsewhereWords:
      '영수증은 그 기기에 있습니다. 본인이 낸 것이 아니면 바로 사무실에 전화해 주세요.',
    other: '장부에 있는 표가 이 휴대전화가 보낸 표와 다릅니다',
    otherWords: '사무실에 전화하고 이 휴대전화의 영수증을 보여 주세요.',
    present: '장부에 표가 있다는 것을 이 휴대전화가 확인했습니다',
    absent: (moment: string) => `${moment}의 장부에 없다는 것을 이 휴대전화가 확인했습니다`,
    cannotWords:
      '틀렸다는 뜻이 아니라 물어보지 못했다는 뜻입니다. 잠근 표와 영수증은 이 휴대전화에 그대로 있습니다.',
  },
  {
    done: 'Your ballot is cast',
    wallProof: 'Locked rightly',
    noChoice: 'What you chose is not on this receipt, and not on this phone.',
    sendingWords:
      'The locked ballot is on this phone. Open this site again, and it goes on being sent.',
    stuckWords: (clock: string) =>
      `However often it is sent, it counts once. If it has not arrived by ${clock} it is void, and you can choose again.`,
    whereLocked: 'Locked by this phone',
    toCounted: 'Was I counted?',
    voteAgain: 'Choose again',
    voteAgainHint: (until: string) => `Until ${until}. The ballot that you cast last counts`,
    refusedTitle: 'The ballot was not taken',
    refusedPaused: 'The vote is paused, so it was not taken. Cast it once more when it goes on.',
    refusedLate: 'It came after the close.',
    refusedClosed: 'This election takes no ballots now.',
    refusedRoll: 'You are not on the roll of this election. If that is wrong, tell the office.',
    refusedLevel: 'This election asks for a document. Bring it to the office with this phone.',
    refusedVoted: 'You have voted already. The ballot that you cast first counts.',
    refusedKey: 'You began to vote on another device. To vote with this phone, choose again.',
    refusedOrder: 'Another ballot of yours came in between. To change it, choose again.',
    refusedMany: 'It cannot be changed any more. The ballot that you cast last counts.',
    refusedMixed:
      'The key of this ballot is in no mixed list. Call the office; the ballot stays on this phone.',
    refusedRegistration:
      'Registration is over, so it was not taken. You cannot vote by phone in this election; ask the office.',
    refusedPaper: 'You are marked as voting on paper. If that is wrong, tell the office.',
    refusedGiven: 'Your key was given up for a paper. Vote on the paper that you were given.',
    refusedPerson:
      'This phone is no longer registered as your device. If you changed your contact or device, ask the office.',
    question: 'Was I counted?',
    yes: 'Yes, it is counted',
    yesWords: 'It is part of the sums that are opened. No ballot is opened by itself.',
    fourProof: 'Locked rightly',
    fourProofWords: 'It is what this phone sent, and locked as the rules say',
    fourStandingWords: (moment: string) => `No other ballot took its place until ${moment}`,
    turnout: 'Have voted',
    turnoutFigure: (cast: string, voters: string, percent: string) =>
      `${cast} / ${voters} · ${percent}`,
    turnoutSays: (cast: string, voters: string, percent: string) =>
      `${cast} of ${voters}, ${percent}.`,
    turnoutAtLeast: (share: string) => `At least ${share} have to vote for a result.`,
    turnoutMoreThan: (share: string) => `More than ${share} have to vote for a result.`,
    turnoutNote: 'The server gives this number. Anybody can count it again from the public record.',
    list: 'The public list of ballots',
    listHint: (fingerprint: string) => `The fingerprint of yours is ${fingerprint}`,
    no: 'No, it is not counted yet',
    noWords: (moment: string) =>
      `The ballot of ${moment} has not reached the ledger. It is still on this phone, locked.`,
    noExpired: (moment: string) =>
      `The ballot of ${moment} did not arrive in time and is void. What you chose is not kept, so choose again.`,
    noOlder: 'The ballot that you cast before still counts.',
    resend: 'Send again',
    resendWords: (until: string) => `Sending twice counts once. The close is ${until}.`,
    none: 'No, you have not voted yet',
    noneWords: 'There is no ballot of yours in this election on the ledger.',
    choose: 'Choose',
    elsewhere: 'A ballot cast with another device is counted',
    elsewhereWords: 'Its receipt is on that device. If it was not you, call the office at once.',
    other: 'The ballot on the ledger is not the one that this phone sent',
    otherWords: 'Call the office and show the receipt on this phone.',
    present: 'This phone checked that a ballot is on the ledger',
    absent: (moment: string) => `This phone checked that it is not on the ledger of ${moment}`,
    cannotWords:
      'That does not mean that it is wrong: it could not be asked. The locked ballot and its receipt are still on this phone.',
  },
);
