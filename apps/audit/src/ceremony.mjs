import { sameBytes, sha256, tag, u32 } from './bytes.mjs';
import {
  challenge,
  decodeElement,
  decodeScalar,
  elementOf,
  G,
  hold,
  inverse,
  modulo,
  sumOf,
} from './group.mjs';
import { decodeNonzero, isProof, ofEqualLogarithms, ofLogarithm, polynomialAt } from './proofs.mjs';
import { refuse } from './verdict.mjs';

/*
 * One round of the ceremony in which trustees make the key (docs/spec/trustees.md, and
 * docs/spec/election.md, Ceremony).
 */

/** How long trustees may take for their part before it goes on without them. */
export const PATIENCE_MS = 24 * 60 * 60 * 1000;

const COMPLAINT = 'election.complain';
/** The acts of the stages in their order. */
const STAGES = /** @type {const} */ ([
  'election.commitOpening',
  'election.revealOpening',
  'election.dealShares',
  'election.acceptShares',
  'election.rehearse',
]);
const [COMMIT, REVEAL, DEAL, ACCEPT, REHEARSE] = STAGES;

/**
 * @typedef {import('./group.mjs').Element} Element
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {{ coefficients: Uint8Array[], transport: Uint8Array, proof: Uint8Array }} Opening
 * @typedef {'missing' | 'restarted' | 'share-wrong' | 'share-right' | 'identity'} Cause
 * @typedef {{ round: number, cause: Cause, blamed: number[] }} Over how a round came to nothing
 * @typedef {{ coefficients: Element[], transport: Element }} Opened
 * @typedef {{ joint: Element, own: Element[] }} Keys of all trustees together, and of each
 * @typedef {{ election: Uint8Array, trustee: number, key: Element, sum: number }} Decrypting
 */

/**
 * Whether an act is one of the ceremony.
 * @param {string} act
 */
export function isOfCeremony(act) {
  return act === COMPLAINT || STAGES.some((stage) => stage === act);
}

export class Ceremony {
  /**
   * @param {Uint8Array} election
   * @param {number} trustees
   * @param {number} threshold
   * @param {{ round: number, time: number }} begins
   */
  constructor(election, trustees, threshold, { round, time }) {
    this.id = sha256(tag('madang/ceremony/1'), election, u32(round));
    this.round = round;
    /** When the present stage began. */
    this.since = time;
    this.threshold = threshold;
    this.numbers = Array.from({ length: trustees }, (_, at) => at + 1);
    /** @type {Map<string, Map<number, any>>} payloads of what was done, by act and trustee */
    this.done = new Map(STAGES.map((act) => [act, new Map()]));
    /** @type {Map<number, Opened>} */
    this.opened = new Map();
    /** @type {Keys | undefined} */
    this.keys = undefined;
    /** @type {Over | undefined} */
    this.over = undefined;
  }

  /**
   * The act that is due; undefined when all trustees have rehearsed.
   */
  stage() {
    return STAGES.find((act) => this.of(act).size < this.numbers.length);
  }

  /** @param {string} act */
  of(act) {
    return /** @type {Map<number, any>} */ (this.done.get(act));
  }

  /**
   * Ends the round, and blames whoever did not do their part in a fair time.
   * @param {Act} act
   */
  restart({ payload: { round }, time }) {
    if (round !== this.round) return refuse('ROUND_OTHER');
    const stage = time - this.since < PATIENCE_MS ? undefined : this.stage();
    const blamed = stage ? this.numbers.filter((one) => !this.of(stage).has(one)) : [];
    this.over = { round, cause: stage ? 'missing' : 'restarted', blamed };
    return undefined;
  }

  /**
   * Does an act of a trustee.
   * @param {Act} act
   * @returns {string | undefined} why it is not done
   */
  do({ act, payload, time }) {
    const stage = act === COMPLAINT ? ACCEPT : act;
    if (payload.round !== this.round) return refuse('ROUND_OTHER');
    if (stage !== this.stage()) return refuse('STAGE_OTHER');
    if (this.of(stage).has(payload.trustee)) return refuse('PART_DONE');
    if (act === COMPLAINT) return this.complain(payload);
    const refusal = this.refusalOf(act, payload);
    if (refusal !== undefined) return refusal;
    this.of(stage).set(payload.trustee, payload);
    if (this.stage() !== stage) this.since = time;
    if (act === ACCEPT && this.stage() === REHEARSE) this.makeKeys();
    return undefined;
  }

  /**
   * @param {string} act
   * @param {any} payload
   * @returns {string | undefined}
   */
  refusalOf(act, payload) {
    if (act === REVEAL) return this.reveal(payload);
    if (act === DEAL && payload.shares.length !== this.numbers.length) {
      return refuse('SHARES_NUMBER');
    }
    if (act === REHEARSE && !this.isRehearsed(payload)) return refuse('PART_WRONG');
    return undefined;
  }

  /** @param {{ trustee: number, opening: Opening }} payload */
  reveal({ trustee, opening }) {
    const { coefficients, transport, proof } = opening;
    if (coefficients.length !== this.threshold) return refuse('OPENING_WRONG');
    const parts = [this.id, u32(trustee), u32(this.threshold), ...coefficients, transport];
    const hash = sha256(tag('madang/trustee-opening/1'), ...parts, proof);
    const { commitment } = this.of(COMMIT).get(trustee);
    if (!sameBytes(hash, commitment)) return refuse('OPENING_WRONG');
    const [ownTransport, ...own] = [transport, ...coefficients].map(decodeNonzero);
    if (ownTransport === undefined || !own.every((one) => one !== undefined)) {
      return refuse('OPENING_WRONG');
    }
    if (!isProof(ofLogarithm('coefficients', parts, { point: own[0], base: G }, proof))) {
      return refuse('OPENING_WRONG');
    }
    this.opened.set(trustee, { coefficients: own, transport: ownTransport });
    return undefined;
  }

  /** @param {number} trustee whose opening is valid */
  openedBy(trustee) {
    return /** @type {Opened} */ (this.opened.get(trustee));
  }

  /**
   * A complaint that is decided ends the round.
   * @param {{ trustee: number, dealer: number, complaint: Uint8Array }} payload
   */
  complain({ trustee, dealer, complaint }) {
    if (!this.numbers.includes(dealer)) return refuse('TRUSTEE_UNKNOWN');
    const cause = this.judge(dealer, trustee, complaint);
    if (cause === undefined) return refuse('COMPLAINT_NOT_PROVEN');
    const blamed = [cause === 'share-wrong' ? dealer : trustee];
    this.over = { round: this.round, cause, blamed };
    return undefined;
  }

  /**
   * @param {number} dealer
   * @param {number} receiver
   * @param {Uint8Array} complaint
   * @returns {'share-wrong' | 'share-right' | undefined} undefined: not proven
   */
  judge(dealer, receiver, complaint) {
    const sealed = this.of(DEAL).get(dealer).shares[receiver - 1];
    const [encodedE, encodedMasked] = [sealed.subarray(0, 32), sealed.subarray(32, 64)];
    const place = [this.id, u32(dealer), u32(receiver), encodedE];
    const [e, masked] = [decodeNonzero(encodedE), decodeScalar(encodedMasked)];
    if (e === undefined || masked === undefined) return 'share-wrong';
    const sealing = [...place, encodedMasked];
    if (!isProof(ofLogarithm('sealing', sealing, { point: e, base: G }, sealed.subarray(64)))) {
      return 'share-wrong';
    }
    const { transport } = this.openedBy(receiver);
    const encodedT = this.of(REVEAL).get(receiver).opening.transport;
    const encodedK = complaint.subarray(0, 32);
    const k = decodeElement(encodedK);
    if (k === undefined) return undefined;
    const statement = [...place, encodedMasked, encodedT, encodedK];
    const told = { point: transport, image: k, base: e };
    if (!isProof(ofEqualLogarithms('dleq', statement, told, complaint.subarray(32)))) {
      return undefined;
    }
    const share = masked - challenge('mask', ...place, encodedT, encodedK);
    const { coefficients } = this.openedBy(dealer);
    const isRight = hold([[[-share, G], ...polynomialAt(coefficients, receiver)]]);
    return isRight ? 'share-right' : 'share-wrong';
  }

  /** All shares are accepted. */
  makeKeys() {
    const dealt = this.numbers.map((dealer) => this.openedBy(dealer).coefficients);
    const own = this.numbers.map((i) =>
      sumOf(dealt.flatMap((coefficients) => polynomialAt(coefficients, i))),
    );
    const joint = sumOf(dealt.map((coefficients) => [1n, coefficients[0]]));
    if ([joint, ...own].some((key) => key.is0())) {
      this.over = { round: this.round, cause: 'identity', blamed: [] };
    } else this.keys = { joint, own };
  }

  /**
   * The key of a trustee, once they are made.
   * @param {number} trustee
   */
  keyOf(trustee) {
    return /** @type {Keys} */ (this.keys).own[trustee - 1];
  }

  /** @param {{ trustee: number, part: Uint8Array }} payload */
  isRehearsed({ trustee, part }) {
    const [a, b] = [0, 1].map((byte) =>
      elementOf('rehearsal', Buffer.concat([this.id, Uint8Array.of(byte)])),
    );
    const key = this.keyOf(trustee);
    return areRightShares({ election: this.id, trustee, key, sum: 0 }, [[a, b]], [part]);
  }
}

/**
 * Whether a trustee gave one right share of decryption for each ciphertext of a sum.
 * @param {Decrypting} of
 * @param {[Element, Element][]} ciphertexts
 * @param {Uint8Array[]} shares
 */
export function areRightShares({ election, trustee, key, sum }, ciphertexts, shares) {
  if (shares.length !== ciphertexts.length) return false;
  const place = [election, u32(trustee), u32(sum)];
  const proofs = shares.map((share, at) => {
    const [a, b] = ciphertexts[at];
    const encodedD = share.subarray(0, 32);
    const d = decodeElement(encodedD);
    if (d === undefined) return undefined;
    const elements = [key.toBytes(), a.toBytes(), b.toBytes(), encodedD];
    const statement = [...place, u32(at), ...elements];
    return ofEqualLogarithms(
      'share',
      statement,
      { point: key, image: d, base: a },
      share.subarray(32),
    );
  });
  return proofs.every((proof) => proof !== undefined) && hold(proofs.flat());
}

/**
 * What is left of the second halves when the shares of some trustees are taken away: the counts
 * times G.
 * @param {[Element, Element][]} ciphertexts
 * @param {Map<number, Uint8Array[]>} shares of exactly so many trustees as are needed
 * @returns {Element[]}
 */
export function openedBy(ciphertexts, shares) {
  const numbers = [...shares.keys()];
  const factors = numbers.map((i) => lagrange(i, numbers));
  return ciphertexts.map(([, b], at) => {
    const parts = numbers.map((i, of) => {
      const share = /** @type {Uint8Array[]} */ (shares.get(i))[at];
      const d = /** @type {Element} */ (decodeElement(share.subarray(0, 32)));
      return /** @type {[bigint, Element]} */ ([modulo(-factors[of]), d]);
    });
    return sumOf([[1n, b], ...parts]);
  });
}

/**
 * @param {number} i
 * @param {number[]} numbers
 */
function lagrange(i, numbers) {
  const others = numbers.filter((j) => j !== i).map(BigInt);
  const above = others.reduce((product, j) => product * j, 1n);
  const below = others.reduce((product, j) => product * (j - BigInt(i)), 1n);
  return modulo(above * inverse(modulo(below)));
}
