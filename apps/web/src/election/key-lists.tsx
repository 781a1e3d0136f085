import { toHex } from '@madang/base';
import { Button, type Column, Fold, formatCount, Hash, Table, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { refusedBy } from '../decision/city-client.ts';
import type { Answer, Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { mixingText } from '../text/mixing.ts';
import { electionClient } from './election-client.ts';
import type { ElectionFacts, MixNow } from './election-facts.ts';

const shownTogether = 20;

type KeyList = { list: number; building: string; keys: readonly string[] };

/** Reads lists as they stand after the turns that are over. */
async function readLists(
  { now, buildings }: ElectionFacts,
  { lists, mixed }: MixNow,
  from: number,
): Promise<Answer<readonly KeyList[]>> {
  const found: KeyList[] = [];
  for (let list = from; list < Math.min(lists, from + shownTogether); list++) {
    const place = { election: now.id, turn: mixed.length, list };
    const answer = await electionClient().query('election.keyList', place);
    if (!answer.ok) return refusedBy(answer.error);
    const { building, keys } = answer.value;
    found.push({ list, building: buildings[building] ?? '', keys: keys.map(toHex) });
  }
  return { ok: true, value: found };
}

/** The lists of keys that are mixed together: how large each is, and what stands in it. */
export function KeyLists({ facts, mix }: { facts: ElectionFacts; mix: MixNow }) {
  const text = useMessages(mixingText);
  const [lists, setLists] = useState<readonly KeyList[]>([]);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const load = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    const found = await readLists(facts, mix, lists.length);
    setBusy(false);
    if (found.ok) setLists([...lists, ...found.value]);
    else setProblem(found.problem);
  };
  return (
    <div class="m-stack-s">
      <h3>
        {text.lists} {formatCount(mix.lists)}
      </h3>
      <p class="m-sub">{text.listsWords}</p>
      {lists.length > 0 && <Sizes lists={lists} />}
      {lists.map((one) => (
        <Keys key={one.list} one={one} />
      ))}
      {lists.length < mix.lists && (
        <div>
          <Button
            kind="plain"
            size="s"
            busy={isBusy}
            busyWords={text.loading}
            onClick={() => void load()}
          >
            {lists.length === 0 ? text.showLists : text.more}
          </Button>
        </div>
      )}
      {problem !== undefined && <Unanswered problem={problem} />}
    </div>
  );
}

function Sizes({ lists }: { lists: readonly KeyList[] }) {
  const text = useMessages(mixingText);
  const columns: readonly Column<KeyList>[] = [
    { key: 'list', head: text.list, kind: 'row', cell: ({ list }) => formatCount(list + 1) },
    { key: 'building', head: text.building, cell: ({ building }) => building },
    {
      key: 'keys',
      head: text.listKeys,
      kind: 'number',
      cell: ({ keys }) => formatCount(keys.length),
    },
  ];
  return <Table label={text.lists} columns={columns} rows={lists} rowKey={({ list }) => list} />;
}

function Keys({ one: { list, keys } }: { one: KeyList }) {
  const text = useMessages(mixingText);
  return (
    <Fold title={text.showKeys(formatCount(list + 1))}>
      <ul class="dots m-small">
        {keys.map((key) => (
          <li key={key}>
            <Hash hex={key} short />
          </li>
        ))}
      </ul>
    </Fold>
  );
}
