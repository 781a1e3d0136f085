import { sameBytes, sha256, tag, toHex, u32 } from './bytes.mjs';
import { PATIENCE_MS } from './ceremony.mjs';
import { G } from './group.mjs';
import { isMixed } from './mix.mjs';
import { refuse } from './verdict.mjs';

/*
 * Registering and mixing the keys of an election (docs/spec/election.md, Mixing).
 */

const SECOND_MS = 1000;
const FULL = 192;
const FEW = 64;
const FEWEST = 10;

/**
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {import('./election-acts.mjs').Draft} Draft
 * @typedef {{ building: number, keys: Uint8Array[] }} KeyList
 * @typedef {import('./election.mjs').VoterKey & { list: number, isGivenUp?: boolean }} MixedKey
 */

/**
 * Whether an election can mix keys as its draft says.
 * @param {Draft} draft
 * @param {number} time
 */
export function canMix({ mixing, closesAt, measures }, time) {
  if (mixing === undefined) return true;
  const { registersUntil } = mixing;
  const isBetween = registersUntil > time && registersUntil < closesAt;
  return isBetween && registersUntil % SECOND_MS === 0 && measures.every((one) => one === 'heads');
}

/** The lists of keys of an election, and the turns of its trustees. */
export class Mixing {
  /** @param {Uint8Array} election */
  constructor(election) {
    this.election = election;
    /** @type {KeyList[]} as they are after the turns that are over */
    this.lists = [];
    this.base = G.toBytes();
    /** @type {number[]} trustees whose turns are over */
    this.mixed = [];
    /**
     * @type {{ trustee: number, base: Uint8Array, lists: KeyList[], since: number } | undefined}
     */
    this.turn = undefined;
    /** @type {Map<string, MixedKey>} keys that came out of mixing and were used */
    this.used = new Map();
  }

  /** How many keys there are. */
  size() {
    return this.lists.reduce((sum, { keys }) => sum + keys.length, 0);
  }

  /**
   * Takes a key of a voter of a building, in the place of an older one.
   * @param {number} building
   * @param {Uint8Array} key
   * @param {string | undefined} old
   */
  add(building, key, old) {
    for (const { keys } of this.lists) {
      const at = old === undefined ? -1 : keys.findIndex((one) => toHex(one) === old);
      if (at >= 0) {
        keys[at] = key;
        return;
      }
    }
    const last = this.lists.filter((list) => list.building === building).at(-1);
    if (last === undefined || last.keys.length >= FULL) this.lists.push({ building, keys: [key] });
    else last.keys.push(key);
  }

  /**
   * Why registration cannot end; if it can, the last lists of each building are evened out.
   * @param {number} keys how many the officer says there are
   */
  close(keys) {
    if (keys !== this.size()) return refuse('KEYS_DIFFER');
    const buildings = new Set(this.lists.map(({ building }) => building));
    const of = (/** @type {number} */ one) => this.lists.filter((list) => list.building === one);
    const sizes = [...buildings].map((one) =>
      of(one).reduce((sum, list) => sum + list.keys.length, 0),
    );
    if (sizes.length === 0 || sizes.some((size) => size < FEWEST)) return refuse('KEYS_FEW');
    for (const building of buildings) {
      const [left, right] = of(building).slice(-2);
      if (right === undefined || right.keys.length >= FEW) continue;
      const all = [...left.keys, ...right.keys];
      const half = Math.ceil(all.length / 2);
      left.keys = all.slice(0, half);
      right.keys = all.slice(half);
    }
    return undefined;
  }

  /**
   * Does `mixKeys`.
   * @param {Act} act
   * @returns {string | undefined} why it is not done
   */
  mix({ payload, time }) {
    const { trustee, turn, list: number, base } = payload;
    const refusal = this.refusalOfTurn(trustee, time);
    if (refusal !== undefined) return refusal;
    const own = this.turn?.trustee === trustee ? this.turn : { lists: [], since: time, base };
    if (turn !== this.mixed.length || number !== own.lists.length) return refuse('LIST_NOT_NEXT');
    if (!sameBytes(base, own.base) || !this.isProven(payload)) return refuse('MIX_WRONG');
    const { building } = this.lists[number];
    const lists = [...own.lists, { building, keys: payload.keys }];
    if (lists.length < this.lists.length) {
      this.turn = { trustee, base, lists, since: own.since };
    } else this.endTurn(trustee, base, lists);
    return undefined;
  }

  /**
   * @param {number} trustee
   * @param {number} time
   */
  refusalOfTurn(trustee, time) {
    if (this.mixed.includes(trustee)) return refuse('TURN_HAD');
    if (this.turn === undefined || this.turn.trustee === trustee) return undefined;
    return time < this.turn.since + PATIENCE_MS ? refuse('TURN_OTHER') : undefined;
  }

  /**
   * @param {number} trustee
   * @param {Uint8Array} base
   * @param {KeyList[]} lists
   */
  endTurn(trustee, base, lists) {
    this.lists = lists;
    this.base = base;
    this.mixed.push(trustee);
    this.turn = undefined;
  }

  /**
   * Whether the keys of `mixKeys` are ascending and proven to be those of their list.
   * @param {{ trustee: number, turn: number, list: number, base: Uint8Array, keys: Uint8Array[],
   *   proof: Uint8Array }} payload
   */
  isProven({ trustee, turn, list, base, keys, proof }) {
    const isAscending = keys.every((key, at) => at === 0 || Buffer.compare(keys[at - 1], key) < 0);
    const binding = sha256(
      ...[tag('madang/key-mix/1'), this.election, u32(turn), u32(list), u32(trustee)],
    );
    const before = { base: this.base, keys: this.lists[list].keys };
    return isAscending && isMixed({ binding, before, after: { base, keys } }, proof);
  }

  /**
   * The key of a ballot, if it stands in the list that the ballot names.
   * @param {{ key: Uint8Array, list?: number | undefined }} ballot
   * @returns {MixedKey | undefined}
   */
  keyOf({ key, list }) {
    if (list === undefined) return undefined;
    const used = this.used.get(toHex(key));
    if (used !== undefined) return used.list === list ? used : undefined;
    const found = this.lists[list];
    if (!found?.keys.some((one) => sameBytes(one, key))) return undefined;
    const { building } = found;
    return { list, ballots: 0, voter: { building, weights: [1n], key: toHex(key) } };
  }

  /**
   * Gives up a key, so that it votes no more.
   * @param {MixedKey} key
   * @returns {string | undefined} why it cannot be
   */
  giveUp(key) {
    const others = [...this.used.values()].filter(
      ({ list, isGivenUp }) => list === key.list && isGivenUp === true,
    );
    const left = this.lists[key.list].keys.length - others.length - 1;
    if (left < FEWEST) return refuse('KEYS_LEFT_FEW');
    const { voter, list } = key;
    const { building, weights, key: name = '' } = voter;
    const given = { building, weights, key: name };
    this.used.set(name, { list, ballots: 0, voter: given, isGivenUp: true });
    return undefined;
  }
}
