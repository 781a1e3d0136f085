import { defineMessages } from '@madang/ui';

/** What to do when an act about papers is refused, by the code of the refusal. */
export const paperAdvice = defineMessages(
  {
    BATCH_NOT_KEPT:
      '이 브라우저는 아무것도 보관하지 않아 표시하지 않았습니다. 개인 정보 보호 창을 닫고 보통 창에서 다시 하십시오.',
    BATCH_KEY_NOT_HERE:
      '이 묶음의 열쇠가 이 브라우저에 없습니다. 묶음을 만든 브라우저에서 이어서 하십시오.',
    'election.PAPER_LINE_TAKEN':
      '고른 분 가운데 그사이 전자로 투표했거나 이미 표시된 분이 있습니다. 여기서 끝내고 다시 골라 주십시오. 투표지를 두 번 드리지 마십시오.',
    'election.PAPER_LINE_NOT_VALID':
      '명부에 없거나 동·의결권이 다른 분이 있습니다. 여기서 끝내고 다시 골라 주십시오.',
    'election.BATCH_BEGUN': '이미 올리기 시작한 묶음입니다. 나중에 온 분은 새 묶음에 표시하십시오.',
    'election.BATCH_FULL': '묶음이 찼습니다. 나머지 분은 새 묶음에 표시하십시오.',
    'election.BATCH_CONFIRMED': '두 사람이 이미 확인한 묶음입니다. 더 할 일이 없습니다.',
    'election.PAPERS_DIFFER':
      '올린 표와 종이의 수가 다릅니다. 종이를 다시 세고, 덜 올렸으면 이어서 올린 뒤 다시 넘기십시오.',
    'election.TOO_LATE':
      '마감이 지나 더 표시할 수 없습니다. 표시된 분들의 종이는 선거를 마무리하기 전까지 올릴 수 있습니다.',
    'election.PAUSED': '멈춘 동안에는 되지 않습니다. 투표를 다시 받은 뒤 이어서 하십시오.',
    'election.NOT_OPEN': '투표를 받고 있지 않은 선거입니다. 새로 고쳐 상태를 확인하십시오.',
    'election.OUT_OF_SEQUENCE':
      '이 묶음에 다른 창에서 올린 표가 있습니다. 다른 창을 닫고 이어서 올리십시오.',
  },
  {
    BATCH_NOT_KEPT:
      'This browser keeps nothing, so nobody was marked. Close the private window and do it in an ordinary one.',
    BATCH_KEY_NOT_HERE:
      'The key of this batch is not in this browser. Go on in the browser that made the batch.',
    'election.PAPER_LINE_TAKEN':
      'Somebody among them has voted electronically meanwhile, or is marked already. End it here and choose again. Hand out no second paper.',
    'election.PAPER_LINE_NOT_VALID':
      'Somebody among them is not on the roll, or of another building or weight. End it here and choose again.',
    'election.BATCH_BEGUN':
      'Papers of this batch have been entered. Mark those who come later in a new batch.',
    'election.BATCH_FULL': 'The batch is full. Mark the others in a new batch.',
    'election.BATCH_CONFIRMED': 'Two have confirmed this batch. Nothing is left to do.',
    'election.PAPERS_DIFFER':
      'The ballots entered are not as many as the papers. Count the papers again; if some are missing, enter them and hand over again.',
    'election.TOO_LATE':
      'It is past the close, and nobody can be marked. Papers of those who are can be entered until the election is closed.',
    'election.PAUSED': 'Not while voting is paused. Go on once it takes ballots again.',
    'election.NOT_OPEN': 'The election takes no ballots. Reload the page to see how it stands.',
    'election.OUT_OF_SEQUENCE':
      'Another window has entered ballots of this batch. Close it and go on entering.',
  },
);
