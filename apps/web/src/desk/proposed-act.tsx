import { toHex } from '@madang/base';
import { Facts, formatStamp, shortHash, useLanguage, useMessages } from '@madang/ui';
import { fieldsOf } from '../decision/decision-facts.ts';
import { deskText } from '../text/desk.ts';
import { deskPeopleText } from '../text/desk-people.ts';
import { proposedBatchText } from '../text/proposed-batch.ts';

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
  called: (person: number) => string;
};

/** What an act says that waits for its second signature, as its bytes have it. */
export function ProposedAct({ act, payload, called }: ProposedProps) {
  if (act === 'people.revokeKeys') return <Revoked payload={payload} called={called} />;
  if (act === 'election.confirmBatch') return <Confirmed payload={payload} />;
  const isProxies = act === 'vote.enterProxies';
  return <PapersList papers={papersIn(payload)} isProxies={isProxies} called={called} />;
}

function Revoked({ payload, called }: Pick<ProposedProps, 'payload' | 'called'>) {
  const text = useMessages(deskPeopleText);
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
          term: text.keysOf,
          value: typeof person === 'number' ? called(person) : String(person),
        },
        { term: text.reason, value: reasons[String(reason)] ?? String(reason) },
        { term: text.identification, value: text.atDesk },
      ]}
    />
  );
}

function Confirmed({ payload }: Pick<ProposedProps, 'payload'>) {
  const text = useMessages(proposedBatchText);
  const language = useLanguage();
  const { batch, papers, record, place } = fieldsOf(payload);
  const hex = (bytes: unknown) => (bytes instanceof Uint8Array ? shortHash(toHex(bytes)) : '');
  return (
    <>
      <Facts
        facts={[
          { term: text.batch, value: hex(batch) },
          { term: text.papers, value: String(papers) },
          { term: text.digest, value: hex(record) },
          { term: text.place, value: String(fieldsOf(place)[language]) },
        ]}
      />
      <p>{text.check}</p>
    </>
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

type ListProps = Pick<ProposedProps, 'called'> & {
  papers: readonly PaperLine[];
  isProxies: boolean;
};

/** Papers line by line: what stands beside one another on a desk is too wide for a telephone. */
function PapersList({ papers, isProxies, called }: ListProps) {
  const text = useMessages(deskText);
  const people = useMessages(deskPeopleText);
  const words: Readonly<Record<string, string>> = {
    agree: text.agree,
    refuse: text.refuse,
    abstain: text.abstain,
    withdraw: text.withdraw,
  };
  const saying = ({ vote, proxy }: PaperLine): string => {
    if (!isProxies) return words[vote] ?? vote;
    return `${people.proxy}: ${proxy === undefined ? people.nobody : called(proxy)}`;
  };
  return (
    <>
      <p class="m-small m-sub">{text.pendingPapers(String(papers.length))}</p>
      <ul class="waits-papers">
        {papers.map((paper) => (
          <li key={paper.person}>
            <b>{called(paper.person)}</b>
            <span>{saying(paper)}</span>
            <small>
              {text.pendingArrived} {formatStamp(paper.arrivedAt)}
            </small>
            <small>
              {text.pendingScan} {shortHash(toHex(paper.scan))}
            </small>
          </li>
        ))}
      </ul>
    </>
  );
}
