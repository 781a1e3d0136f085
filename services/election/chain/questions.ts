import type { Ballot, Question, Surrender } from '@madang/ballot';
import type { Asked, BallotPayload, SurrenderPayload } from './schema.ts';

/** What ballots say to the questions of an election: without what the answers decide. */
export function questionsOf(questions: readonly Asked[]): readonly Question[] {
  return questions.map(({ answers, choice }) =>
    choice === undefined ? { answers } : { answers, choice },
  );
}

/** The ballot that a payload carries. */
export function ballotOf({ key, sequence, previous, selections }: BallotPayload): Ballot {
  return { voter: key, sequence, previous, selections };
}

/** What a payload says that gives up a key. */
export function surrenderOf({ key, sequence, previous, batch }: SurrenderPayload): Surrender {
  return { voter: key, sequence, previous, batch };
}

/** Of how many selections the proof of a ballot speaks: the blank vote, answers and fillers. */
export function provenSelections(questions: readonly Asked[]): number {
  return questions.reduce((total, { answers, choice }) => total + answers + more(choice), 0);
}

/**
 * How many of them a ballot sends: the last of a question with a choice follows from the others.
 */
export function sentSelections(questions: readonly Asked[]): number {
  const derived = questions.filter(({ choice }) => choice !== undefined).length;
  return provenSelections(questions) - derived;
}

function more(choice: Asked['choice']): number {
  if (choice === undefined) return 0;
  return choice.max - choice.min + (choice.blank ? 1 : 0);
}
