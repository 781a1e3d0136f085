import type { Rule } from '../chain/rule.ts';
import {
  allOf,
  atLeast,
  DEFAULTS,
  moreThan,
  ownersAndVotes,
  type Profile,
  READ,
  type Source,
} from './profile.ts';

/** Several owners of one home name one person by majority of shares; an owner may send a proxy. */
const open = {
  capacity: 'owners',
  place: 'complex',
  settings: DEFAULTS,
  fixed: ['coOwners', 'proxies'],
} as const;

function act(article: string, seen: readonly string[]): Source {
  return { law: '집합건물의 소유 및 관리에 관한 법률', article, basis: 'page', read: READ, seen };
}

function atLeastOfBoth(num: number, den: number): Rule {
  return allOf(...ownersAndVotes(atLeast, [num, den]));
}

const NOT_READ = {
  ko: '법령 원문이 아니라 해설을 읽었습니다. 의결권은 전유면적의 비율로 세며, 규약이 달리 정했는지 확인하십시오.',
  en: 'Pages about the act were read, not its text. Votes go by the area of the homes; check whether the by-laws say otherwise.',
} as const;

/** Decisions of the owners of a condominium building. */
export const condominium: readonly Profile[] = [
  {
    ...open,
    id: 'kr-condominium-act-38-1',
    title: { ko: '관리단집회 통상 결의', en: 'Ordinary resolution of the owners' },
    rule: allOf(...ownersAndVotes(moreThan, [1, 2])),
    source: act('제38조제1항', ['doorul']),
    note: NOT_READ,
  },
  {
    ...open,
    id: 'kr-condominium-act-15',
    title: { ko: '공용부분 변경', en: 'Changing the common parts' },
    rule: atLeastOfBoth(2, 3),
    source: act('제15조', []),
    note: NOT_READ,
  },
  {
    ...open,
    id: 'kr-condominium-act-15-2',
    title: {
      ko: '권리변동이 있는 공용부분 변경',
      en: 'Changing the common parts with a change of rights',
    },
    rule: atLeastOfBoth(4, 5),
    source: act('제15조의2', []),
    note: NOT_READ,
  },
  {
    ...open,
    id: 'kr-condominium-act-29',
    title: { ko: '규약의 설정·변경·폐지', en: 'Making or changing the by-laws' },
    rule: atLeastOfBoth(3, 4),
    source: act('제29조', []),
    note: NOT_READ,
  },
  {
    ...open,
    id: 'kr-condominium-act-41',
    title: {
      ko: '서면·전자 합의 (읽은 글의 요건 5분의 4)',
      en: 'Agreement without a meeting (four fifths, as read)',
    },
    rule: atLeastOfBoth(4, 5),
    source: act('제41조', ['riversidelaws1']),
    note: {
      ko: `읽은 글은 5분의 4라고 합니다. 2021년부터 4분의 3이라는 기억이 있으므로, 시행 중인 법령을 확인하고 둘 중에서 고르십시오. ${NOT_READ.ko}`,
      en: `The text that was read says four fifths. It is recalled to be three quarters since 2021: look at the law in force and choose. ${NOT_READ.en}`,
    },
  },
  {
    ...open,
    id: 'kr-condominium-act-41-2021',
    title: { ko: '서면·전자 합의 (4분의 3)', en: 'Agreement without a meeting (three quarters)' },
    rule: atLeastOfBoth(3, 4),
    source: { ...act('제41조', []), basis: 'recalled' },
    note: {
      ko: '2021년부터 4분의 3이라는 것은 기억에 따른 것이며 어디서도 읽지 않았습니다. 시행 중인 법령을 확인하십시오. 의결권은 전유면적의 비율로 셉니다.',
      en: 'That it is three quarters since 2021 is recalled and was read nowhere: look at the law in force. Votes go by the area of the homes.',
    },
  },
];
