import type { DeskHome } from '@madang/client';
import { formatDayAndTime, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { type DecisionFacts, readDecision } from '../decision/decision-facts.ts';
import { type Live, useHomes, useLive } from '../decision/live.ts';
import { DeskFrame, type DeskItem } from '../desk/frame.tsx';
import { DeskGate, DeskWaiting, useDesk } from '../desk/gate.tsx';
import { type NamedHome, namedHomes } from '../desk/homes.ts';
import { FreshWord, LiveView } from '../desk/live-view.tsx';
import { useAsked } from '../ledger-context.ts';
import { lazily } from '../parts/lazily.tsx';
import { type Page, useHref } from '../router.ts';
import { decisionsText } from '../text/decisions.ts';
import { deskText } from '../text/desk.ts';
import './decisions.css';
import './desk.css';

const views = ['live', 'messages', 'paper', 'proxies', 'keys', 'roll', 'close'] as const;
type View = (typeof views)[number];

function useGroups(id: string): readonly { title: string; items: readonly DeskItem[] }[] {
  const text = useMessages(deskText);
  const href = useHref();
  const to = (view: View) => href(`/desk/${id}${view === 'live' ? '' : `?view=${view}`}`);
  return [
    {
      title: text.progress,
      items: [
        { key: 'live', href: to('live'), label: text.live, icon: 'eye' },
        { key: 'messages', href: to('messages'), label: text.messages, icon: 'link' },
        { key: 'paper', href: to('paper'), label: text.paper, icon: 'write' },
        { key: 'proxies', href: to('proxies'), label: text.proxies, icon: 'out' },
        { key: 'roll', href: to('roll'), label: text.roll, icon: 'file' },
        { key: 'keys', href: to('keys'), label: text.keys, icon: 'device' },
      ],
    },
    {
      title: text.finish,
      items: [
        { key: 'close', href: to('close'), label: text.close, icon: 'check' },
        { key: 'list', href: href('/desk'), label: text.all, icon: 'book' },
      ],
    },
  ];
}

/** The names of homes that the desk keeps; none until they are there. */
function useLabels(id: string): { labels: readonly DeskHome[]; isMissing: boolean } {
  const { at } = useDesk();
  const [labels, setLabels] = useState<readonly DeskHome[]>([]);
  const [isMissing, setMissing] = useState(false);
  useEffect(() => {
    void at.desk.homes(id).then((answer) => {
      if (answer.ok) setLabels(answer.value);
      else setMissing(answer.error.code === 'api.HOMES_UNKNOWN');
    });
  }, [id]);
  return { labels, isMissing };
}

/** The forms are loaded when one is come to. */
const later = () => import('../desk/later-views.ts');
const CloseView = lazily(() => later().then((found) => found.CloseView));
const KeysView = lazily(() => later().then((found) => found.KeysView));
const MessagesView = lazily(() => later().then((found) => found.MessagesView));
const PaperView = lazily(() => later().then((found) => found.PaperView));
const ProxyView = lazily(() => later().then((found) => found.ProxyView));
const RollView = lazily(() => later().then((found) => found.RollView));

type ViewProps = {
  view: View;
  facts: DecisionFacts;
  live: Live;
  homes: readonly NamedHome[];
};

function DeskView({ view, facts, live, homes }: ViewProps) {
  const { meter } = live;
  const isOpen = meter?.status === 'open';
  const acts = meter?.acts;
  switch (view) {
    case 'live':
      return <LiveView facts={facts} live={live} homes={homes} />;
    case 'messages':
      return <MessagesView facts={facts} homes={homes} isOpen={isOpen} />;
    case 'paper':
      return <PaperView facts={facts} homes={homes} acts={acts} />;
    case 'proxies':
      return <ProxyView facts={facts} homes={homes} acts={acts} isOpen={isOpen} />;
    case 'keys':
      return <KeysView facts={facts} homes={homes} acts={acts} />;
    case 'roll':
      return <RollView facts={facts} homes={homes} isOpen={isOpen} />;
    case 'close':
      return meter === undefined ? null : <CloseView facts={facts} meter={meter} />;
  }
}

function DeskDecision({ facts }: { facts: DecisionFacts }) {
  const text = useMessages(deskText);
  const language = useLanguage();
  const href = useHref();
  const { at, leave } = useDesk();
  const asked = new URLSearchParams(location.search).get('view');
  const view = views.find((one) => one === asked) ?? 'live';
  const [live] = useLive(facts.id);
  const now = useHomes(facts.id, live.meter?.acts);
  const { labels, isMissing } = useLabels(facts.id);
  const homes = useMemo(() => namedHomes(now, labels), [now, labels]);
  const { meter } = live;
  const closesAt = meter?.closesAt ?? facts.now.closesAt;
  return (
    <DeskFrame groups={useGroups(facts.id)} current={view} at={at} onLeave={leave}>
      <header class="desk-head">
        <div>
          <h1>{facts.now.title[language]}</h1>
          <p>
            {decisionsText[language].closesWords(formatDayAndTime(closesAt, language))}{' '}
            <a href={href(`/decisions/${facts.id}`)}>{text.publicPage}</a>
          </p>
        </div>
        <FreshWord live={live} />
      </header>
      <main id="main" class="desk-body" tabIndex={-1}>
        {isMissing && <p class="todo">{text.noLabels}</p>}
        <DeskView {...{ view, facts, live, homes }} />
      </main>
    </DeskFrame>
  );
}

function DeskDecisionPage({ part = '' }: { part?: string }) {
  const text = useMessages(decisionsText);
  const [asked, again] = useAsked(part, () => readDecision(part));
  return (
    <DeskGate role="vote.officer">
      {asked.state === 'answered' ? (
        <DeskDecision facts={asked.value} />
      ) : (
        <DeskWaiting asked={asked} label={text.loading} onAgain={again} />
      )}
    </DeskGate>
  );
}

/** `/desk/:id`: one decision as its officers see it. */
export const page: Page = {
  title: (language) => deskText[language].live,
  Content: DeskDecisionPage,
};
