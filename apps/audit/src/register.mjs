import { sameBytes, toHex } from './bytes.mjs';
import { FileMap } from './file-map.mjs';
import { refuse } from './verdict.mjs';
import { LEVELS } from './vote-acts.mjs';

/*
 * The register of persons and their keys (docs/spec/vote.md, Register).
 */

const MAX_LIVE_KEYS = 8;

/**
 * An act of a register, a decision or an election, with its place and its signers' accounts.
 * @typedef {{ number: number, height: number, index: number, time: number, id: Uint8Array,
 *   act: string, payload: any, signers: string[], proof?: Uint8Array }} Act
 * @typedef {{ person: number, level: typeof LEVELS[number] }} Identity
 */

/**
 * @param {typeof LEVELS[number]} level
 * @param {typeof LEVELS[number]} needed
 */
export function isAtLeast(level, needed) {
  return LEVELS.indexOf(level) >= LEVELS.indexOf(needed);
}

/** What the acts of a register have made of it. */
export class Register {
  /** @param {Uint8Array} id the body hash of its `openRegister` */
  constructor(id) {
    this.id = id;
    this.isOpen = false;
    this.institution = '';
    this.persons = 0;
    /** @type {typeof LEVELS[number]} */
    this.level = 'link';
    /** @type {FileMap<Identity & { isLive: boolean }>} every key there ever was, by account */
    this.keys = new FileMap();
    /** @type {FileMap<string[]>} accounts of live keys, by person */
    this.live = new FileMap();
  }

  /**
   * The person of an account and the level of its key.
   * @param {string} account
   * @returns {Identity | undefined}
   */
  personOf(account) {
    const key = this.keys.get(account);
    return key?.isLive ? key : undefined;
  }

  /**
   * Does an act.
   * @param {Act} act
   * @returns {string | undefined} why it is not done
   */
  do(act) {
    if (act.act === 'people.openRegister') return this.open(act);
    if (!this.isOpen) return refuse('REGISTER_NOT_FIRST');
    if (!sameBytes(act.payload.register, this.id)) return refuse('OTHER_REGISTER');
    if (act.act === 'people.enlargeRegister') return this.enlarge(act);
    if (act.act === 'people.revokeKeys') return this.revoke(act);
    if (act.act === 'people.addKey') return this.addKey(act);
    if (act.act === 'people.endKey') return this.endKey(act);
    return this.attest(act);
  }

  /** @param {Act} act */
  open({ id, payload, signers }) {
    if (this.isOpen || !sameBytes(id, this.id)) return refuse('OTHER_REGISTER');
    if (signers.length !== 1) return refuse('SIGNERS_NUMBER');
    this.isOpen = true;
    this.institution = payload.institution;
    this.persons = payload.persons;
    this.level = payload.level;
    return undefined;
  }

  /** @param {Act} act */
  enlarge({ payload, signers }) {
    if (signers.length !== 1) return refuse('SIGNERS_NUMBER');
    if (payload.institution !== this.institution) return refuse('OTHER_INSTITUTION');
    if (payload.persons <= this.persons) return refuse('NOT_LARGER');
    this.persons = payload.persons;
    return undefined;
  }

  /**
   * @param {Act} act `people.attestKey` or `people.revokeKeys`
   * @returns {string | undefined} why the person was not identified as they have to be
   */
  refusalOfIdentity({ payload, signers }) {
    const needed = payload.as === this.institution ? 2 : 1;
    if (signers.length !== needed) return refuse('SIGNERS_NUMBER');
    if (payload.person >= this.persons) return refuse('PERSON_OUTSIDE');
    return isAtLeast(payload.level, this.level) ? undefined : refuse('LEVEL_LOW');
  }

  /** @param {Act} act */
  attest(act) {
    const { person, account, level } = act.payload;
    const refusal = this.refusalOfIdentity(act);
    if (refusal !== undefined) return refusal;
    if (this.keys.has(toHex(account))) return refuse('KEY_USED');
    if (this.liveOf(person).length > 0) return refuse('KEY_FIRST_ALREADY');
    this.begin(toHex(account), { person, level });
    return undefined;
  }

  /** @param {Act} act */
  revoke(act) {
    const { person } = act.payload;
    const refusal = this.refusalOfIdentity(act);
    if (refusal !== undefined) return refusal;
    if (this.liveOf(person).length === 0) return refuse('KEY_NONE');
    for (const account of this.liveOf(person)) this.end(person, account);
    return undefined;
  }

  /** @param {Act} act */
  addKey({ payload, signers }) {
    const signer = this.personOf(signers[0]);
    const account = toHex(payload.account);
    if (signers.length !== 1) return refuse('SIGNERS_NUMBER');
    if (signer === undefined) return refuse('KEY_NOT_LIVE');
    if (this.keys.has(account)) return refuse('KEY_USED');
    if (this.liveOf(signer.person).length >= MAX_LIVE_KEYS) return refuse('KEYS_TOO_MANY');
    this.begin(account, { person: signer.person, level: signer.level });
    return undefined;
  }

  /** @param {Act} act */
  endKey({ payload, signers }) {
    const signer = this.personOf(signers[0]);
    const account = toHex(payload.account);
    if (signers.length !== 1) return refuse('SIGNERS_NUMBER');
    if (signer === undefined) return refuse('KEY_NOT_LIVE');
    if (this.personOf(account)?.person !== signer.person) return refuse('KEY_NOT_OF_PERSON');
    if (this.liveOf(signer.person).length < 2) return refuse('KEY_LAST');
    this.end(signer.person, account);
    return undefined;
  }

  /** @param {number} person */
  liveOf(person) {
    return this.live.get(person) ?? [];
  }

  /**
   * @param {string} account
   * @param {Identity} identity
   */
  begin(account, { person, level }) {
    this.keys.set(account, { person, level, isLive: true });
    this.live.set(person, [...this.liveOf(person), account]);
  }

  /**
   * @param {number} person
   * @param {string} account
   */
  end(person, account) {
    const key = this.keys.get(account);
    if (key) this.keys.set(account, { ...key, isLive: false });
    const others = this.liveOf(person).filter((one) => one !== account);
    this.live.set(person, others);
  }
}
