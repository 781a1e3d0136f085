import { defineMessages } from '@madang/ui';

/** What to do when a key is not taken that somebody gives up, by the code of why. */
export const surrenderAdvice = defineMessages(
  {
    BATCH_NOT_KEPT:
      '이 브라우저는 아무것도 보관하지 않아 묶음을 시작하지 않았습니다. 개인 정보 보호 창을 닫고 보통 창에서 다시 하십시오.',
    NOT_A_SURRENDER: '투표 키를 반납하는 것이 아닙니다. 휴대전화의 화면을 다시 보고 읽으십시오.',
    SURRENDER_OF_OTHER_ELECTION: '다른 선거의 키입니다. 이 선거의 QR을 다시 찍게 하십시오.',
    SURRENDER_FOR_OTHER_BATCH:
      '다른 묶음의 종이로 바꾸는 서명입니다. 이 화면의 QR을 찍게 하십시오.',
    SURRENDER_NOT_PROVEN: '서명이 맞지 않습니다. 휴대전화에서 새로 서명하게 하십시오.',
    SURRENDER_TAKEN_HERE:
      '이 컴퓨터가 이미 받은 것입니다. 그때 투표지를 드렸으면 더 드리지 마십시오.',
    SURRENDER_DONE_ELSEWHERE:
      '이 컴퓨터가 올리기 전에 이미 기록에 있던 것입니다. 다른 분이 보인 것의 사본일 수 있습니다.',
    CLIENT_EXPIRED: '시간이 지난 QR입니다. 휴대전화에서 새로 서명하게 하십시오.',
    'kernel.EXPIRED': '시간이 지난 QR입니다. 휴대전화에서 새로 서명하게 하십시오.',
    'kernel.PROOF_WRONG': '서명이 맞지 않습니다. 휴대전화에서 새로 서명하게 하십시오.',
    'election.UNKNOWN_KEY': '섞은 목록에 없는 키입니다. 사무실의 책임자에게 알리십시오.',
    'election.KEY_SURRENDERED': '이미 반납한 키입니다. 한 키에 투표지는 한 장입니다.',
    'election.ALREADY_VOTED':
      '이미 전자로 투표했고, 바꿀 수 없는 선거입니다. 그 표가 그대로 세어집니다.',
    'election.OUT_OF_SEQUENCE':
      '서명한 뒤에 그 휴대전화로 표를 냈습니다. 휴대전화에서 새로 서명하게 하십시오.',
    'election.UNKNOWN_BATCH': '장부에 없는 묶음입니다. 묶음을 새로 시작하십시오.',
    'election.BATCH_ELSEWHERE':
      '다른 동에 사는 분의 키입니다. 그분 동의 묶음을 열어 그 QR을 찍게 하십시오.',
    'election.BATCH_CONFIRMED':
      '이미 확인이 끝난 묶음입니다. 새 묶음을 시작해 그 QR을 찍게 하십시오.',
    'election.BATCH_BEGUN':
      '이미 종이를 올리기 시작한 묶음입니다. 새 묶음을 시작해 그 QR을 찍게 하십시오.',
    'election.BATCH_FULL': '묶음이 찼습니다. 새 묶음을 시작해 그 QR을 찍게 하십시오.',
    'election.TOO_FEW_LEFT':
      '함께 섞은 키가 더 줄면 누구인지 숨길 수 없어 받지 않습니다. 그분은 키가 그대로 있으니, 여기서라도 자기 휴대전화로 투표하시게 하십시오.',
    'election.TOO_LATE': '투표가 마감되어 받을 수 없습니다.',
    'election.PAUSED': '투표를 멈춘 동안에는 받을 수 없습니다. 다시 받은 뒤에 하십시오.',
    'election.NOT_OPEN': '투표를 받고 있지 않은 선거입니다. 새로 고쳐 상태를 확인하십시오.',
  },
  {
    BATCH_NOT_KEPT:
      'This browser keeps nothing, so no batch was begun. Close the private window and do it in an ordinary one.',
    NOT_A_SURRENDER: 'It gives up no key. Look at the phone again, and read it once more.',
    SURRENDER_OF_OTHER_ELECTION:
      'It is a key of another election. Let them scan the code of this one.',
    SURRENDER_FOR_OTHER_BATCH:
      'It was signed for a paper of another batch. Let them scan the code on this screen.',
    SURRENDER_NOT_PROVEN: 'The signature is wrong. Let them sign again on their phone.',
    SURRENDER_TAKEN_HERE:
      'This machine has taken it already. If you gave a paper then, give no second one.',
    SURRENDER_DONE_ELSEWHERE:
      'It was on record before this machine sent it. It may be a copy of what somebody else has shown.',
    CLIENT_EXPIRED: 'The code is too old. Let them sign again on their phone.',
    'kernel.EXPIRED': 'The code is too old. Let them sign again on their phone.',
    'kernel.PROOF_WRONG': 'The signature is wrong. Let them sign again on their phone.',
    'election.UNKNOWN_KEY': 'The key is in no mixed list. Tell whoever is in charge.',
    'election.KEY_SURRENDERED': 'This key was given up already. There is one paper for a key.',
    'election.ALREADY_VOTED':
      'A ballot was cast with it, and cannot be replaced in this election. That ballot counts.',
    'election.OUT_OF_SEQUENCE':
      'A ballot was cast on that phone after it was signed. Let them sign again.',
    'election.UNKNOWN_BATCH': 'The batch is not on the ledger. Begin another one.',
    'election.BATCH_ELSEWHERE':
      'The key is of somebody of another building. Open the batch of that building, and let them scan its code.',
    'election.BATCH_CONFIRMED':
      'The batch is confirmed. Begin another one, and let them scan its code.',
    'election.BATCH_BEGUN':
      'Papers of this batch have been entered. Begin another one, and let them scan its code.',
    'election.BATCH_FULL': 'The batch is full. Begin another one, and let them scan its code.',
    'election.TOO_FEW_LEFT':
      'Fewer keys than are left of those mixed together would hide nobody, so it is not taken. They still have the key: let them vote with their own phone, here if they want.',
    'election.TOO_LATE': 'Voting is over, and no key is taken.',
    'election.PAUSED': 'Not while voting is paused. Go on with voting first.',
    'election.NOT_OPEN': 'The election takes no ballots. Reload the page to see how it stands.',
  },
);
