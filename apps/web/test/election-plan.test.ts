import { listTemplates, templateOf } from '@madang/services/election/profiles/index.ts';
import { describe, expect, it } from 'vitest';
import { ballotNeeds, mixingNeeds, rollNeeds, trusteeNeeds } from '../src/desk/election-needs.ts';
import {
  accountIn,
  announcementOf,
  askedOf,
  type CandidatePlan,
  type ElectionPlan,
  emptyPlan,
  newCandidate,
  questionOf,
  withTemplate,
} from '../src/desk/election-plan.ts';
import type { Need } from '../src/desk/wizard.tsx';
import { deskElectionMixingText } from '../src/text/desk-election-mixing.ts';
import { deskElectionNewText } from '../src/text/desk-election-new.ts';

const text = deskElectionNewText.en;
const account = 'ab'.repeat(32);

/** The first sentence that asks for something; nothing if all is there. */
const asksFor = (needs: readonly Need[]): string | undefined =>
  needs.find(([isThere]) => !isThere)?.[1];

const candidate = (ko: string, more: Partial<CandidatePlan> = {}): CandidatePlan => ({
  ...newCandidate(),
  name: { ko, en: '' },
  ...more,
});

/** A whole plan of the questions of a template. */
function planBy(id: string, names: readonly string[], more: Partial<ElectionPlan> = {}) {
  const template = templateOf(id);
  if (template === undefined) throw new Error(`no template ${id}`);
  const plan: ElectionPlan = {
    ...emptyPlan(),
    title: { ko: '선거', en: '' },
    about: { ko: '대표를 뽑습니다.', en: '' },
  };
  const chosen = { ...plan, ...withTemplate(plan, template) };
  const questions = chosen.questions.map((question) => ({
    ...question,
    candidates: question.about === 'motion' ? [] : names.map((name) => candidate(name)),
  }));
  return { ...chosen, questions, ...more };
}

const contested = (names: readonly string[]) => planBy('kr-management-decree-11-contested', names);

describe('the account of a trustee', () => {
  it.each([
    ['as it is', account],
    ['in capitals', account.toUpperCase()],
    ['in a sentence', `제 계정은 ${account}입니다.`],
    ['in an address', `https://madang.example/trustee#${account}`],
    ['twice the same', `${account} ${account}`],
  ])('is found %s', (_, sent) => {
    expect(accountIn(sent)).toBe(account);
  });

  it.each([
    ['nothing', ''],
    ['one letter short', account.slice(1)],
    ['one too long', `${account}a`],
    ['two different ones', `${account} ${'cd'.repeat(32)}`],
  ])('is not found in %s', (_, sent) => {
    expect(accountIn(sent)).toBeUndefined();
  });
});

describe('the questions of a plan', () => {
  it('ask what the template says, for every template', () => {
    for (const template of listTemplates()) {
      for (const asked of template.questions) {
        const question = questionOf(asked);
        const { choice, decides } = askedOf({ ...question, candidates: [candidate('가')] });
        expect({ choice, decides }).toEqual({ choice: asked.choice, decides: asked.decides });
      }
    }
  });

  it('announce one candidate as a yes or no, with the name in the question', () => {
    const { questions } = announcementOf(planBy('kr-management-decree-11-single', ['한서윤']));
    expect(questions[0]?.title.ko).toBe('동별 대표자 찬반: 한서윤');
    expect(questions[0]?.answers.map(({ title }) => title.ko)).toEqual(['찬성', '반대']);
  });

  it('are in Korean where English was left out', () => {
    const { about, questions } = announcementOf(contested(['가', '나']));
    expect(about.en).toBe('대표를 뽑습니다.');
    expect(questions[0]?.answers.map(({ title }) => title.en)).toEqual(['가', '나']);
  });
});

describe('what a ballot needs', () => {
  it('is nothing more, once names are there', () => {
    expect(asksFor(ballotNeeds(contested(['가', '나']), text))).toBeUndefined();
  });

  it.each<[string, readonly string[], string]>([
    ['two candidates', ['가'], text.twoCandidates('1')],
    ['a name of each', ['가', ' '], text.writeName('2')],
    ['names that differ', ['가', '나', '가'], text.nameTwice('3')],
    ['names that fit', ['가', '나'.repeat(41)], text.nameLong('2')],
    [
      'at most 64 candidates',
      Array.from({ length: 65 }, (_, at) => `후보 ${String(at)}`),
      text.manyCandidates('1', '64'),
    ],
  ])('is %s', (_, names, sentence) => {
    expect(asksFor(ballotNeeds(contested(names), text))).toBe(sentence);
  });

  it('is a photo of everybody, or of nobody', () => {
    const photo = { bytes: new Uint8Array([1]), address: '' };
    const plan = contested(['가', '나']);
    const [question] = plan.questions;
    if (question === undefined) throw new Error('a question');
    const candidates = [candidate('가', { photo }), candidate('나')];
    const one = { ...plan, questions: [{ ...question, candidates }] };
    expect(asksFor(ballotNeeds(one, text))).toBe(text.photoMissing('2'));
  });

  it('is that all choices fit a ballot', () => {
    const names = Array.from({ length: 60 }, (_, at) => `후보 ${String(at)}`);
    const plan = contested(names);
    const [question] = plan.questions;
    if (question === undefined) throw new Error('a question');
    const twice = { ...plan, questions: [question, { ...question, key: 'other', most: 10 }] };
    expect(asksFor(ballotNeeds(twice, text))).toBe(text.tooManyAnswers('128'));
  });

  it('is as many seats as candidates at most', () => {
    const plan = contested(['가', '나']);
    const questions = plan.questions.map((question) => ({ ...question, seats: 3 }));
    expect(asksFor(ballotNeeds({ ...plan, questions }, text))).toBe(text.seatsWrong('1', '2'));
  });
});

describe('what roll and trustees need', () => {
  const listOf = (count: number) => ({
    name: '',
    rows: [],
    problems: [],
    notices: [],
    made: {
      buildings: ['101동'],
      voters: Array.from({ length: count }, (_, number) => {
        return { number, name: '', label: `101동 ${String(number)}호`, building: 0 };
      }),
      excluded: 0,
      withoutPhone: 0,
    },
  });

  it('is ten voters, for fewer ballots are never opened', () => {
    const plan = contested(['가', '나']);
    const needs = (count: number) => rollNeeds({ ...plan, list: listOf(count) }, text);
    expect(asksFor(needs(9))).toBe(text.tooFewVoters('10'));
    expect(asksFor(needs(10))).toBeUndefined();
  });

  it('is an area of each home where votes weigh by it', () => {
    const plan = { ...contested(['가', '나']), list: listOf(10), measure: 'area' as const };
    expect(asksFor(rollNeeds(plan, text))).toBe(text.areaMissing('101동 0호'));
  });

  it('is one vote each, ten in a building and an earlier end, where nobody is to see who voted', () => {
    const words = deskElectionMixingText.en;
    const plan = { ...contested(['가', '나']), list: listOf(10), isMixed: true };
    const needs = (more: Partial<ElectionPlan>) =>
      asksFor(mixingNeeds({ ...plan, ...more }, words));
    expect(needs({})).toBeUndefined();
    expect(needs({ measure: 'area' })).toBe(words.headsAlone);
    expect(needs({ list: listOf(9) })).toBe(words.smallBuilding('101동', '10'));
    expect(needs({ registersUntil: '2020-01-01T18:00' })).toBe(words.untilSoon);
    expect(needs({ registersUntil: '2099-01-01T18:00' })).toBe(words.untilLate);
    expect(needs({ isMixed: false, measure: 'area', list: listOf(9) })).toBeUndefined();
  });

  it('is an account of each trustee, and another one of each', () => {
    const plan = contested(['가', '나']);
    const trustees = (accounts: readonly string[]) => ({
      ...plan,
      trustees: accounts.map((one, at) => {
        return { key: String(at), seat: { ko: '자리', en: '' }, account: one };
      }),
    });
    const [one, other] = [account, 'cd'.repeat(32)];
    expect(asksFor(trusteeNeeds(trustees([one, '']), text))).toBe(text.accountWrong('2'));
    expect(asksFor(trusteeNeeds(trustees([one, one]), text))).toBe(text.accountTwice('2'));
    expect(asksFor(trusteeNeeds(trustees([one]), text))).toBe(text.thresholdWrong);
    expect(asksFor(trusteeNeeds(trustees([one, other]), text))).toBeUndefined();
  });
});
