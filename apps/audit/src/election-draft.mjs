import { allSent, selectionsOf } from './ballot.mjs';
import { toHex } from './bytes.mjs';
import { canMix } from './election-mixing.mjs';
import { refuse } from './verdict.mjs';

/*
 * Which elections can be drafted (docs/spec/election.md, When an act is done).
 */

const SECOND_MS = 1000;
const MAX_SELECTIONS = 128;
const MAX_SUMMED = 4096;

/**
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {import('./election-acts.mjs').Draft} Draft
 * @typedef {import('./election-acts.mjs').Asked} Asked
 */

/**
 * Why the draft is not done.
 * @param {Act} act
 */
export function refusalOfDraft({ payload, time, signers }) {
  const draft = /** @type {Draft} */ (payload);
  const { closesAt, questions, measures, trustees, threshold, turnout } = draft;
  if (signers.length !== 1) return refuse('SIGNERS_NUMBER');
  if (closesAt % SECOND_MS !== 0 || closesAt <= time) return refuse('CLOSE_TIME');
  if (new Set(measures).size < measures.length) return refuse('MEASURE_TWICE');
  if (!canMix(draft, time)) return refuse('MIXING_WRONG');
  if (!questions.every(canBeAsked)) return refuse('QUESTION_WRONG');
  if (turnout && turnout.num > turnout.den) return refuse('QUESTION_WRONG');
  const accounts = new Set(trustees.map(({ account }) => toHex(account)));
  if (accounts.size < trustees.length || threshold > trustees.length) {
    return refuse('TRUSTEES_WRONG');
  }
  return isTooLarge(draft) ? refuse('ELECTION_TOO_LARGE') : undefined;
}

/** @param {Asked} question */
function canBeAsked({ answers, choice, decides }) {
  if (decides.kind === 'elect' && decides.seats > answers) return false;
  const needs = decides.kind === 'inform' ? undefined : decides.needs;
  if (needs && needs.num > needs.den) return false;
  if (choice === undefined) return true;
  const { min, max, blank } = choice;
  return min <= max && max >= 1 && max <= answers && (min >= 1 || !blank);
}

/** @param {Draft} draft */
function isTooLarge({ questions, results, buildings, measures }) {
  const all = questions.reduce((sum, question) => sum + selectionsOf(question), 0);
  const scopes = results === 'buildings' ? buildings.length : 1;
  const sent = allSent(questions);
  return all > MAX_SELECTIONS || sent < 1 || scopes * measures.length * sent > MAX_SUMMED;
}
