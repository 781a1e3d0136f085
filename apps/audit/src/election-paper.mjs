import { toHex } from './bytes.mjs';
import { FileMap } from './file-map.mjs';
import { refuse } from './verdict.mjs';

/*
 * Ballots on paper (docs/spec/election.md, Paper).
 */

const MAX_PLACES = 100;

/**
 * @typedef {import('./election.mjs').Voter} Voter
 * @typedef {import('./ballot.mjs').Cast} Cast
 * @typedef {{ building: number, weights: bigint[], persons: number, keys: number,
 *   papers: number, last?: Uint8Array, isConfirmed: boolean }} Batch
 *   `keys`: how many were given up for it
 */

/** The batches of an election. */
export class Paper {
  constructor() {
    /** @type {Map<string, Batch>} by key */
    this.batches = new Map();
    /** @type {FileMap<Uint8Array>} selections of papers, by batch and number */
    this.papers = new FileMap();
  }

  /** @param {Uint8Array} key */
  batchOf(key) {
    return this.batches.get(toHex(key));
  }

  /**
   * Why a batch cannot have more places.
   * @param {Uint8Array} key
   * @param {number} more
   */
  refusalOfPlaces(key, more) {
    const batch = this.batchOf(key);
    if (batch?.isConfirmed) return refuse('BATCH_CONFIRMED');
    if (batch && batch.papers > 0) return refuse('BATCH_BEGUN');
    const places = batch === undefined ? 0 : batch.persons + batch.keys;
    return places + more > MAX_PLACES ? refuse('BATCH_FULL') : undefined;
  }

  /**
   * Whether voters can vote in a batch, together with those who do.
   * @param {Uint8Array} key
   * @param {Voter[]} voters
   */
  areAlike(key, voters) {
    const { building, weights } = this.batchOf(key) ?? voters[0];
    return voters.every(
      (voter) => voter.building === building && voter.weights.join() === weights.join(),
    );
  }

  /**
   * A batch that has no place yet.
   * @param {Uint8Array} key
   * @param {Pick<Batch, 'building' | 'weights'>} of
   * @returns {Batch}
   */
  begin(key, { building, weights }) {
    const of = { building, weights };
    /** @type {Batch} */
    const batch = { ...of, persons: 0, keys: 0, papers: 0, isConfirmed: false };
    this.batches.set(toHex(key), batch);
    return batch;
  }

  /**
   * @param {Uint8Array} key
   * @param {Voter[]} voters all alike
   */
  mark(key, voters) {
    const batch = this.batchOf(key) ?? this.begin(key, voters[0]);
    batch.persons += voters.length;
  }

  /**
   * Keeps the selections of a paper until its batch is confirmed.
   * @param {Uint8Array} key
   * @param {number} number in its batch, from 0
   * @param {Uint8Array} selections
   */
  wait(key, number, selections) {
    this.papers.set(`${toHex(key)} ${number}`, selections);
  }

  /**
   * @param {Batch} batch
   * @returns {string | undefined} why no further paper of it is taken
   */
  refusalOfPaper({ isConfirmed, papers, persons, keys }) {
    if (isConfirmed) return refuse('BATCH_CONFIRMED');
    return papers >= persons + keys ? refuse('BALLOTS_TOO_MANY') : undefined;
  }

  /**
   * @param {{ batch: Uint8Array, papers: number }} payload
   * @param {import('./tally.mjs').Tally} tally in which its papers count from now on
   */
  confirm({ batch: key, papers }, tally) {
    const batch = this.batchOf(key);
    if (batch === undefined) return refuse('BATCH_UNKNOWN');
    if (batch.isConfirmed) return refuse('BATCH_CONFIRMED');
    if (batch.papers !== papers) return refuse('PAPERS_DIFFER');
    batch.isConfirmed = true;
    for (let number = 0; number < papers; number += 1) {
      tally.add(batch, /** @type {Uint8Array} */ (this.papers.get(`${toHex(key)} ${number}`)));
    }
    return undefined;
  }

  /** What is told of them. */
  totals() {
    const all = [...this.batches.values()];
    const sum = (/** @type {Batch[]} */ list) =>
      list.reduce((total, { papers }) => total + papers, 0);
    const open = all.filter(({ isConfirmed }) => !isConfirmed);
    return {
      persons: all.reduce((total, { persons }) => total + persons, 0),
      surrendered: all.reduce((total, { keys }) => total + keys, 0),
      batches: all.length - open.length,
      papers: sum(all) - sum(open),
      openBatches: open.length,
      openPapers: sum(open),
    };
  }
}
