import { defineMessages } from '@madang/ui';

/** What an officer reads who takes keys that are given up for papers. */
export const deskSurrenderText = defineMessages(
  {
    begin: '투표 키가 있는 분이 종이로 투표하려면',
    beginWords:
      '투표 키를 등록한 분은 표시할 수 없습니다. 본인의 휴대전화로 키를 반납하면 종이를 드릴 수 있습니다. 그분의 동에 반납을 받을 묶음이 없으면 여기서 시작하십시오.',
    building: '동',
    beginNow: '반납을 받을 묶음 시작하기',
    beginning: '묶음을 시작하는 중',
    begun: '묶음을 시작했습니다. 위의 목록에서 ‘반납 받기’를 누르십시오.',
    take: '반납 받기',
    title: '투표 키 반납 받기',
    lead: (building: string) =>
      `${building}에 사는 분이 투표 키를 반납하고 이 묶음의 종이로 투표합니다.`,
    first: '1. 이 QR을 보여 주십시오',
    firstWords:
      '그분이 휴대전화의 투표 화면에서 ‘종이로 투표하기’를 누르고 찍습니다. 카메라를 쓸 수 없으면 아래 번호를 넣습니다.',
    qr: '이 종이 묶음의 주소',
    number: '묶음 번호',
    second: '2. 휴대전화에 나온 QR을 읽으십시오',
    secondWords: '본인이 자기 휴대전화에서 서명한 QR인지 보십시오. 읽으면 바로 기록에 올립니다.',
    scan: '카메라로 읽기',
    scanOther: '투표 키를 반납하는 QR이 아닙니다.',
    scanRefused: '카메라를 쓸 수 없습니다. 휴대전화에서 글자로 받아 아래에 붙여 넣으십시오.',
    paste: '휴대전화에서 받은 글자',
    pasteHint: '카메라가 없을 때. 손으로 쥐는 QR 판독기로도 넣을 수 있습니다',
    pasteNow: '읽고 기록에 올리기',
    sending: '기록에 올리는 중',
    give: '지금 투표지 한 장을 드리십시오',
    giveWords: '그 키는 이제 투표하지 못하고, 이 묶음에 종이 한 장의 자리가 늘었습니다.',
    next: '다음 분 받기',
    refused: '투표지를 드리지 마십시오',
    stopped: '기록에 올리다가 멈췄습니다',
    stoppedWords: '올랐는지 아직 모릅니다. 이어서 올리기 전에는 투표지를 드리지 마십시오.',
    goOn: '이어서 올리기',
    places: (all: string, marked: string, given: string) =>
      `이 묶음에는 종이 ${all}장까지 들어갑니다. 표시한 사람 ${marked}명, 반납한 키 ${given}개.`,
  },
  {
    begin: 'Where somebody who has a key wants to vote on paper',
    beginWords:
      'Who has registered a key cannot be marked. They give it up on their own phone, and get a paper for it. If their building has no batch that takes keys yet, begin one here.',
    building: 'Building',
    beginNow: 'Begin a batch that takes keys',
    beginning: 'Beginning the batch',
    begun: 'The batch has begun. Press “Take a key” in the list above.',
    take: 'Take a key',
    title: 'Take a key that is given up',
    lead: (building: string) =>
      `Somebody of ${building} gives up their key and votes on a paper of this batch.`,
    first: '1. Show this code',
    firstWords:
      'They press “Vote on paper instead” where they vote on their phone, and scan it. If the camera cannot be used, they enter the number.',
    qr: 'The address of this batch of papers',
    number: 'Number of the batch',
    second: '2. Read the code on their phone',
    secondWords:
      'See that it is they who signed it, on their own phone. Once it is read, it goes on record.',
    scan: 'Read it with the camera',
    scanOther: 'This code gives up no key.',
    scanRefused:
      'The camera cannot be used. Get the characters from the phone and paste them below.',
    paste: 'Characters from the phone',
    pasteHint: 'where there is no camera; a hand-held reader of codes types them as well',
    pasteNow: 'Read it and put it on record',
    sending: 'Putting it on record',
    give: 'Give one paper now',
    giveWords: 'That key casts no more, and this batch has the place of one more paper.',
    next: 'Take the next one',
    refused: 'Give no paper',
    stopped: 'It stopped on the way',
    stoppedWords: 'It is not known yet whether it is on record. Give no paper before you go on.',
    goOn: 'Go on',
    places: (all: string, marked: string, given: string) =>
      `This batch has the places of ${all} papers. Persons marked: ${marked}. Keys given up: ${given}.`,
  },
);
