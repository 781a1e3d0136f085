import { expectOk, expectPresent, fromHex, type Json, toHex, utf8 } from '@madang/base';
import { createClient } from '@madang/client';
import { sha256 } from '@madang/crypto';
import { services } from '@madang/services';
import { electionDraft } from '@madang/testkit';
import { pngOf } from './picture.ts';
import type { ResidentCity } from './resident-city.ts';
import { holdCeremony, makeTrustees } from './trustees.ts';

/** Who holds the keys of all elections of tests. */
export const trustees = makeTrustees(3);

/** An answer to choose, in both languages. */
export interface PlannedAnswer {
  readonly title: { readonly ko: string; readonly en: string };
  readonly word?: { readonly ko: string; readonly en: string };
  readonly pledges?: readonly { readonly ko: string; readonly en: string }[];
  readonly photo?: Uint8Array;
}

/** A question, as the ledger has it and as it is announced. */
export interface PlannedQuestion {
  readonly title: { readonly ko: string; readonly en: string };
  readonly answers: readonly PlannedAnswer[];
  readonly choice?: { readonly min: number; readonly max: number; readonly blank: boolean };
  readonly decides?: Json;
}

/** What an election of tests is made of. */
export interface ElectionPlan {
  readonly title: { readonly ko: string; readonly en: string };
  readonly questions: readonly PlannedQuestion[];
  readonly revote?: 'none' | 'last';
  /** Numbers of the persons on the roll. */
  readonly roll?: readonly number[];
  readonly closesInMs?: number;
  /** Keys are registered first, for so long, and mixed. */
  readonly registersForMs?: number;
  readonly paper?: 'none' | 'batches';
}

const both = (ko: string, en: string) => ({ ko, en });
const candidate = (
  names: { ko: string; en: string },
  word: { ko: string; en: string },
  pledges: readonly { ko: string; en: string }[],
  photo: Uint8Array,
): PlannedAnswer => ({ title: names, word, pledges, photo });

/** The election of the design: three persons for one seat. */
export const chair: PlannedQuestion = {
  title: both('입주자대표회의 회장', 'Chair of the residents’ council'),
  answers: [
    candidate(
      both('한서윤', 'Han Seoyun'),
      both('관리비 쓰임을 다달이 공개하겠습니다', 'Every month, what your fees are spent on'),
      [
        both('관리비와 장기수선비를 달마다 마당에 공개', 'Fees and reserves on Madang each month'),
        both('회의록을 일주일 안에 올림', 'Minutes within a week'),
        both('승강기 교체를 입주민 투표로 정함', 'Residents vote on the lifts'),
      ],
      pngOf(1),
    ),
    candidate(
      both('오태현', 'Oh Taehyun'),
      both('리모델링을 기한 안에 마무리하겠습니다', 'The remodelling, finished in time'),
      [both('공사 일정 점검단 구성', 'A group that watches the schedule')],
      pngOf(2),
    ),
    candidate(
      both('문지수', 'Moon Jisu'),
      both('아이와 어르신이 걷기 좋은 단지로', 'Safe to walk, for children and the old'),
      [both('단지 안 차 속도 20km로', 'Cars at 20 km/h')],
      pngOf(3),
    ),
  ],
  choice: { min: 1, max: 1, blank: true },
};

/** Two of four persons for two seats. */
export const auditors: PlannedQuestion = {
  title: both('감사', 'Auditors'),
  answers: [
    { title: both('강민호', 'Kang Minho') },
    { title: both('윤가람', 'Yoon Garam') },
    { title: both('서다인', 'Seo Dain') },
    { title: both('임도현', 'Lim Dohyun') },
  ],
  choice: { min: 1, max: 2, blank: true },
  decides: { kind: 'elect', seats: 2 },
};

/** Yes or no. */
export const lifts: PlannedQuestion = {
  title: both('승강기를 바꿀까요?', 'Shall the lifts be replaced?'),
  answers: [{ title: both('찬성', 'Yes') }, { title: both('반대', 'No') }],
  choice: { min: 1, max: 1, blank: true },
  decides: {
    kind: 'approve',
    needs: { num: 1, den: 2, compare: 'more-than' },
    of: 'answers',
  },
};

const about = both(
  '앞으로 2년 동안 우리 단지 살림을 맡을 분을 뽑습니다.',
  'Who runs our homes for the next two years.',
);

function announcementOf({ questions }: ElectionPlan): Uint8Array {
  const asked = questions.map(({ title, answers }) => ({
    title,
    answers: answers.map(({ photo, ...said }) => ({
      ...said,
      ...(photo === undefined ? {} : { photo: toHex(sha256(photo)) }),
    })),
  }));
  return utf8(JSON.stringify({ about, questions: asked }));
}

/** Whose elections they are. */
export const OFFICER = 'city.officer-1';

/** Drafts an election in the register of a city, with its roll. */
async function draft(city: ResidentCity, plan: ElectionPlan): Promise<string> {
  const { roll = [0, 1, 2, 3, 4, 5, 6, 7, 8] } = plan;
  const soon = Math.ceil(Date.now() / 1_000) * 1_000;
  const { title, revote = 'none', paper = 'none', registersForMs } = plan;
  const payload = electionDraft({
    register: city.register,
    text: toHex(sha256(announcementOf(plan))),
    trustees: trustees.map(({ account }) => account),
    closesAt: soon + (plan.closesInMs ?? 6 * 24 * 60 * 60_000),
    more: {
      title,
      questions: plan.questions.map(({ answers, choice, decides }) => ({
        answers: answers.length,
        ...(choice === undefined ? {} : { choice }),
        decides: decides ?? { kind: 'elect', seats: 1 },
      })),
      buildings: ['107동'],
      revote,
      paper,
      ...(registersForMs === undefined
        ? {}
        : { mixing: { registersUntil: soon + registersForMs } }),
    },
  });
  const election = toHex(await city.act('election.draftElection', payload, OFFICER));
  const voters = roll.map((person) => ({
    person,
    building: 0,
    weights: [1],
    commitment: toHex(sha256(utf8(`person ${String(person)}`))),
  }));
  await city.act('election.enterVoters', { election, voters }, OFFICER);
  return election;
}

/** A client that asks a city without a socket. */
export function clientIn(city: ResidentCity) {
  const policy = { load: () => Promise.resolve(undefined), save: () => Promise.resolve() };
  return createClient({
    baseUrl: '',
    services,
    policy,
    fetch: (path, init) => city.fetch(new Request(new URL(path, 'http://localhost'), init)),
  });
}

/** An election in the register of a city with its key and its words, not open yet; gives its id. */
export async function readyElection(city: ResidentCity, plan: ElectionPlan): Promise<string> {
  const election = await draft(city, plan);
  await holdCeremony(clientIn(city), election, trustees);
  await city.keepFile(election, announcementOf(plan));
  for (const { answers } of plan.questions) {
    for (const { photo } of answers) if (photo !== undefined) await city.keepFile(election, photo);
  }
  return election;
}

/** Runs an election in the register of a city up to where ballots are taken; gives its id. */
export async function openElection(city: ResidentCity, plan: ElectionPlan): Promise<string> {
  const election = await readyElection(city, plan);
  const voters = (plan.roll ?? [0, 1, 2, 3, 4, 5, 6, 7, 8]).length;
  await city.act('election.openElection', { election, voters, weights: [voters] }, OFFICER);
  return election;
}

/** How often ballots of an election were taken. */
export async function takenBallots(city: ResidentCity, election: string): Promise<number> {
  const id = expectOk(fromHex(election), 'an id');
  const told = await clientIn(city).query('election.election', { id });
  return expectPresent(expectOk(told, 'an election').took, 'a turnout').ballots;
}

/** Pauses an election, or lets it go on. */
export function pause(city: ResidentCity, election: string, how: 'pause' | 'resume') {
  const reason = { ko: '점검', en: 'A check' };
  return city.act(`election.${how}Election`, { election, reason }, OFFICER);
}
