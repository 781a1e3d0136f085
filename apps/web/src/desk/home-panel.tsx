import { toHex } from '@madang/base';
import type { DeskPersonsAnswer } from '@madang/client';
import { Button, Tag, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { problemOf } from '../decision/city-client.ts';
import type { DecisionFacts } from '../decision/decision-facts.ts';
import type { Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskText } from '../text/desk.ts';
import { useDesk } from './gate.tsx';

export type DeskPersonLine = DeskPersonsAnswer['persons'][number];

/** Asks who is behind a home; the answer is masked, and the look is logged by the server. */
export function usePersons(decision: string, unit: number | undefined) {
  const { at } = useDesk();
  const [answer, setAnswer] = useState<DeskPersonsAnswer>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    let current = true;
    setAnswer(undefined);
    setProblem(undefined);
    if (unit !== undefined) {
      void at.desk.personsOf(decision, unit).then((given) => {
        if (!current) return;
        if (given.ok) setAnswer(given.value);
        else setProblem(problemOf(given.error));
      });
    }
    return () => {
      current = false;
    };
  }, [decision, unit]);
  return { answer, problem };
}

type PanelProps = { facts: DecisionFacts; unit: number; label: string };

/** Whose home this is, for help on the telephone. */
export function HomePanel({ facts, unit, label }: PanelProps) {
  const text = useMessages(deskText);
  const { at } = useDesk();
  const { answer, problem } = usePersons(facts.id, unit);
  const [said, setSaid] = useState('');
  const renew = async (person: number): Promise<void> => {
    const sent = await at.desk.freshLink(toHex(facts.now.register), person);
    setSaid(sent.ok ? text.freshLinkDone(sent.value.contactMasked) : sent.error.message);
  };
  return (
    <section class="who-is" aria-label={`${text.persons}: ${label}`}>
      <h3>{label}</h3>
      {problem !== undefined && <Unanswered problem={problem} />}
      <ul>
        {answer?.persons.map(({ person, nameMasked, contactMasked, identified }) => (
          <li key={person}>
            <b>{nameMasked}</b>
            <span class="m-small m-sub">{text.personNumber(String(person))}</span>
            <span class="m-small m-sub m-nobr">{contactMasked ?? text.noContact}</span>
            <Tag tone={identified ? 'checked' : 'plain'}>
              {identified ? text.identified : text.notIdentified}
            </Tag>
            {contactMasked !== undefined && (
              <Button kind="plain" size="s" onClick={() => void renew(person)}>
                {text.freshLink}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p class="m-small m-sub" role="status">
        {said === '' ? text.looksLogged : said}
      </p>
    </section>
  );
}
