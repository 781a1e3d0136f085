import type { Share } from '../chain/schema.ts';
import type { Source, Template, TemplateQuestion } from './template.ts';

export type { Template } from './template.ts';

/** When the reference pages were gone through for these templates. */
const READ = '2026-11';

const moreThanHalf: Share = { num: 1, den: 2, compare: 'more-than' };

/** A household has one vote, cast once; only the sum of all is opened. */
const residents = { measures: ['heads'], results: 'complex', revote: 'none' } as const;

const oneOrBlank = { min: 1, max: 1, blank: true } as const;

const representative: Source = {
  law: '공동주택관리법 시행령',
  article: '제11조',
  basis: 'page',
  read: READ,
  seen: ['tongjangkim'],
};

/** The most votes win: whoever is not elected by anybody is not elected. */
function candidates(ko: string, en: string, seats = 1): TemplateQuestion {
  return {
    title: { ko, en },
    about: 'candidates',
    choice: { min: 1, max: seats, blank: true },
    decides: { kind: 'elect', seats },
  };
}

/** More than half of those who voted are in favour; blank votes count among them. */
function approval(about: 'one-candidate' | 'motion', ko: string, en: string): TemplateQuestion {
  return {
    title: { ko, en },
    about,
    choice: oneOrBlank,
    decides: { kind: 'approve', needs: moreThanHalf, of: 'ballots' },
  };
}

const templates: readonly Template[] = [
  {
    ...residents,
    id: 'kr-management-decree-11-contested',
    title: {
      ko: '동별 대표자 선출 (후보자 2명 이상)',
      en: 'Electing a representative (2 or more candidates)',
    },
    turnout: moreThanHalf,
    questions: [candidates('동별 대표자', 'Representative of the building')],
    source: representative,
    note: {
      ko: '법령 원문이 아니라 해설 글을 읽었습니다. 명부는 그 선거구의 세대입니다. 한 세대 한 표인지 관리규약을 확인하십시오. 득표가 같으면 아무도 뽑히지 않습니다.',
      en: 'A page about the decree was read, not its text. The roll is that of the electoral district. Check in the by-laws whether a household has one vote. A tie elects nobody.',
    },
  },
  {
    ...residents,
    id: 'kr-management-decree-11-single',
    title: { ko: '동별 대표자 선출 (후보자 1명)', en: 'Electing a representative (1 candidate)' },
    turnout: moreThanHalf,
    questions: [
      approval('one-candidate', '동별 대표자 찬반', 'Representative of the building, yes or no'),
    ],
    source: representative,
    note: {
      ko: '법령 원문이 아니라 해설 글을 읽었습니다. 기권 표도 투표자로 셉니다. 한 세대 한 표인지 관리규약을 확인하십시오.',
      en: 'A page about the decree was read, not its text. Blank votes count among those who voted. Check in the by-laws whether a household has one vote.',
    },
  },
  {
    ...residents,
    id: 'kr-management-decree-12-2-officers',
    title: {
      ko: '회장·감사 선출 (500세대 이상)',
      en: 'Electing chair and auditors (500 households or more)',
    },
    turnout: { num: 1, den: 10, compare: 'at-least' },
    questions: [
      candidates('입주자대표회의 회장', 'Chair of the residents’ council'),
      candidates('감사', 'Auditors', 2),
    ],
    source: {
      law: '공동주택관리법 시행령',
      article: '제12조제2항',
      basis: 'recalled',
      read: READ,
      seen: ['aptn 76928'],
    },
    note: {
      ko: '투표율 10분의 1과 감사 2명은 기억에 따른 값이므로 반드시 확인하십시오. 보통·평등·직접·비밀선거라는 점은 기사에서 읽었습니다. 미달하면 입주자대표회의 구성원 과반수로 뽑는다는 규정, 후보자가 1명일 때의 규정도 확인하십시오.',
      en: 'The turnout of one tenth and the two auditors are recalled, not read: look them up. That the election is general, equal, direct and secret was read in an article. Look up the fall-back, a majority of the council, and what holds for a single candidate.',
    },
  },
  {
    ...residents,
    id: 'kr-residents-vote',
    title: { ko: '주민 찬반투표', en: 'A yes/no vote of the residents' },
    turnout: moreThanHalf,
    questions: [approval('motion', '안건 찬반', 'The motion, yes or no')],
    source: { law: '', article: '', basis: 'by-laws', read: READ, seen: [] },
    note: {
      ko: '이 요건은 법에서 읽은 것이 아니라 흔한 규약을 본뜬 것이므로, 관리규약에 적힌 대로 고치십시오. 전체 입주자등의 과반수 찬성이 있어야 하는 일(관리규약 개정 등)에는 쓰지 마십시오. 여기서는 투표한 사람 가운데 찬성한 사람만 셉니다.',
      en: 'This was not read in any law; it follows common by-laws: change it to what yours say. Do not use it where more than half of all residents have to be in favour, such as for the management rules: here those in favour are counted among those who voted.',
    },
  },
];

/** The templates of elections, related ones next to each other. */
export function listTemplates(): readonly Template[] {
  return templates;
}

/** The template that an election names as its basis, if there is one of this id. */
export function templateOf(id: string): Template | undefined {
  return templates.find((template) => template.id === id);
}
