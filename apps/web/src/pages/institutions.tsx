import {
  Alert,
  type Column,
  EmptyState,
  Fold,
  formatAge,
  formatClock,
  formatCount,
  Hash,
  Icon,
  type Language,
  Skeleton,
  Table,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useState } from 'preact/hooks';
import type { CheckpointRow, Institution, Network } from '../ledger.ts';
import { useAsked, useLedger } from '../ledger-context.ts';
import { ContradictionAlert } from '../parts/contradiction-alert.tsx';
import { sharedOperator } from '../parts/shared-operator.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import type { Page } from '../router.ts';
import { keepersText } from '../text/keepers.ts';
import { networkText } from '../text/network.ts';
import { siteText } from '../text/site.ts';
import './institutions.css';
import { DecidedTogether } from './decided-together.tsx';
import { HistoryAlert, KeyAlerts, NodesAlert } from './keeper-alerts.tsx';
import { AttendanceDays } from './keeper-attendance.tsx';
import { Keys, NodesTable, Shares, VoteFigures } from './keeper-nodes.tsx';

const lateAfterMs = 2 * 60 * 1000;

type Props = { network: Network; nowMs: number };

function isLate({ signedAtMs }: Institution, nowMs: number): boolean {
  return signedAtMs === undefined || nowMs - signedAtMs > lateAfterMs;
}

function executorsOf({ institutions }: Network): readonly Institution[] {
  return institutions.filter(({ role }) => role === 'executor');
}

function LateAlert({ network, nowMs }: Props) {
  const text = useMessages(networkText);
  const language = useLanguage();
  const executors = executorsOf(network);
  const late = executors.filter((each) => isLate(each, nowMs));
  const [first] = late;
  if (first === undefined) return null;
  const goesOn = executors.length - late.length >= network.needed;
  const title =
    first.signedAtMs === undefined
      ? text.never(first.names[language])
      : text.late(first.names[language], formatAge(nowMs - first.signedAtMs, language));
  return (
    <Alert tone="warn" title={title} announce="new">
      {goesOn ? text.lateGoes : text.lateStops}
    </Alert>
  );
}

/** What the page says of itself depends on who else than this server's computer has a say. */
function leadOf(engine: string | undefined, language: Language): string {
  const text = networkText[language];
  if (engine === 'comet') return text.lead;
  return engine === 'witnessed' ? text.leadWitnessed : keepersText[language].leadSolo;
}

function Figures({ network, nowMs }: Props) {
  const text = useMessages(networkText);
  const language = useLanguage();
  const executors = executorsOf(network);
  const signed = executors.filter((each) => !isLate(each, nowMs)).length;
  const newest = network.checkpoints[0];
  return (
    <dl class="nums">
      {network.votes === undefined ? (
        <div>
          <dt>{text.signingNow}</dt>
          <dd>
            {text.signing(String(signed), String(executors.length))}{' '}
            <small>{text.needed(String(network.needed))}</small>
          </dd>
        </div>
      ) : (
        <VoteFigures votes={network.votes} />
      )}
      <div>
        <dt>{text.lastCheckpoint}</dt>
        <dd>
          {newest === undefined ? '–' : formatCount(newest.size)}{' '}
          {newest !== undefined && (
            <small>{text.ago(formatAge(nowMs - newest.timeMs, language))}</small>
          )}
        </dd>
      </div>
      <div>
        <dt>{text.allRecords}</dt>
        <dd>
          {formatCount(network.totalRecords)} <small>{text.unit}</small>
        </dd>
      </div>
      <div>
        <dt>{text.blocks}</dt>
        <dd>{formatCount(network.height)}</dd>
      </div>
    </dl>
  );
}

function InstitutionState({ institution, nowMs }: { institution: Institution; nowMs: number }) {
  const text = useMessages(networkText);
  const language = useLanguage();
  const { signedAtMs } = institution;
  const late = isLate(institution, nowMs);
  return (
    <span class={late ? 'm-st down' : 'm-st ok'}>
      <i aria-hidden="true" />
      {!late && text.ok}
      {late &&
        (signedAtMs === undefined ? text.none : text.down(formatAge(nowMs - signedAtMs, language)))}
    </span>
  );
}

function roleWords(role: Institution['role'], language: Language): string {
  const { executor, witness } = networkText[language];
  return { executor, witness, unlisted: keepersText[language].unlisted }[role];
}

function institutionColumns(
  { institutions }: Network,
  language: Language,
  nowMs: number,
): Column<Institution>[] {
  const text = networkText[language];
  const operator: Column<Institution> = {
    key: 'operator',
    head: text.operator,
    cell: (each) => each.operator[language],
  };
  return [
    {
      key: 'name',
      head: text.institution,
      kind: 'row',
      cell: ({ names }) => <b>{names[language]}</b>,
    },
    {
      key: 'now',
      head: text.now,
      cell: (institution) => <InstitutionState institution={institution} nowMs={nowMs} />,
    },
    ...(sharedOperator(institutions, language) === undefined ? [operator] : []),
    {
      key: 'role',
      head: text.role,
      cell: ({ role }) => roleWords(role, language),
    },
    {
      key: 'signed',
      head: text.lastSigned,
      cell: ({ signedAtMs }) => (
        <time>{signedAtMs === undefined ? '–' : formatClock(signedAtMs)}</time>
      ),
    },
  ];
}

function checkpointColumns(network: Network, language: Language): Column<CheckpointRow>[] {
  const text = networkText[language];
  return [
    {
      key: 'size',
      head: text.checkpoint,
      cell: ({ size, timeMs }) => (
        <>
          <b class="m-strong">{formatCount(size)}</b>{' '}
          <time class="m-meta">{formatClock(timeMs)}</time>
        </>
      ),
    },
    {
      key: 'added',
      head: text.records,
      cell: ({ added }) => (added === undefined ? '–' : `+${formatCount(added)}`),
    },
    ...network.institutions.map(
      ({ id, names }): Column<CheckpointRow> => ({
        key: id,
        head: names[language],
        cell: ({ signers }) =>
          signers.includes(id) ? (
            <>
              <Icon name="check" small />
              <span class="m-vh">{text.signed}</span>
            </>
          ) : (
            <span class="miss">{text.missing}</span>
          ),
      }),
    ),
  ];
}

function Policy({ network }: { network: Network }) {
  const text = useMessages(networkText);
  const said = { first: text.pinFirst, same: text.pinSame, chained: text.pinChained } as const;
  return (
    <section class="m-stack" aria-labelledby="policy">
      <h2 id="policy">{text.policy}</h2>
      {network.pin === 'changed' ? (
        <Alert tone="failed" title={text.pinChanged} announce="new">
          {text.pinChangedWords}
        </Alert>
      ) : (
        <p class="m-small m-sub">{text.policyWords}</p>
      )}
      <div class="m-stack-s">
        <p class="m-small m-sub">{text.fingerprint}</p>
        <Hash hex={network.fingerprint} />
        {network.pin !== 'changed' && <p class="m-small">{said[network.pin]}</p>}
      </div>
      {network.offeredFingerprint !== undefined && (
        <div class="m-stack-s">
          <p class="m-small m-sub">{text.offered}</p>
          <Hash hex={network.offeredFingerprint} />
        </div>
      )}
      <Fold title={text.policyFull}>
        <pre class="policy" tabIndex={0}>
          {network.policyText}
        </pre>
      </Fold>
    </section>
  );
}

function Found({ network, nowMs }: Props) {
  const text = useMessages(networkText);
  const language = useLanguage();
  const { votes } = network;
  const shared = sharedOperator(network.institutions, language);
  return (
    <>
      <Figures network={network} nowMs={nowMs} />
      {votes === undefined ? (
        <Table
          label={text.table}
          class="who"
          columns={institutionColumns(network, language, nowMs)}
          rows={network.institutions}
          rowKey={({ id }) => id}
          down={(each) => isLate(each, nowMs)}
        />
      ) : (
        <NodesTable network={network} votes={votes} nowMs={nowMs} />
      )}
      {shared !== undefined && <p class="m-small m-sub">{shared}</p>}
      <AttendanceDays institutions={network.institutions} />
      <div class="split">
        <section class="m-stack-s" aria-labelledby="cp">
          <h2 id="cp">{text.checkpoints}</h2>
          {network.checkpoints.length === 0 ? (
            <EmptyState title={text.checkpointsNone} />
          ) : (
            <Table
              label={text.checkpointsTable}
              class="cps"
              columns={checkpointColumns(network, language)}
              rows={network.checkpoints}
              rowKey={({ size }) => size}
            />
          )}
        </section>
        <div class="m-stack aside">
          {votes !== undefined && <Shares network={network} votes={votes} />}
          <Policy network={network} />
        </div>
      </div>
      <DecidedTogether network={network} />
      <Keys institutions={network.institutions} />
    </>
  );
}

/** What has to be said before anything else: the gravest first. */
function Alerts({ network, nowMs }: Props) {
  return (
    <div class="m-stack-s">
      {network.contradictions.map((each, turn) => (
        <ContradictionAlert key={turn} contradiction={each} />
      ))}
      {network.votes === undefined ? (
        <LateAlert network={network} nowMs={nowMs} />
      ) : (
        <NodesAlert network={network} votes={network.votes} />
      )}
      <HistoryAlert network={network} />
      <KeyAlerts network={network} />
    </div>
  );
}

function Institutions() {
  const text = useMessages(networkText);
  const site = useMessages(siteText);
  const language = useLanguage();
  const ledger = useLedger();
  const [nowMs] = useState(Date.now);
  const [asked, again] = useAsked('network', () => ledger.network());
  const network = asked.state === 'answered' ? asked.value : undefined;
  return (
    <div class="m-wrap nt">
      <div class="lead">
        <div class="m-stack-s">
          <h1>{text.title}</h1>
          <p class="m-sub">{leadOf(network?.engine, language)}</p>
        </div>
        {network !== undefined && <Alerts network={network} nowMs={nowMs} />}
      </div>
      {asked.state === 'asking' && <Skeleton label={site.loading} />}
      {asked.state === 'unanswered' && <Unanswered problem={asked.problem} onAgain={again} />}
      {network !== undefined && <Found network={network} nowMs={nowMs} />}
    </div>
  );
}

/** Who keeps the ledger, who signed what, and the policy that this device believes. */
export const page: Page = {
  title: (language) => networkText[language].title,
  Content: Institutions,
};
