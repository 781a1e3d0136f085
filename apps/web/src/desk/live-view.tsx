import { Button, formatClock, formatCount, Skeleton, useLanguage, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { BuildingsTable } from '../decision/buildings-table.tsx';
import { problemOf } from '../decision/city-client.ts';
import { ConditionCards } from '../decision/condition-cards.tsx';
import type { DecisionFacts, MeterNow } from '../decision/decision-facts.ts';
import { amountWords } from '../decision/figures.ts';
import type { Live } from '../decision/live.ts';
import type { Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { decisionsText } from '../text/decisions.ts';
import { deskText } from '../text/desk.ts';
import { useDesk } from './gate.tsx';
import { HomePanel } from './home-panel.tsx';
import { type NamedHome, stateOf } from './homes.ts';
import { noteMessages } from './note-messages.ts';
import { BuildingPlan } from './plan.tsx';

type LiveProps = { facts: DecisionFacts; live: Live; homes: readonly NamedHome[] };

/**
 * Everything that an officer needs together: the rule, every building, and one building's homes.
 */
export function LiveView({ facts, live, homes }: LiveProps) {
  const text = useMessages(decisionsText);
  const { meter } = live;
  const [chosen, setChosen] = useState<number>();
  if (meter === undefined) {
    return live.problem === undefined ? (
      <Skeleton label={text.loading} />
    ) : (
      <Unanswered problem={live.problem} />
    );
  }
  const building = chosen ?? firstShort(meter) ?? 0;
  return (
    <div class="live">
      <h2 class="m-vh">{text.now}</h2>
      <ConditionCards facts={facts} meter={meter} />
      <div class="live-two">
        <div>
          <h2 class="m-vh">{text.buildings}</h2>
          <BuildingsTable facts={facts} meter={meter} chosen={building} onChoose={setChosen} />
        </div>
        <BuildingPart key={building} {...{ facts, meter, homes, building }} />
      </div>
    </div>
  );
}

/** The first building that lacks something; the officer looks there first. */
function firstShort({ findings }: MeterNow): number | undefined {
  const short = findings.find(({ scope, isMet }) => scope > 0 && !isMet);
  return short === undefined ? undefined : short.scope - 1;
}

/** Whether the figures are of this second. */
export function FreshWord({ live }: { live: Live }) {
  const text = useMessages(deskText);
  if (live.askedAtMs === undefined) return null;
  const clock = formatClock(live.askedAtMs);
  return (
    <p class="fresh" data-stale={live.problem === undefined ? undefined : ''}>
      {live.problem === undefined ? text.recounted(clock) : text.stale(clock)}
    </p>
  );
}

type PartProps = {
  facts: DecisionFacts;
  meter: MeterNow;
  homes: readonly NamedHome[];
  building: number;
};

function BuildingPart({ facts, meter, homes, building }: PartProps) {
  const text = useMessages(deskText);
  const [unit, setUnit] = useState<number>();
  const name = facts.said.buildings[building] ?? '';
  const { coOwners } = facts.now.settings;
  const here = homes.filter(({ home }) => home.building === building);
  const silent = here.filter(({ home }) => stateOf(home, coOwners) === 'silent');
  const label = here.find(({ home }) => home.unit === unit)?.label;
  return (
    <section class="bld" aria-labelledby="bld">
      <h2 id="bld">
        {name}
        <span>{text.homesCount(formatCount(here.length))}</span>
      </h2>
      <Todo facts={facts} meter={meter} building={building} />
      <BuildingPlan
        building={name}
        homes={here}
        {...{ coOwners }}
        chosen={unit}
        onChoose={setUnit}
      />
      {unit === undefined || label === undefined ? (
        <p class="m-small m-sub">{text.chooseHome}</p>
      ) : (
        <HomePanel facts={facts} unit={unit} label={label} />
      )}
      {meter.status === 'open' && (
        <Remind facts={facts} units={silent.map(({ home }) => home.unit)} />
      )}
    </section>
  );
}

function Todo({ facts, meter, building }: Omit<PartProps, 'homes'>) {
  const text = useMessages(deskText);
  const language = useLanguage();
  const found = meter.findings.filter(({ scope }) => scope === building + 1);
  if (found.length === 0) return null;
  const words = found
    .filter(({ isMet }) => !isMet)
    .map(({ condition, missing }) => {
      const base = facts.now.rule.conditions[condition]?.base ?? 'heads';
      return amountWords(missing, base, language);
    });
  return (
    <p class="todo" data-met={words.length === 0 ? '' : undefined}>
      {words.length === 0 ? text.metHere : text.missingHere(words.join(', '))}
    </p>
  );
}

/** Reminds homes and puts on record how many. */
export function Remind({ facts, units }: { facts: DecisionFacts; units: readonly number[] }) {
  const text = useMessages(deskText);
  const { at } = useDesk();
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const remind = async (): Promise<void> => {
    setBusy(true);
    setSaid('');
    setProblem(undefined);
    const sent = await at.desk.remind(facts.id, units);
    if (sent.ok) {
      const noted = await noteMessages(at, facts.id, { kind: 'reminder', sent: sent.value });
      if (noted.ok) {
        const { homes, undelivered } = noted.value;
        setSaid(text.reminded(formatCount(homes), formatCount(undelivered)));
      } else setProblem(noted.problem);
    } else setProblem(problemOf(sent.error));
    setBusy(false);
  };
  if (units.length === 0 && said === '') return null;
  return (
    <div class="m-stack-s">
      {units.length > 0 && (
        <Button busy={isBusy} busyWords={text.reminding} onClick={() => void remind()}>
          {text.remindSilent(formatCount(units.length))}
        </Button>
      )}
      <p class="m-small m-sub" role="status">
        {said === '' ? text.remindWords : said}
      </p>
      {problem !== undefined && <Unanswered problem={problem} />}
    </div>
  );
}
