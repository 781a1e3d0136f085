import { assert } from '@madang/base';

/**
 * What a ballot says to one question. With `choice`, at least `min` and at most `max` answers are
 * chosen, or the vote is blank where it may be. Without it, each answer stands on its own:
 * approval, or the bits of a score.
 */
export interface Question {
  /** 1 to 64. */
  readonly answers: number;
  readonly choice?: { readonly min: number; readonly max: number; readonly blank: boolean };
}

export const MAX_ANSWERS = 64;
/** Questions on one ballot. */
export const MAX_QUESTIONS = 32;

/**
 * A 0 or a 1 that a ballot encrypts. Selections are, in this order: the blank vote, if it may be
 * given; the answers; and as many fillers as there may be answers fewer than `max`.
 */
export type Selection = 'blank' | 'answer' | 'filler';

/** The selections of a question, in order. */
export function selectionsOf({ answers, choice }: Question): readonly Selection[] {
  const fillers = choice === undefined ? 0 : choice.max - choice.min;
  return [
    ...(choice?.blank === true ? (['blank'] as const) : []),
    ...Array.from({ length: answers }, () => 'answer' as const),
    ...Array.from({ length: fillers }, () => 'filler' as const),
  ];
}

/**
 * What each selection counts in the sum that is always `max`: a blank vote counts as much as all
 * the answers that it stands for. So the last selection follows from the others and is not sent.
 */
export function weightsOf(question: Question): readonly number[] {
  const max = question.choice?.max ?? 1;
  return selectionsOf(question).map((selection) => (selection === 'blank' ? max : 1));
}

/** How many selections of a question are sent. */
export function sentOf(question: Question): number {
  return selectionsOf(question).length - (question.choice === undefined ? 0 : 1);
}

/** Whether a question is one that can be asked. */
export function isQuestion({ answers, choice }: Question): boolean {
  if (answers < 1 || answers > MAX_ANSWERS) return false;
  if (choice === undefined) return true;
  const { min, max, blank } = choice;
  // Without any answer a vote is blank where it may be: there is one way to say so.
  return min >= (blank ? 1 : 0) && min <= max && max >= 1 && max <= answers;
}

/** The selections of a vote: the chosen answers by index, none for a blank vote. */
export function selectedBy(question: Question, chosen: readonly number[]): readonly number[] {
  assert(isAllowed(question, chosen), 'a vote that the question allows');
  const { choice } = question;
  const isBlank = choice?.blank === true && chosen.length === 0;
  let fillers = choice === undefined || isBlank ? 0 : choice.max - chosen.length;
  let answer = 0;
  return selectionsOf(question).map((selection) => {
    if (selection === 'blank') return isBlank ? 1 : 0;
    if (selection === 'answer') return chosen.includes(answer++) ? 1 : 0;
    return fillers-- > 0 ? 1 : 0;
  });
}

/** Whether a question allows these answers together. */
export function isAllowed({ answers, choice }: Question, chosen: readonly number[]): boolean {
  const areAnswers = chosen.every((one) => Number.isInteger(one) && one >= 0 && one < answers);
  if (!areAnswers || new Set(chosen).size !== chosen.length) return false;
  if (choice === undefined) return true;
  const count = chosen.length;
  return (count === 0 && choice.blank) || (count >= choice.min && count <= choice.max);
}
