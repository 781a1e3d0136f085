import { defineMessages } from '@madang/ui';

/** The words of lists of elections, and of how an election stands. */
export const electionListText = defineMessages(
  {
    title: '비밀투표',
    lead: '한 표 한 표는 아무도 열 수 없고 합계만 엽니다. 세는 일은 누구나 다시 해 볼 수 있습니다.',
    none: '아직 비밀투표가 없습니다',
    noneWords: '담당자가 선거를 준비하면 여기에 나옵니다.',
    loading: '선거를 읽는 중',
    showMore: '더 보기',
    closesWords: (moment: string) => `${moment}까지`,
    statusDraft: '준비 중',
    statusOpen: '투표 중',
    statusPaused: '멈춤',
    statusClosed: '개표 중',
    statusDecided: '확정',
    statusUndisclosed: '열지 않음',
    statusCalledOff: '그만둠',
  },
  {
    title: 'Secret ballots',
    lead: 'Nobody can open a single vote: only sums are opened. Anybody can count again.',
    none: 'No secret ballot yet',
    noneWords: 'When an officer drafts an election, it appears here.',
    loading: 'Reading the election',
    showMore: 'Show more',
    closesWords: (moment: string) => `until ${moment}`,
    statusDraft: 'being prepared',
    statusOpen: 'voting',
    statusPaused: 'paused',
    statusClosed: 'being counted',
    statusDecided: 'decided',
    statusUndisclosed: 'not opened',
    statusCalledOff: 'called off',
  },
);
