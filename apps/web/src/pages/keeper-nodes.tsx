import {
  type Column,
  Facts,
  Fold,
  formatClock,
  formatCount,
  formatDayAndTime,
  formatPercent,
  Hash,
  type Language,
  Table,
  Tag,
  useLanguage,
  useMessages,
} from '@madang/ui';
import type { EndingKey } from '../governed.ts';
import type { CheckpointRow, Institution, Network, NodeFound, Votes } from '../ledger.ts';
import { sharedOperator } from '../parts/shared-operator.ts';
import { keepersText } from '../text/keepers.ts';
import { networkText } from '../text/network.ts';
import { attendanceColumns } from './keeper-attendance.tsx';

/** How many votes run, how many are needed, and how many more can be spared. */
export function VoteFigures({ votes }: { votes: Votes }) {
  const text = useMessages(keepersText);
  return (
    <>
      <div>
        <dt>{text.running}</dt>
        <dd>
          {text.runningOf(formatCount(votes.running), formatCount(votes.total))}{' '}
          <small>{text.neededVotes(formatCount(votes.needed))}</small>
        </dd>
      </div>
      <div>
        <dt>{text.bears}</dt>
        <dd>{text.bearsCount(formatCount(votes.bears))}</dd>
      </div>
    </>
  );
}

function NodeState({ node }: { node: NodeFound | undefined }) {
  const text = useMessages(keepersText);
  const words = { 'keeps-up': text.keepUp, behind: text.behind, silent: text.silent };
  const looks = { 'keeps-up': 'm-st ok', behind: 'm-st down', silent: 'm-st down' };
  return (
    <span class={node === undefined ? 'm-st plain' : looks[node.state]}>
      <i aria-hidden="true" />
      {node === undefined ? text.noNode : words[node.state]}
    </span>
  );
}

function signedWords(
  { id }: Institution,
  checkpoints: readonly CheckpointRow[],
  language: Language,
): string {
  if (checkpoints.length === 0) return '–';
  const signed = checkpoints.filter(({ signers }) => signers.includes(id)).length;
  return keepersText[language].signedCount(formatCount(signed), formatCount(checkpoints.length));
}

function KeyEnd({ ends }: { ends: readonly EndingKey[] }) {
  const text = useMessages(keepersText);
  const language = useLanguage();
  if (ends.length === 0) return <>–</>;
  return (
    <>
      {ends.map(({ use, endsAtMs }) => (
        <Tag key={use} tone="warn">
          {text[use]} {formatDayAndTime(endsAtMs, language)}
        </Tag>
      ))}
    </>
  );
}

type NodesProps = { network: Network; votes: Votes; nowMs: number };

function nodeColumns(
  { network, votes, nowMs }: NodesProps,
  language: Language,
): Column<Institution>[] {
  const text = keepersText[language];
  const words = networkText[language];
  const { institutions, checkpoints, governed } = network;
  const isShared = sharedOperator(institutions, language) !== undefined;
  return [
    {
      key: 'name',
      head: words.institution,
      kind: 'row',
      cell: ({ names, operator, role }) => (
        <>
          <b>{names[language]}</b>
          {!isShared && <span class="m-meta">{operator[language]}</span>}
          {role === 'unlisted' && <Tag>{text.unlisted}</Tag>}
        </>
      ),
    },
    { key: 'now', head: words.now, cell: ({ node }) => <NodeState node={node} /> },
    ...attendanceColumns(institutions, language, nowMs),
    {
      key: 'height',
      head: text.height,
      kind: 'number',
      cell: ({ node }) => (node?.height === undefined ? '–' : formatCount(node.height)),
    },
    {
      key: 'signed',
      head: words.lastSigned,
      cell: ({ signedAtMs }) => (
        <time>{signedAtMs === undefined ? '–' : formatClock(signedAtMs)}</time>
      ),
    },
    {
      key: 'signedOf',
      head: text.signedOf,
      cell: (each) => signedWords(each, checkpoints, language),
    },
    {
      key: 'share',
      head: text.share,
      kind: 'number',
      cell: ({ power = 0 }) => formatPercent(power, votes.total),
    },
    {
      key: 'keyEnds',
      head: text.keyEnds,
      cell: ({ id }) => (
        <KeyEnd ends={governed?.endingKeys.filter((key) => key.institution === id) ?? []} />
      ),
    },
  ];
}

/** Each institution with its node as it is now. */
export function NodesTable(props: NodesProps) {
  const text = useMessages(networkText);
  const language = useLanguage();
  return (
    <Table
      label={text.table}
      class="who"
      columns={nodeColumns(props, language)}
      rows={props.network.institutions}
      rowKey={({ id }) => id}
      down={({ node }) => node !== undefined && node.state !== 'keeps-up'}
    />
  );
}

/** Who has how many votes, who of them runs, and how many are needed. */
export function Shares({ network, votes }: { network: Network; votes: Votes }) {
  const text = useMessages(keepersText);
  const language = useLanguage();
  const runs = ({ node }: Institution) => node?.state === 'keeps-up';
  const voters = network.institutions.filter(({ power = 0 }) => power > 0);
  const ordered = [...voters.filter(runs), ...voters.filter((each) => !runs(each))];
  const running = formatCount(votes.running);
  const total = formatCount(votes.total);
  const needed = formatCount(votes.needed);
  const isNobodyStrong = voters.every(({ power = 0 }) => 3 * power <= votes.total);
  return (
    <section class="m-stack-s" aria-labelledby="shares">
      <h2 id="shares">{isNobodyStrong ? text.shareNone : text.shareSome}</h2>
      <div class="share" role="img" aria-label={text.shareSays(running, total, needed)}>
        {ordered.map((each) => (
          <span key={each.id} class={runs(each) ? undefined : 'off'}>
            <b>{each.names[language]}</b>
          </span>
        ))}
      </div>
      <div class="third" aria-hidden="true">
        <i />
        <span>{text.shareMark}</span>
      </div>
      <p class="m-small m-sub">{text.shareHint(needed, total)}</p>
    </section>
  );
}

const uses = ['governance', 'consensus', 'cosigner'] as const;

/** The public keys of each institution, for whoever wants to compare them. */
export function Keys({ institutions }: Pick<Network, 'institutions'>) {
  const text = useMessages(keepersText);
  const language = useLanguage();
  const known = institutions.flatMap(({ id, names, keys }) =>
    keys === undefined ? [] : [{ id, name: names[language], keys }],
  );
  if (known.length === 0) return null;
  return (
    <Fold title={text.keys}>
      <div class="m-stack">
        {known.map(({ id, name, keys }) => (
          <section key={id} class="m-stack-s" aria-label={name}>
            <b class="m-strong">{name}</b>
            <Facts
              layout="wide"
              facts={uses.map((use) => ({
                term: text[use],
                value: <Hash hex={keys[use]} short />,
              }))}
            />
          </section>
        ))}
      </div>
    </Fold>
  );
}
