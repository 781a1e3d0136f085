import type { Fixed } from './election.ts';
import type { Vote } from './sealing.ts';

/** What is asked in one question, as it is on record. */
export type AskedQuestion = Fixed['questions'][number];

/** What somebody said to one question: answers counted from 0, or expressly none of them. */
export type Chosen = readonly number[] | 'none' | undefined;

/** How a question is answered. */
export type Way = {
  /** Fewest and most answers of whoever chooses any. */
  least: number;
  most: number;
  /** What it means to choose none: a blank vote, or just none; absent where that is not allowed. */
  none?: 'blank' | 'nobody';
};

/** How a question is answered; one answer is chosen by radio buttons, several by boxes. */
export function wayOf({ answers, choice }: AskedQuestion): Way {
  if (choice === undefined) return { least: 1, most: answers, none: 'nobody' };
  const { min, max, blank } = choice;
  const way = { least: Math.max(1, min), most: max };
  if (blank) return { ...way, none: 'blank' };
  return min === 0 ? { ...way, none: 'nobody' } : way;
}

/** The answers that are chosen. */
export function answersOf(chosen: Chosen): readonly number[] {
  return chosen === undefined || chosen === 'none' ? [] : chosen;
}

/**
 * Chooses an answer, or takes it back. Beyond the most that can be chosen nothing changes: which of
 * the others goes is for the person to say.
 */
export function toggled(chosen: Chosen, answer: number, { most }: Way): Chosen {
  const before = answersOf(chosen);
  if (most === 1) return [answer];
  if (before.includes(answer)) {
    const rest = before.filter((one) => one !== answer);
    return rest.length === 0 ? undefined : rest;
  }
  if (before.length >= most) return chosen;
  return [...before, answer].toSorted((one, other) => one - other);
}

/** What is still missing of an answer; undefined if it can be cast. */
export function missingOf(chosen: Chosen, { least }: Way): 'answer' | 'more' | undefined {
  if (chosen === 'none') return undefined;
  const count = answersOf(chosen).length;
  if (count === 0) return 'answer';
  return count < least ? 'more' : undefined;
}

/** A whole vote, once every question is answered. */
export function voteOf(
  questions: readonly AskedQuestion[],
  chosen: readonly Chosen[],
): Vote | undefined {
  const isWhole = questions.every(
    (question, at) => missingOf(chosen[at], wayOf(question)) === undefined,
  );
  return isWhole ? questions.map((_, at) => answersOf(chosen[at])) : undefined;
}
