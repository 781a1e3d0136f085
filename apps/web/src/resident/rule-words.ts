import { formatCount, type Language } from '@madang/ui';
import { rulesText } from '../text/link-rules.ts';
import type { Draft } from './decision.ts';
import { percentOf } from './shares.ts';

type Condition = Draft['rule']['conditions'][number];
type Words = (typeof rulesText)[Language];

const halfPercent = '50%';

/** A share as people say it: a whole percentage where it is one, else a fraction. */
export function shareOf(share: Pick<Condition, 'num' | 'den'>, language: Language): string {
  const { num, den } = share;
  return percentOf(share) ?? rulesText[language].fraction(String(num), String(den));
}

/** A share with how it compares: 75% 이상, 절반 초과. */
export function thresholdOf(condition: Condition, language: Language): string {
  const text = rulesText[language];
  const { compare } = condition;
  const isHalf = percentOf(condition) === halfPercent;
  const share = isHalf && compare === 'more-than' ? text.half : shareOf(condition, language);
  return compare === 'at-least' ? text.atLeast(share) : text.moreThan(share);
}

function placeOf({ scope }: Condition, buildings: readonly string[], text: Words): string {
  switch (scope.kind) {
    case 'complex':
      return text.complex;
    case 'each':
      return scope.waived === 0 ? text.each : text.eachWaived(formatCount(scope.waived));
    case 'building':
      return text.building(buildings[scope.building] ?? String(scope.building));
  }
}

/** One condition as a sentence. */
export function conditionWords(
  condition: Condition,
  buildings: readonly string[],
  language: Language,
): string {
  const text = rulesText[language];
  const base = text[condition.base];
  const of = {
    eligible: text.ofEligible(base),
    participants: text.ofParticipants(base),
    valid: text.ofValid(base),
  }[condition.of];
  const place = placeOf(condition, buildings, text);
  const share = thresholdOf(condition, language);
  if (language === 'ko') return `${place} ${of} ${text[condition.counted](share)}`;
  return `${place} ${text[condition.counted](`${share} ${of}`)}.`;
}

const settingNames = [
  'withdrawal',
  'repeat',
  'coOwners',
  'representativeEnds',
  'proxies',
  'paper',
  'roll',
  'abstentions',
  'afterEstablishment',
  'closingSecond',
] as const;

const keyOfValue: Readonly<Record<string, string>> = {
  'until-established': 'untilEstablished',
  'until-closed': 'untilClosed',
};

/** Every setting of a decision, a sentence each. */
export function settingWords(settings: Draft['settings'], language: Language): readonly string[] {
  const text: Readonly<Record<string, unknown>> = rulesText[language];
  return settingNames.map((name) => {
    const value: string = settings[name];
    const key = `${name}_${keyOfValue[value] ?? value}`;
    const sentence = text[key];
    return typeof sentence === 'string' ? sentence : key;
  });
}

/** What holds in every decision. */
export function alwaysWords(language: Language): readonly string[] {
  const text = rulesText[language];
  return [
    text.alwaysSame,
    text.alwaysEmpty,
    text.alwaysTwice,
    text.alwaysRefusal,
    text.alwaysOwner,
    text.alwaysWithdrawal,
    text.alwaysPaper,
    text.alwaysLatch,
    text.alwaysFirst,
  ];
}
