import { defineMessages, withParticle } from '@madang/ui';

/** What an officer reads of an election whose keys are mixed. */
export const deskMixingText = defineMessages(
  {
    open: '투표 키 등록 시작',
    openWords: (voters: string, until: string) =>
      `선거인 ${voters}명의 명부를 고정하고 투표 키를 등록받습니다. 등록은 적어도 ${until}까지이고, 되돌릴 수 없습니다. 시작한 뒤 ‘선거인·알림’에서 모두에게 링크를 보내십시오.`,
    openNotReady: '모든 열쇠 보관인이 예행연습까지 마쳐야 시작할 수 있습니다.',
    close: '등록 마치기',
    closeWords: (keys: string) =>
      `등록한 ${keys}명의 키를 섞기로 합니다. 되돌릴 수 없고, 등록하지 않은 선거인은 더는 등록할 수 없습니다.`,
    closeNotYet: (until: string) => `${until}이 지났거나 모두 등록했을 때 마칠 수 있습니다.`,
    tooFew: (names: string, needed: string) =>
      `${names}에서 등록한 사람이 ${needed}명이 안 되어 마칠 수 없습니다`,
    tooFewWords:
      '적은 수를 섞으면 누구인지 드러납니다. 마감이 지나도 마치기 전에는 등록할 수 있으니 더 알리거나, 그만두고 동을 합쳐 새로 준비하십시오.',
    nobody: '아직 아무도 등록하지 않았습니다',
    mixing: '투표 키 섞기',
    waits: (who: string) => `${withParticle(who, '이/가')} 섞는 중입니다.`,
    waitsLong: (who: string) =>
      `${withParticle(who, '이/가')} 하루 넘게 멈춰 있습니다. 다른 열쇠 보관인이 넘겨받을 수 있습니다.`,
    waitsAny: (who: string) => `다음에 섞을 수 있는 사람: ${who}.`,
    left: (done: string, needed: string) => `${needed}명 가운데 ${done}명이 섞었습니다.`,
    ready: '섞기가 끝나 투표를 시작할 수 있습니다. 다른 열쇠 보관인이 더 섞어도 됩니다.',
    startNotReady: '필요한 열쇠 보관인이 모두 섞어야 시작할 수 있습니다.',
    startWords:
      '섞은 키로 투표를 받습니다. 되돌릴 수 없습니다. 시작한 뒤 ‘선거인·알림’에서 모두에게 링크를 다시 보내십시오.',
    lead: '누가 키를 등록했는지는 번호로 누구나 볼 수 있고, 어느 집인지는 이 창구만 압니다. 누가 투표했는지는 이 창구도 모릅니다.',
    notYet: '등록을 시작하면 여기서 링크를 보냅니다.',
    remind: (count: string) => `아직 등록하지 않은 ${count}세대에 다시 알리기`,
    remindWords: '등록한 세대에는 보내지 않습니다. 받는 사람은 서버가 보내는 때에 다시 가려냅니다.',
    silent: (count: string, all: string) => `아직 등록하지 않은 집 ${count} / ${all}`,
    everybody: '모두 등록했습니다.',
    mixingNow: '지금은 알릴 것이 없습니다. 키를 다 섞고 투표를 시작하면 여기서 링크를 보냅니다.',
    unknown: '누가 아직 투표하지 않았는지 아무도 모릅니다',
    unknownWords:
      '투표 키를 섞었기 때문입니다. 그래서 투표하지 않은 집의 목록도, 그 집에만 보내는 알림도 없습니다. 알리려면 모두에게 링크를 보내십시오. 동별로 몇이 투표했는지는 ‘선거 관리’에서 봅니다.',
  },
  {
    open: 'Begin registering keys',
    openWords: (voters: string, until: string) =>
      `Freezes the roll of ${voters} voters and lets them register keys, at least until ${until}. It cannot be undone. Then send everybody a link, under “Voters and messages”.`,
    openNotReady: 'It can begin once every trustee has rehearsed.',
    close: 'End registration',
    closeWords: (keys: string) =>
      `The keys of the ${keys} who registered will be mixed. It cannot be undone, and nobody else can register any more.`,
    closeNotYet: (until: string) => `It can end after ${until}, or once everybody has registered.`,
    tooFew: (names: string, needed: string) =>
      `It cannot end: fewer than ${needed} have registered in ${names}`,
    tooFewWords:
      'A mix of few hides nobody. Keys can be registered until you end it, also later than that: tell people once more. Or call the election off and draft it anew with buildings taken together.',
    nobody: 'Nobody has registered yet',
    mixing: 'Mixing the keys',
    waits: (who: string) => `${who} is mixing.`,
    waitsLong: (who: string) =>
      `${who} has stood still for more than a day. Another trustee can take over.`,
    waitsAny: (who: string) => `Who can mix next: ${who}.`,
    left: (done: string, needed: string) => `${done} of ${needed} have mixed.`,
    ready: 'Enough have mixed, and voting can begin. More trustees may mix before it does.',
    startNotReady: 'It can begin once as many trustees as are needed have mixed.',
    startWords:
      'Takes ballots with mixed keys. It cannot be undone. Then send everybody a link again, under “Voters and messages”.',
    lead: 'Everybody can see by number who has registered a key; which home a number is, this desk alone knows. Who has voted this desk does not know either.',
    notYet: 'Once keys are registered, links are sent from here.',
    remind: (count: string) => `Remind the homes that have not registered (${count})`,
    remindWords:
      'Homes that have registered get nothing. The server looks who they are at the moment of sending.',
    silent: (count: string, all: string) => `Homes that have not registered: ${count} of ${all}`,
    everybody: 'Everybody has registered.',
    mixingNow:
      'There is nothing to tell now. Once the keys are mixed and voting has begun, links are sent from here.',
    unknown: 'Nobody knows who has not voted yet',
    unknownWords:
      'That is because keys were mixed. So there is no list of homes that have not voted, and no reminder for them alone. To remind, send everybody a link. How many voted in each building is under “Running an election”.',
  },
);
