import { Alert, formatCount, formatPercent, Meter, useLanguage, useMessages } from '@madang/ui';
import type { Counts } from '../resident/counts.ts';
import type { Counted, Decision, Figures } from '../resident/decision.ts';
import { shareOf } from '../resident/rule-words.ts';
import { areaWords, momentWords } from '../resident/times.ts';
import { linkCountedText } from '../text/link-counted.ts';

type Finding = Figures['findings'][number];
type Condition = Decision['draft']['rule']['conditions'][number];

const wholeBp = 10_000;
/** Missing square metres are rounded up to hundredths: less would not be enough. */
const stepMilliM2 = 10;

/** Amounts of one condition in words. */
function useAmounts(finding: Finding, condition: Condition) {
  const text = useMessages(linkCountedText);
  const language = useLanguage();
  const { numerator, denominator, isMet, missing } = finding;
  const isArea = condition.base === 'area';
  const unit = { heads: text.unitHeads, homes: text.unitHomes, area: text.unitArea }[
    condition.base
  ];
  const amount = (value: number) => (isArea ? areaWords(value) : formatCount(value));
  const needed = isArea ? Math.ceil(missing / stepMilliM2) * stepMilliM2 : missing;
  const share = shareOf(condition, language);
  const parts = [
    amount(numerator),
    amount(denominator),
    unit,
    formatPercent(numerator, denominator),
  ] as const;
  const rest = isMet ? text.met(share) : text.missing(share, amount(needed), unit);
  return { figure: text.figure(...parts), rest, says: `${text.says(...parts)} ${rest}` };
}

type RowProps = { finding: Finding; condition: Condition; place: string };

function MeterRow({ finding, condition, place, mine }: RowProps & { mine: string }) {
  const text = useMessages(linkCountedText);
  const { figure, rest, says } = useAmounts(finding, condition);
  const thresholdBp = Math.floor((condition.num * wholeBp) / condition.den);
  return (
    <>
      <div class="m-row">
        <b>{place}</b>
        <span class="m-num">{figure}</span>
      </div>
      <Meter
        label={`${place} ${text[condition.base]}`}
        says={says}
        value={finding.numerator}
        total={finding.denominator}
        thresholdBp={thresholdBp}
        isMet={finding.isMet}
      />
      <p>
        {mine !== '' && (
          <>
            <span class="mine">{mine}</span> ·{' '}
          </>
        )}
        {rest}
      </p>
    </>
  );
}

function TextRow({ finding, condition }: Omit<RowProps, 'place'>) {
  const text = useMessages(linkCountedText);
  const { figure, rest } = useAmounts(finding, condition);
  return (
    <p>
      {text[condition.base]} {figure} · {rest}
    </p>
  );
}

function ownBuildings({ holders }: Counted): readonly number[] {
  return [...new Set(holders.flatMap(({ buildings }) => buildings))].toSorted(
    (one, other) => one - other,
  );
}

type FiguresProps = {
  decision: Decision;
  figures: Figures;
  counted: Counted;
  /** What is counted of the person; nothing where nothing is. */
  mine: Pick<Counts, 'heads' | 'areaMilliM2'>;
};

/** How far the decision is: the complex and the person's own buildings, against what is needed. */
export function CountedFigures({ decision, figures, counted, mine }: FiguresProps) {
  const text = useMessages(linkCountedText);
  const language = useLanguage();
  const { conditions } = decision.draft.rule;
  const buildings = ownBuildings(counted);
  const places = [
    { scope: 0, name: text.complex },
    ...buildings.map((building) => ({
      scope: building + 1,
      name: text.ourBuilding(decision.draft.buildings[building] ?? String(building + 1)),
    })),
  ];
  const mineWords =
    mine.heads === 0 ? '' : text.mine(formatCount(mine.heads), areaWords(mine.areaMilliM2));
  return (
    <section class="link-counts" aria-labelledby="counts">
      <h2 id="counts" class="m-vh">
        {text.whereCounted}
      </h2>
      {figures.established !== undefined && (
        <Alert
          tone="checked"
          title={text.established(momentWords(figures.established.at, language))}
        />
      )}
      {places.map(({ scope, name }) => {
        const found = figures.findings.flatMap((finding) => {
          const condition = conditions[finding.condition];
          return finding.scope === scope && condition !== undefined ? [{ finding, condition }] : [];
        });
        const [first, ...others] = found;
        if (first === undefined) return null;
        return (
          <div key={scope}>
            <MeterRow {...first} place={name} mine={mineWords} />
            {others.map((other) => (
              <TextRow key={other.finding.condition} {...other} />
            ))}
          </div>
        );
      })}
      <p>{text.figuresNote}</p>
    </section>
  );
}
