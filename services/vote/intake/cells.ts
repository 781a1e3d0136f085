import { fail, ok, type Result } from '@madang/base';
import { isFormula } from './csv.ts';
import { type Fraction, fraction, WHOLE } from './fraction.ts';
import type { Fault } from './problem.ts';
import type { Column, Words } from './row.ts';

/** What a cell says; nothing where it is blank. */
export type Reader<T> = (cell: string) => Result<T, Fault>;

const NAME_LENGTH_MAX = 60;
/** Control characters, marks that nobody sees, and U+FFFD, which stands for bytes that are none. */
const UNSEEN =
  /[\u0000-\u001F\u007F-\u009F\u00AD\u200B-\u200F\u2028-\u202E\u2060-\u206F\uFEFF\uFFFD]/;

/** What a cell says, unless nobody may read it: a formula, or characters that are not seen. */
export function readCell<T>(column: Column, cell: string, read: Reader<T>): Result<T, Fault> {
  const text = cell.trim();
  if (text === '-') return read('');
  if (isFormula(cell)) return fail(formulaFault(column, text));
  if (!UNSEEN.test(text)) return read(text);
  if (text.includes('\uFFFD')) return fail({ code: 'ROLL-CONTROL-CHARACTER', text: WORDS.broken });
  const value = text
    .replaceAll(/[\s\u2028\u2029]+/g, ' ')
    .replaceAll(new RegExp(UNSEEN, 'g'), '')
    .trim();
  return fail({ code: 'ROLL-CONTROL-CHARACTER', text: WORDS.unseen, value });
}

function formulaFault(column: Column, text: string): Fault {
  const fault: Fault = { code: 'ROLL-FORMULA', text: WORDS.formula };
  const isPhone = column === 'phone' || column === 'tenantPhone';
  const phone = isPhone ? readPhone(text) : undefined;
  return phone?.ok === true && phone.value !== undefined ? { ...fault, value: phone.value } : fault;
}

/** The name of a person, or of a company that owns. */
export const readName: Reader<string | undefined> = (cell) => {
  const name = cell.normalize('NFC').replaceAll(/\s+/g, ' ');
  if (name === '') return ok(undefined);
  return Array.from(name).length > NAME_LENGTH_MAX
    ? fail({ code: 'ROLL-NAME-LENGTH', text: WORDS.nameLength })
    : ok(name);
};

/** The name of an owner, who has to have one. */
export const readOwner: Reader<string> = (cell) => {
  const name = readName(cell);
  if (!name.ok) return name;
  return name.value === undefined
    ? fail({ code: 'ROLL-OWNER-MISSING', text: WORDS.ownerMissing })
    : ok(name.value);
};

/** A mark that tells people of one name apart: a date of birth, or a number of the office. */
export const readMark: Reader<string | undefined> = (cell) => {
  const mark = cell.normalize('NFKC').replaceAll(/[\s./-]/g, '');
  return ok(mark === '' ? undefined : mark);
};

const AREA_MAX_MILLI_M2 = 1_000_000_000;

/** An area in square metres, as thousandths: exact, never rounded. */
export const readArea: Reader<number | undefined> = (cell) => {
  const text = cell
    .normalize('NFKC')
    .replaceAll(/\s/g, '')
    .replace(/(?:m2|제곱미터)$/i, '');
  if (text === '') return ok(undefined);
  const [, whole, part = ''] = /^(\d{1,9}|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,12}))?$/.exec(text) ?? [];
  if (whole === undefined) {
    const value = /^\d{1,4},\d{1,2}$/.test(text) ? text.replace(',', '.') : undefined;
    return fail(areaFault(WORDS.areaFormat, value));
  }
  const exact = part.replace(/0+$/, '');
  if (exact.length > 3) return fail(areaFault(WORDS.areaPlaces));
  const milli = Number(whole.replaceAll(',', '') + exact.padEnd(3, '0'));
  const isPossible = milli > 0 && milli <= AREA_MAX_MILLI_M2;
  return isPossible ? ok(milli) : fail(areaFault(WORDS.areaRange));
};

function areaFault(text: Words, value?: string): Fault {
  const fault: Fault = { code: 'ROLL-AREA-FORMAT', text };
  return value === undefined ? fault : { ...fault, value };
}

/** An area as people write it, in square metres. */
export function writtenArea(milliM2: number): string {
  const digits = String(milliM2).padStart(4, '0');
  const part = digits.slice(-3).replace(/0+$/, '');
  return part === '' ? digits.slice(0, -3) : `${digits.slice(0, -3)}.${part}`;
}

/** A share: 1/2, 50%, 2분의 1; all of it where the cell is blank. */
export const readShare: Reader<Fraction> = (cell) => {
  const text = cell.normalize('NFKC').replaceAll(/\s/g, '').replace('\u2044', '/');
  if (text === '') return ok(WHOLE);
  const share = fractionOf(text) ?? percentOf(text);
  if (share !== undefined && share.num > 0n && share.num <= share.den) return ok(share);
  const value = shareMeant(text);
  const fault: Fault = { code: 'ROLL-SHARE-FORMAT', text: WORDS.share };
  return fail(value === undefined ? fault : { ...fault, value });
};

function fractionOf(text: string): Fraction | undefined {
  const [, den, num] = /^(\d{1,12})분의(\d{1,12})$/.exec(text) ?? [];
  const [, upper = num, lower = den] = /^(\d{1,12})\/(\d{1,12})$/.exec(text) ?? [];
  if (text === '1') return WHOLE;
  if (upper === undefined || lower === undefined || BigInt(lower) === 0n) return undefined;
  return fraction(BigInt(upper), BigInt(lower));
}

function percentOf(text: string): Fraction | undefined {
  const [, whole, part = ''] = /^(\d{1,3})(?:\.(\d{1,9}))?%$/.exec(text) ?? [];
  if (whole === undefined) return undefined;
  return fraction(BigInt(whole + part), 10n ** BigInt(part.length + 2));
}

/** A share of which a spreadsheet has made a date or a decimal number, or that lacks its %. */
function shareMeant(text: string): string | undefined {
  const [, month, day] = /^0?(\d{1,2})월0?(\d{1,2})일$/.exec(text) ?? [];
  if (month !== undefined && day !== undefined) return `${month}/${day}`;
  const percent = percentOf(`${text}%`);
  const isPercent = percent !== undefined && percent.num <= percent.den;
  if (isPercent && !text.startsWith('0')) return `${text}%`;
  const [, part] = /^0\.(\d{1,9})$/.exec(text) ?? [];
  if (part === undefined) return undefined;
  const share = fraction(BigInt(part), 10n ** BigInt(part.length));
  return `${String(share.num)}/${String(share.den)}`;
}

/** A mobile number as 010-1234-5678. */
export const readPhone: Reader<string | undefined> = (cell) => {
  const text = cell
    .normalize('NFKC')
    .replaceAll(/[\s().·-]/g, '')
    .replace(/^\+?820?(?=1)/, '0');
  if (text === '') return ok(undefined);
  const whole = /^(01[016789])(\d{3,4})(\d{4})$/.exec(text);
  const [, first = '', middle = '', last = ''] = whole ?? [];
  const isWhole = whole !== null && (first !== '010' || middle.length === 4);
  if (isWhole) return ok(`${first}-${middle}-${last}`);
  const [, lost] = /^(10\d{8})$/.exec(text) ?? [];
  if (lost !== undefined) {
    const value = `010-${lost.slice(2, 6)}-${lost.slice(6)}`;
    return fail({ code: 'ROLL-PHONE', text: WORDS.phoneZero, value });
  }
  const isShort = /^01\d{0,8}$/.test(text);
  return fail({ code: 'ROLL-PHONE', text: isShort ? WORDS.phoneShort : WORDS.phone });
};

const YES = new Set(['O', '○', 'ㅇ', '◯', '●', 'V', '√', '예', 'Y', 'YES', '1', '대표']);
const NO = new Set(['', 'X', '×', '아니오', '아니요', 'N', 'NO']);

/** Yes or no; no where the cell is blank. */
export const readYes: Reader<boolean> = (cell) => {
  const text = chosen(cell);
  if (YES.has(text)) return ok(true);
  return NO.has(text) ? ok(false) : fail({ code: 'ROLL-CHOICE', text: WORDS.yes });
};

export type Use = 'residential' | 'commercial' | 'welfare';
const uses: ReadonlyMap<string, Use> = new Map([
  ['', 'residential'],
  ['주거', 'residential'],
  ['주택', 'residential'],
  ['아파트', 'residential'],
  ['RESIDENTIAL', 'residential'],
  ['상가', 'commercial'],
  ['점포', 'commercial'],
  ['근린생활시설', 'commercial'],
  ['COMMERCIAL', 'commercial'],
  ['복리', 'welfare'],
  ['복리시설', 'welfare'],
  ['WELFARE', 'welfare'],
]);

/** What a home is used for; to live in where the cell is blank. */
export const readUse: Reader<Use> = (cell) => {
  const use = uses.get(chosen(cell));
  return use === undefined ? fail({ code: 'ROLL-CHOICE', text: WORDS.use }) : ok(use);
};

export type Exclusion = 'use' | 'rights-unchanged';
const exclusions: ReadonlyMap<string, Exclusion> = new Map([
  ['제외', 'use'],
  ['용도', 'use'],
  ['USE', 'use'],
  ['권리변동없음', 'rights-unchanged'],
  ['RIGHTS-UNCHANGED', 'rights-unchanged'],
]);

/** Why a home counts nowhere: yes is for its use. */
export const readExclusion: Reader<Exclusion | undefined> = (cell) => {
  const named = exclusions.get(chosen(cell));
  if (named !== undefined) return ok(named);
  const isExcluded = readYes(cell);
  if (isExcluded.ok) return ok(isExcluded.value ? 'use' : undefined);
  return fail({ code: 'ROLL-CHOICE', text: WORDS.excluded });
};

function chosen(cell: string): string {
  return cell.normalize('NFKC').toUpperCase().replaceAll(/\s/g, '');
}

const WORDS = {
  formula: {
    ko: '셀에 수식이 있어 읽지 않았습니다. 값으로 적어 주세요.',
    en: 'The cell holds a formula and was not read. Write its value.',
  },
  broken: {
    ko: '글자가 깨져 읽을 수 없습니다. 다시 적거나 파일의 글자표를 바꿔 주세요.',
    en: 'The characters are broken. Write them again, or choose another encoding of the file.',
  },
  unseen: {
    ko: '보이지 않는 글자가 들어 있습니다. 빼 주세요.',
    en: 'The cell holds characters that are not seen. Take them out.',
  },
  nameLength: {
    ko: '이름이 60자를 넘습니다. 한 줄에 한 사람만 적어 주세요.',
    en: 'The name has more than 60 characters. Write one person in each row.',
  },
  ownerMissing: {
    ko: '소유자 이름이 비었습니다.',
    en: 'The name of the owner is missing.',
  },
  areaFormat: {
    ko: '전유면적을 읽을 수 없습니다. 84.96처럼 ㎡로 적어 주세요.',
    en: 'The area cannot be read. Write it in m², like 84.96.',
  },
  areaPlaces: {
    ko: '전유면적은 소수점 아래 세 자리까지만 적을 수 있습니다.',
    en: 'An area has at most three decimal places.',
  },
  areaRange: {
    ko: '전유면적은 0보다 크고 1,000,000㎡를 넘지 않아야 합니다.',
    en: 'An area is above 0 and at most 1,000,000 m².',
  },
  share: {
    ko: '지분을 읽을 수 없습니다. 1/2이나 50%처럼 적어 주세요.',
    en: 'The share cannot be read. Write it like 1/2 or 50%.',
  },
  phoneShort: {
    ko: '번호가 짧습니다. 모르면 비워 두세요. 우편으로 보냅니다.',
    en: 'The number is too short. Leave it blank if you do not know it: a letter will be sent.',
  },
  phoneZero: {
    ko: '번호 맨 앞의 0이 빠졌습니다.',
    en: 'The 0 at the beginning of the number is missing.',
  },
  phone: {
    ko: '휴대전화 번호가 아닙니다. 모르면 비워 두세요. 우편으로 보냅니다.',
    en: 'This is no Korean mobile number. Leave it blank if there is none: a letter will be sent.',
  },
  yes: {
    ko: 'O를 적거나 비워 두세요.',
    en: 'Write O, or leave the cell blank.',
  },
  use: {
    ko: '주거, 상가, 복리 가운데 하나를 적어 주세요.',
    en: 'Write residential, commercial or welfare.',
  },
  excluded: {
    ko: 'O, 용도, 권리변동없음 가운데 하나를 적거나 비워 두세요.',
    en: 'Write O, use or rights-unchanged, or leave the cell blank.',
  },
} satisfies Readonly<Record<string, Words>>;
