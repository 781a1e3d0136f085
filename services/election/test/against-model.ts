import { countsOf } from '@madang/ballot';
import { expectPresent } from '@madang/base';
import { expect } from 'vitest';
import { questionsOf } from '../chain/questions.ts';
import {
  isTurnoutMet,
  type Model,
  modelCounts,
  modelGroups,
  modelOutcome,
  type Said,
  votesOf,
} from './model.ts';
import { electionOf, resultOf, sumAt, type World } from './world.ts';

// A ledger, held against a model of the same election that sees all votes.

/** An election, as the ledger has it and as it should be. */
export interface Both {
  readonly world: World;
  readonly model: Model;
}

/** A vote that the questions allow. */
export function saidBy({ questions }: Model, wished: readonly number[]): Said {
  return questions.map(({ answers, choice }, at) => {
    const number = wished[at] ?? 0;
    const from = number % answers;
    const rest = Math.floor(number / answers);
    const { min, max, blank } = choice ?? { min: 0, max: answers, blank: false };
    const count = blank && rest % 4 === 0 ? 0 : min + (rest % (max - min + 1));
    return Array.from({ length: count }, (_, n) => (from + n) % answers);
  });
}

/** Measures by their numbers. */
const measuresOf = ({ voters }: Model): readonly number[] => [...(voters[0]?.weights ?? []).keys()];

const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);

/** Turnout is what the model says. */
export function expectTurnout({ world, model }: Both): void {
  const weigh = (those: readonly { readonly weights: readonly number[] }[]) =>
    measuresOf(model).map((at) => total(those.map(({ weights }) => weights[at] ?? 0)));
  const voted = votesOf(model);
  expect(electionOf(world).took).toEqual({
    voters: model.voters.length,
    eligible: weigh(model.voters),
    ballots: voted.length,
    cast: weigh(voted),
  });
}

/** Each sum is of the buildings that it should be of, and comes to what those said. */
export function expectSums({ world, model }: Both): void {
  const groups = modelGroups(model);
  const measures = measuresOf(model);
  expect(resultOf(world).sums).toBe(measures.length * groups.length);
  for (const [at, buildings] of groups.entries()) {
    for (const measure of measures) {
      const sum = sumAt(world, measures.length * at + measure);
      expect([sum.buildings, sum.measure]).toEqual([buildings, measure]);
      const asked = questionsOf(electionOf(world).questions);
      const counts = countsOf(asked, expectPresent(sum.counts, 'announced'), sum.weight);
      for (const question of model.questions.keys()) {
        const { cast: all, blank, answers } = modelCounts(model, buildings, { question, measure });
        expect(sum.weight).toBe(all);
        const found = counts?.[question];
        expect([found?.blank ?? 0, found?.answers]).toEqual([blank, answers]);
      }
    }
  }
}

/** What was decided is what the model says. */
export function expectResult({ world, model }: Both): void {
  const everywhere = Array.from({ length: model.buildings }, (_, at) => at);
  const questions = model.questions.map((asked, at) => {
    const measures = measuresOf(model).map((measure) =>
      modelCounts(model, everywhere, { question: at, measure }),
    );
    return { measures, outcome: modelOutcome(asked.decides, measures) };
  });
  const found = resultOf(world);
  expect(found.questions).toEqual(questions);
  expect(found).toMatchObject({ status: 'decided', isTurnoutMet: isTurnoutMet(model) });
}
