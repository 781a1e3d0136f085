import { isNext } from './ballot.mjs';
import { refuse } from './verdict.mjs';

/*
 * Keys that voters give up for papers, where keys are mixed (docs/spec/election.md, Surrender).
 */

/**
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {import('./election.mjs').Election} Election
 */

/**
 * Begins a batch of papers for which keys can be given up.
 * @param {Election} election
 * @param {Act} act
 * @param {boolean} isProven
 * @returns {string | undefined} why it is not done
 */
export function openBatch(election, { payload, time }, isProven) {
  const { draft, mixing, paper } = election;
  const { batch, building } = payload;
  const closed = election.refusalOfTime(time);
  if (closed !== undefined) return closed;
  if (draft.paper === 'none') return refuse('PAPER_NONE');
  if (mixing === undefined) return refuse('MIXING_NONE');
  if (!isProven) return refuse('POSSESSION_WRONG');
  if (election.isOfVoter(batch)) return refuse('VOTER_KEY_USED');
  if (paper.batchOf(batch) !== undefined) return refuse('BATCH_KNOWN');
  if (building >= draft.buildings.length) return refuse('BATCH_OTHER');
  paper.begin(batch, { building, weights: [1n] });
  return undefined;
}

/**
 * Gives up a key, whose proof has been verified, for a paper of a batch.
 * @param {Election} election
 * @param {Act} act
 * @returns {string | undefined} why it is not done
 */
export function surrenderKey(election, { payload, time }) {
  const { mixing, paper } = election;
  const closed = election.refusalOfTime(time);
  if (closed !== undefined) return closed;
  const key = mixing?.keyOf(payload);
  if (mixing === undefined || key === undefined) return refuse('VOTER_KEY_UNKNOWN');
  const batch = paper.batchOf(payload.batch);
  const refusal = refusalOfKey(election, payload, key) ?? refusalOfBatch(batch, key);
  if (refusal !== undefined || batch === undefined) return refusal;
  const full = paper.refusalOfPlaces(payload.batch, 1) ?? mixing.giveUp(payload.key, key);
  if (full !== undefined) return full;
  election.discount(key);
  batch.keys += 1;
  return undefined;
}

/**
 * @param {Election} election
 * @param {import('./ballot.mjs').Surrender} surrender
 * @param {import('./election-mixing.mjs').MixedKey} key
 */
function refusalOfKey({ draft }, surrender, { ballots, last, isGivenUp }) {
  if (isGivenUp) return refuse('VOTER_KEY_GIVEN_UP');
  if (ballots > 0 && draft.revote === 'none') return refuse('BALLOT_STANDS');
  return isNext(surrender, ballots, last) ? undefined : refuse('BALLOT_NOT_NEXT');
}

/**
 * @param {import('./election-paper.mjs').Batch | undefined} batch
 * @param {import('./election-mixing.mjs').MixedKey} key
 */
function refusalOfBatch(batch, { building }) {
  if (batch === undefined) return refuse('BATCH_UNKNOWN');
  return batch.building === building ? undefined : refuse('BATCH_OTHER');
}
