// The terms of docs/spec/ballot.md: an election, its questions, a ballot.

export interface Choice {
  readonly min: number;
  readonly max: number;
  readonly blank: boolean;
}

export interface Question {
  readonly answers: number;
  readonly choice?: Choice;
}

export interface Election {
  readonly chain: Uint8Array;
  readonly election: Uint8Array;
  /** Y. */
  readonly key: Uint8Array;
  /** h. */
  readonly voterBase: Uint8Array;
  readonly questions: readonly Question[];
}

export interface Ballot {
  /** P. */
  readonly voter: Uint8Array;
  readonly sequence: number;
  readonly previous?: Uint8Array | undefined;
  readonly selections: Uint8Array;
}

export interface CastBallot {
  readonly ballot: Ballot;
  readonly bodyHash: Uint8Array;
  /** The signature, then the proof of every selection. */
  readonly proof: Uint8Array;
}

/** Whether a question is within the bounds of the page. */
export function isWellAsked({ answers, choice }: Question): boolean {
  if (answers < 1 || answers > 64) return false;
  if (choice === undefined) return true;
  const { min, max, blank } = choice;
  return min <= max && 1 <= max && max <= answers && !(blank && min < 1);
}

/** What each selection of a question counts in the sum: the blank one `max` times. */
export function weightsOf({ answers, choice }: Question): readonly bigint[] {
  const ones = (count: number): bigint[] => Array.from({ length: count }, () => 1n);
  if (choice === undefined) return ones(answers);
  const { min, max, blank } = choice;
  return [...(blank ? [BigInt(max)] : []), ...ones(answers + max - min)];
}

/** How many selections of a question are sent: all, or all but the last. */
export function sentOf(question: Question): number {
  return weightsOf(question).length - (question.choice === undefined ? 0 : 1);
}

/** The selections of a vote for these answers. */
export function valuesOf(question: Question, chosen: readonly number[]): readonly bigint[] {
  const { answers, choice } = question;
  const bit = (isSet: boolean): bigint => (isSet ? 1n : 0n);
  const picked = Array.from({ length: answers }, (_, at) => bit(chosen.includes(at)));
  if (choice === undefined) return picked;
  const { min, max, blank } = choice;
  const isBlank = blank && chosen.length === 0;
  const missing = isBlank ? 0 : max - chosen.length;
  const fillers = Array.from({ length: max - min }, (_, at) => bit(at < missing));
  return [...(blank ? [bit(isBlank)] : []), ...picked, ...fillers];
}
