import { formatDayAndTime, Tag, useLanguage, useMessages } from '@madang/ui';
import { CallOffView, CountingView, KeyView, RunningView } from '../desk/election-views.tsx';
import { DeskFrame } from '../desk/frame.tsx';
import { DeskGate, DeskWaiting, useDesk } from '../desk/gate.tsx';
import { type ElectionFacts, readElection } from '../election/election-facts.ts';
import { Result } from '../election/result.tsx';
import { Trustees } from '../election/trustees.tsx';
import { Turnout } from '../election/turnout.tsx';
import { statusWord } from '../election/words.ts';
import { useAsked } from '../ledger-context.ts';
import { lazily } from '../parts/lazily.tsx';
import { type Page, useHref } from '../router.ts';
import { deskElectionText } from '../text/desk-election.ts';
import { electionListText } from '../text/election-list.ts';
import './decisions.css';
import './desk.css';
import './election.css';

type Props = { facts: ElectionFacts; onDone: () => void };

const views = ['election', 'voters', 'paper', 'complaints'] as const;
type View = (typeof views)[number];

function DeskElection({ facts, onDone }: Props) {
  const text = useMessages(deskElectionText);
  const words = useMessages(electionListText);
  const language = useLanguage();
  const href = useHref();
  const { at, leave } = useDesk();
  const { now, id } = facts;
  const asked = new URLSearchParams(location.search).get('view');
  const view = views.find((one) => one === asked) ?? 'election';
  const to = (one: View) =>
    href(`/desk/elections/${id}${one === 'election' ? '' : `?view=${one}`}`);
  return (
    <DeskFrame
      groups={[
        {
          title: text.progress,
          items: [
            { key: 'election', href: to('election'), label: text.title, icon: 'eye' },
            { key: 'voters', href: to('voters'), label: text.voters, icon: 'link' },
            ...(now.paper === 'none'
              ? []
              : [{ key: 'paper', href: to('paper'), label: text.paper, icon: 'write' } as const]),
            { key: 'complaints', href: to('complaints'), label: text.complaints, icon: 'flag' },
            {
              key: 'protocol',
              href: href(`/elections/${id}?view=protocol`),
              label: words.protocol,
              icon: 'print',
            },
            { key: 'list', href: href('/desk'), label: text.list, icon: 'book' },
          ],
        },
      ]}
      current={view}
      at={at}
      onLeave={leave}
    >
      <header class="desk-head">
        <div>
          <h1>{now.title[language]}</h1>
          <p>
            <Tag tone={now.status === 'open' ? 'action' : 'plain'}>
              {statusWord(now.status, language)}
            </Tag>{' '}
            {words.closesWords(formatDayAndTime(now.closesAt, language))}{' '}
            <a href={href(`/elections/${id}`)}>{text.publicPage}</a>
          </p>
        </div>
      </header>
      <main id="main" class="desk-body" tabIndex={-1}>
        {view === 'election' && <ProgressView facts={facts} onDone={onDone} />}
        {view === 'voters' && <ElectionVotersView facts={facts} onDone={onDone} />}
        {view === 'paper' && now.paper !== 'none' && <ElectionPaperView facts={facts} />}
        {view === 'complaints' && <ElectionComplaintsView facts={facts} />}
      </main>
    </DeskFrame>
  );
}

const later = () => import('../desk/later-election-views.ts');
const ElectionComplaintsView = lazily(() => later().then((found) => found.ElectionComplaintsView));
const ElectionPaperView = lazily(() => later().then((found) => found.ElectionPaperView));
const BeforehandView = lazily(() => later().then((found) => found.BeforehandView));
const ElectionVotersView = lazily(() => later().then((found) => found.ElectionVotersView));

/** How far it is, and what an officer can do about it now. */
function ProgressView({ facts, onDone }: Props) {
  const text = useMessages(deskElectionText);
  const { status } = facts.now;
  const isRunning = status === 'open' || status === 'paused';
  const isBeforehand = status === 'registering' || status === 'mixing';
  return (
    <div class="part narrow">
      <p>{text.lead}</p>
      <Result facts={facts} />
      {!isBeforehand && <Turnout facts={facts} />}
      {status === 'draft' && <KeyView facts={facts} onDone={onDone} />}
      {isBeforehand && <BeforehandView facts={facts} onDone={onDone} />}
      {isRunning && <RunningView facts={facts} onDone={onDone} />}
      {status === 'closed' && <CountingView facts={facts} />}
      <Trustees facts={facts} />
      {(isRunning || isBeforehand || status === 'draft') && (
        <CallOffView facts={facts} onDone={onDone} />
      )}
    </div>
  );
}

/** Making one is loaded when somebody comes to it. */
const ElectionNew = lazily(() => import('../desk/election-new.tsx').then((f) => f.ElectionNew));

function DeskElectionPage({ part = '' }: { part?: string }) {
  return (
    <DeskGate role="election.officer">
      {part === 'new' ? <NewElection /> : <OneElection part={part} />}
    </DeskGate>
  );
}

function NewElection() {
  const text = useMessages(deskElectionText);
  const words = useMessages(electionListText);
  const href = useHref();
  const { at, leave } = useDesk();
  return (
    <DeskFrame
      groups={[
        {
          title: text.progress,
          items: [
            {
              key: 'new',
              href: href('/desk/elections/new'),
              label: words.create,
              icon: 'write',
            },
            { key: 'list', href: href('/desk'), label: text.list, icon: 'book' },
          ],
        },
      ]}
      current="new"
      at={at}
      onLeave={leave}
    >
      <ElectionNew />
    </DeskFrame>
  );
}

function OneElection({ part }: { part: string }) {
  const text = useMessages(electionListText);
  const [asked, again, renew] = useAsked(part, () => readElection(part));
  return asked.state === 'answered' ? (
    <DeskElection facts={asked.value} onDone={renew} />
  ) : (
    <DeskWaiting asked={asked} label={text.loading} onAgain={again} />
  );
}

/** `/desk/elections/:id`: one election as its officers see it. */
export const page: Page = {
  title: (language) => deskElectionText[language].title,
  Content: DeskElectionPage,
};
