import { defineMessages } from '@madang/ui';

/** What everybody reads of an election whose keys are mixed: who registered, whose turn it is. */
export const mixingText = defineMessages(
  {
    title: '투표 키 등록과 섞기',
    why: '이 선거에는 누가 투표했는지를 보이는 명부가 없습니다',
    whyWords:
      '선거인이 투표 키를 먼저 등록하고, 열쇠 보관인이 차례로 목록마다 모든 키를 새 키로 바꾸며 순서를 섞습니다. 빠지거나 바뀐 키가 없음은 증명으로 누구나 확인하고, 어느 키가 누구 것인지는 섞은 사람들이 다 함께 짜지 않는 한 아무도 모릅니다. 그래서 번호별로는 등록만, 동별로는 투표한 수만 보입니다.',
    notYet: (until: string) => `아직 등록을 받지 않습니다. 등록은 적어도 ${until}까지 받습니다.`,
    until: (until: string) => `등록은 적어도 ${until}까지 받습니다.`,
    registered: '키를 등록한 선거인',
    registeredOf: (keys: string, voters: string) => `선거인 ${voters}명 가운데 ${keys}명`,
    building: '동',
    keys: '등록',
    rate: '등록률',
    byBuilding: '동별 등록',
    turns: '섞는 차례',
    turnsWords: (needed: string) =>
      `${needed}명이 섞으면 투표를 시작할 수 있습니다. 차례는 정해져 있지 않고, 시작한 사람이 하루 넘게 멈추면 다른 사람이 넘겨받습니다.`,
    trustee: '열쇠 보관인',
    turn: '차례',
    turnDone: (turn: string) => `${turn}번째로 섞음`,
    turnNow: (done: string, all: string, since: string) =>
      `섞는 중, 목록 ${done} / ${all} (${since}부터)`,
    turnWaits: '아직',
    turnNone: '섞지 않음',
    lists: '함께 섞는 목록',
    listsWords:
      '한 목록의 키는 한 동의 선거인 것이고 함께 섞입니다. 목록이 클수록 누구 것인지 더 잘 숨습니다.',
    showLists: '목록 보기',
    list: '목록',
    listKeys: '키',
    showKeys: (list: string) => `${list}번 목록의 키 보기`,
    loading: '읽는 중',
    more: '더 보기',
  },
  {
    title: 'Registering and mixing keys',
    why: 'This election has no list of who voted',
    whyWords:
      'Voters register a key first. Then trustees, one after the other, turn the keys of each list into new ones and change their order. A proof shows everybody that no key was left out or exchanged. Unless all who mixed work together, nobody can tell whose key is whose: by number only who registered can be seen, and how many voted only by building.',
    notYet: (until: string) => `No keys are registered yet; they will be at least until ${until}.`,
    until: (until: string) => `Keys are registered at least until ${until}.`,
    registered: 'Voters with a registered key',
    registeredOf: (keys: string, voters: string) => `${keys} of ${voters} voters`,
    building: 'Building',
    keys: 'Registered',
    rate: 'Share',
    byBuilding: 'Registered by building',
    turns: 'Turns of mixing',
    turnsWords: (needed: string) =>
      `Voting can begin once ${needed} have mixed. There is no fixed order; another takes over from whoever stands still for more than a day.`,
    trustee: 'Trustee',
    turn: 'Turn',
    turnDone: (turn: string) => `mixed, turn ${turn}`,
    turnNow: (done: string, all: string, since: string) =>
      `mixing, list ${done} / ${all} (since ${since})`,
    turnWaits: 'not yet',
    turnNone: 'did not mix',
    lists: 'Lists that are mixed together',
    listsWords:
      'The keys of a list are of voters of one building, and are mixed together. The larger it is, the better it hides whose is whose.',
    showLists: 'Show the lists',
    list: 'List',
    listKeys: 'Keys',
    showKeys: (list: string) => `Show the keys of list ${list}`,
    loading: 'Reading',
    more: 'More',
  },
);
