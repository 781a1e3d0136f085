import { NO_JOURNAL, nextJournal } from './act-list.mjs';
import { bindingOf, fingerprintOf, isNext } from './ballot.mjs';
import { sameBytes, sha256, tag, toHex } from './bytes.mjs';
import { Ceremony, isOfCeremony } from './ceremony.mjs';
import { PROVEN } from './election-acts.mjs';
import { announceCounts, decryptSum } from './election-counting.mjs';
import { isUnderWay, NOTHING_SENT, noteMessages } from './election-messages.mjs';
import { Mixing } from './election-mixing.mjs';
import { Paper } from './election-paper.mjs';
import { openBatch, surrenderKey } from './election-surrender.mjs';
import { FileMap } from './file-map.mjs';
import { G } from './group.mjs';
import { isAtLeast } from './register.mjs';
import { groupsOf, sumsOf } from './sums.mjs';
import { Tally } from './tally.mjs';
import { refuse } from './verdict.mjs';

/*
 * An election and its acts (docs/spec/election.md).
 */

const SECOND_MS = 1000;
const MAX_TOTAL = 2n ** 36n;
const MAX_BALLOTS_OF_KEY = 100;

/**
 * @typedef {import('./register.mjs').Act} Act
 * @typedef {import('./register.mjs').Identity} Identity
 * @typedef {import('./election-acts.mjs').Draft} Draft
 * @typedef {import('./election-acts.mjs').VoterLine} VoterLine
 * @typedef {import('./ballot.mjs').Bound} Bound
 * @typedef {import('./sums.mjs').Sum} Sum
 * @typedef {{ building: number, weights: bigint[], key?: string, batch?: string }} Voter
 * @typedef {{ isTurnoutMet: boolean, outcomes: import('./sums.mjs').Outcome[] }} Result
 * @typedef {{ signer?: Identity | undefined, isProven: boolean, chain: Uint8Array,
 *   persons: number }} More
 *   `signer`: the person of the signing key, for acts of persons; `isProven`: whether what the act
 *   proves has been found right; `persons`: how many the register has
 * @typedef {{ building: number, weights: bigint[], ballots: number, last?: Uint8Array,
 *   selections?: Uint8Array }} VoterKey where it counts, how often it has cast, and the fingerprint
 *   of the newest ballot, with its selections where it can be replaced
 */

/** @param {number[]} persons */
function isAscending(persons) {
  return persons.every((person, at) => at === 0 || persons[at - 1] < person);
}

/** What the acts of an election have made of it. */
export class Election {
  /** @param {Act} act the first one, `election.draftElection` */
  constructor(act) {
    this.id = act.id;
    /** @type {Draft} */
    this.draft = act.payload;
    /**
     * @type {'draft' | 'registering' | 'mixing' | 'open' | 'paused' | 'closed' | 'decided'
     *   | 'undisclosed' | 'called-off'}
     */
    this.status = 'draft';
    this.closesAt = this.draft.closesAt;
    /** @type {number | undefined} */
    this.openedAt = undefined;
    /** @type {number | undefined} */
    this.closedAt = undefined;
    this.acts = 1;
    this.journal = nextJournal(NO_JOURNAL, act);
    /** @type {FileMap<Voter>} by person */
    this.roll = new FileMap();
    this.totals = this.draft.measures.map(() => 0n);
    this.ceremony = this.nextCeremony(0, act.time);
    /** @type {import('./ceremony.mjs').Over[]} */
    this.rounds = [];
    /** @type {Omit<Bound, 'chain'> | undefined} */
    this.bound = undefined;
    /** @type {FileMap<VoterKey>} keys that are registered */
    this.keys = new FileMap();
    this.mixing = this.draft.mixing && new Mixing(this.id);
    this.paper = new Paper();
    this.tally = new Tally(this.draft);
    this.ballots = 0;
    this.pauses = 0;
    this.extensions = 0;
    this.messages = NOTHING_SENT;
    /** @type {import('./sums.mjs').Group[]} */
    this.groups = [];
    /** @type {Sum[]} */
    this.sums = [];
    /** @type {{ trustee: number, sum: number }[]} */
    this.wrongParts = [];
    /** @type {Result | undefined} */
    this.result = undefined;
  }

  /**
   * @param {number} round
   * @param {number} time
   */
  nextCeremony(round, time) {
    const { trustees, threshold } = this.draft;
    return new Ceremony(this.id, trustees.length, threshold, { round, time });
  }

  /**
   * Does an act that is not the first.
   * @param {Act} act
   * @param {More} more
   * @returns {string | undefined} why it is not done
   */
  do(act, more) {
    if (act.act === 'election.draftElection') return refuse('OTHER_ELECTION');
    if (!sameBytes(act.payload.election, this.id)) return refuse('OTHER_ELECTION');
    const refusal = this.refusalOfSigners(act) ?? this.doing(act, more);
    if (refusal !== undefined) return refusal;
    this.acts += 1;
    this.journal = nextJournal(this.journal, act);
    return undefined;
  }

  /** @param {Act} act */
  refusalOfSigners({ act, payload, signers }) {
    const needed = PROVEN.includes(act) ? 0 : act === 'election.confirmBatch' ? 2 : 1;
    if (signers.length !== needed) return refuse('SIGNERS_NUMBER');
    if (payload.trustee === undefined) return undefined;
    const trustee = this.draft.trustees[payload.trustee - 1];
    if (trustee === undefined) return refuse('TRUSTEE_UNKNOWN');
    return signers[0] === toHex(trustee.account) ? undefined : refuse('TRUSTEE_OTHER');
  }

  /**
   * @param {Act} act
   * @param {More} more
   * @returns {string | undefined}
   */
  doing(act, { signer, isProven, chain, persons }) {
    if (isOfCeremony(act.act)) return this.doCeremony(act);
    /** @type {Record<string, () => string | undefined>} */
    const others = {
      'election.enterVoters': () => this.enterVoters(act, persons),
      'election.restartCeremony': () => this.doCeremony(act),
      'election.openRegistration': () => this.openRegistration(act),
      'election.closeRegistration': () => this.closeRegistration(act),
      'election.mixKeys': () => this.mix(act),
      'election.openElection': () => this.open(act),
      'election.registerKey': () => this.registerKey(act, signer, isProven),
      'election.castBallot': () => this.castBallot(act, chain),
      'election.openBatch': () => openBatch(this, act, isProven),
      'election.surrenderKey': () => surrenderKey(this, act),
      'election.markPaper': () => this.markPaper(act, isProven),
      'election.confirmBatch': () => this.confirmBatch(act),
      'election.pauseElection': () => this.pause(act),
      'election.resumeElection': () => this.resume(),
      'election.extendElection': () => this.extend(act),
      'election.noteMessages': () => noteMessages(this, act),
      'election.closeElection': () => this.close(act),
      'election.decryptSum': () => decryptSum(this, act),
      'election.announceCounts': () => announceCounts(this, act),
    };
    return others[act.act]();
  }

  /** @param {number} time */
  isInTime(time) {
    return time < this.closesAt;
  }

  /**
   * Why keys and ballots are not taken at a time.
   * @param {number} time
   */
  refusalOfTime(time) {
    if (this.status !== 'open') return refuse('ELECTION_NOT_OPEN');
    return this.isInTime(time) ? undefined : refuse('OVER');
  }

  /**
   * @param {Act} act
   * @param {number} persons of the register
   */
  enterVoters({ payload }, persons) {
    const { buildings, measures } = this.draft;
    /** @type {VoterLine[]} */
    const lines = payload.voters;
    if (this.status !== 'draft') return refuse('ELECTION_NOT_DRAFT');
    if (!isAscending(lines.map(({ person }) => person))) return refuse('ROLL_ORDER');
    if (lines.some(({ person }) => this.roll.has(person))) return refuse('ROLL_KNOWN');
    if (lines.some(({ person }) => person >= persons)) return refuse('PERSON_OUTSIDE');
    if (lines.some(({ building }) => building >= buildings.length)) return refuse('ROLL_UNKNOWN');
    const areRight = lines.every(({ weights }) => {
      const areOne = weights.every((weight, at) => measures[at] !== 'heads' || weight === 1);
      return weights.length === measures.length && areOne;
    });
    const totals = this.totals.map((total, at) =>
      lines.reduce((sum, { weights }) => sum + BigInt(weights[at] ?? 0), total),
    );
    if (!areRight || totals.some((total) => total > MAX_TOTAL)) return refuse('WEIGHTS_WRONG');
    this.totals = totals;
    for (const { person, building, weights } of lines) {
      this.roll.set(person, { building, weights: weights.map(BigInt) });
    }
    return undefined;
  }

  /**
   * @param {Act} act
   * @returns {string | undefined}
   */
  doCeremony(act) {
    if (this.status !== 'draft') return refuse('ELECTION_NOT_DRAFT');
    const { ceremony } = this;
    const isRestart = act.act === 'election.restartCeremony';
    const refusal = isRestart ? ceremony.restart(act) : ceremony.do(act);
    if (refusal !== undefined) return refusal;
    if (ceremony.over === undefined) return undefined;
    this.rounds.push(ceremony.over);
    this.ceremony = this.nextCeremony(ceremony.round + 1, act.time);
    return undefined;
  }

  /**
   * Why the roll cannot be frozen, nor the key be used.
   * @param {Act} act
   */
  refusalOfRoll({ payload, time }) {
    const { keys } = this.ceremony;
    if (!this.isInTime(time)) return refuse('OVER');
    if (keys === undefined || this.ceremony.stage() !== undefined) return refuse('NOT_REHEARSED');
    const isSame =
      payload.voters === this.roll.size &&
      this.roll.size > 0 &&
      payload.weights.map(String).join() === this.totals.join();
    return isSame ? undefined : refuse('TOTALS_DIFFER');
  }

  /** @param {Act} act */
  openRegistration(act) {
    if (this.status !== 'draft') return refuse('ELECTION_NOT_DRAFT');
    if (this.mixing === undefined) return refuse('MIXING_NONE');
    const refusal = this.refusalOfRoll(act);
    if (refusal !== undefined) return refusal;
    this.status = 'registering';
    return undefined;
  }

  /** @param {Act} act */
  closeRegistration({ payload, time }) {
    const { mixing, draft } = this;
    if (this.status !== 'registering' || !mixing || !draft.mixing) return refuse('REGISTERING_NOT');
    const isOver = time >= draft.mixing.registersUntil || mixing.size() === this.roll.size;
    if (!isOver) return refuse('NOT_OVER');
    const refusal = mixing.close(payload.keys);
    if (refusal !== undefined) return refusal;
    this.status = 'mixing';
    return undefined;
  }

  /** @param {Act} act */
  mix(act) {
    if (this.status !== 'mixing' || !this.mixing) return refuse('MIXING_NOT');
    return this.mixing.mix(act);
  }

  /** Why ballots cannot be taken yet: there is something to be done before. */
  refusalOfStatus() {
    const { mixing, status } = this;
    if (mixing === undefined) return status === 'draft' ? undefined : refuse('ELECTION_NOT_DRAFT');
    if (status !== 'mixing') return refuse('MIXING_NOT');
    const isMixed = mixing.turn === undefined && mixing.mixed.length >= this.draft.threshold;
    return isMixed ? undefined : refuse('MIXED_FEW');
  }

  /** @param {Act} act */
  open(act) {
    const { time } = act;
    const refusal = this.refusalOfStatus() ?? this.refusalOfRoll(act);
    const { keys } = this.ceremony;
    if (refusal !== undefined || keys === undefined) return refusal;
    const [key, voterBase] = [keys.joint.toBytes(), this.mixing?.base ?? G.toBytes()];
    const parts = [this.id, this.journal, key, voterBase];
    const election = sha256(tag('madang/election/1'), ...parts);
    this.bound = { election, key, voterBase, questions: this.draft.questions };
    this.status = 'open';
    this.openedAt = time;
    return undefined;
  }

  /**
   * Why keys are not registered at a time.
   * @param {number} time
   */
  refusalOfRegistration(time) {
    if (this.mixing === undefined) return this.refusalOfTime(time);
    return this.status === 'registering' ? undefined : refuse('REGISTERING_NOT');
  }

  /**
   * What a proof of possession is given for.
   * @param {Act} act `election.registerKey`, `election.markPaper` or `election.openBatch`
   */
  bindingOf({ signers }) {
    return bindingOf(this.id, Buffer.from(signers[0] ?? '', 'hex'));
  }

  /**
   * @param {Act} act
   * @param {Identity | undefined} signer
   * @param {boolean} isProven
   */
  registerKey({ payload, time }, signer, isProven) {
    if (signer === undefined) return refuse('KEY_NOT_LIVE');
    if (!isAtLeast(signer.level, this.draft.level)) return refuse('LEVEL_LOW');
    const closed = this.refusalOfRegistration(time);
    if (closed !== undefined) return closed;
    const voter = this.roll.get(signer.person);
    if (voter === undefined) return refuse('NOT_ON_ROLL');
    if (voter.batch !== undefined) return refuse('VOTES_ON_PAPER');
    if (!isProven) return refuse('POSSESSION_WRONG');
    const key = toHex(payload.key);
    if (this.isKnown(payload.key)) return refuse('VOTER_KEY_USED');
    if (this.hasCast(voter)) return refuse('VOTER_KEY_CAST');
    this.mixing?.add(voter.building, payload.key, voter.key);
    if (voter.key !== undefined) this.keys.delete(voter.key);
    const { building, weights } = voter;
    this.roll.set(signer.person, { building, weights, key });
    this.keys.set(key, { building, weights, ballots: 0 });
    return undefined;
  }

  /**
   * Whether something was cast with the key of a voter.
   * @param {Voter} voter
   */
  hasCast({ key }) {
    const before = key === undefined ? undefined : this.keys.get(key);
    return before !== undefined && before.ballots > 0;
  }

  /**
   * Takes a ballot whose proof has been verified.
   * @param {Act} act
   * @param {Uint8Array} chain
   */
  castBallot({ payload, time }, chain) {
    const { bound, draft } = this;
    if (this.status !== 'open' || bound === undefined) return refuse('ELECTION_NOT_OPEN');
    const batch = this.paper.batchOf(payload.key);
    if (batch !== undefined) return this.enterPaper(payload, batch, { ...bound, chain });
    const key = this.votingKey(payload);
    if (!this.isInTime(time)) return refuse('OVER');
    if (key === undefined) return refuse('VOTER_KEY_UNKNOWN');
    if ('isGivenUp' in key) return refuse('VOTER_KEY_GIVEN_UP');
    if (!isNext(payload, key.ballots, key.last)) return refuse('BALLOT_NOT_NEXT');
    const most = draft.revote === 'none' ? 1 : MAX_BALLOTS_OF_KEY;
    if (key.ballots >= most) return refuse('BALLOTS_TOO_MANY');
    this.count(key, payload, { ...bound, chain });
    return undefined;
  }

  /**
   * Counts a ballot in the place of the older one of its key.
   * @param {VoterKey | import('./election-mixing.mjs').MixedKey} before
   * @param {import('./ballot.mjs').Cast} payload
   * @param {Bound} bound
   */
  count(before, payload, bound) {
    const { selections } = payload;
    this.discount(before);
    this.tally.add(before, selections);
    this.ballots += 1;
    const key = {
      ...before,
      ballots: before.ballots + 1,
      last: fingerprintOf(bound, payload),
      ...(this.draft.revote === 'last' && { selections }),
    };
    if ('list' in key) this.mixing?.used.set(toHex(payload.key), key);
    else this.keys.set(toHex(payload.key), key);
  }

  /**
   * Takes the ballot of a key out, if there is one that can be.
   * @param {VoterKey} key
   */
  discount(key) {
    if (key.selections !== undefined) this.tally.take(key, key.selections);
  }

  /**
   * @param {import('./ballot.mjs').Cast & { list?: number }} payload
   * @param {import('./election-paper.mjs').Batch} batch
   * @param {Bound} bound
   */
  enterPaper(payload, batch, bound) {
    const refusal = this.paper.refusalOfPaper(batch);
    if (refusal !== undefined) return refusal;
    if (payload.list !== undefined) return refuse('VOTER_KEY_UNKNOWN');
    if (!isNext(payload, batch.papers, batch.last)) return refuse('BALLOT_NOT_NEXT');
    this.paper.wait(payload.key, batch.papers, payload.selections);
    batch.papers += 1;
    batch.last = fingerprintOf(bound, payload);
    this.ballots += 1;
    return undefined;
  }

  /**
   * The key of a ballot: one that is registered, or came out of mixing and stands in its list.
   * @param {{ key: Uint8Array, list?: number | undefined }} ballot
   * @returns {VoterKey | import('./election-mixing.mjs').MixedKey | undefined}
   */
  votingKey(ballot) {
    if (this.mixing !== undefined) return this.mixing.keyOf(ballot);
    return ballot.list === undefined ? this.keys.get(toHex(ballot.key)) : undefined;
  }

  /**
   * @param {Act} act
   * @param {boolean} isProven
   */
  markPaper({ payload, time }, isProven) {
    const { batch, persons } = payload;
    const closed = this.refusalOfTime(time);
    if (closed !== undefined) return closed;
    if (this.draft.paper === 'none') return refuse('PAPER_NONE');
    if (!isProven) return refuse('POSSESSION_WRONG');
    if (this.isOfVoter(batch)) return refuse('VOTER_KEY_USED');
    const refusal = this.paper.refusalOfPlaces(batch, persons.length);
    if (refusal !== undefined) return refusal;
    if (!isAscending(persons)) return refuse('ROLL_ORDER');
    /** @type {(Voter | undefined)[]} */
    const found = persons.map((/** @type {number} */ person) => this.roll.get(person));
    const voters = found.filter((voter) => voter !== undefined);
    if (voters.length < persons.length) return refuse('NOT_ON_ROLL');
    if (!this.paper.areAlike(batch, voters)) return refuse('BATCH_OTHER');
    if (!voters.every((voter) => this.mayVoteOnPaper(voter))) return refuse('PAPER_TAKEN');
    for (const [at, voter] of voters.entries()) this.mark(persons[at], voter, batch);
    this.paper.mark(batch, voters);
    return undefined;
  }

  /**
   * From now on no key votes for a person, who votes in a batch.
   * @param {number} person
   * @param {Voter} voter
   * @param {Uint8Array} batch
   */
  mark(person, { building, weights, key: name = '' }, batch) {
    const key = this.keys.get(name);
    if (key !== undefined) this.discount(key);
    this.keys.delete(name);
    this.roll.set(person, { building, weights, batch: toHex(batch) });
  }

  /** @param {Voter} voter */
  mayVoteOnPaper(voter) {
    const { batch, key } = voter;
    if (this.mixing !== undefined && key !== undefined) return false;
    return batch === undefined && (this.draft.revote === 'last' || !this.hasCast(voter));
  }

  /** @param {Act} act */
  confirmBatch({ payload }) {
    const isOpen = this.status === 'open' || this.status === 'paused';
    if (!isOpen) return refuse('ELECTION_NOT_OPEN');
    return this.paper.confirm(payload, this.tally);
  }

  /**
   * Whether a key is a voter's, or a batch's.
   * @param {Uint8Array} key
   */
  isKnown(key) {
    return this.isOfVoter(key) || this.paper.batchOf(key) !== undefined;
  }

  /**
   * Whether a key was registered, or has voted.
   * @param {Uint8Array} key
   */
  isOfVoter(key) {
    return this.keys.has(toHex(key)) || this.mixing?.used.has(toHex(key)) === true;
  }

  /** @param {Act} act */
  pause({ time }) {
    const closed = this.refusalOfTime(time);
    if (closed !== undefined) return closed;
    this.status = 'paused';
    this.pauses += 1;
    return undefined;
  }

  resume() {
    if (this.status !== 'paused') return refuse('NOT_PAUSED');
    this.status = 'open';
    return undefined;
  }

  /** @param {Act} act */
  extend({ payload: { closesAt }, time }) {
    const isOpen = this.status === 'open' || this.status === 'paused';
    if (!isUnderWay(this.status)) return refuse('ELECTION_NOT_OPEN');
    if (isOpen && !this.isInTime(time)) return refuse('OVER');
    const isLater = closesAt > this.closesAt && closesAt > time;
    if (closesAt % SECOND_MS !== 0 || !isLater) return refuse('CLOSE_TIME');
    this.closesAt = closesAt;
    this.extensions += 1;
    return undefined;
  }

  /** @param {Act} act */
  close({ payload, time }) {
    const isOpen = this.status === 'open' || this.status === 'paused';
    if (payload.how === 'called-off') {
      if (this.status !== 'draft' && !isUnderWay(this.status)) return refuse('ELECTION_NOT_OPEN');
      if (payload.reason === undefined) return refuse('REASON_MISSING');
      this.status = 'called-off';
    } else {
      if (!isOpen) return refuse('ELECTION_NOT_OPEN');
      const isDone = this.draft.revote === 'none' && this.tally.ballots() === this.roll.size;
      if (this.isInTime(time) && !isDone) return refuse('NOT_OVER');
      this.addUp();
      this.status = this.sums.length > 0 ? 'closed' : 'undisclosed';
    }
    this.closedAt = time;
    return undefined;
  }

  /** Adds up the ballots that stand, of each group and in each measure. */
  addUp() {
    this.groups = groupsOf(this.tally.counted());
    this.sums = this.groups.flatMap(sumsOf);
  }

  /** The value of `election/progress/ || id`. */
  progress() {
    const { status, closesAt, openedAt, closedAt, acts, journal } = this;
    return {
      status,
      closesAt,
      ...(openedAt !== undefined && { openedAt }),
      ...(closedAt !== undefined && { closedAt }),
      round: this.ceremony.round,
      waitsSince: this.ceremony.since,
      sums: this.sums.length,
      announced: this.sums.filter(({ counts }) => counts !== undefined).length,
      acts,
      journal,
    };
  }

  /** The value of `election/bound/ || id`, if ballots are bound to anything yet. */
  boundRecord() {
    if (this.bound === undefined) return undefined;
    const { election, key, voterBase } = this.bound;
    return { fingerprint: election, key, voterBase };
  }
}
