import {
  Button,
  ButtonLink,
  EmptyState,
  Field,
  formatAge,
  formatClock,
  formatCount,
  formatMoment,
  Icon,
  Skeleton,
  useLanguage,
  useMessages,
  WallIcon,
  YardFrame,
} from '@madang/ui';
import { useState } from 'preact/hooks';
import { useAbout } from '../about.ts';
import type { Institution, Overview } from '../ledger.ts';
import { useAsked, useLedger } from '../ledger-context.ts';
import { RecordLine } from '../parts/record-line.tsx';
import { sharedOperator } from '../parts/shared-operator.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { goTo, type Page, useHref } from '../router.ts';
import { homeText } from '../text/home.ts';
import { siteText } from '../text/site.ts';
import './home.css';
import { HourChart } from './home-chart.tsx';

/** An institution is called late when it missed this much time. */
const lateAfterMs = 2 * 60 * 1000;
const latestCount = 6;

function isLate({ signedAtMs, role }: Institution, nowMs: number): boolean {
  return role === 'executor' && (signedAtMs === undefined || nowMs - signedAtMs > lateAfterMs);
}

function Ask() {
  const text = useMessages(homeText);
  const href = useHref();
  const [value, setValue] = useState('');
  const [error, setError] = useState<string>();
  return (
    <form
      class="ask"
      role="search"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (value.trim() === '') setError(text.askEmpty);
        else goTo(`${href('/verify')}?n=${encodeURIComponent(value.trim())}`);
      }}
    >
      <Field
        label={text.ask}
        hint={text.askHint}
        value={value}
        onInput={setValue}
        inputMode="search"
        maxLength={80}
        {...(error === undefined ? {} : { error })}
      />
      <div class="or">
        <Button type="submit" kind="second" icon="search">
          {text.askButton}
        </Button>
        <ButtonLink kind="plain" href={href('/verify?scan=1')} icon="scan">
          {text.scan}
        </ButtonLink>
        <ButtonLink kind="plain" href={href('/verify')} icon="upload">
          {text.file}
        </ButtonLink>
      </div>
    </form>
  );
}

function Confirmed({ overview, nowMs }: { overview: Overview; nowMs: number }) {
  const text = useMessages(homeText);
  const language = useLanguage();
  const href = useHref();
  const executors = overview.institutions.filter(({ role }) => role === 'executor');
  const late = executors.filter((each) => isLate(each, nowMs));
  const { state, timeMs } = overview.checkpoint;
  const signed = executors.length - late.length;
  return (
    <p class="sig">
      <WallIcon name="institutions" state={state} />
      <span>
        {state === 'passed'
          ? text.signed(formatClock(timeMs), String(executors.length), String(signed))
          : text.notEnough}{' '}
        {late.map(({ id, names, signedAtMs }) => (
          <a key={id} class="late" href={href('/institutions')}>
            {signedAtMs === undefined
              ? text.never(names[language])
              : text.late(names[language], formatAge(nowMs - signedAtMs, language))}
          </a>
        ))}
      </span>
    </p>
  );
}

function Today({ overview, nowMs }: { overview: Overview; nowMs: number }) {
  const text = useMessages(homeText);
  const hours = overview.todayByHour;
  const total = hours.reduce((sum, each) => sum + each, 0);
  return (
    <YardFrame class="yard" tag="section" labelledBy="today">
      <div class="top">
        <h2 id="today">{text.today}</h2>
        {hours.length > 0 && (
          <strong>
            {formatCount(total)}
            <small>{text.unit}</small>
          </strong>
        )}
      </div>
      {hours.length > 0 ? (
        <HourChart counts={hours} nowMs={nowMs} />
      ) : (
        <p class="m-small m-sub">{text.todayLater}</p>
      )}
      <Confirmed overview={overview} nowMs={nowMs} />
    </YardFrame>
  );
}

function Latest({ institutions }: { institutions: readonly Institution[] }) {
  const text = useMessages(homeText);
  const ledger = useLedger();
  const href = useHref();
  const [asked, again] = useAsked('latest', () => ledger.records({ limit: latestCount }));
  return (
    <section class="feed" aria-labelledby="latest">
      <div class="m-head">
        <h2 id="latest">{text.latest}</h2>
        <a href={href('/records')}>
          {text.allRecords}
          <Icon name="right" small />
        </a>
      </div>
      {asked.state === 'asking' && <Skeleton label={text.latest} />}
      {asked.state === 'unanswered' && <Unanswered problem={asked.problem} onAgain={again} />}
      {asked.state === 'answered' && asked.value.rows.length === 0 && (
        <EmptyState title={text.noRecords}>
          <p class="m-small">{text.noRecordsHint}</p>
        </EmptyState>
      )}
      {asked.state === 'answered' && asked.value.rows.length > 0 && (
        <>
          <ul>
            {asked.value.rows.map((row) => (
              <RecordLine key={row.index} row={row} institutions={institutions} />
            ))}
          </ul>
          <p class="m-small m-sub">{text.markNote}</p>
        </>
      )}
    </section>
  );
}

function Keepers({ institutions, nowMs }: { institutions: readonly Institution[]; nowMs: number }) {
  const text = useMessages(homeText);
  const language = useLanguage();
  const href = useHref();
  const shared = sharedOperator(institutions, language);
  return (
    <section class="keepers" aria-labelledby="keepers">
      <div class="m-head">
        <h2 id="keepers">{text.keepers}</h2>
        <a href={href('/institutions')}>
          {text.keepersAll}
          <Icon name="right" small />
        </a>
      </div>
      <ul>
        {institutions.map((each) => (
          <li key={each.id}>
            <span>
              <b>{each.names[language]}</b>
              {shared === undefined && <small>{each.operator[language]}</small>}
            </span>
            <span class={isLate(each, nowMs) ? 'm-st down' : 'm-st ok'}>
              <i aria-hidden="true" />
              {isLate(each, nowMs) ? text.waiting : text.signing}
            </span>
          </li>
        ))}
      </ul>
      {shared !== undefined && <p class="m-small m-sub">{shared}</p>}
    </section>
  );
}

function Home() {
  const text = useMessages(homeText);
  const site = useMessages(siteText);
  const language = useLanguage();
  const ledger = useLedger();
  const href = useHref();
  const { place, demo } = useAbout();
  const [nowMs] = useState(Date.now);
  const [asked, again] = useAsked('overview', () => ledger.overview());
  const institutions = asked.state === 'answered' ? asked.value.institutions : [];
  return (
    <>
      <div class="hero">
        <div class="m-wrap">
          <div>
            <p class="m-eyebrow">{formatMoment(nowMs, language)}</p>
            <h1>{text.title(place[language])}</h1>
            <p class="m-sub lead">{text.lead}</p>
            <div class="act">
              <ButtonLink size="l" href={href('/notarise')} icon="write">
                {text.act}
              </ButtonLink>
              <p class="m-small m-sub">{text.actHint}</p>
            </div>
            {demo && (
              <div>
                <ButtonLink kind="second" href={href('/demo')} icon="right">
                  {text.demo}
                </ButtonLink>
              </div>
            )}
            <Ask />
          </div>
          {asked.state === 'answered' && <Today overview={asked.value} nowMs={nowMs} />}
          {asked.state === 'asking' && <Skeleton label={site.loading} />}
          {asked.state === 'unanswered' && <Unanswered problem={asked.problem} onAgain={again} />}
        </div>
      </div>
      <div class="m-wrap cols">
        {asked.state !== 'unanswered' && <Latest institutions={institutions} />}
        {institutions.length > 0 && <Keepers institutions={institutions} nowMs={nowMs} />}
      </div>
    </>
  );
}

/** The first page of the city. */
export const page: Page = { title: (language) => siteText[language].home, Content: Home };
