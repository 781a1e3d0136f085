import { defineMessages } from '@madang/ui';

/** The words of the roll of an election at the desk: links, reminders, who has not voted. */
export const deskVotersText = defineMessages(
  {
    title: '선거인·알림',
    lead: '누가 투표했는지는 번호로 누구나 볼 수 있습니다. 어느 집인지는 이 창구만 압니다. 무엇을 골랐는지는 아무도 모릅니다. 몇 명에게 언제 보냈는지는 공개 기록에 남습니다.',
    notYet: '투표를 시작하면 여기서 링크를 보냅니다.',
    links: '모두에게 링크 보내기',
    linksWords: '연락처가 있는 선거인마다 새 링크를 보냅니다. 전에 보낸 링크는 쓸 수 없게 됩니다.',
    linksSent: (homes: string, missed: string) =>
      `${homes}세대에 링크를 보냈습니다. 연락처가 없는 세대는 ${missed}세대입니다.`,
    remind: (count: string) => `아직 투표하지 않은 ${count}세대에 다시 알리기`,
    remindWords: '투표한 세대에는 보내지 않습니다. 받는 사람은 서버가 보내는 때에 다시 가려냅니다.',
    reminded: (homes: string, missed: string) =>
      `${homes}세대에 다시 알렸습니다. 연락처가 없는 세대는 ${missed}세대입니다.`,
    sending: '보내는 중',
    notNoted: '보냈지만, 몇 명에게 보냈는지 공개 기록에 남기지 못했습니다',
    noteAgain: '다시 기록하기',
    silent: (count: string, all: string) => `아직 투표하지 않은 집 ${count} / ${all}`,
    silentWords: '찾아가거나 전화할 때에만 쓰고, 밖에 붙이거나 돌리지 마십시오.',
    nobody: '모두 투표했습니다.',
    noContact: '연락처 없음',
    number: (number: string) => `${number}번 (지워진 사람)`,
    more: (count: string) => `${count}집 더 보기`,
  },
  {
    title: 'Voters and messages',
    lead: 'Everybody can see by number who has voted. Which home a number is, this desk alone knows. What was chosen nobody knows. How many were sent something when is put on public record.',
    notYet: 'Once voting has begun, links are sent from here.',
    links: 'Send everybody a link',
    linksWords: 'Every voter with a contact gets a new link. Links that were sent before are dead.',
    linksSent: (homes: string, missed: string) =>
      `Links went to ${homes} homes. Homes without contact: ${missed}.`,
    remind: (count: string) => `Remind the homes that have not voted (${count})`,
    remindWords:
      'Homes that have voted get nothing. The server looks who they are at the moment of sending.',
    reminded: (homes: string, missed: string) =>
      `${homes} homes were reminded. Homes without contact: ${missed}.`,
    sending: 'Sending',
    notNoted: 'They were sent, but their number is not on the public record yet',
    noteAgain: 'Put it on record',
    silent: (count: string, all: string) => `Homes that have not voted: ${count} of ${all}`,
    silentWords: 'For visits and calls alone: do not post or pass this list on.',
    nobody: 'Everybody has voted.',
    noContact: 'without contact',
    number: (number: string) => `Number ${number} (erased)`,
    more: (count: string) => `${count} more`,
  },
);
