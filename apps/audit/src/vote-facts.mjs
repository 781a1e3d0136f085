import { establishedByArrival } from './arrival.mjs';
import { receiptNumber } from './authorisation.mjs';
import { sameBytes, toHex } from './bytes.mjs';
import { describeCosigners } from './receipt.mjs';
import { figuresOf, percentOf } from './rule.mjs';

/**
 * @typedef {import('./recount.mjs').Recount} Recount
 * @typedef {import('./decision.mjs').Decision} Decision
 * @typedef {{ title: string, policy: import('./policy.mjs').Policy,
 *   signers: import('./cosigners.mjs').Signers, checkpoint: import('./note.mjs').Checkpoint,
 *   id: Uint8Array, stands?: { seconds: bigint, height: bigint }, counted?: Recount }} Found
 */

/**
 * What the dossier of a decision says, in the order in which it is told.
 * @param {Found} found
 */
export function factsOfVote({ title, policy, signers, checkpoint, id, stands, counted }) {
  return {
    title,
    decision: toHex(id),
    ...(counted && whatWasDecided(counted)),
    ledger: policy.ledger,
    logSize: checkpoint.size,
    ...describeCosigners(signers, policy),
    ...(stands && { standsAsOf: stands.seconds, standsAtHeight: stands.height }),
  };
}

/** @param {Recount} counted */
function whatWasDecided({ decision, done }) {
  const { status, openedAt, closesAt, closedAt, draft, established, roll } = decision;
  const figures = describeFigures(decision, roll.tallies);
  const then = established && describeFigures(decision, established.tallies);
  return {
    status,
    ...(openedAt !== undefined && { openedAt }),
    closesAt,
    ...(closedAt !== undefined && { closedAt }),
    hold: draft.rule.hold,
    established: established ? describeEstablished(decision) : 'never',
    ...(then && { figuresEstablished: then }),
    ...(!(then && isSame(then, figures)) && { figures }),
    arrival: describeArrival(decision, done),
    acts: decision.acts,
    papers: decision.papers,
    corrections: done.filter(({ act }) => act.act === 'vote.changeRoll').length,
    messages: describeMessages(done),
    register: toHex(draft.register),
  };
}

/** @param {Decision} decision */
function describeEstablished({ established }) {
  const { acts, by, height, index, at } = /** @type {NonNullable<Decision['established']>} */ (
    established
  );
  return {
    entry: acts,
    by: toHex(by),
    receiptNumber: receiptNumber(by),
    height,
    index,
    momentAt: at,
  };
}

/**
 * @param {Decision} decision
 * @param {import('./roll.mjs').Tally[]} tallies
 */
function describeFigures({ draft }, tallies) {
  return figuresOf(draft, tallies).map(({ condition, scope, numerator, denominator, ...found }) => {
    const { counted, base, of, compare, num, den } = draft.rule.conditions[condition];
    return {
      condition: condition + 1,
      ...(scope > 0 && { building: draft.buildings[scope - 1] }),
      ...{ counted, base, of, compare, num, den, numerator, denominator },
      percent: percentOf(numerator, denominator) ?? '',
      ...found,
    };
  });
}

/**
 * @param {ReturnType<typeof describeFigures>} one
 * @param {ReturnType<typeof describeFigures>} other
 */
function isSame(one, other) {
  const parts = (/** @type {typeof one} */ figures) =>
    figures.map((figure) => Object.values(figure).join()).join(';');
  return parts(one) === parts(other);
}

/**
 * Whether counting papers by their arrival would have made a difference, and which.
 * @param {Decision} decision
 * @param {Recount['done']} done
 */
function describeArrival({ established }, done) {
  const moment = establishedByArrival(done);
  if (moment === undefined) return established ? 'never' : 'same';
  const { act, at, position } = moment;
  if (established && established.at === at && sameBytes(established.by, act.id)) return 'same';
  return {
    entry: act.number,
    ...(position !== undefined && { paper: position + 1 }),
    receiptNumber: receiptNumber(act.id),
    by: toHex(act.id),
    momentAt: at,
  };
}

/** @param {Recount['done']} done */
function describeMessages(done) {
  /** @type {Map<string, { kind: string, times: number, homes: bigint, undelivered: bigint }>} */
  const kinds = new Map();
  for (const { act } of done) {
    if (act.act !== 'vote.noteMessages') continue;
    const { kind, homes, undelivered } = act.payload;
    const none = { times: 0, homes: 0n, undelivered: 0n };
    const before = kinds.get(kind) ?? none;
    // A note on notices is of all there were so far; of others it is of one sending.
    const base = kind === 'notice' ? none : before;
    kinds.set(kind, {
      kind,
      times: before.times + 1,
      homes: base.homes + BigInt(homes),
      undelivered: base.undelivered + BigInt(undelivered),
    });
  }
  return [...kinds.values()];
}
