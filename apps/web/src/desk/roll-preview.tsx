import {
  type FindingChange,
  findingChanges,
  homesAfter,
} from '@madang/services/vote/intake/index.ts';
import { Facts, useLanguage, useMessages } from '@madang/ui';
import type { DecisionFacts, Finding } from '../decision/decision-facts.ts';
import { amountWords, percentWords } from '../decision/figures.ts';
import { conditionWords } from '../decision/rule-words.ts';
import { deskText } from '../text/desk.ts';
import { deskRollText } from '../text/desk-roll.ts';
import type { NamedHome } from './homes.ts';
import type { RollChange } from './roll-plan.ts';

type PreviewProps = {
  facts: DecisionFacts;
  homes: readonly NamedHome[];
  changes: readonly RollChange[];
};

/**
 * What a correction changes, before anything is signed: what is not counted any more, and figures.
 */
export function RollPreview({ facts, homes, changes }: PreviewProps) {
  const text = useMessages(deskRollText);
  const words = useMessages(deskText);
  const { rule, settings, buildings } = facts.now;
  const before = homes.map(({ home }) => home);
  const after = homesAfter(before, changes, settings);
  const lapsed = homes.filter(
    ({ home }, index) => home.says !== undefined && after[index]?.says === undefined,
  );
  const found = findingChanges({ rule, settings, buildings }, before, after);
  return (
    <section class="part" aria-labelledby="preview">
      <h2 id="preview">{text.preview}</h2>
      {lapsed.length === 0 ? (
        <p>{text.nothingLapses}</p>
      ) : (
        <ul class="dots">
          {lapsed.map(({ home, label }) => (
            <li key={home.unit}>{text.lapses(label, words[home.says ?? 'agree'])}</li>
          ))}
        </ul>
      )}
      {found.length === 0 ? (
        <p>{text.figuresStay}</p>
      ) : (
        <FigureFacts facts={facts} changes={found} />
      )}
      <p class="m-small m-sub">{text.previewNote}</p>
    </section>
  );
}

type FiguresProps = { facts: DecisionFacts; changes: readonly FindingChange[] };

/** What each condition finds then, and what it finds now. */
function FigureFacts({ facts, changes }: FiguresProps) {
  const text = useMessages(deskRollText);
  const language = useLanguage();
  const { rule } = facts.now;
  const figure = (index: number, finding: Finding | undefined): string => {
    const base = rule.conditions[index]?.base ?? 'heads';
    if (finding === undefined) return text.notAsked;
    const { numerator, denominator, isMet } = finding;
    return [
      `${amountWords(numerator, base, language)} / ${amountWords(denominator, base, language)}`,
      `(${percentWords(numerator, denominator)})`,
      isMet ? text.met : text.notMet,
    ].join(' ');
  };
  return (
    <Facts
      layout="wide"
      facts={changes.map(({ condition, scope, before, after }) => ({
        term: placeWords(facts, condition, scope, language),
        value: text.after(figure(condition, after)),
        note: text.before(figure(condition, before)),
      }))}
    />
  );
}

/** A condition at a place; one that is asked of each building is named with the building. */
function placeWords(
  { now, said }: DecisionFacts,
  index: number,
  scope: number,
  language: 'ko' | 'en',
): string {
  const condition = now.rule.conditions[index];
  if (condition === undefined) return '';
  const isEach = condition.scope.kind === 'each';
  const here = isEach
    ? { ...condition, scope: { kind: 'building' as const, building: scope - 1 } }
    : condition;
  return conditionWords(here, said.buildings, language);
}
