import { sameBytes, sha256, splitHashes, tag, toHex, u32 } from './bytes.mjs';
import { PATIENCE_MS } from './ceremony.mjs';
import { FileMap } from './file-map.mjs';
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
 * @typedef {{ building: number, keys: Uint8Array, givenUp: number }} KeyList `keys`: joined, as
 *   many small ones take more memory; `givenUp`: how many of them were
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

/**
 * The keys of a list.
 * @param {KeyList} list
 */
function keysOf({ keys }) {
  return splitHashes(keys) ?? [];
}

/**
 * A list of these keys.
 * @param {number} building
 * @param {Uint8Array[]} keys
 * @returns {KeyList}
 */
function listOf(building, keys) {
  return { building, keys: new Uint8Array(Buffer.concat(keys)), givenUp: 0 };
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
    /** @type {FileMap<MixedKey>} keys that came out of mixing and were used */
    this.used = new FileMap();
  }

  /** How many keys there are. */
  size() {
    return this.lists.reduce((sum, list) => sum + keysOf(list).length, 0);
  }

  /**
   * Takes a key of a voter of a building, in the place of an older one.
   * @param {number} building
   * @param {Uint8Array} key
   * @param {string | undefined} old
   */
  add(building, key, old) {
    for (const list of old === undefined ? [] : this.lists) {
      const keys = keysOf(list);
      const at = keys.findIndex((one) => toHex(one) === old);
      if (at < 0) continue;
      list.keys = listOf(building, keys.with(at, key)).keys;
      return;
    }
    const last = this.lists.filter((list) => list.building === building).at(-1);
    const keys = last === undefined ? [] : keysOf(last);
    if (last === undefined || keys.length >= FULL) this.lists.push(listOf(building, [key]));
    else last.keys = listOf(building, [...keys, key]).keys;
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
      of(one).reduce((sum, list) => sum + keysOf(list).length, 0),
    );
    if (sizes.length === 0 || sizes.some((size) => size < FEWEST)) return refuse('KEYS_FEW');
    for (const building of buildings) {
      const [left, right] = of(building).slice(-2);
      if (right === undefined || keysOf(right).length >= FEW) continue;
      const all = [...keysOf(left), ...keysOf(right)];
      const half = Math.ceil(all.length / 2);
      left.keys = listOf(building, all.slice(0, half)).keys;
      right.keys = listOf(building, all.slice(half)).keys;
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
    const lists = [...own.lists, listOf(building, payload.keys)];
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
    const before = { base: this.base, keys: keysOf(this.lists[list]) };
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
    const isThere = found && keysOf(found).some((one) => sameBytes(one, key));
    return isThere ? { list, building: found.building, weights: [1n], ballots: 0 } : undefined;
  }

  /**
   * Gives up a key, so that it votes no more.
   * @param {Uint8Array} key
   * @param {MixedKey} found
   * @returns {string | undefined} why it cannot be
   */
  giveUp(key, { list: number, building, weights }) {
    const list = this.lists[number];
    if (keysOf(list).length - list.givenUp - 1 < FEWEST) return refuse('KEYS_LEFT_FEW');
    list.givenUp += 1;
    this.used.set(toHex(key), { list: number, building, weights, ballots: 0, isGivenUp: true });
    return undefined;
  }
}
