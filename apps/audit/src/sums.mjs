import { selectionsOf, sentOf } from './ballot.mjs';

/*
 * Sums of ballots, the groups in which they are counted, and what counts decide
 * (docs/spec/election.md, Sums and What is decided).
 */

/** No sum is of fewer ballots than these. */
const FEWEST = 10;

/**
 * @typedef {import('./group.mjs').Element} Element
 * @typedef {import('./election-acts.mjs').Draft} Draft
 * @typedef {import('./election-acts.mjs').Share} Share
 * @typedef {import('./tally.mjs').Scope} Scope
 * @typedef {{ group: number, measure: number, total: bigint, ciphertexts: [Element, Element][],
 *   decrypted: Map<number, Uint8Array[]>, counts?: number[] }} Sum
 * @typedef {Scope} Group of one building or several
 * @typedef {{ cast: bigint, blank: bigint, answers: bigint[] }} Figures
 * @typedef {{ kind: 'elected', answers: number[], tied: number[] }
 *   | { kind: 'approved', isApproved: boolean } | { kind: 'informed' }} Outcome
 */

/**
 * The groups of an election; none if fewer than ten voted.
 * @param {Scope[]} scopes the ballots that stand
 * @returns {Group[]}
 */
export function groupsOf(scopes) {
  if (scopes.reduce((sum, { ballots }) => sum + ballots, 0) < FEWEST) return [];
  const large = scopes.filter(({ ballots }) => ballots >= FEWEST);
  const small = scopes.filter(({ ballots }) => ballots < FEWEST);
  const few = small.reduce((sum, { ballots }) => sum + ballots, 0);
  if (few >= FEWEST) large.push(joined(small));
  else if (few > 0) {
    const sizes = large.map(({ ballots }) => ballots);
    const smallest = sizes.indexOf(Math.min(...sizes));
    large[smallest] = joined([large[smallest], ...small]);
  }
  return large.sort((one, other) => one.buildings[0] - other.buildings[0]);
}

/**
 * @param {Scope[]} scopes at least one
 * @returns {Group}
 */
function joined([first, ...others]) {
  return others.reduce(
    (group, { buildings, ballots, weights, sums }) => ({
      buildings: [...group.buildings, ...buildings].sort((one, other) => one - other),
      ballots: group.ballots + ballots,
      weights: group.weights.map((weight, at) => weight + weights[at]),
      sums: group.sums.map((sum, measure) =>
        sum.map(([a, b], at) => [a.add(sums[measure][at][0]), b.add(sums[measure][at][1])]),
      ),
    }),
    first,
  );
}

/**
 * The sums of a group, one for each measure.
 * @param {Group} group
 * @param {number} number
 * @returns {Sum[]}
 */
export function sumsOf({ weights, sums }, number) {
  return sums.map((ciphertexts, measure) => ({
    group: number,
    measure,
    total: weights[measure],
    ciphertexts,
    decrypted: new Map(),
  }));
}

/**
 * The figures of each question that the counts of a sum give; undefined where one of them cannot be
 * right.
 * @param {Draft} draft
 * @param {number[]} counts of the selections that are sent
 * @param {bigint} total
 * @returns {Figures[] | undefined}
 */
export function figuresOf({ questions }, counts, total) {
  let next = 0;
  const figures = questions.map((question) => {
    const sent = counts.slice(next, next + sentOf(question)).map(BigInt);
    next += sent.length;
    const { choice, answers } = question;
    const isBlank = choice?.blank === true;
    const all = choice ? [...sent, lastOf(choice, sent, total)] : sent;
    const blank = isBlank ? all[0] : 0n;
    const others = isBlank ? all.slice(1) : all;
    const isRight =
      all.length === selectionsOf(question) &&
      [blank, ...others].every((count) => count >= 0n && count <= total) &&
      others.every((count) => count <= total - blank);
    return isRight ? { cast: total, blank, answers: others.slice(0, answers) } : undefined;
  });
  const isRight = next === counts.length && figures.every((one) => one !== undefined);
  return isRight ? /** @type {Figures[]} */ (figures) : undefined;
}

/**
 * @param {{ max: number, blank: boolean }} choice
 * @param {bigint[]} others
 * @param {bigint} total
 */
function lastOf({ max, blank }, others, total) {
  const taken = others.map((count, at) => (blank && at === 0 ? BigInt(max) * count : count));
  return BigInt(max) * total - taken.reduce((sum, count) => sum + count, 0n);
}

/**
 * The figures of each question in each measure, of all groups whose counts are announced.
 * @param {Draft} draft
 * @param {Sum[]} sums
 * @returns {Figures[][]}
 */
export function totalsOf(draft, sums) {
  const figures = sums.map(({ counts = [], total }) => figuresOf(draft, counts, total) ?? []);
  return draft.questions.map((_, question) =>
    draft.measures.map((_measure, measure) =>
      added(figures.flatMap((one, at) => (sums[at].measure === measure ? [one[question]] : []))),
    ),
  );
}

/**
 * @param {Figures[]} list at least one
 * @returns {Figures}
 */
function added(list) {
  const sum = (/** @type {bigint[]} */ numbers) => numbers.reduce((all, one) => all + one, 0n);
  return {
    cast: sum(list.map(({ cast }) => cast)),
    blank: sum(list.map(({ blank }) => blank)),
    answers: list[0].answers.map((_, at) => sum(list.map(({ answers }) => answers[at]))),
  };
}

/**
 * Whether one number is the share of another that is asked for; of nothing it never is.
 * @param {bigint} part
 * @param {bigint} whole
 * @param {Share} share
 */
export function isShare(part, whole, { num, den, compare }) {
  const [left, right] = [part * BigInt(den), whole * BigInt(num)];
  return whole > 0n && (compare === 'at-least' ? left >= right : left > right);
}

/**
 * What a question came to.
 * @param {Draft['questions'][number]} question
 * @param {Figures[]} measures the figures in each measure
 * @returns {Outcome}
 */
export function outcomeOf({ decides }, measures) {
  if (decides.kind === 'elect') return elected(decides, measures[0]);
  if (decides.kind === 'inform') return { kind: 'informed' };
  const isApproved = measures.every(({ cast, blank, answers }) =>
    isShare(answers[0], decides.of === 'ballots' ? cast : cast - blank, decides.needs),
  );
  return { kind: 'approved', isApproved };
}

/**
 * @param {{ seats: number, needs?: Share }} decides
 * @param {Figures} figures
 * @returns {Outcome}
 */
function elected({ seats, needs }, { cast, answers }) {
  const able = answers
    .map((votes, answer) => ({ votes, answer }))
    .filter(({ votes }) => votes > 0n && (!needs || isShare(votes, cast, needs)));
  const numbersOf = (/** @type {typeof able} */ list) => list.map(({ answer }) => answer);
  const ranked = able.toSorted((one, other) => (one.votes < other.votes ? 1 : -1));
  const [last, next] = [ranked[seats - 1], ranked[seats]];
  if (last === undefined || next === undefined || last.votes !== next.votes) {
    const first = new Set(seats > 0 ? ranked.slice(0, seats) : []);
    return { kind: 'elected', answers: numbersOf(able.filter((one) => first.has(one))), tied: [] };
  }
  return {
    kind: 'elected',
    answers: numbersOf(able.filter(({ votes }) => votes > last.votes)),
    tied: numbersOf(able.filter(({ votes }) => votes === last.votes)),
  };
}
