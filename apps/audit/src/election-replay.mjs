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

/**
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {import('./ballot.mjs').Claim} Claim
 * @typedef {{ progress: Uint8Array, bound?: Uint8Array, results?: Uint8Array }} Proven
 */

/**
 * What an act claims of the key that it names.
 * @param {Election} election
 * @param {Act} act `election.registerKey`, `election.markPaper` or `election.openBatch`
 * @returns {Claim}
 */
function possessionOf(election, act) {
  const { possession: proof, batch, key = batch } = act.payload;
  return { kind: 'possession', key, binding: election.bindingOf(act), proof };
}

export class ElectionReplay {
  /**
   * @param {Act[]} people
   * @param {Act[]} acts the first is `election.draftElection`
   * @param {Uint8Array} chain
   */
  constructor(people, acts, chain) {
    const [first, ...others] = acts;
    this.chain = chain;
    this.register = new Register(first.payload.register);
    this.people = [...people];
    this.first = first;
    this.others = others;
    const opens = others.findIndex(({ act }) => act === OPEN);
    /** How many of the others are done before ballots are looked at. */
    this.before = opens < 0 ? others.length : opens + 1;
    /** @type {Election | undefined} */
    this.election = undefined;
  }

  /**
   * Does the acts of the register up to the place of another act.
   * @param {Act} act
   */
  catchUp(act) {
    const end = this.people.findIndex((next) => !isBefore(next, act));
    const due = this.people.splice(0, end < 0 ? this.people.length : end);
    for (const next of due) requireDone(next, this.register.do(next));
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
    this.election = election;
    const wrong = this.wrongKeys(election);
    for (const act of this.others.slice(0, this.before)) this.do(election, act, wrong);
    return election;
  }

  /**
   * The first act before the opening that registers a key and does not prove it, where keys are
   * registered then.
   * @param {Election} election
   * @returns {Set<Act>}
   */
  wrongKeys(election) {
    const acts = this.others.slice(0, this.before).filter(({ act }) => act === REGISTER);
    const base = G.toBytes();
    const { id } = election;
    const registered = { chain: this.chain, election: id, key: base, voterBase: base };
    const claims = new Claims({ ...registered, questions: [] });
    const first = claims.firstWrong(acts.map((act) => possessionOf(election, act)));
    return new Set(acts.slice(first, first < 0 ? 0 : first + 1));
  }

  /**
   * The claims of all acts after the opening that prove something, each with its act.
   * @param {Election} election
   */
  claims(election) {
    /** @type {(act: Act) => { act: Act, claim: Claim }[]} */
    const claimsOf = (act) => {
      if (act.act === CAST) {
        const { id: bodyHash, payload: cast, proof = new Uint8Array(0) } = act;
        return [{ act, claim: { kind: 'ballot', cast, bodyHash, proof } }];
      }
      if (act.act === SURRENDER) {
        const { id: bodyHash, payload: surrender, proof = new Uint8Array(0) } = act;
        return [{ act, claim: { kind: 'surrender', surrender, bodyHash, proof } }];
      }
      if (act.act !== REGISTER && !OF_BATCH.includes(act.act)) return [];
      return [{ act, claim: possessionOf(election, act) }];
    };
    return this.others.slice(this.before).flatMap(claimsOf);
  }

  /**
   * Does all other acts. Throws a Mismatch.
   * @param {Election} election
   * @param {Set<Act>} wrong those whose proof does not hold
   */
  finish(election, wrong) {
    for (const act of this.others.slice(this.before)) this.do(election, act, wrong);
    const { people, register } = this;
    for (const act of people) requireDone(act, register.do(act));
  }

  /**
   * @param {Election} election
   * @param {Act} act
   * @param {Set<Act>} wrong
   */
  do(election, act, wrong) {
    this.catchUp(act);
    const { chain, register } = this;
    const signer = act.act === REGISTER ? register.personOf(act.signers[0]) : undefined;
    const { persons } = register;
    requireDone(act, election.do(act, { chain, isProven: !wrong.has(act), signer, persons }));
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
