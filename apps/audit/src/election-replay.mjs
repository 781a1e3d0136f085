import { isBefore, requireDone } from './act-list.mjs';
import { Claims } from './ballot.mjs';
import { encodeValue } from './cbor.mjs';
import { Election } from './election.mjs';
import { refusalOfDraft } from './election-draft.mjs';
import { G } from './group.mjs';
import { firstDifference } from './recount.mjs';
import { Register } from './register.mjs';
import { Mismatch, refuse } from './verdict.mjs';

/*
 * Doing the acts of a register and of an election in the order of their places
 * (docs/spec/election.md, Checks).
 */

const OPEN = 'election.openElection';
const CAST = 'election.castBallot';
const REGISTER = 'election.registerKey';
const SURRENDER = 'election.surrenderKey';
const OF_BATCH = ['election.markPaper', 'election.openBatch'];
/** Acts that name a key and prove to have it. */
const CLAIMING = [REGISTER, ...OF_BATCH];
/** Most claims that are verified together. */
const TOGETHER = 256;

/**
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {import('./ballot.mjs').Claim} Claim
 * @typedef {{ progress: Uint8Array, bound?: Uint8Array, results?: Uint8Array }} Proven
 */

/**
 * What an act claims of the key that it names.
 * @param {Election} election
 * @param {Act} act `election.registerKey`, `election.markPaper` or `election.openBatch`
 * @returns {Claim & { number: number }}
 */
function possessionOf(election, act) {
  const { possession: proof, batch, key = batch } = act.payload;
  return {
    number: act.number,
    kind: 'possession',
    key,
    binding: election.bindingOf(act),
    proof,
  };
}

export class ElectionReplay {
  /**
   * @param {Iterable<Act>} people
   * @param {Iterable<Act>} acts the first is `election.draftElection`; both can be walked again
   * @param {Uint8Array} chain
   */
  constructor(people, acts, chain) {
    this.chain = chain;
    this.acts = acts;
    /** What is still to be done of both lists. */
    this.rest = acts[Symbol.iterator]();
    this.people = people[Symbol.iterator]();
    this.person = this.people.next();
    this.first = /** @type {Act} */ (this.rest.next().value);
    this.register = new Register(this.first.payload.register);
  }

  /**
   * Does the acts of the register up to the place of another act; all of them if there is none.
   * @param {Act} [act]
   */
  catchUp(act) {
    for (; this.person.done !== true; this.person = this.people.next()) {
      const next = this.person.value;
      if (act !== undefined && !isBefore(next, act)) return;
      requireDone(next, this.register.do(next));
    }
  }

  /**
   * Does all acts up to the opening. Throws a Mismatch.
   * @returns {Election}
   */
  open() {
    const { first, register } = this;
    requireDone(first, refusalOfDraft(first));
    this.catchUp(first);
    requireDone(first, register.isOpen ? undefined : refuse('REGISTER_NOT_FIRST'));
    const election = new Election(first);
    this.doRest(election, this.wrongKeys(election), OPEN);
    return election;
  }

  /**
   * The acts before the opening, or those after it; the first of all is neither.
   * @param {'before' | 'after'} side
   * @returns {Generator<Act, void>}
   */
  *walk(side) {
    let isAfter = false;
    for (const act of this.acts) {
      if (act.number > 1 && isAfter === (side === 'after')) yield act;
      isAfter ||= act.act === OPEN;
      if (isAfter && side === 'before') return;
    }
  }

  /**
   * The number of the first act before the opening that registers a key and does not prove it,
   * where keys are registered then.
   * @param {Election} election
   * @returns {Set<number>}
   */
  wrongKeys(election) {
    if (election.mixing === undefined) return new Set();
    const base = G.toBytes();
    const { id } = election;
    const registered = { chain: this.chain, election: id, key: base, voterBase: base };
    const claims = new Claims({ ...registered, questions: [] });
    /** @type {(Claim & { number: number })[]} */
    let some = [];
    const firstOf = () => some[claims.firstWrong(some)]?.number;
    for (const act of this.walk('before')) {
      if (act.act === REGISTER) some.push(possessionOf(election, act));
      if (some.length < TOGETHER) continue;
      const first = firstOf();
      if (first !== undefined) return new Set([first]);
      some = [];
    }
    const first = firstOf();
    return new Set(first === undefined ? [] : [first]);
  }

  /**
   * The claims of all acts after the opening that prove something, each with the number of its act.
   * @param {Election} election
   * @returns {Generator<Claim & { number: number }, void>}
   */
  *claims(election) {
    for (const act of this.walk('after')) {
      const { id: bodyHash, number, payload, proof = new Uint8Array(0) } = act;
      const proven = { number, bodyHash, proof };
      if (act.act === CAST) yield { kind: 'ballot', cast: payload, ...proven };
      if (act.act === SURRENDER) yield { kind: 'surrender', surrender: payload, ...proven };
      if (CLAIMING.includes(act.act)) yield possessionOf(election, act);
    }
  }

  /**
   * About how many claims there are.
   * @param {import('./act-list.mjs').ActList} list
   */
  claimCount(list) {
    return [CAST, SURRENDER, ...CLAIMING].reduce((sum, act) => sum + list.countOf(act), 0);
  }

  /**
   * Does all other acts. Throws a Mismatch.
   * @param {Election} election
   * @param {Set<number>} wrong numbers of those whose proof does not hold
   */
  finish(election, wrong) {
    this.doRest(election, wrong);
    this.catchUp();
  }

  /**
   * Does acts up to one of this name, if one is given.
   * @param {Election} election
   * @param {Set<number>} wrong
   * @param {string} [last]
   */
  doRest(election, wrong, last) {
    for (let next = this.rest.next(); next.done !== true; next = this.rest.next()) {
      this.do(election, next.value, wrong);
      if (next.value.act === last) return;
    }
  }

  /**
   * @param {Election} election
   * @param {Act} act
   * @param {Set<number>} wrong
   */
  do(election, act, wrong) {
    this.catchUp(act);
    const { chain, register } = this;
    const signer = act.act === REGISTER ? register.personOf(act.signers[0]) : undefined;
    const { persons } = register;
    requireDone(
      act,
      election.do(act, { chain, isProven: !wrong.has(act.number), signer, persons }),
    );
  }
}

/**
 * Whether what ballots are bound to is what is proven. Throws a Mismatch.
 * @param {Election} election
 * @param {Proven} proven
 */
export function requireBound(election, { bound }) {
  requireSameRecord('BOUND_DIFFERS', election.boundRecord(), bound);
}

/**
 * Whether the result and the progress are what is proven. Throws a Mismatch.
 * @param {Election} election
 * @param {Proven} proven
 */
export function requireResult(election, { progress, results }) {
  requireSameRecord('RESULT_DIFFERS', election.result, results);
  requireSameRecord('PROGRESS_DIFFERS', election.progress(), progress);
}

/**
 * @param {string} code
 * @param {object | undefined} computed
 * @param {Uint8Array | undefined} proven
 */
function requireSameRecord(code, computed, proven) {
  if (computed === undefined && proven === undefined) return;
  const none = encodeValue({});
  const [ours, theirs] = [computed ? encodeValue(computed) : none, proven ?? none];
  const key = firstDifference(ours, theirs);
  if (key !== undefined || !computed || !proven) throw new Mismatch(code, { key: key ?? '' });
}
