import type { Language } from '@madang/ui';
import type { Condition, DraftPayload, Settings } from './decision-facts.ts';
import { shareWords } from './figures.ts';

type Pair = readonly [ko: string, en: string];

const bases: Readonly<Record<Condition['base'], Pair>> = {
  heads: ['소유자 수', 'owners'],
  homes: ['세대 수', 'homes'],
  area: ['전유면적', 'area'],
};
const counted: Readonly<Record<Condition['counted'], Pair>> = {
  agree: ['동의', 'in favour'],
  participants: ['참여', 'taking part'],
};
const wholes: Readonly<Record<Condition['of'], Pair>> = {
  eligible: ['', 'all'],
  participants: ['참여한 ', 'those who took part'],
  valid: ['찬반을 밝힌 ', 'those for or against'],
};

function chosen([ko, en]: Pair, language: Language): string {
  return language === 'ko' ? ko : en;
}

/** Where a condition looks: 단지, 동마다, 107동. */
export function placeWords(
  { scope }: Condition,
  buildings: readonly string[],
  language: Language,
): string {
  switch (scope.kind) {
    case 'complex':
      return chosen(['단지', 'Complex'], language);
    case 'each':
      if (scope.waived === 0) return chosen(['동마다', 'Each building'], language);
      return chosen(
        [
          `동마다(소유자 ${scope.waived}명 이하인 동은 빼고)`,
          `Each building of more than ${scope.waived} owners`,
        ],
        language,
      );
    case 'building':
      return buildings[scope.building] ?? `${scope.building + 1}`;
  }
}

/** A condition in one line: 단지 소유자 수 75% 이상; Complex: at least 75% of owners in favour. */
export function conditionWords(
  condition: Condition,
  buildings: readonly string[],
  language: Language,
): string {
  const place = placeWords(condition, buildings, language);
  const share = shareWords(condition.num, condition.den, language);
  const base = chosen(bases[condition.base], language);
  const whole = chosen(wholes[condition.of], language);
  const isMore = condition.compare === 'more-than';
  if (language === 'ko') {
    const what = condition.counted === 'agree' ? '' : ` ${counted.participants[0]}`;
    const bound =
      isMore && condition.num * 2 === condition.den
        ? '과반'
        : `${share} ${isMore ? '초과' : '이상'}`;
    return `${place} ${whole}${base}${what} ${bound}`;
  }
  const of = condition.of === 'eligible' ? base : `${base} of ${whole}`;
  return `${place}: ${isMore ? 'more than' : 'at least'} ${share} of ${of} ${counted[condition.counted][1]}`;
}

/** Several conditions on each building in one line: 동마다 소유자 수와 전유면적 각 50% 이상. */
export function eachWords(conditions: readonly Condition[], language: Language): string {
  const [first] = conditions;
  if (first === undefined) return '';
  const isAlike = conditions.every(
    ({ num, den, compare, counted: what, of }) =>
      num * first.den === first.num * den &&
      compare === first.compare &&
      what === 'agree' &&
      of === 'eligible',
  );
  if (!isAlike || conditions.length === 1) {
    return conditions.map((one) => conditionWords(one, [], language)).join(', ');
  }
  const names = conditions.map(({ base }) => chosen(bases[base], language));
  const share = shareWords(first.num, first.den, language);
  const isMore = first.compare === 'more-than';
  const place = placeWords(first, [], language);
  if (language === 'en') {
    return `${place}: ${isMore ? 'more than' : 'at least'} ${share} of ${names.join(' and of ')} in favour`;
  }
  const bound =
    isMore && first.num * 2 === first.den ? '과반' : `${share} ${isMore ? '초과' : '이상'}`;
  return `${place} ${names.join('와 ')} 각 ${bound}`;
}

/** How the conditions of a rule hold together. */
export function holdWords({ hold, conditions }: DraftPayload['rule'], language: Language): string {
  if (conditions.length === 1) return '';
  if (hold === 'all') {
    return chosen(['아래가 모두 차야 합니다.', 'All of these have to hold.'], language);
  }
  return chosen(['아래 가운데 하나가 차면 됩니다.', 'One of these has to hold.'], language);
}

type SettingWords = { [K in keyof Settings]: { name: Pair; values: Record<Settings[K], Pair> } };

const settingWords: SettingWords = {
  closingSecond: {
    name: ['마감하는 바로 그 초', 'In the very second of the close'],
    values: { late: ['늦은 것으로 봅니다', 'late'], counts: ['제때로 봅니다', 'still in time'] },
  },
  coOwners: {
    name: ['대표를 정하지 않은 공동 소유', 'Owners together without a representative'],
    values: {
      majority: ['지분 과반이 같은 뜻이면 셉니다', 'count when more than half of the shares agree'],
      representative: ['대표를 정해야 셉니다', 'count only with a named representative'],
    },
  },
  representativeEnds: {
    name: ['대표가 바뀌면 앞 대표의 뜻은', 'What a former representative said'],
    values: { stands: ['그대로 둡니다', 'stands'], lapses: ['없어집니다', 'lapses'] },
  },
  roll: {
    name: ['기준일 뒤에 집이 팔리면', 'Sales after the record date'],
    values: {
      frozen: ['명부를 바꾸지 않습니다', 'change nothing'],
      follow: ['새 소유자가 다시 정합니다', 'count: the buyer starts afresh'],
    },
  },
  repeat: {
    name: ['뜻을 바꾸려면', 'To say something else'],
    values: {
      first: ['먼저 철회해야 합니다', 'withdraw first'],
      last: ['다시 내면 나중 것을 셉니다', 'say it; the last one counts'],
    },
  },
  proxies: {
    name: ['대리인', 'Proxies'],
    values: { allowed: ['둘 수 있습니다', 'allowed'], none: ['둘 수 없습니다', 'none'] },
  },
  paper: {
    name: ['종이로 낸 것의 시각', 'The time of a paper'],
    values: {
      ledger: ['기록에 올린 때입니다', 'is that of its entry on record'],
      arrival: ['창구에 닿은 때입니다', 'is that of its arrival at the desk'],
    },
  },
  afterEstablishment: {
    name: ['요건이 찬 뒤', 'After it is decided'],
    values: {
      open: ['마감까지 더 받습니다', 'acts are still taken until the close'],
      closed: ['더 받지 않습니다', 'no more acts are taken'],
    },
  },
  withdrawal: {
    name: ['철회', 'Withdrawal'],
    values: {
      'until-established': ['요건이 찰 때까지 됩니다', 'until it is decided'],
      'until-closed': ['마감까지 됩니다', 'until the close'],
      never: ['되지 않습니다', 'never'],
    },
  },
  abstentions: {
    name: ['기권', 'Abstentions'],
    values: {
      participate: ['참여한 것으로 봅니다', 'count as taking part'],
      ignored: ['참여하지 않은 것으로 봅니다', 'do not count as taking part'],
    },
  },
};

/** The names of all settings, in the order in which they are shown. */
export const settingNames = Object.keys(settingWords) as readonly (keyof Settings)[];

/** How a setting is called. */
export function settingName(setting: keyof Settings, language: Language): string {
  return chosen(settingWords[setting].name, language);
}

/** The values of a setting in words; the first is the default. */
export function settingValues(
  setting: keyof Settings,
  language: Language,
): readonly { value: string; words: string }[] {
  const values: Readonly<Record<string, Pair>> = settingWords[setting].values;
  return Object.entries(values).map(([value, pair]) => ({ value, words: chosen(pair, language) }));
}

/** What a setting is set to, in words. */
export function settingWordsOf(
  settings: Settings,
  setting: keyof Settings,
  language: Language,
): string {
  const value: string = settings[setting];
  return settingValues(setting, language).find((one) => one.value === value)?.words ?? value;
}
