import { type Announcement, readAnnouncement } from '@madang/services/election/intake/index.ts';
import type {
  Counted,
  ElectionFacts,
  QuestionFacts,
} from '@madang/services/election/proof/index.ts';
import type { Language } from '../terminal.ts';
import { electionWords } from './election-words.ts';
import { cutPercent, pad } from './print.ts';

/** Columns of what a line is about, and of a name. */
export const LABEL_WIDTH = 16;
export const NAME_WIDTH = 24;
/** Before a line that goes on under the same label. */
export const indent = ' '.repeat(LABEL_WIDTH);

interface Printing {
  readonly facts: ElectionFacts;
  readonly language: Language;
  /** The words of the announcement, where the dossier carries it and it can be read. */
  readonly announced: Announcement | undefined;
}

/** What was said to each question, and what follows from it; none before all is decided. */
export function questionLines(facts: ElectionFacts, language: Language): readonly string[] {
  const { announcement, draft } = facts;
  const read = announcement && readAnnouncement(announcement, draft.text);
  const printing = { facts, language, announced: read?.ok === true ? read.value : undefined };
  return facts.questions.flatMap((question, at) => linesOf(printing, question, at));
}

function linesOf(printing: Printing, question: QuestionFacts, at: number): readonly string[] {
  const { facts, language, announced } = printing;
  const words = electionWords[language];
  const title = announced?.questions[at]?.title[language] ?? '';
  return [
    `${pad(words.question(at + 1), language, LABEL_WIDTH)}${title}`.trimEnd(),
    ...question.measures.flatMap((_, measure) => measureLines(printing, at, measure)),
    ...groupLines(facts, question, language),
    // Without the turnout that is asked for nothing is decided by the counts.
    ...(facts.isTurnoutMet === true ? wholeOutcome(question, language) : []),
  ];
}

/** The counts of a question by one measure; what follows stands with the first. */
function measureLines(
  { facts, language, announced }: Printing,
  at: number,
  measure: number,
): readonly string[] {
  const words = electionWords[language];
  const { draft, questions, isTurnoutMet } = facts;
  const question = questions[at];
  const counted = question?.measures[measure];
  if (question === undefined || counted === undefined) return [];
  const name = words.measure[draft.measures[measure] ?? 'heads'];
  const many = draft.measures.length > 1 ? `${name}: ` : '';
  return [
    `${indent}${many}${words.cast(counted.cast, counted.blank)}`,
    ...counted.answers.map((votes, answer) => {
      const title = announced?.questions[at]?.answers[answer]?.title[language];
      const begun = pad(title ?? words.answer(answer + 1), language, NAME_WIDTH);
      const share = `${String(votes)} (${cutPercent(votes, counted.cast)} %)`;
      const isDecided = measure === 0 && isTurnoutMet === true;
      const outcome = isDecided ? answerOutcome(question, answer, language) : '';
      return `${indent}${begun}${pad(share, language, NAME_WIDTH)}${outcome}`.trimEnd();
    }),
  ];
}

/** What follows for one answer. */
function answerOutcome({ outcome }: QuestionFacts, answer: number, language: Language): string {
  const words = electionWords[language];
  if (outcome.kind !== 'elected') return '';
  if (outcome.answers.includes(answer)) return words.elected;
  return outcome.tied.includes(answer) ? words.tied : '';
}

/** What follows for the question as a whole. */
function wholeOutcome({ outcome }: QuestionFacts, language: Language): readonly string[] {
  const words = electionWords[language];
  switch (outcome.kind) {
    case 'elected':
      return outcome.answers.length === 0 ? [`${indent}${words.nobody}`] : [];
    case 'approved':
      return [`${indent}${outcome.isApproved ? words.approved : words.notApproved}`];
    case 'informed':
      return [];
  }
}

/** The counts of each group of buildings, where they are published apart. */
function groupLines(
  { draft }: ElectionFacts,
  { groups }: QuestionFacts,
  language: Language,
): readonly string[] {
  if (draft.results !== 'buildings') return [];
  const line = ({ buildings, answers }: Counted & { buildings: readonly number[] }): string => {
    const names = buildings.map((building) => draft.buildings[building] ?? '').join(', ');
    return `${indent}${pad(names, language, NAME_WIDTH)}${answers.join(' / ')}`;
  };
  return groups.map(line);
}
