import {
  allOf,
  atLeast,
  DEFAULTS,
  each,
  moreThan,
  ONE_BUILDING,
  ownersAndVotes,
  type Profile,
  READ,
  type Words,
} from './profile.ts';

/** What a resolution on remodelling has to state; without it a court held consents to be void. */
const contents: readonly Words[] = [
  { ko: '설계의 개요', en: 'An outline of the design' },
  { ko: '공사비', en: 'The cost of the works' },
  { ko: '비용의 분담', en: 'How the cost is apportioned' },
];

/**
 * What all consents to a remodelling have in common: until the quota is met they can be taken back.
 */
const consent = {
  capacity: 'owners',
  settings: DEFAULTS,
  fixed: ['withdrawal'],
  contents,
} as const;

const association = {
  law: '주택법',
  article: '제11조제3항',
  basis: 'page',
  read: READ,
  seen: ['centrolaw.com', 'arunews 30184'],
} as const;

const permit = {
  law: '주택법 시행령',
  article: '제75조, 별표 4',
  basis: 'page',
  read: READ,
  seen: ['123tax', 'arunews 31107'],
} as const;

const AREA_IS_VOTES: Words = {
  ko: '의결권은 전유면적의 비율로 셉니다. 규약이 달리 정했는지, 면적을 어떻게 끊는지 확인하십시오.',
  en: 'Votes go by the area of the homes. Check whether the by-laws say otherwise, and how they round areas.',
};

/** Decisions on remodelling under the Housing Act. */
export const remodelling: readonly Profile[] = [
  {
    ...consent,
    id: 'kr-housing-act-11-3-complex',
    title: {
      ko: '리모델링주택조합 설립 (주택단지 전체)',
      en: 'Founding a remodelling association (whole complex)',
    },
    place: 'complex',
    rule: allOf(...ownersAndVotes(atLeast, [2, 3]), ...ownersAndVotes(moreThan, [1, 2], each())),
    source: association,
    note: {
      ko: `법령 원문이 아니라 해설 기사를 읽었습니다. 각 동은 과반수라서 꼭 절반이면 모자랍니다. ${AREA_IS_VOTES.ko}`,
      en: `An article about the statute was read, not its text. Each building needs more than half: exactly half is short. ${AREA_IS_VOTES.en}`,
    },
  },
  {
    ...consent,
    id: 'kr-housing-act-11-3-building',
    title: {
      ko: '리모델링주택조합 설립 (한 동)',
      en: 'Founding a remodelling association (one building)',
    },
    place: 'one-building',
    rule: allOf(...ownersAndVotes(atLeast, [2, 3], ONE_BUILDING)),
    source: association,
    note: {
      ko: `법령 원문이 아니라 해설 기사를 읽었습니다. ${AREA_IS_VOTES.ko}`,
      en: `An article about the statute was read, not its text. ${AREA_IS_VOTES.en}`,
    },
  },
  {
    ...consent,
    id: 'kr-housing-decree-table-4-complex',
    title: {
      ko: '리모델링 행위허가, 조합 (주택단지 전체)',
      en: 'Permit to remodel, association (whole complex)',
    },
    place: 'complex',
    rule: allOf(...ownersAndVotes(atLeast, [3, 4]), ...ownersAndVotes(atLeast, [1, 2], each())),
    source: permit,
    note: {
      ko: `법령 원문이 아니라 해설 기사를 읽었습니다. 각 동은 50퍼센트 이상이라서 꼭 절반이면 됩니다. 리모델링하지 않고 권리도 바뀌지 않는 별동의 복리시설은 명부에서 제외로 표시하십시오. ${AREA_IS_VOTES.ko}`,
      en: `Articles about the decree were read, not its text. Each building needs at least half: exactly half is enough. Mark homes in separate welfare buildings that are not remodelled and keep their rights as excluded. ${AREA_IS_VOTES.en}`,
    },
  },
  {
    ...consent,
    id: 'kr-housing-decree-table-4-building',
    title: {
      ko: '리모델링 행위허가, 조합 (한 동)',
      en: 'Permit to remodel, association (one building)',
    },
    place: 'one-building',
    rule: allOf(...ownersAndVotes(atLeast, [3, 4], ONE_BUILDING)),
    source: permit,
    note: {
      ko: `법령 원문이 아니라 해설 기사를 읽었습니다. ${AREA_IS_VOTES.ko}`,
      en: `Articles about the decree were read, not its text. ${AREA_IS_VOTES.en}`,
    },
  },
  {
    ...consent,
    id: 'kr-housing-decree-table-4-residents',
    title: {
      ko: '리모델링 행위허가, 입주자·관리주체',
      en: 'Permit to remodel, residents or manager',
    },
    place: 'complex',
    rule: allOf(atLeast('heads', [1, 1]), atLeast('homes', [1, 1])),
    source: { ...permit, article: '별표 4 제1호가목', seen: [] },
    note: {
      ko: '법령 원문이 아니라 이를 다룬 글을 읽었습니다. 입주자 전체의 동의가 필요합니다. 사람과 집을 모두 세므로, 나중에 산 집도 빠지지 않습니다. 입주자에 누가 드는지 확인하십시오.',
      en: 'A page about the decree was read, not its text. All residents in the sense of the law have to consent; persons and homes are both counted, so that a home that was bought later is not left out. Check who is a resident in that sense.',
    },
  },
];
