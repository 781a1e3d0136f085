import { countsOf } from '@madang/ballot';
import { assert, expectPresent } from '@madang/base';
import { questionsOf } from './questions.ts';
import type { Asked, QuestionOutcome, Share } from './schema.ts';
import type { Election, Revealed, Turnout } from './state.ts';

/** What was said to one question, in one measure. */
export interface Counted {
  /** What all ballots weigh that were cast. */
  readonly cast: number;
  readonly blank: number;
  readonly answers: readonly number[];
}

/** What an election came to: what its rules make of the counts. */
export function outcomesOf(
  election: Election,
  turnout: Turnout,
  sums: readonly Revealed[],
): { readonly isTurnoutMet: boolean; readonly outcomes: readonly QuestionOutcome[] } {
  const { turnout: needed } = election;
  const isTurnoutMet =
    needed === undefined ||
    turnout.eligible.every((eligible, at) => holds(needed, turnout.cast[at] ?? 0, eligible));
  const outcomes = election.questions.map((asked, question) =>
    decide(
      asked,
      election.measures.map((_, measure) => countedIn(election, sums, { question, measure })),
    ),
  );
  return { isTurnoutMet, outcomes };
}

/** The counts of all sums of one measure together. */
export function countedIn(
  { questions }: Pick<Election, 'questions'>,
  sums: readonly Revealed[],
  { question, measure }: { readonly question: number; readonly measure: number },
): Counted {
  const answers = questions[question]?.answers ?? 0;
  let counted: Counted = { cast: 0, blank: 0, answers: Array.from({ length: answers }, () => 0) };
  for (const sum of sums) {
    if (sum.measure !== measure) continue;
    const counts = expectPresent(sum.counts, 'outcome: counts of every sum');
    const all = countsOf(questionsOf(questions), counts, sum.weight);
    const own = expectPresent(all?.[question], 'outcome: counts that were checked');
    counted = {
      cast: counted.cast + sum.weight,
      blank: counted.blank + (own.blank ?? 0),
      answers: counted.answers.map((one, at) => one + (own.answers[at] ?? 0)),
    };
  }
  return counted;
}

function decide({ decides }: Asked, measures: readonly Counted[]): QuestionOutcome {
  const [first] = measures;
  assert(first !== undefined, 'outcome: an election has a measure');
  switch (decides.kind) {
    case 'elect':
      return elect(decides, first);
    case 'approve': {
      const { needs, of } = decides;
      const isApproved = measures.every(({ cast, blank, answers }) =>
        holds(needs, answers[0] ?? 0, of === 'ballots' ? cast : cast - blank),
      );
      return { kind: 'approved', isApproved };
    }
    case 'inform':
      return { kind: 'informed' };
  }
}

/** The answers with the most votes; those that tie for the last seats get none. */
function elect(
  { seats, needs }: { readonly seats: number; readonly needs?: Share },
  { cast, answers }: Counted,
): QuestionOutcome {
  const eligible = answers
    .map((votes, answer) => ({ votes, answer }))
    .filter(({ votes }) => votes > 0 && (needs === undefined || holds(needs, votes, cast)))
    .sort((left, right) => right.votes - left.votes || left.answer - right.answer);
  const last = eligible[seats - 1]?.votes ?? 0;
  const isTied = (eligible[seats]?.votes ?? -1) === last;
  const numbers = (those: typeof eligible): number[] =>
    those.map(({ answer }) => answer).sort((left, right) => left - right);
  return isTied
    ? {
        kind: 'elected',
        answers: numbers(eligible.filter(({ votes }) => votes > last)),
        tied: numbers(eligible.filter(({ votes }) => votes === last)),
      }
    : { kind: 'elected', answers: numbers(eligible.slice(0, seats)), tied: [] };
}

/** Whether an amount is the share of another that is asked for. Exact; of nothing nothing holds. */
function holds({ num, den, compare }: Share, amount: number, of: number): boolean {
  if (of === 0) return false;
  const [left, right] = [BigInt(amount) * BigInt(den), BigInt(of) * BigInt(num)];
  return compare === 'more-than' ? left > right : left >= right;
}
