import { toHex, utf8 } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import { formatCount, formatStamp, type Language } from '@madang/ui';
import type { ElectionFacts } from '../election/election-facts.ts';
import type { Words } from '../ledger.ts';
import { deskPaperText } from '../text/desk-paper.ts';
import type { BatchCount } from './batch-count.ts';
import { type BatchRecord, type KeptBatch, markedOf } from './kept-batch.ts';

/** How an answer of an election is called on a paper. */
export function answerName(
  { words }: ElectionFacts,
  question: number,
  answer: number,
  language: Language,
): string {
  const number = deskPaperText[language].answer(formatCount(answer + 1));
  if (typeof words === 'string') return number;
  const title = words.questions[question]?.answers[answer]?.title[language];
  return title === undefined ? number : `${number} ${title}`;
}

/** How a question is called; nothing where there is but one. */
export function questionName(
  { words, now }: ElectionFacts,
  question: number,
  language: Language,
): string | undefined {
  if (now.questions.length === 1) return undefined;
  const number = deskPaperText[language].question(formatCount(question + 1));
  const title = typeof words === 'string' ? undefined : words.questions[question]?.title[language];
  return title === undefined ? number : `${number} ${title}`;
}

/** What a record is made from. */
export type RecordWish = {
  facts: ElectionFacts;
  batch: KeptBatch;
  surrendered: number;
  count: BatchCount;
  place: Words;
  language: Language;
  /** ms. */
  madeAt: number;
};

/**
 * The record of a batch as a file of text. It says how few persons voted, and goes into the safe
 * with the papers: the salt keeps others from guessing the counts from its hash.
 */
export function batchRecord(wish: RecordWish): BatchRecord {
  const { facts, batch, surrendered, count, place, language, madeAt } = wish;
  const text = deskPaperText[language];
  const persons = batch.persons.flat().join(', ');
  const lines = [
    text.recordTitle,
    '',
    `${text.recordElection}: ${facts.now.title[language]}`,
    `${text.recordId}: ${facts.id}`,
    `${text.batch}: ${batch.key}`,
    `${text.building}: ${batch.building}`,
    ...(persons === '' ? [] : [`${text.recordPersons(formatCount(markedOf(batch)))}: ${persons}`]),
    ...(surrendered === 0 ? [] : [text.surrendered(formatCount(surrendered))]),
    `${text.papers}: ${formatCount(count.papers)}`,
    '',
    ...countLines(wish),
    '',
    text.recordTwice,
    `${text.place}: ${place[language]}`,
    `${text.recordMade}: ${formatStamp(madeAt)}`,
    `${text.recordSalt}: ${toHex(randomBytes(32))}`,
    '',
  ];
  return { file: utf8(lines.join('\n')), place };
}

function countLines({ facts, count, language }: RecordWish): readonly string[] {
  const text = deskPaperText[language];
  return count.questions.flatMap(({ answers, blank }, question) => {
    const name = questionName(facts, question, language);
    return [
      ...(name === undefined ? [] : [name]),
      ...answers.map(
        (votes, answer) =>
          `${answerName(facts, question, answer, language)}: ${formatCount(votes)}`,
      ),
      ...(facts.now.questions[question]?.choice?.blank === true
        ? [`${text.blank}: ${formatCount(blank)}`]
        : []),
    ];
  });
}
