import { toHex } from './bytes.mjs';
import { describeCosigners } from './receipt.mjs';
import { figuresOf, totalsOf } from './sums.mjs';

/**
 * @typedef {import('./election.mjs').Election} Election
 * @typedef {{ title: string, policy: import('./policy.mjs').Policy,
 *   signers: import('./cosigners.mjs').Signers, checkpoint: import('./note.mjs').Checkpoint,
 *   id: Uint8Array, stands?: { seconds: bigint, height: bigint }, election?: Election }} Found
 */

/**
 * What the dossier of an election says, in the order in which it is told.
 * @param {Found} found
 */
export function factsOfElection({ title, policy, signers, checkpoint, id, stands, election }) {
  return {
    title,
    election: toHex(id),
    ...(election && whatWasElected(election)),
    ledger: policy.ledger,
    logSize: checkpoint.size,
    ...describeCosigners(signers, policy),
    ...(stands && { standsAsOf: stands.seconds, standsAtHeight: stands.height }),
  };
}

/** @param {Election} election */
function whatWasElected(election) {
  const { status, openedAt, closesAt, closedAt, draft, result, bound } = election;
  return {
    status,
    ...(openedAt !== undefined && { openedAt }),
    closesAt,
    ...(closedAt !== undefined && { closedAt }),
    turnout: describeTurnout(election),
    questions: result === undefined ? [] : describeQuestions(election, result),
    trustees: describeTrustees(election),
    ...(election.mixing && { mixedBy: describeMixers(election.mixing, draft) }),
    blamed: describeBlamed(election),
    threshold: draft.threshold,
    sums: election.sums.length,
    announced: election.sums.filter(({ counts }) => counts !== undefined).length,
    ...(draft.paper !== 'none' && { paper: election.paper.totals() }),
    ballotCount: election.ballots,
    pauseCount: election.pauses,
    extensionCount: election.extensions,
    messagesSent: election.messages,
    ...(bound && { boundTo: toHex(bound.election), jointKey: toHex(bound.key) }),
    acts: election.acts,
    register: toHex(draft.register),
  };
}

/** @param {Election} election */
function describeTurnout(election) {
  const { draft, roll, totals, result } = election;
  return {
    voters: roll.size,
    ballots: election.tally.ballots(),
    measures: [...draft.measures],
    weights: totals,
    cast: election.tally.weights(),
    ...(draft.turnout && { asked: draft.turnout }),
    ...(result && { isMet: result.isTurnoutMet }),
  };
}

/**
 * @param {Election} election
 * @param {NonNullable<Election['result']>} result
 */
function describeQuestions({ draft, sums, groups }, { outcomes }) {
  const totals = totalsOf(draft, sums);
  const figures = sums.map(({ counts = [], total }) => figuresOf(draft, counts, total) ?? []);
  return draft.questions.map(({ decides }, question) => ({
    question: question + 1,
    decides: decides.kind,
    outcome: outcomes[question],
    measures: totals[question].map((sum, at) => ({ measure: draft.measures[at], ...sum })),
    groups: sums.map(({ group, measure }, at) => ({
      buildings: groups[group].buildings.map((building) => draft.buildings[building]),
      measure: draft.measures[measure],
      ...figures[at][question],
    })),
  }));
}

/** @param {Election} election */
function describeTrustees({ draft, sums }) {
  return draft.trustees.map(({ account, seat }, at) => ({
    trustee: at + 1,
    seat,
    account: toHex(account),
    decrypted: sums.filter(({ decrypted }) => decrypted.has(at + 1)).length,
  }));
}

/**
 * @param {import('./election-mixing.mjs').Mixing} mixing
 * @param {Election['draft']} draft
 */
function describeMixers({ mixed }, { trustees }) {
  return mixed.map((trustee) => ({ trustee, seat: trustees[trustee - 1].seat }));
}

/** @param {Election} election */
function describeBlamed({ rounds, wrongParts }) {
  return [
    ...rounds.map((over) => ({ kind: 'round', ...over })),
    ...wrongParts.map((part) => ({ kind: 'part', ...part })),
  ];
}
