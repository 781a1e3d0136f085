import { Icon, Meter, useLanguage, useMessages } from '@madang/ui';
import { decisionsText } from '../text/decisions.ts';
import type { Condition, DecisionFacts, Finding, MeterNow } from './decision-facts.ts';
import { amountWords, formatAmount, neededAmount, percentWords, shareBp } from './figures.ts';
import { conditionWords, eachWords } from './rule-words.ts';

type CardsProps = { facts: DecisionFacts; meter: MeterNow };

/** Whether a place has what is asked of it, by shape and word. */
export function MetWord({ isMet }: { isMet: boolean }) {
  const text = useMessages(decisionsText);
  return isMet ? (
    <span class="met">
      <Icon name="check" small />
      {text.met}
    </span>
  ) : (
    <span class="short">
      <span aria-hidden="true">−</span> {text.short}
    </span>
  );
}

/** What the ledger found for a condition at one place. */
export function findingAt(meter: MeterNow, condition: number, scope: number): Finding | undefined {
  return meter.findings.find((one) => one.condition === condition && one.scope === scope);
}

/** Every condition of the rule with its figures; what is asked of each building stands together. */
export function ConditionCards({ facts, meter }: CardsProps) {
  const all = facts.now.rule.conditions.map((condition, index) => ({ condition, index }));
  const each = all.filter(({ condition }) => condition.scope.kind === 'each');
  return (
    <div class="conds">
      {all
        .filter(({ condition }) => condition.scope.kind !== 'each')
        .map(({ condition, index }) => (
          <PlaceCard key={index} {...{ facts, meter, condition, index }} />
        ))}
      {each.length > 0 && <EachCard {...{ facts, meter, each }} />}
    </div>
  );
}

type CardProps = CardsProps & { condition: Condition; index: number };

function PlaceCard({ facts, meter, condition, index }: CardProps) {
  const language = useLanguage();
  const text = useMessages(decisionsText);
  const name = conditionWords(condition, facts.said.buildings, language);
  const scope = condition.scope.kind === 'building' ? condition.scope.building + 1 : 0;
  const finding = findingAt(meter, index, scope);
  const tally = meter.tallies[scope];
  if (finding === undefined || tally === undefined) return null;
  const { base } = condition;
  const { numerator, denominator, isMet, missing } = finding;
  const words = (amount: number) => amountWords(amount, base, language);
  const silent =
    tally.eligible[base] - tally.agree[base] - tally.refuse[base] - tally.abstain[base];
  const short = text.missing(words(missing));
  const says = text.meterSays(
    words(numerator),
    words(denominator),
    percentWords(numerator, denominator),
  );
  return (
    <section class="cond" aria-label={name} data-met={isMet ? '' : undefined}>
      <h3>
        <span>{name}</span>
        <span class="m-nobr">
          {formatAmount(numerator, base)} / {words(denominator)}
        </span>
      </h3>
      <div class="v">
        <strong>{percentWords(numerator, denominator)}</strong>
        <span class="end">{isMet ? <MetWord isMet /> : <span class="short">{short}</span>}</span>
      </div>
      <Meter
        label={name}
        says={isMet ? says : `${says} ${short}`}
        value={numerator}
        total={denominator}
        thresholdBp={shareBp(condition)}
        isMet={isMet}
        refused={condition.of === 'eligible' ? tally.refuse[base] : 0}
      />
      <dl>
        <div>
          <dt>{text.needed}</dt>
          <dd>{words(neededAmount(condition, denominator))}</dd>
        </div>
        <div>
          <dt>{text.refused}</dt>
          <dd>{words(tally.refuse[base])}</dd>
        </div>
        <div>
          <dt>{text.silent}</dt>
          <dd>{words(silent)}</dd>
        </div>
      </dl>
    </section>
  );
}

const shownShort = 4;

type EachProps = CardsProps & { each: readonly { condition: Condition; index: number }[] };

function EachCard({ facts, meter, each }: EachProps) {
  const language = useLanguage();
  const text = useMessages(decisionsText);
  const { buildings } = facts.said;
  const name = eachWords(
    each.map(({ condition }) => condition),
    language,
  );
  const asked = buildings.flatMap((building, at) => {
    const found = each.flatMap(({ condition, index }) => {
      const finding = findingAt(meter, index, at + 1);
      return finding === undefined ? [] : [{ condition, finding }];
    });
    if (found.length === 0) return [];
    const lacks = found.filter(({ finding }) => !finding.isMet);
    return [{ building, lacks }];
  });
  const short = asked.filter(({ lacks }) => lacks.length > 0);
  const met = String(asked.length - short.length);
  const says = text.eachSays(
    met,
    String(asked.length),
    short.map(({ building }) => building).join(', '),
  );
  return (
    <section class="cond" aria-label={name} data-met={short.length === 0 ? '' : undefined}>
      <h3>
        <span>{name}</span>
      </h3>
      <div class="v">
        <strong>{text.ofBuildings(met, String(asked.length))}</strong>
        <span class="end">
          {short.length === 0 ? (
            <MetWord isMet />
          ) : (
            <span class="short">{text.shortBuildings(String(short.length))}</span>
          )}
        </span>
      </div>
      <div class="squares" role="img" aria-label={says}>
        {asked.map(({ building, lacks }) => (
          <span key={building} data-short={lacks.length === 0 ? undefined : ''}>
            {building.replace(/동$/, '').slice(-2)}
          </span>
        ))}
      </div>
      <dl>
        {short.slice(0, shownShort).map(({ building, lacks }) => (
          <div key={building}>
            <dt>{building}</dt>
            <dd>
              {text.more(
                lacks
                  .map(({ condition, finding }) =>
                    amountWords(finding.missing, condition.base, language),
                  )
                  .join(', '),
              )}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
