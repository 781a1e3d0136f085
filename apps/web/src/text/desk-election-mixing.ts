import { defineMessages, withParticle } from '@madang/ui';

/** What an officer reads who decides whether anybody is to see who has voted. */
export const deskElectionMixingText = defineMessages(
  {
    choose: '누가 투표했는지 숨기기',
    off: '숨기지 않음: 누가 투표했는지 번호로 드러나고, 투표하지 않은 집에 다시 알릴 수 있음',
    on: '숨김: 투표 키를 먼저 등록받아 섞음',
    gains:
      '얻는 것: 누가 투표했는지 우리도, 이웃도, 서버를 돌리는 곳도 알 수 없습니다. 섞은 열쇠 보관인이 다 함께 짤 때에만 드러납니다.',
    costs:
      '치르는 것: 선거인이 두 번 와야 합니다(등록하고, 열린 뒤 투표). 등록을 놓치거나 휴대전화를 바꾸면 투표할 수 없습니다. 투표하지 않은 집에만 알릴 수 없습니다. 열쇠 보관인이 등록과 투표 사이에 한 번 더 일해야 합니다.',
    until: '등록 마감',
    untilHint: '그 뒤 키를 섞고 나서 투표를 시작합니다. 투표 마감까지 넉넉히 남겨 두세요',
    untilSoon: '등록 마감을 지금보다 뒤로 적어 주세요.',
    untilLate: '등록 마감을 투표 마감보다 앞으로 적어 주세요.',
    headsAlone:
      '누가 투표했는지 숨기는 선거는 한 집에 한 표여야 합니다. 무게가 다르면 누구의 표인지 드러납니다. 한 표의 무게를 바꾸거나 숨기지 않기로 해 주세요.',
    smallBuilding: (name: string, needed: string) =>
      `${withParticle(name, '은/는')} 선거인이 ${needed}명이 안 되어 키를 섞을 수 없습니다. 명부에서 가까운 동과 합치거나 숨기지 않기로 해 주세요.`,
  },
  {
    choose: 'Hide who has voted',
    off: 'No: who has voted can be seen by number, and homes that have not can be reminded',
    on: 'Yes: keys are registered first, and mixed',
    gains:
      'What it gains: neither we nor neighbours nor whoever runs the server can tell who voted. Only all trustees who mixed could, together.',
    costs:
      'What it costs: voters come twice, to register and then to vote. Who misses registration, or changes their phone, cannot vote. Homes that have not voted cannot be reminded by themselves. Trustees have work once more, between registration and voting.',
    until: 'Register until',
    untilHint: 'Then keys are mixed and voting begins. Leave enough time before the close',
    untilSoon: 'Choose a time later than now until when keys are registered.',
    untilLate: 'Registration has to end before the close of voting.',
    headsAlone:
      'To hide who has voted, each home has to have one vote: weights would tell votes apart. Change what a vote weighs, or do not hide it.',
    smallBuilding: (name: string, needed: string) =>
      `${name} has fewer than ${needed} voters, too few to mix. Take it together with another building in the list, or do not hide who has voted.`,
  },
);
