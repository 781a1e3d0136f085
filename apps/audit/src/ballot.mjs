import { sameBytes, sha256, splitHashes, tag, u32 } from './bytes.mjs';
import { encodeValue } from './cbor.mjs';
import { challenge, decodeElement, decodeScalar, G, hold, times } from './group.mjs';
import { decodeNonzero, ofLogarithm } from './proofs.mjs';

/*
 * Ballots and possession of voters' keys (docs/spec/ballot.md; docs/spec/trustees.md, Possession).
 */

const SIGNATURE_BYTES = 64;
const PROOF_BYTES = 224;
const CIPHERTEXT_BYTES = 64;
const NO_PREVIOUS = new Uint8Array(32);

/**
 * @typedef {import('./group.mjs').Element} Element
 * @typedef {import('./group.mjs').Terms} Terms
 * @typedef {import('./group.mjs').Equations} Equations
 * @typedef {{ answers: number,
 *   choice?: { max: number, min: number, blank: boolean } | undefined }} Question
 * @typedef {{ chain: Uint8Array, election: Uint8Array, key: Uint8Array, voterBase: Uint8Array,
 *   questions: Question[] }} Bound what ballots are bound to
 * @typedef {{ key: Uint8Array, sequence: number, previous?: Uint8Array,
 *   selections: Uint8Array }} Cast
 * @typedef {{ key: Uint8Array, sequence: number, previous?: Uint8Array,
 *   batch: Uint8Array }} Surrender
 * @typedef {{ kind: 'ballot', cast: Cast, bodyHash: Uint8Array, proof: Uint8Array }
 *   | { kind: 'surrender', surrender: Surrender, bodyHash: Uint8Array, proof: Uint8Array }
 *   | { kind: 'possession', key: Uint8Array, binding: Uint8Array, proof: Uint8Array }} Claim
 */

/**
 * How many selections a question has, those that are not sent included.
 * @param {Question} question
 */
export function selectionsOf({ answers, choice }) {
  if (choice === undefined) return answers;
  return answers + (choice.blank ? 1 : 0) + choice.max - choice.min;
}

/**
 * How many selections of a question are sent.
 * @param {Question} question
 */
export function sentOf(question) {
  return selectionsOf(question) - (question.choice === undefined ? 0 : 1);
}

/** @param {Question[]} questions */
export function allSent(questions) {
  return questions.reduce((sum, question) => sum + sentOf(question), 0);
}

/**
 * The statement of a ballot, which is its fingerprint.
 * @param {Bound} bound
 * @param {Cast} cast
 */
export function fingerprintOf(bound, { key, sequence, previous = NO_PREVIOUS, selections }) {
  const questions = encodeValue(
    bound.questions.map(({ answers, choice }) => (choice ? { answers, choice } : { answers })),
  );
  return sha256(
    ...[tag('madang/ballot/1'), bound.chain, bound.election, bound.key, bound.voterBase],
    ...[u32(questions.length), questions, key, u32(sequence), previous],
    ...[u32(selections.length), selections],
  );
}

/**
 * Whether what a key does follows its newest ballot.
 * @param {Pick<Cast, 'sequence' | 'previous'>} cast
 * @param {number} ballots
 * @param {Uint8Array | undefined} last
 */
export function isNext({ sequence, previous }, ballots, last) {
  if (sequence !== ballots) return false;
  if (previous === undefined || last === undefined) return previous === last;
  return sameBytes(previous, last);
}

/**
 * What the signature of a key that is given up says.
 * @param {Bound} bound
 * @param {Surrender} surrender
 */
function surrenderStatement(bound, { key, sequence, previous = NO_PREVIOUS, batch }) {
  return sha256(
    ...[tag('madang/surrender/1'), bound.chain, bound.election, bound.voterBase],
    ...[key, u32(sequence), previous, batch],
  );
}

/**
 * Claims that are verified together, for one election.
 */
export class Claims {
  /** @param {Bound} bound */
  constructor(bound) {
    this.bound = bound;
    this.key = decodeNonzero(bound.key);
    this.base = decodeNonzero(bound.voterBase);
  }

  /**
   * The position of the first claim that is not right; -1 if all are.
   * @param {Claim[]} claims
   * @returns {number}
   */
  firstWrong(claims) {
    const equations = claims.map((claim) => this.equationsOf(claim));
    const malformed = equations.indexOf(undefined);
    const whole = malformed < 0 ? equations : equations.slice(0, malformed);
    return firstThatFails(/** @type {Equations[]} */ (whole)) ?? malformed;
  }

  /**
   * @param {Claim} claim
   * @returns {Equations | undefined} undefined where its bytes are malformed
   */
  equationsOf(claim) {
    if (claim.kind === 'surrender') return this.ofSurrender(claim);
    return claim.kind === 'ballot' ? this.ofBallot(claim) : this.ofPossession(claim);
  }

  /** @param {Claim & { kind: 'surrender' }} claim */
  ofSurrender({ surrender, bodyHash, proof }) {
    const [point, { base, bound }] = [decodeNonzero(surrender.key), this];
    if (point === undefined || base === undefined) return undefined;
    const parts = [surrenderStatement(bound, surrender), bodyHash];
    return ofLogarithm('surrender', parts, { point, base }, proof);
  }

  /** @param {Claim & { kind: 'possession' }} claim */
  ofPossession({ key, binding, proof }) {
    const [point, { base, bound }] = [decodeNonzero(key), this];
    if (point === undefined || base === undefined) return undefined;
    return ofLogarithm('possession', [binding, bound.voterBase, key], { point, base }, proof);
  }

  /**
   * @param {Claim & { kind: 'ballot' }} claim
   * @returns {Equations | undefined}
   */
  ofBallot({ cast, bodyHash, proof }) {
    const [point, { base, bound }] = [decodeNonzero(cast.key), this];
    const ciphertexts = ciphertextsOf(bound.questions, cast.selections);
    if (point === undefined || base === undefined || ciphertexts === undefined) return undefined;
    if (proof.length !== SIGNATURE_BYTES + PROOF_BYTES * ciphertexts.length) return undefined;
    const statement = fingerprintOf(bound, cast);
    const signature = proof.subarray(0, SIGNATURE_BYTES);
    /** @type {Equations} */
    const equations = [];
    const signed = ofLogarithm('ballot', [statement, bodyHash], { point, base }, signature);
    if (signed === undefined) return undefined;
    equations.push(...signed);
    for (const [at, ciphertext] of ciphertexts.entries()) {
      const from = SIGNATURE_BYTES + PROOF_BYTES * at;
      const part = this.ofSelection(
        statement,
        ciphertext,
        proof.subarray(from, from + PROOF_BYTES),
      );
      if (part === undefined) return undefined;
      equations.push(...part);
    }
    return equations;
  }

  /**
   * That a selection is 0 or 1.
   * @param {Uint8Array} statement
   * @param {Ciphertext} ciphertext
   * @param {Uint8Array} proof
   * @returns {Equations | undefined}
   */
  ofSelection(statement, { question, selection, a, b }, proof) {
    const parts = splitHashes(proof) ?? [];
    const [a0, b0, a1, b1] = parts.slice(0, 4).map(decodeElement);
    const [c0, z0, z1] = parts.slice(4).map(decodeScalar);
    const { key } = this;
    if (!a0 || !b0 || !a1 || !b1 || !key) return undefined;
    if (c0 === undefined || z0 === undefined || z1 === undefined) return undefined;
    const place = [u32(question), u32(selection)];
    const c = challenge('selection', statement, ...place, ...parts.slice(0, 4));
    const c1 = c - c0;
    return [
      [[1n, a0], ...times(c0, a), [-z0, G]],
      [[1n, b0], ...times(c0, b), [-z0, key]],
      [[1n, a1], ...times(c1, a), [-z1, G]],
      [[1n, b1], ...times(c1, b), [-c1, G], [-z1, key]],
    ];
  }
}

/**
 * The first of several that does not hold, by halves.
 * @param {Equations[]} list
 * @returns {number | undefined}
 */
function firstThatFails(list) {
  if (list.length === 0 || hold(list.flat())) return undefined;
  if (list.length === 1) return 0;
  const half = list.length >> 1;
  const first = firstThatFails(list.slice(0, half));
  if (first !== undefined) return first;
  const second = firstThatFails(list.slice(half));
  return second === undefined ? 0 : half + second;
}

/**
 * What is encrypted in one selection, as terms of what was sent.
 * @typedef {{ question: number, selection: number, a: Terms, b: Terms }} Ciphertext
 */

/**
 * The elements of selections that were sent; undefined if their number or bytes are not right.
 * @param {Question[]} questions
 * @param {Uint8Array} selections
 * @returns {[Element, Element][] | undefined}
 */
export function decodeSelections(questions, selections) {
  if (selections.length !== CIPHERTEXT_BYTES * allSent(questions)) return undefined;
  const elements = (splitHashes(selections) ?? []).map(decodeElement);
  /** @type {[Element, Element][]} */
  const pairs = [];
  for (let at = 0; at < elements.length; at += 2) {
    const [a, b] = elements.slice(at, at + 2);
    if (a === undefined || b === undefined || a.is0()) return undefined;
    pairs.push([a, b]);
  }
  return pairs;
}

/**
 * The ciphertexts of all selections; undefined if the bytes are not right.
 * @param {Question[]} questions
 * @param {Uint8Array} selections
 * @returns {Ciphertext[] | undefined}
 */
function ciphertextsOf(questions, selections) {
  const pairs = decodeSelections(questions, selections);
  if (pairs === undefined) return undefined;
  let next = 0;
  return questions.flatMap((question, number) => {
    const own = pairs.slice(next, next + sentOf(question));
    next += own.length;
    const sent = own.map(([a, b], selection) => {
      return { question: number, selection, a: terms([1n, a]), b: terms([1n, b]) };
    });
    return question.choice ? [...sent, lastOf(question.choice, number, own)] : sent;
  });
}

/**
 * @param {...[bigint, Element]} list
 * @returns {Terms}
 */
function terms(...list) {
  return list;
}

/**
 * The selection that is not sent: (0, max G) less the others, the blank one taken `max` times.
 * @param {NonNullable<Question['choice']>} choice
 * @param {number} question
 * @param {[Element, Element][]} others
 * @returns {Ciphertext}
 */
function lastOf({ max, blank }, question, others) {
  const factor = (/** @type {number} */ at) => (blank && at === 0 ? -BigInt(max) : -1n);
  /** @type {Terms} */
  const a = others.map(([one], at) => [factor(at), one]);
  /** @type {Terms} */
  const b = others.map(([, one], at) => [factor(at), one]);
  return { question, selection: others.length, a, b: [[BigInt(max), G], ...b] };
}

/**
 * What a proof of possession of a voter's key is given for.
 * @param {Uint8Array} election
 * @param {Uint8Array} account
 */
export function bindingOf(election, account) {
  return sha256(tag('madang/voter-key/1'), election, account);
}
