import { assert, concat } from '@madang/base';
import { addElements, combine, ELEMENT_BYTES, negateElement, scalarOf } from '@madang/ristretto';
import { type Question, selectionsOf, sentOf, weightsOf } from './question.ts';
import { CIPHERTEXT_BYTES } from './selection.ts';

// The sum of ciphertexts is the ciphertext of the sum (Cramer, Gennaro and Schoenmakers 1997).

const MAX_WEIGHT = 0xffffffff;

/** The sums of no ballots: for each selection that is sent two identities, 64 bytes. */
export function emptySums(questions: readonly Question[]): Uint8Array {
  const sent = questions.reduce((total, question) => total + sentOf(question), 0);
  return new Uint8Array(sent * CIPHERTEXT_BYTES);
}

/**
 * The sums with the selections of one more ballot, which counts so many times: 1 to 2^32 - 1. The
 * ballot is one that was verified, and of the same questions.
 */
export function addSelections(
  sums: Uint8Array,
  selections: Uint8Array,
  weight: number,
): Uint8Array {
  return addEach(sums, selections, (element) => times(element, weight));
}

/** The sums without the selections of a ballot that was added with this weight. */
export function subtractSelections(
  sums: Uint8Array,
  selections: Uint8Array,
  weight: number,
): Uint8Array {
  return addEach(sums, selections, (element) => negateElement(times(element, weight)));
}

function times(element: Uint8Array, weight: number): Uint8Array {
  assert(Number.isInteger(weight) && weight >= 1 && weight <= MAX_WEIGHT, 'a weight of a ballot');
  return weight === 1 ? element : combine([scalarOf(weight), element]);
}

function addEach(
  sums: Uint8Array,
  selections: Uint8Array,
  change: (element: Uint8Array) => Uint8Array,
): Uint8Array {
  assert(sums.length === selections.length, 'sums and selections of the same questions');
  return concat(
    ...Array.from({ length: sums.length / ELEMENT_BYTES }, (_, at) => {
      const [from, to] = [at * ELEMENT_BYTES, (at + 1) * ELEMENT_BYTES];
      return addElements(sums.subarray(from, to), change(selections.subarray(from, to)));
    }),
  );
}

/** How often a question was answered how. */
export interface AnswerCounts {
  /** Of a question that may be left blank. */
  readonly blank?: number;
  readonly answers: readonly number[];
}

/**
 * The counts of all answers, of the counts of the selections that are sent and the sum of all
 * weights. Nothing if there are too many or too few of them, or if they contradict each other: one
 * is negative or more than the total, or in a question with a choice more than the votes that are
 * not blank.
 */
export function countsOf(
  questions: readonly Question[],
  sentCounts: readonly number[],
  total: number,
): readonly AnswerCounts[] | undefined {
  if (sentCounts.length * CIPHERTEXT_BYTES !== emptySums(questions).length) return undefined;
  const counts: AnswerCounts[] = [];
  let next = 0;
  for (const question of questions) {
    const sent = sentCounts.slice(next, next + sentOf(question));
    next += sent.length;
    const of = countsOfOne(question, sent, total);
    if (of === undefined) return undefined;
    counts.push(of);
  }
  return counts;
}

function countsOfOne(
  question: Question,
  sent: readonly number[],
  total: number,
): AnswerCounts | undefined {
  const { answers, choice } = question;
  const weights = weightsOf(question);
  const counted = sent.reduce((sum, count, at) => sum + count * (weights[at] ?? 0), 0);
  const all = choice === undefined ? sent : [...sent, choice.max * total - counted];
  const blank = selectionsOf(question)[0] === 'blank' ? (all[0] ?? 0) : undefined;
  const others = blank === undefined ? all : all.slice(1);
  const isCountUpTo = (count: number, max: number): boolean =>
    Number.isSafeInteger(count) && count >= 0 && count <= max;
  if (!isCountUpTo(blank ?? 0, total)) return undefined;
  if (!others.every((count) => isCountUpTo(count, total - (blank ?? 0)))) return undefined;
  const counts = { answers: others.slice(0, answers) };
  return blank === undefined ? counts : { blank, ...counts };
}
