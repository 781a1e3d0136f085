import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expectPresent, parseJson } from '@madang/base';
import { describe, expect, it } from 'vitest';
import { outcomesOf } from '../chain/outcome.ts';
import { asked as askedCodec, share as shareCodec } from '../chain/schema.ts';
import { listTemplates, type Template, templateOf } from '../profiles/index.ts';
import { electionOf, revealedOf } from './outcomes.ts';

const templates = listTemplates();
const readme = await readFile(path.join(import.meta.dirname, '../README.md'), 'utf8');
const contested = 'kr-management-decree-11-contested';
const single = 'kr-management-decree-11-single';
const officers = 'kr-management-decree-12-2-officers';
const residents = 'kr-residents-vote';

/** The question of a template, with so many candidates. */
function askedBy({ questions }: Template, at: number, answers: number) {
  const { choice, decides } = expectPresent(questions[at], 'a question');
  return { answers, choice, decides };
}

/** What the rule of a template makes of counts to its first question, blank votes first. */
function judge(id: string, voters: number, counts: readonly number[]) {
  const template = expectPresent(templateOf(id), id);
  const { turnout, measures, results, revote } = template;
  const asked = askedBy(template, 0, counts.length - 1);
  const election = electionOf(asked, { turnout, measures: [...measures], results, revote });
  const ballots = counts.reduce((sum, one) => sum + one, 0);
  const took = { voters, ballots, cast: [ballots], eligible: [voters] };
  const { isTurnoutMet, outcomes } = outcomesOf(election, took, [revealedOf(0, counts)]);
  return { isTurnoutMet, outcome: outcomes[0] };
}

describe.each(templates)('the template $id', (template) => {
  it('is data that a draft takes', () => {
    expect(template.id).toMatch(/^kr-[a-z0-9-]{1,60}$/);
    expect(parseJson(shareCodec, template.turnout as never)).toMatchObject({ ok: true });
    for (const [at, { about }] of template.questions.entries()) {
      const asked = askedBy(template, at, about === 'candidates' ? 3 : 2);
      expect(parseJson(askedCodec, asked as never)).toMatchObject({ ok: true });
    }
  });

  it('gives each household one vote, cast once, and opens the whole sum alone', () => {
    expect(template).toMatchObject({ measures: ['heads'], results: 'complex', revote: 'none' });
  });

  it('says what was read, and what to look up', () => {
    expect(template.note.en).toMatch(/not its text|not read/);
    expect(template.note.ko).toMatch(/원문이 아니라|기억에 따른|법에서 읽은 것이 아니라/);
    expect(template.note.ko).toMatch(/확인하십시오|고치십시오/);
    expect(template.source.law === '').toBe(template.source.basis === 'by-laws');
  });

  it('is found by its id, which is its own, and stands in the README', () => {
    expect(templateOf(template.id)).toBe(template);
    expect(templates.filter(({ id }) => id === template.id)).toEqual([template]);
    expect(readme).toContain(`\`${template.id}\``);
  });
});

describe('the turnout', () => {
  it.each([
    [contested, 20, 10, 11],
    [contested, 21, 10, 11],
    [single, 20, 10, 11],
    [officers, 500, 49, 50],
    [officers, 501, 50, 51],
    [residents, 20, 10, 11],
  ])('%s of %i is not met by %i, and met by %i', (id, voters, short, enough) => {
    const answers = templateOf(id)?.questions[0]?.about === 'candidates' ? [0, 0] : [0];
    expect(judge(id, voters, [0, short, ...answers]).isTurnoutMet).toBe(false);
    expect(judge(id, voters, [0, enough, ...answers]).isTurnoutMet).toBe(true);
  });
});

describe('who has won', () => {
  it('is the one with the most votes, however few, among several candidates', () => {
    for (const id of [contested, officers]) {
      const elected = { kind: 'elected', answers: [1], tied: [] };
      expect(judge(id, 20, [3, 4, 5, 4]).outcome).toEqual(elected);
      const tied = { kind: 'elected', answers: [], tied: [0, 1] };
      expect(judge(id, 20, [3, 5, 5, 1]).outcome).toEqual(tied);
    }
  });

  it.each([single, residents])('%s needs one more than half of those who voted', (id) => {
    expect(judge(id, 20, [0, 6, 6]).outcome).toEqual({ kind: 'approved', isApproved: false });
    expect(judge(id, 20, [0, 7, 6]).outcome).toEqual({ kind: 'approved', isApproved: true });
  });

  it.each([single, residents])('%s counts a blank vote among those who voted', (id) => {
    expect(judge(id, 20, [1, 6, 5]).outcome).toEqual({ kind: 'approved', isApproved: false });
    expect(judge(id, 20, [1, 7, 5]).outcome).toEqual({ kind: 'approved', isApproved: true });
  });

  it('takes as many auditors as there are seats, of whom a voter may choose as many', () => {
    const template = expectPresent(templateOf(officers), officers);
    const asked = askedBy(template, 1, 4);
    expect(asked).toMatchObject({ choice: { max: 2 }, decides: { kind: 'elect', seats: 2 } });
  });
});

describe('templateOf', () => {
  it('knows no other id', () => {
    expect(templateOf('test')).toBeUndefined();
  });
});
