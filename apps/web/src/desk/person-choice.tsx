import { Choice, FieldError, useMessages } from '@madang/ui';
import { useId, useState } from 'preact/hooks';
import type { DecisionFacts } from '../decision/decision-facts.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskText } from '../text/desk.ts';
import { deskActsText } from '../text/desk-acts.ts';
import { type DeskPersonLine, usePersons } from './home-panel.tsx';
import { HomePicker, homeCalled } from './home-picker.tsx';
import type { NamedHome } from './homes.ts';

/** A home and one of its owners, as far as both are chosen. */
export type HomePerson = {
  name: string;
  onName: (name: string) => void;
  home: NamedHome | undefined;
  persons: readonly DeskPersonLine[] | undefined;
  person: DeskPersonLine | undefined;
  choose: (person: number | undefined) => void;
  problem: ReturnType<typeof usePersons>['problem'];
};

/**
 * Chooses a home by its name, at first `first`, and one of its owners: the only one where there is
 * one.
 */
export function useHomePerson(
  facts: DecisionFacts,
  homes: readonly NamedHome[],
  first = '',
): HomePerson {
  const [name, setName] = useState(first);
  const [chosen, setChosen] = useState<number>();
  const home = homeCalled(homes, name);
  const { answer, problem } = usePersons(facts.id, home?.home.unit);
  const persons = answer?.persons;
  const only = persons?.length === 1 ? persons[0] : undefined;
  return {
    name,
    onName: (next) => {
      setName(next);
      setChosen(undefined);
    },
    home,
    persons,
    person: only ?? persons?.find(({ person }) => person === chosen),
    choose: setChosen,
    problem,
  };
}

type FieldsProps = {
  homes: readonly NamedHome[];
  at: HomePerson;
  label?: string;
  legend: string;
  /** Whether what is missing is said. */
  isTried: boolean;
};

/** The fields in which a home and one of its owners are chosen. */
export function HomePersonFields({ homes, at, label, legend, isTried }: FieldsProps) {
  const text = useMessages(deskActsText);
  const homeError = isTried && at.home === undefined ? { error: text.chooseHome } : {};
  const isOpen = at.home !== undefined && at.persons !== undefined && at.person === undefined;
  return (
    <>
      <HomePicker
        homes={homes}
        value={at.name}
        onInput={at.onName}
        {...(label === undefined ? {} : { label })}
        {...homeError}
      />
      {at.problem !== undefined && <Unanswered problem={at.problem} />}
      <PersonChoice
        legend={legend}
        persons={at.persons}
        chosen={at.person?.person}
        onChoose={at.choose}
        {...(isTried && isOpen ? { error: text.choosePerson } : {})}
      />
    </>
  );
}

type PersonProps = {
  legend: string;
  persons: readonly DeskPersonLine[] | undefined;
  chosen: number | undefined;
  onChoose: (person: number) => void;
  error?: string;
};

function PersonChoice({ legend, persons, chosen, onChoose, error }: PersonProps) {
  const words = useMessages(deskText);
  const group = useId();
  if (persons === undefined) return null;
  return (
    <fieldset class="choices">
      <legend class="m-label">{legend}</legend>
      {error !== undefined && <FieldError>{error}</FieldError>}
      {persons.map(({ person, nameMasked }) => (
        <Choice
          key={person}
          group={group}
          title={`${nameMasked} ${words.personNumber(String(person))}`}
          checked={chosen === person}
          onChange={() => onChoose(person)}
        />
      ))}
    </fieldset>
  );
}
