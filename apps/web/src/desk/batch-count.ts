import type { AskedQuestion } from '../ballot/choice.ts';
import type { Vote } from '../ballot/sealing.ts';

/**
 * What was counted of one question: the papers that choose each answer, and those that are blank.
 */
export type QuestionCount = { answers: readonly number[]; blank: number };

/** What was counted of the papers of a batch. */
export type BatchCount = { papers: number; questions: readonly QuestionCount[] };

/** Why a count is none of papers that these questions allow. */
export type CountProblem =
  /** More papers than persons, or none. */
  | { kind: 'papers'; most: number }
  /** More blank papers than papers. */
  | { kind: 'blank'; question: number; most: number }
  /** An answer has more votes than there are papers that are not blank. */
  | { kind: 'answer'; question: number; most: number }
  /** All votes together are too few or too many. */
  | { kind: 'votes'; question: number; counted: number; least: number; most: number };

type Limits = { least: number; most: number; hasBlank: boolean };

function limitsOf({ answers, choice }: AskedQuestion): Limits {
  if (choice === undefined) return { least: 0, most: answers, hasBlank: false };
  return { least: choice.min, most: choice.max, hasBlank: choice.blank };
}

/** Whether a paper may be blank in a question. */
export function hasBlank(asked: AskedQuestion): boolean {
  return limitsOf(asked).hasBlank;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((left, right) => left + right, 0);
}

function questionProblem(
  asked: AskedQuestion,
  { answers, blank }: QuestionCount,
  { papers, question }: { papers: number; question: number },
): CountProblem | undefined {
  if (blank > papers) return { kind: 'blank', question, most: papers };
  const { least, most } = limitsOf(asked);
  const marked = papers - blank;
  const counted = sum(answers);
  const [few, many] = [least * marked, most * marked];
  if (counted < few || counted > many) {
    // Where one answer is chosen, votes and blank papers together are the papers.
    const more = most === 1 ? blank : 0;
    return {
      kind: 'votes',
      question,
      counted: counted + more,
      least: few + more,
      most: many + more,
    };
  }
  if (answers.some((votes) => votes > marked)) return { kind: 'answer', question, most: marked };
  return undefined;
}

/** The first thing that is wrong with a count; the batch may have `places` papers. */
export function countProblem(
  questions: readonly AskedQuestion[],
  { papers, questions: counts }: BatchCount,
  places: number,
): CountProblem | undefined {
  if (papers < 1 || papers > places) return { kind: 'papers', most: places };
  for (const [question, asked] of questions.entries()) {
    const count = counts[question] ?? { answers: [], blank: 0 };
    const problem = questionProblem(asked, count, { papers, question });
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Papers of one question that come to its count: an answer stands on a paper once. */
function papersOf({ answers, blank }: QuestionCount, papers: number): number[][] {
  const marked = papers - blank;
  const made: number[][] = Array.from({ length: papers }, () => []);
  let place = 0;
  for (const [answer, votes] of answers.entries()) {
    for (let vote = 0; vote < votes; vote++) {
      made[place % marked]?.push(answer);
      place += 1;
    }
  }
  return made;
}

/**
 * Ballots that together say what the papers say, in a fixed order. Which answers stood on one paper
 * together is not counted, and only sums are ever opened.
 */
export function votesOf({ papers, questions }: BatchCount): readonly Vote[] {
  const each = questions.map((count) => papersOf(count, papers));
  return Array.from({ length: papers }, (_, paper) => each.map((made) => made[paper] ?? []));
}

/** A number in which two counts differ; without a question it is that of the papers. */
export type Difference = {
  question?: number;
  answer?: number | 'blank';
  first: number;
  second: number;
};

/** Where two counts of the same papers differ. */
export function differencesOf(first: BatchCount, second: BatchCount): readonly Difference[] {
  const all: Difference[] = [{ first: first.papers, second: second.papers }];
  for (const [question, { answers, blank }] of first.questions.entries()) {
    const other = second.questions[question] ?? { answers: [], blank: 0 };
    for (const [answer, votes] of answers.entries()) {
      all.push({ question, answer, first: votes, second: other.answers[answer] ?? 0 });
    }
    all.push({ question, answer: 'blank', first: blank, second: other.blank });
  }
  return all.filter((one) => one.first !== one.second);
}
