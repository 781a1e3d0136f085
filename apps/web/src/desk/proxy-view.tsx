import { Alert, Button, type Column, Table, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import type { DecisionFacts } from '../decision/decision-facts.ts';
import { deskPeopleText } from '../text/desk-people.ts';
import type { NamedHome } from './homes.ts';
import { PendingPart } from './pending-part.tsx';
import { type PersonNames, usePersonNames } from './person-names.ts';
import { ProxyForm } from './proxy-form.tsx';

type ProxyProps = {
  facts: DecisionFacts;
  homes: readonly NamedHome[];
  /** How many acts the decision has now. */
  acts: number | undefined;
  isOpen: boolean;
};

/** Who acts for whom, and powers of attorney that came on paper. */
export function ProxyView({ facts, homes, acts, isOpen }: ProxyProps) {
  const text = useMessages(deskPeopleText);
  const names = usePersonNames(facts.id, acts, homes);
  const [form, setForm] = useState<{ turn: number; home: string }>({ turn: 0, home: '' });
  const isAllowed = facts.now.settings.proxies === 'allowed';
  if (!isAllowed) return <Alert title={text.proxiesNone} />;
  const end = (person: number): void => {
    setForm(({ turn }) => ({ turn: turn + 1, home: names.homeOf(person) ?? '' }));
  };
  return (
    <div class="paper-two">
      <PendingPart called={names.called} />
      <div class="part">
        <p>{text.proxiesLead}</p>
        <Standing names={names} {...(isOpen ? { onEnd: end } : {})} />
        {isOpen ? (
          <ProxyForm
            key={form.turn}
            facts={facts}
            homes={homes}
            {...(form.turn === 0 ? {} : { ending: form.home })}
          />
        ) : (
          <Alert title={text.notOpen} />
        )}
      </div>
    </div>
  );
}

type Line = PersonNames['proxies'][number];

function Standing({ names, onEnd }: { names: PersonNames; onEnd?: (person: number) => void }) {
  const text = useMessages(deskPeopleText);
  const columns: readonly Column<Line>[] = [
    {
      key: 'person',
      head: text.principal,
      kind: 'row',
      cell: ({ person }) => names.called(person),
    },
    { key: 'proxy', head: text.proxy, cell: ({ proxy }) => names.called(proxy) },
    ...(onEnd === undefined ? [] : [endColumn(text.endProxy, onEnd)]),
  ];
  return (
    <div class="part">
      <h2>{text.standing}</h2>
      {names.proxies.length === 0 ? (
        <p class="m-small m-sub">{text.standingNone}</p>
      ) : (
        <Table
          label={text.standing}
          columns={columns}
          rows={names.proxies}
          rowKey={({ person }) => person}
        />
      )}
    </div>
  );
}

function endColumn(words: string, onEnd: (person: number) => void): Column<Line> {
  return {
    key: 'end',
    head: <span class="m-vh">{words}</span>,
    cell: ({ person }) => (
      <Button kind="quiet" size="s" onClick={() => onEnd(person)}>
        {words}
      </Button>
    ),
  };
}
