import {
  allOf,
  atLeast,
  DEFAULTS,
  each,
  moreThan,
  ownersAndVotes,
  type Profile,
  READ,
} from './profile.ts';

/** Reconstruction, for comparison with remodelling. */
export const reconstruction: readonly Profile[] = [
  {
    id: 'kr-urban-renewal-act-35',
    title: { ko: '재건축조합 설립', en: 'Founding a reconstruction association' },
    capacity: 'owners',
    place: 'complex',
    rule: allOf(moreThan('heads', [1, 2], each(5)), ...ownersAndVotes(atLeast, [3, 4])),
    settings: DEFAULTS,
    fixed: [],
    source: {
      law: '도시 및 주거환경정비법',
      article: '제35조',
      basis: 'page',
      read: READ,
      seen: ['arunews 24547'],
    },
    note: {
      ko: '법령 원문이 아니라 해설 기사를 읽었고, 그 뒤에 완화되었다고 합니다. 시행 중인 요건을 확인하십시오. 소유자가 5명 이하인 동에는 동별 요건을 묻지 않습니다. 면적은 토지면적이므로 명부에 집마다 그 토지면적을 적으십시오.',
      en: 'An article about the act was read, not its text, and the rule is said to have been eased since: look up what is in force. A building with at most 5 owners is not asked on its own. Area is that of the land: enter in the roll the share of land of each home.',
    },
  },
];
