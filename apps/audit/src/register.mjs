import { sameBytes, toHex } from './bytes.mjs';
import { refuse } from './verdict.mjs';
import { LEVELS } from './vote-acts.mjs';

/*
 * The register of persons and their keys (docs/spec/vote.md, Register).
 */

const MAX_LIVE_KEYS = 8;

/**
 * An act of a register or of a decision, with its place and its signers' accounts.
 * @typedef {{ number: number, height: number, index: number, time: number, id: Uint8Array,
 *   act: string, payload: any, signers: string[] }} Act
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
    /** @type {Map<string, Identity & { isLive: boolean }>} every key there ever was, by account */
    this.keys = new Map();
    /** @type {Map<number, Set<string>>} accounts of live keys; a person is here since the first */
    this.live = new Map();
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

  /** @param {Act} act `people.attestKey` or `people.replaceKeys` */
  attest({ act, payload, signers }) {
    const { person, account, level } = payload;
    const needed = payload.as === this.institution ? 2 : 1;
    const had = this.live.get(person);
    if (signers.length !== needed) return refuse('SIGNERS_NUMBER');
    if (person >= this.persons) return refuse('PERSON_OUTSIDE');
    if (!isAtLeast(level, this.level)) return refuse('LEVEL_LOW');
    if (this.keys.has(toHex(account))) return refuse('KEY_USED');
    if (act === 'people.attestKey' && had) return refuse('KEY_FIRST_ALREADY');
    if (act === 'people.replaceKeys' && !had) return refuse('KEY_FIRST_MISSING');
    for (const old of had ?? []) this.end(person, old);
    this.begin(toHex(account), { person, level });
    return undefined;
  }

  /** @param {Act} act */
  addKey({ payload, signers }) {
    const signer = this.personOf(signers[0]);
    const account = toHex(payload.account);
    if (signers.length !== 1) return refuse('SIGNERS_NUMBER');
    if (signer === undefined) return refuse('KEY_NOT_LIVE');
    if (this.keys.has(account)) return refuse('KEY_USED');
    if (this.liveOf(signer.person).size >= MAX_LIVE_KEYS) return refuse('KEYS_TOO_MANY');
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
    if (this.liveOf(signer.person).size < 2) return refuse('KEY_LAST');
    this.end(signer.person, account);
    return undefined;
  }

  /** @param {number} person */
  liveOf(person) {
    return this.live.get(person) ?? new Set();
  }

  /**
   * @param {string} account
   * @param {Identity} identity
   */
  begin(account, { person, level }) {
    this.keys.set(account, { person, level, isLive: true });
    this.live.set(person, this.liveOf(person).add(account));
  }

  /**
   * @param {number} person
   * @param {string} account
   */
  end(person, account) {
    const key = this.keys.get(account);
    if (key) key.isLive = false;
    this.liveOf(person).delete(account);
  }
}
