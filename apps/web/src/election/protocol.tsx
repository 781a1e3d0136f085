import { toHex } from '@madang/base';
import { templateOf } from '@madang/services/election/profiles/index.ts';
import {
  Alert,
  Button,
  ButtonLink,
  CommandLine,
  Facts,
  formatCount,
  formatFullMoment,
  formatPercent,
  Hash,
  QrCode,
  Table,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { useActs } from '../decision/acts.tsx';
import { useInstitutionName } from '../decision/use-names.ts';
import { dossierFile } from '../parts/dossier-file.ts';
import { useHref } from '../router.ts';
import { protocolText } from '../text/protocol.ts';
import { StageLog } from './board.tsx';
import { Complaints } from './complaints.tsx';
import type { ElectionFacts } from './election-facts.ts';
import { CountTables, RuleTable } from './protocol-results.tsx';
import './protocol.css';

type Props = { facts: ElectionFacts };

/** The protocol of an election, made from the public record for the screen and for A4 paper. */
export function Protocol({ facts }: Props) {
  const text = useMessages(protocolText);
  const language = useLanguage();
  const href = useHref();
  const { now, id } = facts;
  const { records, rest, goOn } = useActs(id, now.acts);
  const [madeAt] = useState(Date.now);
  // A protocol is of the whole record, however long that is.
  useEffect(() => {
    if (rest === 'more') goOn();
  }, [rest, records.length]);
  return (
    <article class="protocol" aria-label={text.title}>
      <p class="m-row no-print">
        <Button icon="print" onClick={() => print()}>
          {text.print}
        </Button>
        <ButtonLink kind="plain" href={href(`/elections/${id}`)}>
          {text.toElection}
        </ButtonLink>
      </p>
      {rest !== 'none' && (
        <p class="m-sub" role="status">
          {text.reading}
        </p>
      )}
      <header>
        <p class="protocol-kind">{text.title}</p>
        <h1>{now.title[language]}</h1>
        <p class="m-small m-sub">{text.made(formatFullMoment(madeAt, language))}</p>
        {now.status !== 'decided' && now.status !== 'undisclosed' && (
          <Alert tone="info" title={text.notDecided} />
        )}
      </header>
      <Overview facts={facts} countedAt={countedAt(records)} draftedAt={records[0]?.time} />
      <Turnouts facts={facts} />
      <CountTables facts={facts} />
      <RuleTable facts={facts} />
      <TrusteeTable facts={facts} />
      <StageLog records={records} sums={facts.sums} />
      <Complaints election={id} />
      <Prints facts={facts} />
      <Signatures />
    </article>
  );
}

function countedAt(records: ReturnType<typeof useActs>['records']): number | undefined {
  return records.findLast(({ act }) => act === 'election.announceCounts')?.time;
}

type OverviewProps = Props & { draftedAt: number | undefined; countedAt: number | undefined };

function Overview({ facts, draftedAt, countedAt: counted }: OverviewProps) {
  const text = useMessages(protocolText);
  const language = useLanguage();
  const nameOf = useInstitutionName();
  const { now, id, basis, recordedAt } = facts;
  const template = templateOf(basis);
  const moment = (time: number | undefined) =>
    time === undefined ? text.notYet : formatFullMoment(time, language);
  const law = template === undefined ? '' : `${template.source.law} ${template.source.article}`;
  return (
    <section class="part" aria-labelledby="overview">
      <h2 id="overview">{text.overview}</h2>
      <Facts
        layout="wide"
        facts={[
          { term: text.institution, value: nameOf(now.institution) },
          { term: text.election, value: <Hash hex={id} /> },
          template === undefined
            ? { term: text.basis, value: text.basisOther(basis) }
            : {
                term: text.basis,
                value: `${template.title[language]} ${law}`.trim(),
                note: text.basisCheck,
              },
          { term: text.recordedAt, value: moment(recordedAt) },
          { term: text.drafted, value: moment(draftedAt) },
          { term: text.opened, value: moment(now.openedAt) },
          { term: text.closes, value: moment(now.closesAt) },
          { term: text.closed, value: moment(now.closedAt) },
          { term: text.counted, value: moment(counted) },
        ]}
      />
    </section>
  );
}

function Turnouts({ facts }: Props) {
  const text = useMessages(protocolText);
  const { took } = facts.now;
  const lines = facts.turnout.map(({ voters, ballots }, at) => ({
    name: facts.buildings[at] ?? '',
    voters,
    ballots,
  }));
  const all = { name: text.all, voters: took.voters, ballots: took.ballots };
  return (
    <section class="part" aria-labelledby="people">
      <h2 id="people">{text.people}</h2>
      <Table
        label={`${text.voters}, ${text.ballots}`}
        columns={[
          { key: 'name', head: text.building, kind: 'row', cell: ({ name }) => name },
          {
            key: 'voters',
            head: text.voters,
            kind: 'number',
            cell: ({ voters }) => formatCount(voters),
          },
          {
            key: 'ballots',
            head: text.ballots,
            kind: 'number',
            cell: ({ ballots }) => formatCount(ballots),
          },
          {
            key: 'rate',
            head: text.rate,
            kind: 'number',
            cell: ({ ballots, voters }) => formatPercent(ballots, voters),
          },
        ]}
        rows={lines.length === 1 ? lines : [...lines, all]}
        rowKey={({ name }) => name}
      />
    </section>
  );
}

function TrusteeTable({ facts }: Props) {
  const text = useMessages(protocolText);
  const language = useLanguage();
  const { now, seats, sums } = facts;
  const rows = now.trustees.map((account, at) => ({
    number: at + 1,
    seat: seats[at]?.[language] ?? '',
    account: toHex(account),
    opened: sums.filter(({ decryptions }) => decryptions.some(({ trustee }) => trustee === at + 1))
      .length,
  }));
  const [needed, all] = [formatCount(now.threshold), formatCount(rows.length)];
  return (
    <section class="part" aria-labelledby="holders">
      <h2 id="holders">{text.trustees}</h2>
      <p>{text.threshold(needed, all)}</p>
      <Table
        label={text.opening}
        columns={[
          {
            key: 'seat',
            head: text.seat,
            kind: 'row',
            cell: ({ number, seat }) => `${formatCount(number)}. ${seat}`,
          },
          {
            key: 'account',
            head: text.account,
            cell: ({ account }) => <Hash hex={account} short />,
          },
          {
            key: 'opened',
            head: text.opening,
            cell: ({ opened }) => text.openedSums(formatCount(opened), formatCount(sums.length)),
          },
        ]}
        rows={rows}
        rowKey={({ number }) => number}
      />
    </section>
  );
}

function Prints({ facts }: Props) {
  const text = useMessages(protocolText);
  const href = useHref();
  const { now, id } = facts;
  const { bound } = now;
  const address = `${location.origin}${href(`/elections/${id}`)}`;
  return (
    <section class="part" aria-labelledby="prints">
      <h2 id="prints">{text.prints}</h2>
      <Facts
        layout="wide"
        facts={[
          { term: text.announcement, value: <Hash hex={toHex(now.text)} /> },
          ...(bound === undefined
            ? []
            : [
                { term: text.fingerprint, value: <Hash hex={toHex(bound.fingerprint)} /> },
                { term: text.key, value: <Hash hex={toHex(bound.key)} /> },
              ]),
          { term: text.journal, value: formatCount(now.acts) },
        ]}
      />
      <h2>{text.check}</h2>
      <div class="protocol-check">
        <div class="m-stack-s">
          <p>{text.checkWords}</p>
          <p class="m-small">{address}</p>
          <CommandLine command={`npx madang verify ${dossierFile('election', id)}`} />
          <CommandLine command={`npx madang-audit ${dossierFile('election', id)}`} />
        </div>
        <QrCode text={address} label={text.checkQr} />
      </div>
      <p class="m-small">{text.unproven}</p>
    </section>
  );
}

function Signatures() {
  const text = useMessages(protocolText);
  const lines = [text.chairperson, text.signatory('1'), text.signatory('2'), text.observer];
  return (
    <section class="part only-print protocol-signs" aria-labelledby="signs">
      <h2 id="signs">{text.signatures}</h2>
      <p>{text.signaturesWords}</p>
      <p>{text.date}: ______________________</p>
      <ul>
        {lines.map((line) => (
          <li key={line}>
            <span>{line}</span>
            <span>{text.sign}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
