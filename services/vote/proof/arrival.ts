import { decode, encodeKnown, type TypeOf } from '@madang/base';
import { type ActAgain, type Again, again, type OpenedAct } from '@madang/protocol';
import { papersPayload, withdrawalsPayload } from '../chain/schema.ts';

/** The moment at which papers counted by their arrival would have made the decision. */
export interface ArrivalMoment {
  /** Body hash of the act, or of the batch that the paper was in. */
  readonly by: Uint8Array;
  readonly at: number;
}

/** Called after each act: whether the decision is established now. */
export type IsEstablished = () => boolean;

/**
 * Does the acts of a decision again with each paper at the time of its arrival
 * (docs/spec/vote.md, "Order of arrival"). `before` are the acts of the register.
 */
export function countByArrival(
  again: Again,
  before: Iterable<OpenedAct>,
  acts: Iterable<OpenedAct>,
  isEstablished: IsEstablished,
): ArrivalMoment | undefined {
  for (const { act } of byArrival(before, acts)) {
    // What is refused in this order is left out of it.
    const done = again.run(act);
    if (done.ok && isEstablished()) return { by: act.id, at: act.timeMs };
  }
  return undefined;
}

interface Timed {
  readonly act: ActAgain;
  /** Position among all acts as the log has them, and in its batch. */
  readonly place: number;
  readonly line: number;
}

function byArrival(people: Iterable<OpenedAct>, acts: Iterable<OpenedAct>): readonly Timed[] {
  const ordered = [...people, ...acts].sort(
    (left, right) =>
      left.placed.height - right.placed.height || left.placed.index - right.placed.index,
  );
  return ordered
    .flatMap((one, place) => papersOf(again(one)).map((act, line) => ({ act, place, line })))
    .sort(
      (left, right) =>
        left.act.timeMs - right.act.timeMs || left.place - right.place || left.line - right.line,
    );
}

/** The papers of a batch, each as an act of its own at its arrival; any other act as it is. */
function papersOf(act: ActAgain): readonly ActAgain[] {
  if (act.act === 'vote.enterPapers') {
    const batch = decode(papersPayload, act.payload);
    return batch.ok ? batch.value.papers.map((paper) => onePaper(act, batch.value, paper)) : [act];
  }
  if (act.act === 'vote.enterWithdrawals') {
    const batch = decode(withdrawalsPayload, act.payload);
    if (!batch.ok) return [act];
    return batch.value.papers.map((paper) => ({
      ...act,
      payload: encodeKnown(withdrawalsPayload, { ...batch.value, papers: [paper] }),
      timeMs: paper.arrivedAt,
    }));
  }
  return [act];
}

function onePaper(
  act: ActAgain,
  batch: TypeOf<typeof papersPayload>,
  paper: TypeOf<typeof papersPayload>['papers'][number],
): ActAgain {
  const payload = encodeKnown(papersPayload, { ...batch, papers: [paper] });
  return { ...act, payload, timeMs: paper.arrivedAt };
}
