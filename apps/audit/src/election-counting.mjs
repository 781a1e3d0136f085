import { areRightShares, openedBy } from './ceremony.mjs';
import { G, hold } from './group.mjs';
import { figuresOf, isShare, outcomeOf, totalsOf } from './sums.mjs';
import { refuse } from './verdict.mjs';

/*
 * Decrypting the sums of an election, and what they decide (docs/spec/election.md, Sums and What is
 * decided).
 */

/**
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {import('./election.mjs').Election} Election
 */

/**
 * @param {Election} election
 * @param {Act} act
 * @returns {string | undefined} why it is not done
 */
export function decryptSum(election, { payload }) {
  const { trustee, sum: number, parts } = payload;
  const sum = election.sums[number];
  if (election.status !== 'closed') return refuse('NOT_CLOSED');
  if (sum === undefined) return refuse('SUM_UNKNOWN');
  if (sum.decrypted.has(trustee)) return refuse('PART_DONE');
  const bound = /** @type {NonNullable<Election['bound']>} */ (election.bound);
  const place = { election: bound.election, trustee, sum: number };
  const of = { ...place, key: election.ceremony.keyOf(trustee) };
  if (areRightShares(of, sum.ciphertexts, parts)) sum.decrypted.set(trustee, parts);
  else election.wrongParts.push({ trustee, sum: number });
  return undefined;
}

/**
 * @param {Election} election
 * @param {Act} act
 * @returns {string | undefined} why it is not done
 */
export function announceCounts(election, { payload }) {
  const { draft, sums, status } = election;
  const sum = sums[payload.sum];
  if (status !== 'closed') return refuse('NOT_CLOSED');
  if (sum === undefined) return refuse('SUM_UNKNOWN');
  if (sum.counts !== undefined) return refuse('COUNTS_DONE');
  const trustees = [...sum.decrypted].sort(([one], [other]) => one - other);
  if (trustees.length < draft.threshold) return refuse('PARTS_FEW');
  if (payload.counts.length !== sum.ciphertexts.length) return refuse('COUNTS_WRONG');
  const used = new Map(trustees.slice(0, draft.threshold));
  const opened = openedBy(sum.ciphertexts, used);
  const areCounts = hold(
    opened.map((element, at) => [
      [-1n, element],
      [BigInt(payload.counts[at]), G],
    ]),
  );
  if (!areCounts || figuresOf(draft, payload.counts, sum.total) === undefined) {
    return refuse('COUNTS_WRONG');
  }
  sum.counts = payload.counts;
  if (sums.every(({ counts }) => counts !== undefined)) decide(election);
  return undefined;
}

/**
 * All sums are announced.
 * @param {Election} election
 */
function decide(election) {
  const { turnout, questions } = election.draft;
  const totals = totalsOf(election.draft, election.sums);
  election.result = {
    isTurnoutMet:
      turnout === undefined ||
      election.tally.weights().every((cast, at) => isShare(cast, election.totals[at], turnout)),
    outcomes: questions.map((question, at) => outcomeOf(question, totals[at])),
  };
  election.status = 'decided';
}
