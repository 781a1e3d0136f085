import { refuse } from './verdict.mjs';

/*
 * What voters were sent, as officers noted it (docs/spec/election.md, "When an act is done").
 */

/** Before anything was sent. */
export const NOTHING_SENT = { sendings: 0, voters: 0, undelivered: 0 };

const underWay = ['registering', 'mixing', 'open', 'paused'];

/**
 * Whether keys or ballots are taken, or will be.
 * @param {string} status
 */
export function isUnderWay(status) {
  return underWay.includes(status);
}

/**
 * Adds a sending to those before.
 * @param {{ status: string, messages: typeof NOTHING_SENT }} election
 * @param {import('./register.mjs').Act} act
 * @returns {string | undefined} why it is not done
 */
export function noteMessages(election, { payload }) {
  if (!isUnderWay(election.status)) return refuse('ELECTION_NOT_OPEN');
  const { sendings, voters, undelivered } = election.messages;
  election.messages = {
    sendings: sendings + 1,
    voters: voters + payload.voters,
    undelivered: undelivered + payload.undelivered,
  };
  return undefined;
}
