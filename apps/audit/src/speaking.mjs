import { hasUnit, isCounted } from './roll.mjs';
import { refuse } from './verdict.mjs';

/*
 * Who speaks for a holder, and what saying and withdrawing do (docs/spec/vote.md, Who speaks,
 * Saying, Withdrawing).
 */

/**
 * @typedef {import('./vote-acts.mjs').Vote} Vote
 * @typedef {import('./vote-acts.mjs').Draft['settings']} Settings
 * @typedef {import('./roll.mjs').Roll} Roll
 * @typedef {import('./roll.mjs').Person} Person
 * @typedef {import('./roll.mjs').Holder} Holder
 * @typedef {{ roll: Roll, settings: Settings, isEstablished: boolean, number: number }} Scene
 *   `number`: of the act that is being done
 * @typedef {{ speaker: number, vote: Vote | undefined, way: 'self' | 'proxy' | 'paper' }} Word
 *   without a vote: a withdrawal
 * @typedef {{ holder: Holder, vote: Vote | undefined }} Change what a holder says from now on
 */

/**
 * Whether and how a member speaks for a holder.
 * @param {Holder} holder
 * @param {Person} person one of its members
 * @param {Settings} settings
 * @returns {'alone' | 'with others' | undefined}
 */
function waySpeaking(holder, { number }, { coOwners }) {
  if (!hasUnit(holder)) return undefined;
  if (holder.members.length === 1 || holder.representative === number) return 'alone';
  const isOpen = holder.representative === undefined && coOwners === 'majority';
  return isOpen ? 'with others' : undefined;
}

/**
 * The vote that more than half of the shares say.
 * @param {Holder} holder
 * @param {(person: number) => Vote | undefined} voteOf
 * @returns {Vote | undefined}
 */
function majorityOf({ members, whole }, voteOf) {
  return /** @type {const} */ (['agree', 'refuse', 'abstain']).find((vote) => {
    const shares = members
      .filter(({ person }) => voteOf(person) === vote)
      .reduce((sum, { share }) => sum + BigInt(share), 0n);
    return 2n * shares > BigInt(whole);
  });
}

/**
 * Steps 1 to 4 of Saying.
 * @param {Holder} holder
 * @param {{ was: Vote | undefined, is: Vote | undefined }} word
 * @param {Settings} settings
 * @returns {Change | undefined} undefined: the holder stays
 */
function stepsOf(holder, { was, is }, { repeat }) {
  const { says } = holder;
  if (is === undefined) {
    return says !== undefined && says.vote === was ? { holder, vote: undefined } : undefined;
  }
  const units = [...holder.units.values()].filter(({ excluded }) => excluded === undefined);
  if (says?.vote === is && units.every((unit) => isCounted(unit, holder))) return undefined;
  const isContrary = says !== undefined && says.vote !== is && says.vote !== was;
  return isContrary && repeat === 'first' ? undefined : { holder, vote: is };
}

/**
 * What a word would change, before it is known whether it is done.
 * @param {Scene} scene
 * @param {Person} person
 * @param {Vote | undefined} vote
 */
function consequencesOf({ roll, settings }, person, vote) {
  const before = (/** @type {number} */ number) => roll.personAt(number).standing?.vote;
  const after = (/** @type {number} */ number) =>
    number === person.number ? vote : before(number);
  /** @type {Change[]} */
  const changes = [];
  const ways = { alone: 0, 'with others': 0 };
  for (const holder of person.holders) {
    const way = waySpeaking(holder, person, settings);
    if (way === undefined) continue;
    ways[way] += 1;
    const isSilence = way === 'alone' && vote === undefined;
    const change = isSilence
      ? holder.says && { holder, vote: undefined }
      : stepsOf(holder, wordFor(way, holder, { before, after }, person), settings);
    if (change) changes.push(change);
  }
  return { changes, ways };
}

/**
 * @param {'alone' | 'with others'} way
 * @param {Holder} holder
 * @param {Record<'before' | 'after', (person: number) => Vote | undefined>} votes
 * @param {Person} person
 */
function wordFor(way, holder, { before, after }, { number }) {
  if (way === 'alone') return { was: before(number), is: after(number) };
  return { was: majorityOf(holder, before), is: majorityOf(holder, after) };
}

/**
 * Does what a speaker says or withdraws.
 * @param {Scene} scene
 * @param {Word} word
 * @returns {string | undefined} why it is not done
 */
export function speak(scene, word) {
  const person = scene.roll.persons.get(word.speaker);
  if (person === undefined) return refuse('NOT_ON_ROLL');
  const consequences = consequencesOf(scene, person, word.vote);
  const refusal =
    word.vote === undefined
      ? refusalOfWithdrawal(scene, word, person, consequences)
      : refusalOfSaying(scene, word, person, consequences);
  if (refusal !== undefined) return refusal;
  for (const { holder, vote } of consequences.changes) {
    scene.roll.say(holder, vote && { vote, act: scene.number });
  }
  if (word.vote === undefined) delete person.standing;
  else person.standing = { vote: word.vote, way: word.way };
  return undefined;
}

/**
 * @param {Scene} scene
 * @param {Word} word
 * @param {Person} person
 * @param {ReturnType<typeof consequencesOf>} consequences
 * @returns {string | undefined}
 */
function refusalOfSaying(scene, word, { standing: old }, { changes, ways }) {
  if (ways.alone + ways['with others'] === 0) return refuse('NO_VOICE');
  if (old === undefined) {
    if (changes.length === 0 && ways['with others'] === 0) return refuse('NOTHING_CHANGES');
  } else {
    if (word.way === 'proxy' && old.way !== 'proxy') return refuse('OWNER_SPOKE');
    if (!mayReplace(scene, word, old, changes)) return refuse('SPOKE_ALREADY');
  }
  return breaksEstablished(scene, old?.vote, word.vote, changes) ? refuse('LATCHED') : undefined;
}

/**
 * Whether something is said that may take the place of what the speaker said before.
 * @param {Scene} scene
 * @param {Word} word
 * @param {import('./roll.mjs').StandingAct} old
 * @param {Change[]} changes
 */
function mayReplace({ settings }, { vote, way }, old, changes) {
  if (old.way === 'proxy' && way !== 'proxy') return true;
  return vote === old.vote ? changes.length > 0 : settings.repeat === 'last';
}

/**
 * @param {Scene} scene
 * @param {Word} word
 * @param {Person} person
 * @param {ReturnType<typeof consequencesOf>} consequences
 * @returns {string | undefined}
 */
function refusalOfWithdrawal(scene, { way }, { standing: old }, { changes }) {
  const { withdrawal } = scene.settings;
  if (withdrawal === 'never') return refuse('WITHDRAWAL_NEVER');
  if (old === undefined && changes.length === 0) return refuse('NOTHING_TO_WITHDRAW');
  if (way === 'proxy' && old?.way !== 'proxy') return refuse('OWNER_SPOKE');
  const isLatched = withdrawal === 'until-established';
  return isLatched && breaksEstablished(scene, old?.vote, undefined, changes)
    ? refuse('LATCHED')
    : undefined;
}

/**
 * Whether a consent would be lost after the decision was established.
 * @param {Scene} scene
 * @param {Vote | undefined} old
 * @param {Vote | undefined} vote
 * @param {Change[]} changes
 */
function breaksEstablished({ isEstablished }, old, vote, changes) {
  if (!isEstablished) return false;
  const isLost = changes.some(
    (change) => change.holder.says?.vote === 'agree' && change.vote !== 'agree',
  );
  return isLost || (old === 'agree' && vote !== 'agree');
}
