import { Meter, useLanguage, useMessages } from '@madang/ui';
import { decisionsText } from '../text/decisions.ts';
import { findingAt, MetWord } from './condition-cards.tsx';
import type { Condition, DecisionFacts, MeterNow } from './decision-facts.ts';
import {
  amountWords,
  formatAmount,
  formatArea,
  neededAmount,
  percentWords,
  shareBp,
} from './figures.ts';
import { conditionWords } from './rule-words.ts';

type Props = {
  facts: DecisionFacts;
  meter: MeterNow;
  /** Makes the name of a building choose it; the index is counted from 0. */
  onChoose?: (building: number) => void;
  chosen?: number;
};

type Asked = { condition: Condition; index: number };

/** Every building with its tallies, and what each condition on buildings finds there. */
export function BuildingsTable({ facts, meter, onChoose, chosen }: Props) {
  const text = useMessages(decisionsText);
  const language = useLanguage();
  const { buildings } = facts.said;
  const asked = facts.now.rule.conditions
    .map((condition, index): Asked => ({ condition, index }))
    .filter(({ condition }) => condition.scope.kind !== 'complex');
  return (
    <div class="m-scroll tb" tabIndex={0} role="region" aria-label={text.buildings}>
      <table class="m-table">
        <thead>
          <tr>
            <th scope="col">{text.building}</th>
            <th scope="col" class="m-num">
              {text.homes}
            </th>
            <th scope="col" class="m-num">
              {text.agreeOfOwners}
            </th>
            {!showsArea(asked) && (
              <th scope="col" class="m-num">
                {text.agreeOfArea}
              </th>
            )}
            {asked.map(({ condition, index }) => (
              <th key={index} scope="col" class="g">
                {conditionWords(condition, buildings, language)}
              </th>
            ))}
            <th scope="col" class="m-num g">
              {text.silentHomes}
            </th>
            {asked.length > 0 && <th scope="col">{text.requirement}</th>}
          </tr>
        </thead>
        <tbody>
          {buildings.map((name, building) => (
            <BuildingRow
              key={name}
              {...{ facts, meter, name, building, asked }}
              {...(onChoose === undefined ? {} : { onChoose })}
              isChosen={chosen === building}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Whether a condition on buildings shows the area already. */
function showsArea(asked: readonly Asked[]): boolean {
  return asked.some(({ condition }) => condition.base === 'area');
}

type RowProps = {
  meter: MeterNow;
  name: string;
  building: number;
  asked: readonly Asked[];
  onChoose?: (building: number) => void;
  isChosen: boolean;
};

function BuildingRow({ meter, name, building, asked, onChoose, isChosen }: RowProps) {
  const tally = meter.tallies[building + 1];
  if (tally === undefined) return null;
  const { eligible, agree, refuse, abstain } = tally;
  const found = asked.flatMap(({ condition, index }) => {
    const finding = findingAt(meter, index, building + 1);
    return finding === undefined ? [] : [{ condition, index, finding }];
  });
  return (
    <tr aria-selected={isChosen ? 'true' : undefined}>
      <th scope="row">
        {onChoose === undefined ? (
          name
        ) : (
          <button type="button" class="row-link" onClick={() => onChoose(building)}>
            {name}
          </button>
        )}
      </th>
      <td class="m-num">{eligible.homes}</td>
      <td class="m-num">
        <b>{agree.heads}</b> / {eligible.heads}
      </td>
      {!showsArea(asked) && (
        <td class="m-num">
          <b>{formatArea(agree.area)}</b> / {formatArea(eligible.area)}
        </td>
      )}
      {asked.map(({ condition, index }) => (
        <td key={index} class="g">
          <FindingCell {...{ name, condition }} finding={findingAt(meter, index, building + 1)} />
        </td>
      ))}
      <td class="m-num g">{eligible.homes - agree.homes - refuse.homes - abstain.homes}</td>
      {asked.length > 0 && (
        <td>
          {found.length === 0 ? '–' : <MetWord isMet={found.every((one) => one.finding.isMet)} />}
        </td>
      )}
    </tr>
  );
}

type CellProps = {
  name: string;
  condition: Condition;
  finding: ReturnType<typeof findingAt>;
};

function FindingCell({ name, condition, finding }: CellProps) {
  const language = useLanguage();
  const text = useMessages(decisionsText);
  if (finding === undefined) return <span>{text.notAsked}</span>;
  const { numerator, denominator, isMet, missing } = finding;
  const words = (amount: number) => amountWords(amount, condition.base, language);
  const percent = percentWords(numerator, denominator);
  const says = text.meterSays(words(numerator), words(denominator), percent);
  return (
    <div class="fc">
      <Meter
        label={`${name} ${conditionWords(condition, [name], language)}`}
        says={isMet ? says : `${says} ${text.missing(words(missing))}`}
        value={numerator}
        total={denominator}
        thresholdBp={shareBp(condition)}
        isMet={isMet}
        size="s"
      />
      <span class="m-num">{percent}</span>
      <span class={isMet ? 'm-sub m-nobr' : 'short m-nobr'}>
        {isMet
          ? `+${formatAmount(numerator - neededAmount(condition, denominator), condition.base)}`
          : `−${formatAmount(missing, condition.base)}${unitOf(condition, language)}`}
      </span>
    </div>
  );
}

function unitOf({ base }: Condition, language: 'ko' | 'en'): string {
  return amountWords(2, base, language).replace(/^[\d.,]+/, '');
}
