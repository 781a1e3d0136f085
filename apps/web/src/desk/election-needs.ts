import { utf8 } from '@madang/base';
import {
  FEWEST_BALLOTS,
  FEWEST_KEYS,
  MAX_SELECTIONS,
  MAX_SUMS,
  provenSelections,
  sentSelections,
} from '@madang/services/elections.ts';
import { formatCount } from '@madang/ui';
import { levels } from '../decision/status-words.ts';
import type { Words } from '../ledger.ts';
import type { deskElectionMixingText } from '../text/desk-election-mixing.ts';
import type { deskElectionNewText } from '../text/desk-election-new.ts';
import {
  accountIn,
  askedOf,
  bothOf,
  buildingsOf,
  type CandidatePlan,
  type ElectionPlan,
  measureOf,
  type QuestionPlan,
  rollOf,
  type Share,
  voterCount,
} from './election-plan.ts';
import { fromLocal } from './moment-field.tsx';
import type { TakenRoll } from './register-roll.ts';
import type { Need } from './wizard.tsx';

type Text = (typeof deskElectionNewText)['ko'];
type MixingText = (typeof deskElectionMixingText)['ko'];

/** The most bytes of a title or name, and of a pledge. */
const shortBytes = 120;
const longBytes = 1_000;

const isThere = ({ ko }: Words): boolean => ko.trim() !== '';

function fits(words: Words, maxBytes: number): boolean {
  const { ko, en } = bothOf(words);
  return utf8(ko).length <= maxBytes && utf8(en).length <= maxBytes;
}

/** Whether a share can be asked for: a part of a whole, and not more than all. */
export function isShareGood({ num, den }: Share): boolean {
  return den >= 1 && den <= 1_000_000 && num >= 0 && num <= den;
}

/** What the choice of the rule needs. */
export function ruleNeeds({ template, turnout, isRuleChecked }: ElectionPlan, text: Text) {
  return [
    [template !== undefined, text.chooseTemplate],
    [turnout === undefined || isShareGood(turnout), text.turnoutWrong],
    [isRuleChecked, text.checkRule],
  ] satisfies readonly Need[];
}

/** What questions and candidates need, in the order in which they stand on the page. */
export function ballotNeeds(plan: ElectionPlan, text: Text): readonly Need[] {
  const { title, about, questions } = plan;
  const asked = questions.map(askedOf);
  return [
    [isThere(title), text.writeTitle],
    [fits(title, shortBytes), text.titleLong],
    [isThere(about), text.writeAbout],
    [fits(about, longBytes), text.aboutLong],
    [questions.length > 0, text.noQuestion],
    ...questions.flatMap((question, at) => questionNeeds(question, at, text)),
    [provenSelections(asked) <= MAX_SELECTIONS, text.tooManyAnswers(formatCount(MAX_SELECTIONS))],
  ];
}

/** Most answers of one question. */
const maxAnswers = 64;

function questionNeeds(question: QuestionPlan, at: number, text: Text): readonly Need[] {
  const { about, title, candidates, seats, most, needs } = question;
  const where = formatCount(at + 1);
  const count = candidates.length;
  const isContested = about === 'candidates';
  const isCountable = (number: number) =>
    Number.isInteger(number) && number >= 1 && number <= count;
  return [
    [isThere(title), text.writeQuestion(where)],
    [fits(titleWith(question), shortBytes), text.questionLong(where)],
    [!isContested || count >= 2, text.twoCandidates(where)],
    [count <= maxAnswers, text.manyCandidates(where, formatCount(maxAnswers))],
    [!isContested || isCountable(seats), text.seatsWrong(where, formatCount(count))],
    [!isContested || isCountable(most), text.mostWrong(where, formatCount(count))],
    [isContested || isShareGood(needs), text.needsWrong(where)],
    ...candidates.flatMap((candidate, number) =>
      candidateNeeds(candidate, formatCount(number + 1), text),
    ),
    ...photoNeeds(candidates, text),
    ...sameNames(candidates, text),
  ];
}

/** The title as it is announced: with the name of the only candidate. */
function titleWith({ about, title, candidates: [only] }: QuestionPlan): Words {
  if (about !== 'one-candidate' || only === undefined) return title;
  const [said, name] = [bothOf(title), bothOf(only.name)];
  return { ko: `${said.ko}: ${name.ko}`, en: `${said.en}: ${name.en}` };
}

function candidateNeeds(candidate: CandidatePlan, number: string, text: Text): readonly Need[] {
  const { name, word, pledges } = candidate;
  return [
    [isThere(name), text.writeName(number)],
    [fits(name, shortBytes), text.nameLong(number)],
    [fits(word, shortBytes), text.wordLong(number)],
    [pledges.every((pledge) => fits(pledge, longBytes)), text.pledgeLong(number)],
  ];
}

/** Nobody stands there without a face where others have one. */
function photoNeeds(candidates: readonly CandidatePlan[], text: Text): readonly Need[] {
  const isOne = candidates.some(({ photo }) => photo !== undefined);
  const lacking = candidates.findIndex(({ photo }) => photo === undefined);
  return [[!isOne || lacking === -1, text.photoMissing(formatCount(lacking + 1))]];
}

/** Two of one name cannot be told apart. */
function sameNames(candidates: readonly CandidatePlan[], text: Text): readonly Need[] {
  const names = candidates.map(({ name }) => name.ko.trim());
  const twice = names.findIndex((name, at) => name !== '' && names.indexOf(name) !== at);
  return [[twice === -1, text.nameTwice(formatCount(twice + 1))]];
}

/** What the roll needs. */
export function rollNeeds(plan: ElectionPlan, text: Text): readonly Need[] {
  const enough: Need = [
    voterCount(plan) >= FEWEST_BALLOTS,
    text.tooFewVoters(formatCount(FEWEST_BALLOTS)),
  ];
  return plan.from === 'list'
    ? [...listNeeds(plan, text), enough]
    : [[plan.taken !== undefined, text.chooseRegister], enough];
}

function listNeeds({ list, measure }: ElectionPlan, text: Text): readonly Need[] {
  const voters = list?.made?.voters ?? [];
  const bare = voters.find(({ areaMilliM2 }) => areaMilliM2 === undefined);
  const isWeighed = measure === 'heads' || bare === undefined;
  return [
    [list !== undefined, text.chooseRoll],
    [list?.made !== undefined, text.fixRoll],
    [isWeighed, text.areaMissing(bare?.label ?? '')],
  ];
}

/** What the trustees need. */
export function trusteeNeeds(plan: ElectionPlan, text: Text): readonly Need[] {
  const { trustees, threshold } = plan;
  const accounts = trustees.map(({ account }) => accountIn(account));
  const twice = accounts.findIndex((one, at) => one !== undefined && accounts.indexOf(one) !== at);
  return [
    [trustees.length > 0, text.noTrustee],
    ...trustees.flatMap(({ seat }, at): readonly Need[] => {
      const number = formatCount(at + 1);
      return [
        [isThere(seat), text.writeSeat(number)],
        [fits(seat, shortBytes), text.seatLong(number)],
        [accounts[at] !== undefined, text.accountWrong(number)],
      ];
    }),
    [twice === -1, text.accountTwice(formatCount(twice + 1))],
    [threshold >= 1 && threshold <= trustees.length, text.thresholdWrong],
  ];
}

/** Whether persons of a register are identified as well as the election asks. */
function isReached({ level }: ElectionPlan, taken: TakenRoll): boolean {
  return levels.indexOf(level) <= levels.indexOf(taken.level);
}

/**
 * What an election needs in which nobody is to see who has voted; nothing where that is not asked.
 */
export function mixingNeeds(plan: ElectionPlan, text: MixingText): readonly Need[] {
  const { isMixed, registersUntil, closesAt } = plan;
  if (!isMixed) return [];
  const { buildings, voters } = rollOf(plan) ?? { buildings: [], voters: [] };
  const small = buildings.find(
    (_, at) => voters.filter(({ building }) => building === at).length < FEWEST_KEYS,
  );
  const until = fromLocal(registersUntil) ?? 0;
  return [
    [measureOf(plan) === 'heads', text.headsAlone],
    [small === undefined, text.smallBuilding(small ?? '', formatCount(FEWEST_KEYS))],
    [until > Date.now(), text.untilSoon],
    [until < (fromLocal(closesAt) ?? 0), text.untilLate],
  ];
}

/** What the times need, and how many sums there are to be. */
export function howNeeds(plan: ElectionPlan, text: Text): readonly Need[] {
  const { questions, results, taken, closesAt, recordedAt } = plan;
  const scopes = results === 'buildings' ? (buildingsOf(plan)?.length ?? 1) : 1;
  const sums = scopes * sentSelections(questions.map(askedOf));
  return [
    [fromLocal(recordedAt) !== undefined, text.writeRecordedAt],
    [(fromLocal(closesAt) ?? 0) > Date.now(), text.closesSoon],
    [sums <= MAX_SUMS, text.tooManySums],
    [plan.from === 'list' || taken === undefined || isReached(plan, taken), text.levelAbove],
  ];
}
