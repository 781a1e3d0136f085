import { sameBytes } from './bytes.mjs';
import { isAtLeast } from './register.mjs';
import { Roll } from './roll.mjs';
import { ruleHolds, unmetOf } from './rule.mjs';
import { speak } from './speaking.mjs';
import { refuse } from './verdict.mjs';

/*
 * A decision and its acts (docs/spec/vote.md, Acts, Status and time, Papers).
 */

/**
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {import('./register.mjs').Identity} Identity
 * @typedef {import('./vote-acts.mjs').Draft} Draft
 * @typedef {import('./vote-acts.mjs').Vote} Vote
 * @typedef {import('./roll.mjs').Tally} Tally
 * @typedef {{ person: number, vote?: Vote, arrivedAt: number }} Paper
 * @typedef {{ height: number, index: number, at: number, by: Uint8Array, acts: number,
 *   tallies: Tally[] }} Established
 * @typedef {(act: Act, signer?: Identity) => string | undefined} Doing
 */

const SECOND_MS = 1000;
/** How far a clock of an office may be ahead of a block's time. */
const CLOCKS_DIFFER_MS = 60_000;

/**
 * Whether a paper's time is later than any right clock can have shown.
 * @param {number} arrivedAt
 * @param {number} time
 */
function isAhead(arrivedAt, time) {
  return arrivedAt > time + CLOCKS_DIFFER_MS;
}
/**
 * What is said by which act.
 * @type {Record<string, Vote>}
 */
export const votesByAct = {
  'vote.giveConsent': 'agree',
  'vote.refuseConsent': 'refuse',
  'vote.abstain': 'abstain',
};
const byTwoOfficers = new Set(['vote.enterPapers', 'vote.enterWithdrawals', 'vote.enterProxies']);
const byPersons = new Set([
  ...Object.keys(votesByAct),
  'vote.withdraw',
  'vote.appointProxy',
  'vote.endProxy',
]);

/**
 * Whether an act is one of a person, signed with a key of the register.
 * @param {string} act
 */
export function isOfPerson(act) {
  return byPersons.has(act);
}

/** What the acts of a decision have made of it. */
export class Decision {
  /** @param {Act} act the first one, `vote.draftDecision` */
  constructor({ id, payload }) {
    this.id = id;
    /** @type {Draft} */
    this.draft = payload;
    /** @type {'draft' | 'open' | 'closed' | 'called-off'} */
    this.status = 'draft';
    this.closesAt = this.draft.closesAt;
    /** @type {number | undefined} */
    this.openedAt = undefined;
    /** @type {number | undefined} */
    this.closedAt = undefined;
    this.acts = 1;
    this.roll = new Roll(this.draft.buildings.length);
    /** @type {Established | undefined} */
    this.established = undefined;
    this.papers = { taken: 0, passedOver: 0 };
  }

  /**
   * Why the draft is not done.
   * @param {Act} act
   */
  static refusalOfDraft({ payload, time, signers }) {
    const { closesAt, rule, buildings } = /** @type {Draft} */ (payload);
    if (signers.length !== 1) return refuse('SIGNERS_NUMBER');
    if (closesAt % SECOND_MS !== 0 || closesAt <= time) return refuse('CLOSE_TIME');
    const isRight = rule.conditions.every(
      ({ num, den, scope }) =>
        num <= den && (scope.kind !== 'building' || scope.building < buildings.length),
    );
    return isRight ? undefined : refuse('RULE_WRONG');
  }

  /**
   * Does an act that is not the first.
   * @param {Act} act
   * @param {Identity} [signer] the person of the signing key, for the acts of persons
   * @returns {string | undefined} why it is not done
   */
  do(act, signer) {
    if (act.act === 'vote.draftDecision') return refuse('OTHER_DECISION');
    if (!sameBytes(act.payload.decision, this.id)) return refuse('OTHER_DECISION');
    if (act.signers.length !== (byTwoOfficers.has(act.act) ? 2 : 1)) {
      return refuse('SIGNERS_NUMBER');
    }
    const refusal = this.refusalOfSigner(act, signer) ?? this.doing(act.act)(act, signer);
    if (refusal === undefined) this.finish(act);
    return refusal;
  }

  /**
   * @param {Act} act
   * @param {Identity | undefined} signer
   */
  refusalOfSigner({ act }, signer) {
    if (!isOfPerson(act)) return undefined;
    if (signer === undefined) return refuse('KEY_NOT_LIVE');
    return isAtLeast(signer.level, this.draft.level) ? undefined : refuse('LEVEL_LOW');
  }

  /**
   * @param {string} name
   * @returns {Doing}
   */
  doing(name) {
    const isSaid = Object.hasOwn(votesByAct, name) || name === 'vote.withdraw';
    if (isSaid) return (act, signer) => this.say(act, /** @type {Identity} */ (signer));
    /** @type {Record<string, Doing>} */
    const others = {
      'vote.enterRoll': (act) => this.enterRoll(act),
      'vote.openDecision': (act) => this.open(act),
      'vote.appointProxy': (act, signer) => this.changeProxy(signer?.person, act.payload.proxy),
      'vote.endProxy': (_act, signer) => this.changeProxy(signer?.person, undefined),
      'vote.enterPapers': (act) => this.enterPapers(act),
      'vote.enterWithdrawals': (act) => this.enterPapers(act),
      'vote.enterProxies': (act) => this.enterProxies(act),
      'vote.changeRoll': (act) => this.changeRoll(act),
      'vote.extendDecision': (act) => this.extend(act),
      'vote.closeDecision': (act) => this.close(act),
      'vote.noteMessages': () => undefined,
    };
    return others[name];
  }

  /** Number of the act that is being done. */
  get next() {
    return this.acts + 1;
  }

  /**
   * Counts an act that is done and sees whether the rule holds now.
   * @param {Act} act
   */
  finish({ id, height, index, time }) {
    this.acts += 1;
    if (this.status !== 'open' || this.established !== undefined) return;
    const { tallies } = this.roll;
    if (!ruleHolds(this.draft, tallies)) return;
    const kept = structuredClone(tallies);
    this.established = { height, index, at: time, by: id, acts: this.acts, tallies: kept };
  }

  /** @param {number} time */
  isLate(time) {
    const grace = this.draft.settings.closingSecond === 'counts' ? SECOND_MS : 0;
    return time >= this.closesAt + grace;
  }

  /** @param {number} time */
  isOver(time) {
    const isShut = this.draft.settings.afterEstablishment === 'closed';
    return this.isLate(time) || (this.established !== undefined && isShut);
  }

  /** @param {Act} act */
  enterRoll({ payload }) {
    if (this.status !== 'draft') return refuse('NOT_DRAFT');
    return this.roll.enter(payload, 0);
  }

  /** @param {Act} act */
  open({ payload, time }) {
    if (this.status !== 'draft') return refuse('NOT_DRAFT');
    if (time >= this.closesAt) return refuse('CLOSE_TIME');
    const { heads, homes, area } = this.roll.tallies[0].eligible;
    const isTotal =
      heads === BigInt(payload.heads) &&
      homes === BigInt(payload.homes) &&
      area === BigInt(payload.areaMilliM2);
    if (!isTotal) return refuse('TOTALS_DIFFER');
    if (!this.roll.isEveryBuildingThere()) return refuse('BUILDING_EMPTY');
    this.status = 'open';
    this.openedAt = time;
    return undefined;
  }

  /** @param {Act} act */
  extend({ payload, time }) {
    if (this.status !== 'open') return refuse('NOT_OPEN');
    if (this.isLate(time)) return refuse('OVER');
    const isRight = payload.closesAt % SECOND_MS === 0 && payload.closesAt > this.closesAt;
    if (!isRight) return refuse('CLOSE_TIME');
    this.closesAt = payload.closesAt;
    return undefined;
  }

  /** @param {Act} act */
  close({ payload, time }) {
    const isOff = payload.how === 'called-off';
    if (this.status !== 'open' && !(isOff && this.status === 'draft')) return refuse('NOT_OPEN');
    if (!isOff && !this.isOver(time)) return refuse('NOT_OVER');
    this.status = isOff ? 'called-off' : 'closed';
    this.closedAt = time;
    return undefined;
  }

  /**
   * `giveConsent`, `refuseConsent`, `abstain` and `withdraw`.
   * @param {Act} act
   * @param {Identity} signer
   */
  say({ act, payload, time }, { person }) {
    const speaker = payload.for ?? person;
    if (this.status !== 'open') return refuse('NOT_OPEN');
    if (this.isOver(time)) return refuse('OVER');
    const isWithdrawal = act === 'vote.withdraw';
    if (!isWithdrawal && !sameBytes(payload.text, this.draft.text)) return refuse('TEXT_OTHER');
    const isProxy = payload.for !== undefined;
    if (isProxy && this.roll.persons.get(speaker)?.proxy !== person) return refuse('NOT_PROXY');
    return this.speak({ speaker, vote: votesByAct[act], way: isProxy ? 'proxy' : 'self' });
  }

  /** @param {import('./speaking.mjs').Word} word */
  speak(word) {
    const isEstablished = this.established !== undefined;
    const { settings } = this.draft;
    return speak({ roll: this.roll, settings, isEstablished, number: this.next }, word);
  }

  /** @param {Act} act `enterPapers` or `enterWithdrawals` */
  enterPapers({ act, payload, time }) {
    if (this.status !== 'open') return refuse('NOT_OPEN');
    const isSaying = act === 'vote.enterPapers';
    if (isSaying && !sameBytes(payload.text, this.draft.text)) return refuse('TEXT_OTHER');
    for (const paper of payload.papers) {
      if (this.takePaper(paper, time) === undefined) this.papers.taken += 1;
      else this.papers.passedOver += 1;
    }
    return undefined;
  }

  /**
   * @param {Paper} paper
   * @param {number} time of the block
   * @returns {string | undefined} why it is passed over
   */
  takePaper({ person, vote, arrivedAt }, time) {
    if (this.openedAt === undefined || arrivedAt < this.openedAt || isAhead(arrivedAt, time)) {
      return refuse('ARRIVAL_WRONG');
    }
    const governing = this.draft.settings.paper === 'ledger' ? time : arrivedAt;
    if (this.isOver(governing)) return refuse('OVER');
    return this.speak({ speaker: person, vote, way: 'paper' });
  }

  /**
   * One paper as an act of its own, at its arrival.
   * @param {Act} act with the time and place under which it is to be done
   * @param {Paper} paper
   * @returns {string | undefined} why it is not done
   */
  doPaper(act, paper) {
    if (this.status !== 'open') return refuse('NOT_OPEN');
    const refusal = this.takePaper(paper, act.time);
    if (refusal === undefined) this.finish(act);
    return refusal;
  }

  /** @param {Act} act */
  changeRoll({ payload, time }) {
    const { change, reason } = payload;
    if (this.status !== 'open') return refuse('NOT_OPEN');
    if (this.isLate(time)) return refuse('OVER');
    if (reason === 'transfer' && this.draft.settings.roll !== 'follow') return refuse('FROZEN');
    const none = { persons: [], holders: [], units: [] };
    if (change.kind === 'person') return this.roll.enter({ ...none, persons: [change] }, this.next);
    if (change.kind === 'holder') {
      return this.roll.enter({ ...none, holders: [change.entry] }, this.next);
    }
    if (change.kind === 'unit') return this.roll.changeUnit(change.entry, this.next);
    const lapses = this.draft.settings.representativeEnds === 'lapses';
    return this.roll.changeRepresentative(change, lapses);
  }

  /**
   * @param {number | undefined} person
   * @param {number | undefined} proxy
   */
  changeProxy(person, proxy) {
    if (this.status !== 'open') return refuse('NOT_OPEN');
    if (this.draft.settings.proxies !== 'allowed') return refuse('PROXIES_NONE');
    return this.roll.changeProxy(/** @type {number} */ (person), proxy);
  }

  /**
   * Papers that cannot be taken are passed over.
   * @param {Act} act
   */
  enterProxies({ payload, time }) {
    if (this.status !== 'open') return refuse('NOT_OPEN');
    if (this.draft.settings.proxies !== 'allowed') return refuse('PROXIES_NONE');
    for (const { person, proxy, arrivedAt } of payload.papers) {
      if (!isAhead(arrivedAt, time)) this.roll.changeProxy(person, proxy);
    }
    return undefined;
  }

  /**
   * The value of `vote/progress/ || id`.
   * @param {Uint8Array} journal
   */
  progress(journal) {
    const { status, closesAt, openedAt, closedAt, acts } = this;
    const { rule } = this.draft;
    const nothing = rule.conditions.map(() => 0);
    const { asked, unmet } =
      openedAt === undefined
        ? { asked: nothing, unmet: nothing }
        : unmetOf(this.draft, this.roll.tallies);
    return {
      status,
      closesAt,
      ...(openedAt !== undefined && { openedAt }),
      ...(closedAt !== undefined && { closedAt }),
      acts,
      journal,
      asked,
      unmet,
    };
  }
}
