import { describe, expect, it } from 'vitest';
import type { AskedQuestion } from '../src/ballot/choice.ts';
import { countProblem, differencesOf, votesOf } from '../src/desk/batch-count.ts';

const inform = { kind: 'inform' } as const;
const one: AskedQuestion = {
  answers: 3,
  choice: { min: 1, max: 1, blank: true },
  decides: inform,
};
const some: AskedQuestion = {
  answers: 4,
  choice: { min: 1, max: 2, blank: true },
  decides: inform,
};
const each: AskedQuestion = { answers: 2, decides: inform };

const single = (papers: number, answers: readonly number[], blank = 0) => ({
  papers,
  questions: [{ answers, blank }],
});

describe('a count of papers', () => {
  it('is one of papers that the questions allow, or says what is wrong first', () => {
    expect(countProblem([one], single(5, [2, 1, 1], 1), 5)).toBeUndefined();
    expect(countProblem([one], single(0, [0, 0, 0]), 5)).toEqual({ kind: 'papers', most: 5 });
    expect(countProblem([one], single(6, [6, 0, 0]), 5)).toEqual({ kind: 'papers', most: 5 });
    const sum = { kind: 'votes', question: 0, counted: 4, least: 5, most: 5 };
    expect(countProblem([one], single(5, [2, 1, 0], 1), 5)).toEqual(sum);
    expect(countProblem([one], single(5, [0, 0, 0], 6), 9)).toEqual({
      kind: 'blank',
      question: 0,
      most: 5,
    });
    expect(countProblem([some], single(3, [3, 2, 0, 0], 0), 3)).toBeUndefined();
    const many = { kind: 'votes', question: 0, counted: 7, least: 3, most: 6 };
    expect(countProblem([some], single(3, [3, 2, 2, 0], 0), 3)).toEqual(many);
    expect(countProblem([some], single(4, [4, 2, 0, 0], 1), 4)).toEqual({
      kind: 'answer',
      question: 0,
      most: 3,
    });
    expect(countProblem([each], single(2, [0, 2]), 2)).toBeUndefined();
    expect(countProblem([each], single(2, [0, 3]), 2)).toMatchObject({ kind: 'answer' });
  });

  it('names the question that is wrong', () => {
    const count = {
      papers: 2,
      questions: [
        { answers: [2, 0, 0], blank: 0 },
        { answers: [1, 0, 0], blank: 0 },
      ],
    };
    expect(countProblem([one, one], count, 2)).toMatchObject({ kind: 'votes', question: 1 });
  });
});

/** Every count of so many papers with four answers, each at most as often as there are papers. */
function* countsOf(papers: number) {
  const all = papers + 1;
  for (let code = 0; code < all ** 5; code++) {
    const digits = Array.from({ length: 5 }, (_, at) => Math.trunc(code / all ** at) % all);
    const [blank = 0, ...answers] = digits;
    yield single(papers, answers, blank);
  }
}

describe('ballots of a count', () => {
  it('are each allowed, and together say what was counted, whatever was', () => {
    let allowed = 0;
    for (const papers of [1, 2, 3]) {
      for (const count of countsOf(papers)) {
        if (countProblem([some], count, papers) !== undefined) continue;
        allowed += 1;
        const votes = votesOf(count);
        expect(votes).toHaveLength(papers);
        const chosen = votes.map(([answers = []]) => answers);
        const blank = chosen.filter((answers) => answers.length === 0).length;
        expect(chosen.every((answers) => answers.length <= 2)).toBe(true);
        expect(chosen.every((answers) => new Set(answers).size === answers.length)).toBe(true);
        const sums = [0, 1, 2, 3].map(
          (answer) => chosen.filter((answers) => answers.includes(answer)).length,
        );
        expect({ answers: sums, blank }).toEqual(count.questions[0]);
      }
    }
    expect(allowed).toBeGreaterThan(100);
  });

  it('are the same each time, so that whoever was interrupted goes on where they were', () => {
    const count = single(3, [2, 1, 1, 1], 0);
    expect(votesOf(count)).toEqual(votesOf(structuredClone(count)));
  });

  it('have an answer to every question', () => {
    const count = {
      papers: 2,
      questions: [
        { answers: [1, 0, 1], blank: 0 },
        { answers: [0, 0, 0], blank: 2 },
      ],
    };
    expect(votesOf(count)).toEqual([
      [[0], []],
      [[2], []],
    ]);
  });
});

describe('two counts', () => {
  it('differ where a number does, and nowhere else', () => {
    const first = single(3, [2, 0, 0], 1);
    expect(differencesOf(first, structuredClone(first))).toEqual([]);
    expect(differencesOf(first, single(4, [2, 1, 0], 1))).toEqual([
      { first: 3, second: 4 },
      { question: 0, answer: 1, first: 0, second: 1 },
    ]);
    expect(differencesOf(first, single(3, [2, 0, 1], 0))).toEqual([
      { question: 0, answer: 2, first: 0, second: 1 },
      { question: 0, answer: 'blank', first: 1, second: 0 },
    ]);
  });
});
