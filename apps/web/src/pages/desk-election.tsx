import { formatDayAndTime, Tag, useLanguage, useMessages } from '@madang/ui';
import { CallOffView, CountingView, KeyView, RunningView } from '../desk/election-views.tsx';
import { DeskFrame } from '../desk/frame.tsx';
import { DeskGate, DeskWaiting, useDesk } from '../desk/gate.tsx';
import { lazily } from '../desk/lazily.tsx';
import { type ElectionFacts, readElection } from '../election/election-facts.ts';
import { Result } from '../election/result.tsx';
import { Trustees } from '../election/trustees.tsx';
import { Turnout } from '../election/turnout.tsx';
import { statusWord } from '../election/words.ts';
import { useAsked } from '../ledger-context.ts';
import { type Page, useHref } from '../router.ts';
import { deskElectionText } from '../text/desk-election.ts';
import { electionListText } from '../text/election-list.ts';
import './decisions.css';
import './desk.css';
import './election.css';

type Props = { facts: ElectionFacts; onDone: () => void };

function DeskElection({ facts, onDone }: Props) {
  const text = useMessages(deskElectionText);
  const words = useMessages(electionListText);
  const language = useLanguage();
  const href = useHref();
  const { at, leave } = useDesk();
  const { now, id } = facts;
  const isRunning = now.status === 'open' || now.status === 'paused';
  return (
    <DeskFrame
      groups={[
        {
          title: text.progress,
          items: [
            {
              key: 'election',
              href: href(`/desk/elections/${id}`),
              label: text.title,
              icon: 'eye',
            },
            { key: 'list', href: href('/desk'), label: text.list, icon: 'book' },
          ],
        },
      ]}
      current="election"
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
        <div class="part narrow">
          <p>{text.lead}</p>
          <Result facts={facts} />
          <Turnout facts={facts} />
          {now.status === 'draft' && <KeyView facts={facts} onDone={onDone} />}
          {isRunning && <RunningView facts={facts} onDone={onDone} />}
          {now.status === 'closed' && <CountingView facts={facts} />}
          <Trustees facts={facts} />
          {(isRunning || now.status === 'draft') && <CallOffView facts={facts} onDone={onDone} />}
        </div>
      </main>
    </DeskFrame>
  );
}

/** Making one is loaded when somebody comes to it. */
const ElectionNew = lazily(() => import('../desk/election-new.tsx').then((f) => f.ElectionNew));

function DeskElectionPage({ part = '' }: { part?: string }) {
  return <DeskGate>{part === 'new' ? <NewElection /> : <OneElection part={part} />}</DeskGate>;
}

function NewElection() {
  const text = useMessages(deskElectionText);
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
              label: text.create,
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
  const [asked, again] = useAsked(part, () => readElection(part));
  return asked.state === 'answered' ? (
    <DeskElection facts={asked.value} onDone={again} />
  ) : (
    <DeskWaiting asked={asked} label={text.loading} onAgain={again} />
  );
}

/** `/desk/elections/:id`: one election as its officers see it. */
export const page: Page = {
  title: (language) => deskElectionText[language].title,
  Content: DeskElectionPage,
};
