import { allSent, decodeSelections } from './ballot.mjs';
import { IDENTITY, sumOf } from './group.mjs';

/*
 * The ballots that stand, added up as they come, so that none of them has to be held
 * (docs/spec/election.md, Sums).
 */

/** Ballots that wait until they are added up together: many at once cost less. */
const TOGETHER = 256;

/**
 * @typedef {import('./group.mjs').Element} Element
 * @typedef {import('./election-acts.mjs').Draft} Draft
 * @typedef {{ building: number, weights: bigint[] }} Counting where a ballot counts, and how much
 * @typedef {[Element, Element][]} Ciphertexts
 * @typedef {{ buildings: number[], ballots: number, weights: bigint[], sums: Ciphertexts[] }} Scope
 *   `weights` and `sums` in each measure
 */

/** The ballots of each scope of an election. */
export class Tally {
  /** @param {Pick<Draft, 'results' | 'buildings' | 'measures' | 'questions'>} draft */
  constructor({ results, buildings, measures, questions }) {
    const numbers = buildings.map((_, building) => building);
    const areas = results === 'complex' ? [numbers] : numbers.map((building) => [building]);
    const nothing = () =>
      Array.from({ length: allSent(questions) }, () => {
        return /** @type {[Element, Element]} */ ([IDENTITY, IDENTITY]);
      });
    this.questions = questions;
    this.isOne = results === 'complex';
    /** @type {Scope[]} */
    this.scopes = areas.map((area) => ({
      buildings: area,
      ballots: 0,
      weights: measures.map(() => 0n),
      sums: measures.map(nothing),
    }));
    /** @type {{ scope: Scope, weights: bigint[], ciphertexts: Ciphertexts }[]} */
    this.waiting = [];
  }

  /**
   * Adds a ballot whose proof has been verified.
   * @param {Counting} at
   * @param {Uint8Array} selections
   */
  add(at, selections) {
    this.change(at, selections, 1);
  }

  /**
   * Takes a ballot out that was added.
   * @param {Counting} at
   * @param {Uint8Array} selections
   */
  take(at, selections) {
    this.change(at, selections, -1);
  }

  /**
   * @param {Counting} at
   * @param {Uint8Array} selections
   * @param {1 | -1} sign
   */
  change({ building, weights }, selections, sign) {
    const scope = this.scopes[this.isOne ? 0 : building];
    const sent = /** @type {Ciphertexts} */ (decodeSelections(this.questions, selections));
    /** @type {Ciphertexts} */
    const ciphertexts = sign === 1 ? sent : sent.map(([a, b]) => [a.negate(), b.negate()]);
    scope.ballots += sign;
    scope.weights = scope.weights.map((weight, at) => weight + BigInt(sign) * weights[at]);
    this.waiting.push({ scope, weights, ciphertexts });
    if (this.waiting.length === TOGETHER) this.addUp();
  }

  /** Adds up what waits. */
  addUp() {
    for (const scope of new Set(this.waiting.map((one) => one.scope))) {
      const own = this.waiting.filter((one) => one.scope === scope);
      scope.sums = scope.sums.map((sum, measure) =>
        sum.map((before, selection) => {
          const half = (/** @type {0 | 1} */ side) =>
            before[side].add(
              sumOf(
                own.map(({ weights, ciphertexts }) => {
                  return [weights[measure], ciphertexts[selection][side]];
                }),
              ),
            );
          return /** @type {[Element, Element]} */ ([half(0), half(1)]);
        }),
      );
    }
    this.waiting = [];
  }

  /** How many ballots stand. */
  ballots() {
    return this.scopes.reduce((sum, { ballots }) => sum + ballots, 0);
  }

  /** Their weights in each measure. */
  weights() {
    const [first, ...others] = this.scopes.map(({ weights }) => weights);
    return others.reduce((sum, some) => sum.map((weight, at) => weight + some[at]), first);
  }

  /** All ballots, in their scopes. */
  counted() {
    this.addUp();
    return this.scopes;
  }
}
