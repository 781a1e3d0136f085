import { defineMessages } from '@madang/ui';

/** The words of the page on which a visitor of the demo plays residents. */
export const demoText = defineMessages(
  {
    title: '주민이 되어 보기',
    lead: '시연 도시의 주민이 받은 링크입니다. 휴대전화처럼 눌러 보세요. 인증 번호는 아래 문자함에 옵니다.',
    links: '받은 링크',
    messages: '문자함',
    messagesWords:
      '진짜 도시라면 문자로 갑니다. 이곳은 시연이라 아무에게도 보내지 않고 여기에 보입니다.',
    noMessages: '아직 온 문자가 없습니다',
    noMessagesWords: '링크를 열고 인증 번호를 받으면 여기에 옵니다.',
    noLinks: '이 도시에는 시연 주민이 없습니다',
    noLinksWords: '처음부터 빈 장부로 시작했거나 시연 도시가 아닙니다.',
    decision: '결정 화면 보기',
    desk: '담당자 창구로 들어가기',
    'one-home': '한 집 소유자',
    'several-homes': '두 집 이상 소유자',
    representative: '공동 소유자의 대표',
    unrepresented: '대표를 정하지 않은 공동 소유자',
    'has-spoken': '이미 다른 기기로 낸 소유자',
    'secret-ballot': '비밀투표: 회장 선거에서 투표하지 않은 집',
    open: (home: string) => `${home}의 링크 열기`,
    to: (number: string, time: string) => `${number} · ${time}`,
  },
  {
    title: 'Be a resident',
    lead: 'Links that residents of the demo city were sent. Open one as on a phone; its code comes to the messages below.',
    links: 'Links',
    messages: 'Messages',
    messagesWords:
      'A real city would send them. This is a demo: they go to nobody and are shown here.',
    noMessages: 'No messages yet',
    noMessagesWords: 'Open a link and have a code sent: it will be here.',
    noLinks: 'This city has no residents to play',
    noLinksWords: 'It began with an empty ledger, or is no demo.',
    decision: 'See the decision',
    desk: 'Enter the officers’ desk',
    'one-home': 'Owner of one home',
    'several-homes': 'Owner of several homes',
    representative: 'Represents several owners',
    unrepresented: 'One of several owners whom nobody represents',
    'has-spoken': 'Has spoken from another device',
    'secret-ballot': 'A secret ballot: a home that has not voted for the chair yet',
    open: (home: string) => `Open the link of ${home}`,
    to: (number: string, time: string) => `${number} · ${time}`,
  },
);
