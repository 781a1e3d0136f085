import type { Roll } from '@madang/services/vote/intake/index.ts';
import { type Answer, answersOf, type Head, headsOf } from './answers.ts';
import { type Chance, seeded } from './seeded.ts';

type Saying = 'agree' | 'refuse';

/** Something that happens, `atMs` after the decision opened. Persons are numbers of the roll. */
export type StoryAct = { readonly atMs: number } & Happening;

type Happening =
  /** `person` signs; `for` whom, if as a proxy. */
  | {
      readonly kind: 'say';
      readonly person: number;
      readonly vote: Saying;
      readonly for?: number;
    }
  | { readonly kind: 'withdraw'; readonly person: number }
  | { readonly kind: 'appointProxy'; readonly person: number; readonly proxy: number }
  | { readonly kind: 'enterPapers'; readonly papers: readonly StoryPaper[] }
  /** A change of the roll: of those who own together another one represents them. */
  | { readonly kind: 'nameRepresentative'; readonly holder: number; readonly person: number }
  | {
      readonly kind: 'noteMessages';
      readonly what: 'link' | 'reminder';
      readonly homes: number;
      readonly undelivered: number;
    };

/** A paper, and when it came to the desk. */
export interface StoryPaper {
  readonly person: number;
  readonly vote: Saying;
  readonly arrivedAtMs: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/**
 * How many of a hundred act on which day. Days begin with the hour of the opening, in the morning.
 */
const PERCENT_BY_DAY = [18, 11, 8, 6, 5, 4, 3, 9, 6, 4, 3, 2, 2, 2, 6, 4, 2, 2, 1, 1, 1];
const AWAKE_MS = 13 * HOUR_MS;
const REMINDERS_MS = [7 * DAY_MS + HOUR_MS, 14 * DAY_MS + HOUR_MS];
const BATCHES_MS = [3, 8, 13, 18].map((day) => day * DAY_MS + 7 * HOUR_MS);
/** Buildings that stay short of half must do so at every moment. */
const CLOSE = new Set(['107동', '112동']);
/** How many: choose paper, appoint a proxy, turn to no, come back, and take their yes back. */
const [ON_PAPER, PROXIES, TURN, RETURN, LEAVE] = [12, 2, 4, 3, 6];

/**
 * What the residents of the demo complex do in the first three weeks: by time, and the same for the
 * same seed and list, whatever numbers the roll has given out. In the end 698 of 962 heads consent
 * and 58 refuse, 107동 and 112동 are short of half, and nothing is established at any moment.
 *
 * On the way some take back what they said, papers come in batches, the last with one of somebody
 * who has consented already; two speak through proxies; one group of owners gets another
 * representative. The acts suit the default settings of a decision.
 */
export function decisionStory(seed: number, roll: Roll): readonly StoryAct[] {
  const chance = seeded(seed);
  const heads = headsOf(roll);
  const cast = castOf(heads, roll, chance);
  const { voices, onPaper } = cast;
  const plain = voices.map(({ person, vote }) => at(moment(chance), say(person, vote)));
  const detours = [
    ...cast.turning.map((person) => [
      say(person, 'agree'),
      withdraw(person),
      say(person, 'refuse'),
    ]),
    ...cast.returning.map((person) => [
      say(person, 'agree'),
      withdraw(person),
      say(person, 'agree'),
    ]),
    ...cast.leaving.map((person) => [say(person, 'agree'), withdraw(person)]),
    ...cast.proxies.map(({ person, proxy }): Happening[] => [
      { kind: 'appointProxy', person, proxy },
      { ...say(proxy, 'agree'), for: person },
    ]),
    ...cast.renamed.map(({ holder, person }): Happening[] => [
      { kind: 'nameRepresentative', holder, person },
      say(person, 'agree'),
    ]),
  ];
  const early = plain.find(
    (act) => act.kind === 'say' && act.vote === 'agree' && act.atMs < (BATCHES_MS[0] ?? 0),
  );
  const again = early?.kind === 'say' ? [{ person: early.person, vote: early.vote }] : [];
  const acts = [
    ...plain,
    ...detours.flatMap((some) => inOrder(some, chance)),
    ...batchesOf([...onPaper, ...again], chance),
  ];
  return withMessages([...acts].sort(byTime), heads, roll);
}

/** The persons who need a key of their own: all who sign. */
export function signersOf(story: readonly StoryAct[]): readonly number[] {
  const signers = story.flatMap((act) =>
    act.kind === 'say' || act.kind === 'withdraw' || act.kind === 'appointProxy'
      ? [act.person]
      : [],
  );
  return [...new Set(signers)].sort((left, right) => left - right);
}

interface Voice {
  readonly person: number;
  readonly vote: Saying;
}

/** Who does what. Nobody is in two of these, but proxies, who speak for themselves too. */
interface Cast {
  readonly voices: readonly Voice[];
  readonly onPaper: readonly Voice[];
  readonly turning: readonly number[];
  readonly returning: readonly number[];
  readonly leaving: readonly number[];
  readonly proxies: readonly { readonly person: number; readonly proxy: number }[];
  readonly renamed: readonly { readonly holder: number; readonly person: number }[];
}

function castOf(heads: readonly Head[], roll: Roll, chance: Chance): Cast {
  const answers = answersOf(heads, roll.buildings, chance);
  const reachable = reachableOf(roll);
  const left = new Set(chance.shuffled(heads));
  const take = (count: number, fits: (head: Head) => boolean): readonly Head[] => {
    const some = [...left].filter((head) => head.speaker !== undefined && fits(head));
    const taken = some.slice(0, count);
    for (const head of taken) left.delete(head);
    return taken;
  };
  const says = (head: Head): Answer => answers.get(head.holder) ?? 'silent';
  const hasPhone = ({ speaker = -1 }: Head): boolean => reachable.has(speaker);
  const isFree = ({ homes }: Head): boolean =>
    homes.every(({ building }) => !CLOSE.has(roll.buildings[building] ?? ''));
  const byPhone = (answer: Answer) => (head: Head) =>
    says(head) === answer && hasPhone(head) && isFree(head) && head.members.length === 1;
  const successor = (head: Head): number | undefined =>
    head.members.find((person) => person !== head.speaker && reachable.has(person));

  const turning = take(TURN, byPhone('refuse'));
  const returning = take(RETURN, byPhone('agree'));
  const leaving = take(LEAVE, byPhone('silent'));
  const principals = take(PROXIES, byPhone('agree'));
  const renamed = take(1, (head) => says(head) === 'agree' && successor(head) !== undefined);
  const proxies = [...left].filter(byPhone('agree')).slice(0, PROXIES);
  const onPaper = [
    ...take(heads.length, (head) => says(head) !== 'silent' && !hasPhone(head)),
    ...take(ON_PAPER, (head) => says(head) === 'agree' && !proxies.includes(head)),
  ];
  const voices = take(heads.length, (head) => says(head) !== 'silent');
  const voiceOf = (head: Head): readonly Voice[] => {
    const vote = says(head);
    return head.speaker === undefined || vote === 'silent' ? [] : [{ person: head.speaker, vote }];
  };
  return {
    voices: voices.flatMap(voiceOf),
    onPaper: onPaper.flatMap(voiceOf),
    turning: turning.flatMap(speakerOf),
    returning: returning.flatMap(speakerOf),
    leaving: leaving.flatMap(speakerOf),
    proxies: principals.flatMap(speakerOf).flatMap((person, n) => {
      const proxy = proxies[n]?.speaker;
      return proxy === undefined ? [] : [{ person, proxy }];
    }),
    renamed: renamed.flatMap((head) => {
      const person = successor(head);
      return person === undefined ? [] : [{ holder: head.holder, person }];
    }),
  };
}

function reachableOf({ persons }: Roll): ReadonlySet<number> {
  return new Set(persons.flatMap(({ number, phone }) => (phone === undefined ? [] : [number])));
}

function speakerOf({ speaker }: Head): readonly number[] {
  return speaker === undefined ? [] : [speaker];
}

function say(person: number, vote: Saying): Happening & { kind: 'say' } {
  return { kind: 'say', person, vote };
}

function withdraw(person: number): Happening {
  return { kind: 'withdraw', person };
}

function at(atMs: number, what: Happening): StoryAct {
  return { atMs, ...what };
}

/** A moment at which somebody acts: on some days more do, and at night nobody does. */
function moment(chance: Chance): number {
  let left = chance.below(PERCENT_BY_DAY.reduce((sum, percent) => sum + percent, 0));
  const day = PERCENT_BY_DAY.findIndex((percent) => {
    left -= percent;
    return left < 0;
  });
  return day * DAY_MS + 60_000 + chance.below(AWAKE_MS);
}

/** What one person does, each thing at least a minute after the one before. */
function inOrder(acts: readonly Happening[], chance: Chance): readonly StoryAct[] {
  const moments = acts.map(() => moment(chance)).sort((left, right) => left - right);
  return acts.map((act, n) => at((moments[n] ?? 0) + n * 60_000, act));
}

/** Papers, in as many batches as there are days for them; the last one listed is in the last. */
function batchesOf(voices: readonly Voice[], chance: Chance): readonly StoryAct[] {
  const last = voices.length - 1;
  return BATCHES_MS.map((atMs, batch) => {
    const isHere = (n: number): boolean =>
      (n === last ? BATCHES_MS.length - 1 : n % BATCHES_MS.length) === batch;
    const papers = voices
      .filter((_, n) => isHere(n))
      .map((voice) => ({ ...voice, arrivedAtMs: atMs - HOUR_MS - chance.below(2 * DAY_MS) }));
    return at(atMs, { kind: 'enterPapers', papers });
  });
}

/**
 * The acts with the messages that the office sends: to all at first, then to those who are silent.
 */
function withMessages(
  acts: readonly StoryAct[],
  heads: readonly Head[],
  roll: Roll,
): readonly StoryAct[] {
  const reachable = reachableOf(roll);
  const messages = [0, ...REMINDERS_MS].map((atMs) => {
    const spoken = spokenBefore(acts, atMs);
    const silent = heads.filter(({ members }) => !members.some((person) => spoken.has(person)));
    const unreached = silent.filter(({ members }) => !members.some((one) => reachable.has(one)));
    return at(atMs, {
      kind: 'noteMessages',
      what: atMs === 0 ? 'link' : 'reminder',
      homes: homesOf(silent),
      undelivered: homesOf(unreached),
    });
  });
  return [...messages, ...acts].sort(byTime);
}

/** For whom something stands at a moment. */
function spokenBefore(acts: readonly StoryAct[], atMs: number): ReadonlySet<number> {
  const spoken = new Set<number>();
  for (const act of acts.filter((one) => one.atMs < atMs)) {
    if (act.kind === 'say') spoken.add(act.for ?? act.person);
    if (act.kind === 'withdraw') spoken.delete(act.person);
    if (act.kind === 'enterPapers') for (const { person } of act.papers) spoken.add(person);
  }
  return spoken;
}

function homesOf(heads: readonly Head[]): number {
  return heads.reduce((sum, { homes }) => sum + homes.length, 0);
}

function byTime(left: StoryAct, right: StoryAct): number {
  return left.atMs - right.atMs;
}
