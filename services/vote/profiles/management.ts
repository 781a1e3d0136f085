import type { Condition, Rule } from '../chain/rule.ts';
import { allOf, atLeast, DEFAULTS, moreThan, type Profile, READ } from './profile.ts';

const consent = {
  capacity: 'occupants',
  place: 'complex',
  settings: DEFAULTS,
  fixed: [],
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
