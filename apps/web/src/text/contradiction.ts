import { defineMessages } from '@madang/ui';

/** The words about a file that says that somebody signed two ledgers. */
export const contradictionText = defineMessages(
  {
    busy: '두 서명을 확인하고 있습니다',
    nothing: '이 파일은 누구의 잘못도 증명하지 않습니다',
    nothingHint: '이 기기가 아는 기관 가운데 두 장부에 모두 서명한 곳이 없습니다.',
    unread: '이 파일은 어긋난 서명의 증거로 읽을 수 없습니다',
    unreadHint: '잘렸거나 바뀌었거나 다른 장부의 것입니다. 준 쪽에 다시 달라고 해 주세요.',
  },
  {
    busy: 'Checking both signatures',
    nothing: 'This file proves nothing against anybody',
    nothingHint: 'Nobody whom this device knows has signed both ledgers.',
    unread: 'This file cannot be read as a proof of contradicting signatures',
    unreadHint:
      'It was cut off or changed, or is of another ledger. Ask whoever gave it to you for it again.',
  },
);
