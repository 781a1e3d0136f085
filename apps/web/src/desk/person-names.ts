import { useMessages } from '@madang/ui';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { type PersonNow, readPersons } from '../decision/decision-facts.ts';
import { deskPeopleText } from '../text/desk-people.ts';
import type { NamedHome } from './homes.ts';

/** How persons are called: by their homes, for nobody is looked up for it. */
export type PersonNames = {
  /** "101동 1203호 소유자 (번호 12)"; whoever is not on the roll by the number alone. */
  called: (person: number) => string;
  /** A home of a person. */
  homeOf: (person: number) => string | undefined;
  /** Whoever has somebody who acts for them. */
  proxies: readonly { person: number; proxy: number }[];
};

/** The persons of a roll by their homes, asked again whenever the number of acts has changed. */
export function usePersonNames(
  decision: string,
  acts: number | undefined,
  homes: readonly NamedHome[],
): PersonNames {
  const text = useMessages(deskPeopleText);
  const [persons, setPersons] = useState<readonly PersonNow[]>([]);
  useEffect(() => {
    let current = true;
    if (acts !== undefined) {
      void readPersons(decision).then((answer) => {
        if (current && answer.ok) setPersons(answer.value);
      });
    }
    return () => {
      current = false;
    };
  }, [decision, acts]);
  return useMemo(() => {
    const labels = labelsOf(persons, homes);
    return {
      called: (person) => {
        const homesOf = labels.get(person);
        const number = String(person);
        if (homesOf === undefined) return text.notOnRoll(number);
        const [first, ...others] = homesOf;
        return first === undefined
          ? text.holdsNothing(number)
          : text.ownerOf(first, others.length, number);
      },
      homeOf: (person) => labels.get(person)?.[0],
      proxies: persons.flatMap(({ person, proxy }) =>
        proxy === undefined ? [] : [{ person, proxy }],
      ),
    };
  }, [persons, homes, text]);
}

function labelsOf(
  persons: readonly PersonNow[],
  homes: readonly NamedHome[],
): ReadonlyMap<number, readonly string[]> {
  const byHolder = new Map<number, string[]>();
  for (const { home, label } of homes) {
    byHolder.set(home.holder, [...(byHolder.get(home.holder) ?? []), label]);
  }
  return new Map(
    persons.map(({ person, holders }) => [
      person,
      holders.flatMap((holder) => byHolder.get(holder) ?? []),
    ]),
  );
}
