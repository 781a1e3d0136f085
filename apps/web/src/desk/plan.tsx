import { formatCount, useMessages } from '@madang/ui';
import { useMemo } from 'preact/hooks';
import { deskText } from '../text/desk.ts';
import { floorsOf, type HomeState, type NamedHome, stateOf } from './homes.ts';

type PlanProps = {
  building: string;
  homes: readonly NamedHome[];
  coOwners: 'majority' | 'representative';
  chosen: number | undefined;
  onChoose: (unit: number) => void;
};

const states: readonly HomeState[] = [
  'agree',
  'refuse',
  'abstain',
  'silent',
  'no-representative',
  'excluded',
];

/** The word for what a home has said. */
export function useStateWord(): (state: HomeState) => string {
  const text = useMessages(deskText);
  return (state) =>
    ({
      agree: text.agree,
      refuse: text.refuse,
      abstain: text.abstain,
      silent: text.silent,
      'no-representative': text.noRepresentative,
      excluded: text.excluded,
    })[state];
}

/** A building as it stands: its homes floor by floor, with what each has said by shape and word. */
export function BuildingPlan({ building, homes, coOwners, chosen, onChoose }: PlanProps) {
  const text = useMessages(deskText);
  const word = useStateWord();
  const floors = useMemo(() => floorsOf(homes), [homes]);
  const counts = states.map((state) => ({
    state,
    count: homes.filter(({ home }) => stateOf(home, coOwners) === state).length,
  }));
  return (
    <div class="plan">
      <div class="m-scroll" tabIndex={0} role="region" aria-label={text.homesOf(building)}>
        <table class="tower">
          <tbody>
            {floors.map(({ floor, homes: placed }) => (
              <tr key={floor ?? 'other'}>
                <th scope="row">{floor === undefined ? text.other : text.floor(String(floor))}</th>
                <td>
                  {placed.map(({ home, short, label }) => {
                    const state = stateOf(home, coOwners);
                    return (
                      <button
                        key={home.unit}
                        type="button"
                        data-state={state}
                        aria-pressed={chosen === home.unit}
                        onClick={() => onChoose(home.unit)}
                      >
                        <span class="m-vh">{label.slice(0, label.lastIndexOf(short))}</span>
                        <span>{short}</span>
                        <span class="m-vh">
                          {label.slice(label.lastIndexOf(short) + short.length)} {word(state)}
                        </span>
                      </button>
                    );
                  })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="key">
        {counts
          .filter(({ count }) => count > 0)
          .map(({ state, count }) => (
            <span key={state}>
              <i data-state={state} />
              {word(state)} {formatCount(count)}
            </span>
          ))}
      </p>
    </div>
  );
}
