import type { Condition, Rule } from '../chain/rule.ts';
import {
  allOf,
  atLeast,
  DEFAULTS,
  moreThan,
  type Profile,
  READ,
  type Settings,
} from './profile.ts';

/** Those who took part, among all. */
function turnout(compare: Condition['compare'], num: number, den: number): Condition {
  return { ...atLeast('homes', [num, den]), counted: 'participants', compare };
}

/** More than half of those who took part are in favour. */
const halfOfVoters: Condition = { ...moreThan('homes', [1, 2]), of: 'participants' };

/** Whoever is elected is elected in person, in secret, and once. */
const ballotSettings: Settings = { ...DEFAULTS, proxies: 'none', withdrawal: 'never' };

const ballot = {
  kind: 'secret',
  capacity: 'occupants',
  place: 'complex',
  settings: ballotSettings,
  fixed: ['proxies'],
} as const;

const consent = {
  kind: 'consent',
  capacity: 'occupants',
  place: 'complex',
  settings: DEFAULTS,
  fixed: [],
} as const;

const representative = {
  law: '공동주택관리법 시행령',
  article: '제11조',
  basis: 'page',
  read: READ,
  seen: ['tongjangkim'],
} as const;

const change = {
  law: '공동주택관리법',
  article: '제35조, 시행령 별표 3',
  basis: 'page',
  read: READ,
  seen: ['siliconbridge', 'aptn 84911'],
} as const;

function ofAllHomes(condition: Condition): Rule {
  return allOf(condition);
}

/** Decisions in the management of a complex, by whoever lives there. */
export const management: readonly Profile[] = [
  {
    ...ballot,
    id: 'kr-management-decree-11-contested',
    title: {
      ko: '동별 대표자 선출 (후보자 2명 이상)',
      en: 'Electing a representative (2 or more candidates)',
    },
    rule: allOf(turnout('more-than', 1, 2)),
    winner: 'plurality',
    source: representative,
    note: {
      ko: '법령 원문이 아니라 해설 글을 읽었습니다. 명부는 그 선거구의 세대입니다. 한 세대 한 표인지 관리규약을 확인하십시오. 득표가 같으면 아무도 뽑히지 않습니다.',
      en: 'A page about the decree was read, not its text. The roll is that of the electoral district. Check in the by-laws whether a household has one vote. A tie elects nobody.',
    },
  },
  {
    ...ballot,
    id: 'kr-management-decree-11-single',
    title: { ko: '동별 대표자 선출 (후보자 1명)', en: 'Electing a representative (1 candidate)' },
    rule: allOf(turnout('more-than', 1, 2), halfOfVoters),
    winner: 'yes-no',
    source: representative,
    note: {
      ko: '법령 원문이 아니라 해설 글을 읽었습니다. 무효·기권 표도 투표자로 셉니다. 한 세대 한 표인지 관리규약을 확인하십시오.',
      en: 'A page about the decree was read, not its text. Blanks count among those who voted. Check in the by-laws whether a household has one vote.',
    },
  },
  {
    ...ballot,
    id: 'kr-management-decree-12-2-officers',
    title: {
      ko: '회장·감사 선출 (500세대 이상)',
      en: 'Electing chair and auditors (500 households or more)',
    },
    rule: allOf(turnout('at-least', 1, 10)),
    winner: 'plurality',
    source: {
      law: '공동주택관리법 시행령',
      article: '제12조제2항',
      basis: 'recalled',
      read: READ,
      seen: ['aptn 76928'],
    },
    note: {
      ko: '투표율 10분의 1은 기억에 따른 값이므로 반드시 확인하십시오. 보통·평등·직접·비밀선거라는 점은 기사에서 읽었습니다. 미달하면 입주자대표회의 구성원 과반수로 뽑는다는 규정, 후보자가 1명일 때의 규정도 확인하십시오.',
      en: 'The turnout of one tenth is recalled, not read: look it up. That the election is general, equal, direct and secret was read in an article. Look up the fall-back, a majority of the council, and what holds for a single candidate.',
    },
  },
  {
    ...consent,
    id: 'kr-management-rules-amendment',
    title: { ko: '관리규약 개정', en: 'Amending the management rules' },
    rule: ofAllHomes(moreThan('homes', [1, 2])),
    source: {
      law: '공동주택관리법 시행령',
      article: '',
      basis: 'official',
      read: READ,
      seen: ['국토부 회신 2013', 'cboard'],
    },
    note: {
      ko: '법령 원문이 아니라 국토교통부 회신과 글을 읽었으며 조문 번호는 거기 없었습니다. 전체 입주자등의 과반수이지 투표자의 과반수가 아닙니다. 입주자대표회의나 10분의 1 이상이 제안했는지, 관리규약이 서면동의와 투표 중 무엇을 정했는지, 세대로 세는지 확인하십시오.',
      en: 'An official reply and a page were read, not the text of the decree, and they name no article. It is more than half of all, not of those who vote. Check that the council or one tenth proposed it, whether the rules want consents or a vote, and whether households are counted.',
    },
  },
  {
    ...consent,
    id: 'kr-management-act-35',
    title: { ko: '행위허가 (용도변경 등)', en: 'Permit to change a use or a structure' },
    rule: ofAllHomes(atLeast('homes', [2, 3])),
    source: change,
    note: {
      ko: '법령 원문이 아니라 해설 기사를 읽었습니다. 요건은 시설과 행위마다 다르므로 별표에서 해당하는 줄을 확인하십시오. 한 사람 한 사람의 의사가 드러나지 않는 투표 결과를 받지 않는 시가 있습니다.',
      en: 'Articles about the act were read, not its text. The share depends on the facility and the work: find the line of the table. Some cities do not take a bare count of votes, since it does not show what each wanted.',
    },
  },
  {
    ...consent,
    id: 'kr-management-act-35-eased',
    title: {
      ko: '행위허가 (2분의 1로 완화된 시설)',
      en: 'Permit to change a use or a structure (facilities with the share of one half)',
    },
    rule: ofAllHomes(atLeast('homes', [1, 2])),
    source: change,
    note: {
      ko: '법령 원문이 아니라 해설 기사를 읽었습니다. 일부 필수 시설에만 해당하므로 별표에서 확인하십시오. “이상”이므로 꼭 절반이면 된다고 보았습니다. 이것도 확인하십시오.',
      en: 'Articles about the act were read, not its text. It is for some required facilities only: look at the table. It is taken to say “at least”, so that exactly half is enough; check that too.',
    },
  },
];
