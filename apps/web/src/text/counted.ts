import { defineMessages } from '@madang/ui';

/** What is read where somebody asks whether they are counted, for consents and for ballots. */
export const countedText = defineMessages(
  {
    asking: '장부에 물어보고 있습니다',
    receipt: (number: string) => `영수증 ${number}`,
    checkedAt: (clock: string) => `방금 ${clock}에 이 휴대전화가 다시 확인했습니다`,
    four: '직접 확인한 네 가지',
    fourPlace: '장부에 들어 있음',
    fourPlaceWords: (index: string) => `${index}번째 기록입니다`,
    fourStanding: '지금도 그대로',
    report: '내 기록과 다르다고 알리기',
    reportMissing: '냈는데 없다고 알리기',
    reportWords: (number: string) =>
      `사무실에 전화해 영수증 번호 ${number}를 불러 주세요. 저장한 영수증이 증거가 됩니다.`,
    cannotTitle: '지금은 확인하지 못했습니다',
    code: (code: string) => `코드 ${code}`,
    failedTitle: '받은 답이 기록과 맞지 않습니다',
    failedWords: '이 답을 믿지 마세요. 사무실에 전화하고 저장한 영수증을 보여 주세요.',
    again: '다시 확인하기',
  },
  {
    asking: 'Asking the ledger',
    receipt: (number: string) => `Receipt ${number}`,
    checkedAt: (clock: string) => `Checked again by this phone just now, at ${clock}`,
    four: 'The four points that were checked here',
    fourPlace: 'In the ledger',
    fourPlaceWords: (index: string) => `It is record ${index}`,
    fourStanding: 'Still the same',
    report: 'Report that this is not what I did',
    reportMissing: 'Report that what I gave is missing',
    reportWords: (number: string) =>
      `Call the office and read out the receipt number ${number}. The saved receipt is your proof.`,
    cannotTitle: 'It could not be checked now',
    code: (code: string) => `Code ${code}`,
    failedTitle: 'The answer does not match the record',
    failedWords: 'Do not rely on it. Call the office and show the saved receipt.',
    again: 'Check again',
  },
);
