import type { Result } from '@madang/base';
import { receiptNumber } from '@madang/protocol';
import {
  checkDecision,
  type DecisionCode,
  type DecisionFacts,
  type DecisionPart,
  decisionReader,
  type ScopeFinding,
} from '@madang/services/vote/proof/index.ts';
import type { CommandError, Language, Terminal } from '../terminal.ts';
import type { Given } from './asked.ts';
import { decisionSentences, decisionTitles, decisionWords } from './decision-sentences.ts';
import { verifyMatter } from './matter.ts';
import { cutPercent, pad, showTime } from './print.ts';
import { verifySentences } from './sentences.ts';

/** Checks the dossier of a decision, prints each part and the result, and gives the exit status. */
export function verifyDecision(
  terminal: Terminal,
  file: string,
  given: Given,
): Promise<Result<number, CommandError>> {
  return verifyMatter(
    { terminal, file, given },
    {
      reader: decisionReader,
      check: (asked) => checkDecision(asked),
      titles: decisionTitles,
      sentenceOf: (code) =>
        isDecisionCode(code) ? decisionSentences[code] : verifySentences[code],
      print: printDecision,
      notChecked: (language) => decisionWords[language].notChecked,
    },
  );
}

function isDecisionCode(code: DecisionPart['code']): code is DecisionCode {
  return code.startsWith('DECISION_');
}

/** What was decided, in words: status, every condition, the moment. */
function printDecision(terminal: Terminal, facts: DecisionFacts): void {
  const { language } = terminal;
  const words = decisionWords[language];
  const { draft } = facts;
  const line = (text: string): void => {
    terminal.say(`  ${text}`);
  };
  terminal.say('');
  line(
    `${draft.title[language]} · ${words.status[facts.status]} · ${words.closes(showTime(facts.closesAt, language))}`,
  );
  for (const finding of facts.findings) line(findingLine(facts, finding, language));
  line(establishedLine(facts, language));
  const arrival = arrivalLine(facts, language);
  if (arrival !== undefined) line(arrival);
  line(
    words.counts(facts.actCount, facts.paperCount, facts.correctionCount, facts.withdrawalCount),
  );
  line(words.keys(facts.revocationCount));
  line(words.messages(facts.messages.homes, facts.messages.undelivered));
  const { notices } = facts;
  line(notices === undefined ? words.noNotices : words.notices(notices.homes, notices.undelivered));
  if (facts.asOfMs !== undefined) line(words.asOf(showTime(facts.asOfMs, language)));
}

function findingLine(
  { draft }: DecisionFacts,
  { condition: index, scope, numerator, denominator, isMet, missing }: ScopeFinding,
  language: Language,
): string {
  const words = decisionWords[language];
  const condition = draft.rule.conditions[index];
  if (condition === undefined) return '';
  const { base, compare, num, den } = condition;
  const place = scope === 0 ? words.complex : (draft.buildings[scope - 1] ?? '');
  const show = (amount: number): string =>
    base === 'area' ? squareMetres(amount) : String(amount);
  const needed = words.needed[compare](`${String(num)}/${String(den)}`);
  const result = isMet ? words.met : words.missing(show(missing));
  const figures = `${show(numerator)} / ${show(denominator)} (${cutPercent(numerator, denominator)} %)`;
  const what = pad(`${words.base[base]}, ${needed}`, language, 24);
  return `${pad(place, language, 12)}${what}${pad(figures, language, 36)}${result}`;
}

/** An area in thousandths of a square metre as people write it. */
function squareMetres(milli: number): string {
  const whole = Math.floor(milli / 1_000);
  const rest = String(milli % 1_000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `${String(whole)}${rest === '' ? '' : `.${rest}`} m²`;
}

function establishedLine({ established }: DecisionFacts, language: Language): string {
  const words = decisionWords[language];
  if (established === undefined) return words.notEstablished;
  const { at, by, height, index } = established;
  return words.established(showTime(at, language), receiptNumber(by), height, index);
}

function arrivalLine({ byArrival }: DecisionFacts, language: Language): string | undefined {
  if (byArrival === undefined) return undefined;
  const words = decisionWords[language];
  return byArrival === 'never'
    ? words.neverByArrival
    : words.byArrival(showTime(byArrival.at, language));
}
