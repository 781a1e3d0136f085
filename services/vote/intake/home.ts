import { fail, ok, type Result } from '@madang/base';
import type { Fault } from './problem.ts';
import type { Words } from './row.ts';

/** Which home: 107동, 503 (호). */
export interface Home {
  readonly building: string;
  readonly unit: string;
}

/** As people say it. */
export function labelOf({ building, unit }: Home): string {
  return `${building} ${unit}호`;
}

/** Floor and line of a home by its number: 1203 is the third on the twelfth floor. */
export function placeOf(
  unit: string,
): { readonly floor: number; readonly line: string } | undefined {
  const [, floor = '', line = ''] = /^(\d{1,3})(\d{2})$/.exec(unit) ?? [];
  return line === '' ? undefined : { floor: Number(floor), line };
}

/** Beginnings of numbers that are not of a floor: basements and shops. */
const UNIT = /^(?:B|지하|지|상가|상|근린|근)?\d{1,5}(?:-\d{1,3})?$/;
const BUILDING = /^(?:\d{1,4}|[A-Z가-힣]{1,8}\d{0,4})$/;

/** The name of a building, with or without 동. */
export function readBuilding(cell: string): Result<string, Fault> {
  return part(cell, { suffix: '동', pattern: BUILDING, what: WORDS.building, example: '107동' });
}

/** The number of a home in its building, with or without 호. */
export function readUnit(cell: string): Result<string, Fault> {
  return part(cell, { suffix: '호', pattern: UNIT, what: WORDS.unit, example: '1302' });
}

/** A home in one cell: 107동 503호, 107-503 or 107 503. */
export function readHome(cell: string): Result<Home, Fault> {
  const text = cell.normalize('NFKC').replaceAll(/\s+/g, ' ').trim();
  const found =
    /^(.+?)\s*동\s*(.+)$/.exec(text) ??
    /^([^-\s]+)-(.+)$/.exec(text) ??
    /^(\S+)\s+(\S+)$/.exec(text);
  const [, first = '', second = ''] = found ?? [];
  const [building, unit] = [readBuilding(first), readUnit(second)];
  if (building.ok && unit.ok) return ok({ building: building.value, unit: unit.value });
  if (found === null) {
    return unreadable(
      text === '' ? WORDS.blank(WORDS.home) : WORDS.wrong(WORDS.home, '107동 503호'),
    );
  }
  return fail(faultOf(building, unit));
}

/** What is wrong with the one, or else with the other, and the whole home that may be meant. */
function faultOf(building: Result<string, Fault>, unit: Result<string, Fault>): Fault {
  const errors = [building, unit].flatMap((one) => (one.ok ? [] : [one.error]));
  const text = errors[0]?.text ?? WORDS.wrong(WORDS.home, '107동 503호');
  const meant = labelled(building.ok ? building.value : building.error.value, unit);
  const fault: Fault = { code: 'ROLL-UNIT-FORMAT', text };
  return meant === undefined ? fault : { ...fault, value: meant };
}

function labelled(building: string | undefined, unit: Result<string, Fault>): string | undefined {
  const number = unit.ok ? unit.value : unit.error.value;
  return building === undefined || number === undefined
    ? undefined
    : labelOf({ building, unit: number });
}

interface PartRule {
  readonly suffix: string;
  readonly pattern: RegExp;
  readonly what: Words;
  readonly example: string;
}

function part(cell: string, { suffix, pattern, what, example }: PartRule): Result<string, Fault> {
  const text = cell.normalize('NFKC').toUpperCase().replaceAll(/\s/g, '');
  const core = text.endsWith(suffix) ? text.slice(0, -suffix.length) : text;
  if (core === '') return unreadable(WORDS.blank(what));
  if (pattern.test(core)) return ok(suffix === '동' ? `${tidied(core)}동` : tidied(core));
  const meant = tidied(core.replaceAll('O', '0').replaceAll(/[IL|]/g, '1'));
  const letter = /[OIL|]/.exec(core)?.[0];
  if (letter === undefined || !pattern.test(meant)) return unreadable(WORDS.wrong(what, example));
  const value = suffix === '동' ? `${meant}동` : meant;
  return fail({
    code: 'ROLL-UNIT-FORMAT',
    text: WORDS.letter(what, letter, meant + suffix),
    value,
  });
}

/** Without zeros in front of a number. */
function tidied(core: string): string {
  return core.replace(/^0+(?=\d)/, '');
}

function unreadable(text: Words): Result<never, Fault> {
  return fail({ code: 'ROLL-UNIT-FORMAT', text });
}

const WORDS = {
  home: { ko: '동·호', en: 'home' },
  building: { ko: '동', en: 'building' },
  unit: { ko: '호수', en: 'number of the home' },
  blank: ({ ko, en }: Words): Words => ({
    ko: `${ko}${ko === '동' ? '이' : '가'} 비었습니다.`,
    en: `The ${en} is blank.`,
  }),
  wrong: ({ ko, en }: Words, example: string): Words => ({
    ko: `${ko}${ko === '동' ? '을' : '를'} 읽을 수 없습니다. ${example}처럼 적어 주세요.`,
    en: `The ${en} cannot be read. Write it like ${example}.`,
  }),
  letter: ({ ko, en }: Words, letter: string, meant: string): Words => ({
    ko: `${ko}에 영문 ${letter}가 있습니다. ${meant}${meant.endsWith('동') ? '이' : '가'} 맞나요?`,
    en: `The ${en} has the letter ${letter}. Is it ${meant}?`,
  }),
};
