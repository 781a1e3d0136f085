import { toHex } from '@madang/base';
import { type Column, Facts, formatStamp, shortHash, Table, useMessages } from '@madang/ui';
import { fieldsOf } from '../decision/decision-facts.ts';
import { deskText } from '../text/desk.ts';
import { deskPeopleText } from '../text/desk-people.ts';

type PaperLine = {
  person: number;
  vote: string;
  proxy: number | undefined;
  arrivedAt: number;
  scan: Uint8Array;
};

type ProposedProps = {
  act: string;
  payload: unknown;
  /** Tells tables of one page apart. */
  name: string;
  called: (person: number) => string;
};

/** What an act says that waits for its second signature, as its bytes have it. */
export function ProposedAct({ act, payload, name, called }: ProposedProps) {
  if (act === 'people.revokeKeys') return <Revoked payload={payload} called={called} />;
  const papers = papersIn(payload);
  const isProxies = act === 'vote.enterProxies';
  return <PapersTable papers={papers} isProxies={isProxies} name={name} called={called} />;
}

function Revoked({ payload, called }: Pick<ProposedProps, 'payload' | 'called'>) {
  const text = useMessages(deskPeopleText);
  const words = useMessages(deskText);
  const { person, reason } = fieldsOf(payload);
  const reasons: Readonly<Record<string, string>> = {
    lost: text.lost,
    stolen: text.stolen,
    changed: text.changed,
  };
  return (
    <Facts
      facts={[
        {
          term: words.pendingPerson,
          value: typeof person === 'number' ? called(person) : String(person),
        },
        { term: text.reason, value: reasons[String(reason)] ?? String(reason) },
        { term: text.identification, value: text.atDesk },
      ]}
    />
  );
}

function papersIn(payload: unknown): readonly PaperLine[] {
  const { papers } = fieldsOf(payload);
  if (!Array.isArray(papers)) return [];
  return papers.flatMap((one: unknown) => {
    const { person, vote, proxy, arrivedAt, scan } = fieldsOf(one);
    const isPaper = typeof person === 'number' && typeof arrivedAt === 'number';
    if (!isPaper || !(scan instanceof Uint8Array)) return [];
    return [
      {
        person,
        vote: typeof vote === 'string' ? vote : 'withdraw',
        proxy: typeof proxy === 'number' ? proxy : undefined,
        arrivedAt,
        scan,
      },
    ];
  });
}

type TableProps = Pick<ProposedProps, 'name' | 'called'> & {
  papers: readonly PaperLine[];
  isProxies: boolean;
};

function PapersTable({ papers, isProxies, name, called }: TableProps) {
  const text = useMessages(deskText);
  const people = useMessages(deskPeopleText);
  const words: Readonly<Record<string, string>> = {
    agree: text.agree,
    refuse: text.refuse,
    abstain: text.abstain,
    withdraw: text.withdraw,
  };
  const said: Column<PaperLine> = isProxies
    ? {
        key: 'proxy',
        head: people.proxy,
        cell: ({ proxy }) => (proxy === undefined ? people.nobody : called(proxy)),
      }
    : { key: 'vote', head: text.pendingVote, cell: ({ vote }) => words[vote] ?? vote };
  const columns: readonly Column<PaperLine>[] = [
    {
      key: 'person',
      head: text.pendingPerson,
      kind: 'row',
      cell: ({ person }) => called(person),
    },
    said,
    { key: 'at', head: text.pendingArrived, cell: ({ arrivedAt }) => formatStamp(arrivedAt) },
    { key: 'scan', head: text.pendingScan, cell: ({ scan }) => shortHash(toHex(scan)) },
  ];
  return (
    <Table
      label={`${text.pendingPapers(String(papers.length))} ${name}`}
      columns={columns}
      rows={papers}
      rowKey={({ person }) => person}
    />
  );
}
