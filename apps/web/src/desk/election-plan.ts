import { fromHex, toHex, utf8 } from '@madang/base';
import type { PayloadOf } from '@madang/client';
import { randomBytes, sha256 } from '@madang/crypto';
import { type Announcement, announcement } from '@madang/services/election/intake/index.ts';
import type { Template } from '@madang/services/election/profiles/index.ts';
import type { electionServices } from '@madang/services/elections.ts';
import type { VoterList } from '@madang/services/vote/intake/index.ts';
import type { Words } from '../ledger.ts';
import { fromLocal, toLocal } from './moment-field.tsx';
import type { ListDraft } from './plan-state.ts';
import { placedVoters, type TakenRoll } from './register-roll.ts';

/** What the draft of an election says on record. */
export type ElectionDraft = PayloadOf<typeof electionServices, 'election.draftElection'>;
/** A share that is asked for. */
export type Share = NonNullable<ElectionDraft['turnout']>;

/** A candidate's picture, as it goes on public record. */
export type Picture = { bytes: Uint8Array; address: string };

/** A candidate as an officer enters them. */
export type CandidatePlan = {
  /** Tells candidates apart whatever their order. */
  key: string;
  name: Words;
  word: Words;
  pledges: readonly Words[];
  photo?: Picture;
};

/** A question as an officer enters it. */
export type QuestionPlan = {
  key: string;
  about: Template['questions'][number]['about'];
  title: Words;
  /** Nobody, where a motion is voted on. */
  candidates: readonly CandidatePlan[];
  /** How many are elected, and how many a voter may choose. */
  seats: number;
  most: number;
  blank: boolean;
  /** What an approval needs, and of what. */
  needs: Share;
  of: 'ballots' | 'answers';
};

/** A trustee as an officer enters them; the account as the trustee gave it. */
export type TrusteePlan = { key: string; seat: Words; account: string };

/** A list of voters. */
export type VotersDraft = ListDraft & { made?: VoterList };

/** Everything that an officer has chosen so far. */
export type ElectionPlan = {
  /** 32 random bytes, kept while the page is: a founding that is tried again is the same one. */
  seed: Uint8Array;
  template?: Template;
  isRuleChecked: boolean;
  turnout: Share | undefined;
  title: Words;
  about: Words;
  questions: readonly QuestionPlan[];
  /** Where the voters come from: a list, or a register that is there already. */
  from: 'list' | 'register';
  list?: VotersDraft;
  taken?: TakenRoll;
  measure: 'heads' | 'area';
  trustees: readonly TrusteePlan[];
  threshold: number;
  level: ElectionDraft['level'];
  results: ElectionDraft['results'];
  revote: ElectionDraft['revote'];
  paper: ElectionDraft['paper'];
  recordedAt: string;
  closesAt: string;
  /** Whether voters' keys are mixed, and until when they are registered. */
  isMixed: boolean;
  registersUntil: string;
};

export const noWords: Words = { ko: '', en: '' };
const dayMs = 86_400_000;

/** A name that nothing else on the page has. */
export function newKey(): string {
  return toHex(randomBytes(8));
}

/** A candidate of whom nothing is entered yet. */
export function newCandidate(): CandidatePlan {
  return { key: newKey(), name: noWords, word: noWords, pledges: [] };
}

/** A trustee of whom nothing is entered yet. */
export function newTrustee(): TrusteePlan {
  return { key: newKey(), seat: noWords, account: '' };
}

/** The state before anything was chosen: three trustees of whom two open, a close in a week. */
export function emptyPlan(): ElectionPlan {
  return {
    seed: randomBytes(32),
    isRuleChecked: false,
    turnout: undefined,
    title: noWords,
    about: noWords,
    questions: [],
    from: 'list',
    measure: 'heads',
    trustees: [newTrustee(), newTrustee(), newTrustee()],
    threshold: 2,
    level: 'link',
    results: 'complex',
    revote: 'none',
    paper: 'none',
    recordedAt: toLocal(Date.now()).replace(/T.*/, 'T00:00'),
    closesAt: toLocal(Date.now() + 7 * dayMs).replace(/T.*/, 'T18:00'),
    isMixed: false,
    registersUntil: toLocal(Date.now() + 3 * dayMs).replace(/T.*/, 'T18:00'),
  };
}

const moreThanHalf: Share = { num: 1, den: 2, compare: 'more-than' };

/** A question by the rule of a template. */
export function questionOf(asked: Template['questions'][number]): QuestionPlan {
  const { about, title, choice, decides } = asked;
  const count = { candidates: 2, 'one-candidate': 1, motion: 0 }[about];
  return {
    key: newKey(),
    about,
    title,
    candidates: Array.from({ length: count }, newCandidate),
    seats: decides.kind === 'elect' ? decides.seats : 1,
    most: choice.max,
    blank: choice.blank,
    needs: decides.kind === 'approve' ? decides.needs : moreThanHalf,
    of: decides.kind === 'approve' ? decides.of : 'ballots',
  };
}

/** What choosing a template fills in; what was entered by hand stays where the questions fit. */
export function withTemplate(plan: ElectionPlan, template: Template): Partial<ElectionPlan> {
  const { turnout, results, revote } = template;
  const isSame = plan.template?.id === template.id;
  const questions = isSame ? plan.questions : template.questions.map(questionOf);
  return { template, isRuleChecked: false, turnout, results, revote, questions };
}

/** Words in both languages: without English, the Korean ones. */
export function bothOf({ ko, en }: Words): Words {
  const korean = ko.trim();
  const english = en.trim();
  return { ko: korean, en: english === '' ? korean : english };
}

/** The account in what a trustee sent, however they sent it: as an address, or in a sentence. */
export function accountIn(sent: string): string | undefined {
  const found = sent.toLowerCase().match(/(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/g) ?? [];
  const [one, ...others] = new Set(found);
  return others.length === 0 ? one : undefined;
}

/** How a question stands on record. */
export function askedOf({
  about,
  candidates,
  ...said
}: QuestionPlan): ElectionDraft['questions'][number] {
  const { seats, most, blank, needs, of } = said;
  if (about === 'candidates') {
    return {
      answers: candidates.length,
      choice: { min: 1, max: most, blank },
      decides: { kind: 'elect', seats },
    };
  }
  return { answers: 2, choice: { min: 1, max: 1, blank }, decides: { kind: 'approve', needs, of } };
}

const inFavour = { ko: '찬성', en: 'In favour' } as const;
const against = { ko: '반대', en: 'Against' } as const;

type AnnouncedQuestion = Announcement['questions'][number];

function announcedOf({ about, title, candidates }: QuestionPlan): AnnouncedQuestion {
  const said = bothOf(title);
  if (about === 'candidates') {
    const answers = candidates.map((one) => ({ title: bothOf(one.name), ...moreOf(one) }));
    return { title: said, answers };
  }
  const [candidate] = candidates;
  if (candidate === undefined)
    return { title: said, answers: [{ title: inFavour }, { title: against }] };
  const name = bothOf(candidate.name);
  return {
    title: { ko: `${said.ko}: ${name.ko}`, en: `${said.en}: ${name.en}` },
    answers: [{ title: inFavour, ...moreOf(candidate) }, { title: against }],
  };
}

function moreOf({ word, pledges, photo }: CandidatePlan) {
  const said = pledges.map(bothOf).filter(({ ko }) => ko !== '');
  return {
    ...(word.ko.trim() === '' ? {} : { word: bothOf(word) }),
    ...(said.length === 0 ? {} : { pledges: said }),
    ...(photo === undefined ? {} : { photo: sha256(photo.bytes) }),
  };
}

/** What is announced of the election. */
export function announcementOf({ about, questions }: ElectionPlan): Announcement {
  return { about: bothOf(about), questions: questions.map(announcedOf) };
}

/** The announcement as the public file whose hash goes on record. */
export function announcementFile(plan: ElectionPlan): Uint8Array {
  return utf8(JSON.stringify(announcement.toJson(announcementOf(plan))));
}

/** The pictures of all candidates, in the order of the announcement. */
export function picturesOf({ questions }: Pick<ElectionPlan, 'questions'>): readonly Picture[] {
  return questions.flatMap(({ candidates }) => candidates.flatMap(({ photo }) => photo ?? []));
}

/** Who is on the roll of a plan, and of which building; nothing while there is no roll. */
export function rollOf({
  from,
  list,
  taken,
}: ElectionPlan):
  | { buildings: readonly string[]; voters: readonly { building: number }[] }
  | undefined {
  if (from === 'list') return list?.made;
  return taken === undefined ? undefined : placedVoters(taken);
}

/** How many are on the roll of a plan. */
export function voterCount(plan: ElectionPlan): number {
  return rollOf(plan)?.voters.length ?? 0;
}

/** What votes weigh: a register has no areas. */
export function measureOf({ from, measure }: ElectionPlan): ElectionPlan['measure'] {
  return from === 'list' ? measure : 'heads';
}

/** The buildings of the roll; nothing while there is none. */
export function buildingsOf(plan: ElectionPlan): readonly string[] | undefined {
  return rollOf(plan)?.buildings;
}

/** The draft that a whole plan comes to; nothing while something is missing. */
export function draftOf(
  plan: ElectionPlan,
  institution: string,
): Omit<ElectionDraft, 'register'> | undefined {
  const { template, turnout, level, results, revote, threshold } = plan;
  const buildings = buildingsOf(plan);
  const [closesAt, recordedAt, registersUntil] = [
    plan.closesAt,
    plan.recordedAt,
    plan.registersUntil,
  ].map(fromLocal);
  if (template === undefined || buildings === undefined) return undefined;
  if (closesAt === undefined || recordedAt === undefined) return undefined;
  return {
    institution,
    level,
    title: bothOf(plan.title),
    text: sha256(announcementFile(plan)),
    questions: plan.questions.map(askedOf),
    buildings: [...buildings],
    results,
    measures: [measureOf(plan)],
    trustees: plan.trustees.map(({ seat, account }) => ({
      account: accountBytes(account),
      seat: bothOf(seat),
    })),
    threshold,
    revote,
    paper: plan.paper,
    ...(turnout === undefined ? {} : { turnout }),
    ...(plan.isMixed && registersUntil !== undefined
      ? { mixing: { registersUntil: wholeSecond(registersUntil) } }
      : {}),
    basis: template.id,
    recordedAt,
    closesAt: wholeSecond(closesAt),
  };
}

/** The ledger takes whole seconds. */
function wholeSecond(timeMs: number): number {
  return Math.ceil(timeMs / 1000) * 1000;
}

function accountBytes(sent: string): Uint8Array {
  const bytes = fromHex(accountIn(sent) ?? '');
  return bytes.ok ? bytes.value : new Uint8Array();
}
