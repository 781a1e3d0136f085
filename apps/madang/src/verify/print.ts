import type { Json } from '@madang/base';
import type { Part, ReceiptFacts, ReceiptVerdict, Verdict } from '@madang/protocol';
import type { Language, Terminal, Words } from '../terminal.ts';
import { partTitles, stateWords, verifySentences } from './sentences.ts';

/** What a line about a part says. */
interface PartLine {
  readonly title: Words;
  readonly state: Part['state'];
  readonly code: string;
  readonly sentence: Words;
  readonly detail: Part['detail'];
}

/** One line for a part: what it asks, what became of it, and why. */
export function printLine(terminal: Terminal, line: PartLine): void {
  const { language } = terminal;
  const { title, state, code, sentence, detail } = line;
  const begun = pad(title[language], language, 17);
  const word = pad(stateWords[state][language], language, 17);
  const details = state === 'passed' ? '' : ` [${[code, ...detailTexts(detail)].join('; ')}]`;
  terminal.say(`${begun}${word}${sentence[language]}${details}`);
}

/** The line of a part of a receipt. */
export function printPart(terminal: Terminal, { part, state, code, detail }: Part): void {
  const sentence = verifySentences[code];
  printLine(terminal, { title: partTitles[part], state, code, sentence, detail });
}

/** The whole verdict in one sentence. */
export function printOutcome(terminal: Terminal, verdict: Verdict): void {
  terminal.say('');
  terminal.say(verdictWords[verdict][terminal.language]);
}

/** What the receipt says, for whoever reads the result. */
export function printFacts(terminal: Terminal, facts: ReceiptFacts): void {
  const { language } = terminal;
  const words = factWords[language];
  const lines: [string, string][] = [
    [words.number, facts.receiptNumber],
    [words.record, `${String(facts.index)} (${facts.act})`],
    [words.time, showTime(facts.blockTimeMs, language)],
    [
      words.outcome,
      facts.outcomeCode === 0 ? words.done : `${words.refused} ${String(facts.outcomeCode)}`,
    ],
    ...facts.cosigners.map(({ name, timeMs }): [string, string] => [
      words.cosigned,
      `${name}, ${showTime(timeMs, language)}`,
    ]),
  ];
  if (facts.missing.length > 0) lines.push([words.missing, facts.missing.join(', ')]);
  if (facts.threshold !== undefined) {
    lines.push([words.needed, `${String(facts.threshold)} / ${String(facts.members ?? 0)}`]);
  }
  if (facts.standingAsOfMs !== undefined) {
    lines.push([words.asOf, showTime(facts.standingAsOfMs, language)]);
  }
  for (const [name, value] of lines) terminal.say(`  ${pad(name, language, 20)}${value}`);
}

/** The verdict in one sentence, and what was not checked. Returns the exit status. */
export function printVerdict(terminal: Terminal, checked: ReceiptVerdict): number {
  const { language } = terminal;
  printOutcome(terminal, checked.verdict);
  for (const line of notChecked(checked)) terminal.say(line[language]);
  return EXIT_STATUS[checked.verdict];
}

/** Exit status of the command-line verifiers (docs/spec/receipt.md). */
export const EXIT_STATUS: Readonly<Record<Verdict, number>> = {
  checked: 0,
  mismatch: 1,
  unchecked: 2,
};

const verdictWords: Readonly<Record<Verdict, Words>> = {
  checked: {
    en: 'CHECKED: everything that was looked at matches.',
    ko: '확인됨: 살펴본 것이 모두 일치합니다.',
  },
  mismatch: {
    en: 'DOES NOT MATCH: see the lines above.',
    ko: '일치하지 않음: 위의 줄을 보십시오.',
  },
  unchecked: {
    en: 'NOT CHECKED: something could not be looked at.',
    ko: '확인하지 못함: 살펴보지 못한 것이 있습니다.',
  },
};

function notChecked({ parts, facts }: ReceiptVerdict): readonly Words[] {
  const lines: Words[] = [];
  const standing = parts.find((part) => part.part === 'standing');
  if (facts !== undefined && standing?.state === 'passed' && !facts.isStandingFresh) {
    lines.push({
      en: 'Not asked: whether the record still stands today (--at URL asks the ledger).',
      ko: '오늘도 유효한지는 묻지 않았습니다(--at 주소 로 원장에 물을 수 있습니다).',
    });
  }
  if (facts?.hasFile !== true) {
    lines.push({
      en: 'Not compared: the file itself (--file FILE compares it).',
      ko: '파일 자체는 비교하지 않았습니다(--file 파일 로 비교할 수 있습니다).',
    });
  }
  lines.push({
    en: 'Not checked by this: whether what the document says is true, and who its signer is.',
    ko: '서류에 적힌 내용이 사실인지, 서명한 사람이 누구인지는 확인하지 않습니다.',
  });
  return lines;
}

const factWords = {
  en: {
    number: 'Receipt number',
    record: 'Record',
    time: 'Put on record',
    outcome: 'Outcome',
    done: 'done',
    refused: 'refused with number',
    cosigned: 'Cosigned by',
    missing: 'Not cosigned by',
    needed: 'Institutions needed',
    asOf: 'Stands as of',
  },
  ko: {
    number: '영수증 번호',
    record: '기록',
    time: '기록 시각',
    outcome: '결과',
    done: '처리됨',
    refused: '거절됨, 번호',
    cosigned: '서명한 기관',
    missing: '서명하지 않은 기관',
    needed: '필요한 기관 수',
    asOf: '효력 기준 시각',
  },
} as const;

function detailTexts(detail: Part['detail']): readonly string[] {
  return Object.entries(detail).map(([name, value]) => `${name}: ${showJson(value)}`);
}

function showJson(value: Json): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/** A time as people of the city read it, with its zone. */
export function showTime(timeMs: number, language: Language): string {
  return new Intl.DateTimeFormat(language, {
    dateStyle: 'medium',
    timeStyle: 'long',
    timeZone: 'Asia/Seoul',
  }).format(timeMs);
}

/** Pads to a width on the screen: a Korean letter takes two columns. */
export function pad(text: string, language: Language, width: number): string {
  const wide = language === 'ko' ? (text.match(/[\u1100-\uffdc]/g)?.length ?? 0) : 0;
  return text + ' '.repeat(Math.max(1, width - text.length - wide));
}

/** A share in percent with two decimals, cut: 75.00 appears only when it is reached. */
export function cutPercent(numerator: number, denominator: number): string {
  if (denominator === 0) return '0.00';
  const cut = (BigInt(numerator) * 10_000n) / BigInt(denominator);
  return `${String(cut / 100n)}.${String(cut % 100n).padStart(2, '0')}`;
}
