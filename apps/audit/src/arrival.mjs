import { Decision } from './decision.mjs';

/*
 * Whether counting papers by their arrival would have made a difference (docs/spec/vote.md, Order
 * of arrival). Acts of the register keep their order among the acts of persons, so whose key signed
 * an act is known from the first count.
 */

/**
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {import('./register.mjs').Identity} Identity
 * @typedef {{ act: Act, signer?: Identity, paper?: import('./decision.mjs').Paper,
 *   position: number }} Item
 * @typedef {{ at: number, act: Act, position?: number }} Moment
 */

/**
 * The moment at which the decision would have been established if every paper counted when it
 * arrived.
 * @param {{ act: Act, signer?: Identity }[]} done the acts of the decision, in order
 * @returns {Moment | undefined}
 */
export function establishedByArrival(done) {
  const items = done.flatMap(itemsOf);
  items.sort(
    (a, b) =>
      a.act.time - b.act.time ||
      a.act.height - b.act.height ||
      a.act.index - b.act.index ||
      a.position - b.position,
  );
  /** @type {Decision | undefined} */
  let decision;
  for (const { act, signer, paper, position } of items) {
    if (act.act === 'vote.draftDecision') decision ??= new Decision(act);
    else if (paper === undefined) decision?.do(act, signer);
    else decision?.doPaper(act, paper);
    if (decision?.established) {
      return { at: act.time, act, ...(paper && { position }) };
    }
  }
  return undefined;
}

/**
 * @param {{ act: Act, signer?: Identity }} done
 * @returns {Item[]}
 */
function itemsOf({ act, signer }) {
  /** @type {import('./decision.mjs').Paper[] | undefined} */
  const papers = act.act === 'vote.enterProxies' ? undefined : act.payload.papers;
  if (papers === undefined) return [{ act, position: 0, ...(signer && { signer }) }];
  return papers.map((paper, position) => ({
    act: { ...act, time: paper.arrivedAt },
    paper,
    position,
  }));
}
