import { toHex } from '@madang/base';
import { Alert, Button, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { listSaid, listSaidOf, type Said } from '../device/said-store.ts';
import { useAsked } from '../ledger-context.ts';
import { useLate } from '../parts/late.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { linkFor, useActing } from '../resident/acting.ts';
import { ResidentContext, useResidentRoom } from '../resident/context.ts';
import {
  type Decision,
  type DecisionLine,
  decisionsOf,
  loadDecision,
} from '../resident/decision.ts';
import {
  type Mine,
  type OpenedLink,
  type Opening,
  openResidentLink,
  tokenOf,
} from '../resident/link.ts';
import { createResidentRoom } from '../resident/room.ts';
import { lastOf } from '../resident/say.ts';
import { useStep } from '../resident/steps.ts';
import { useTexts } from '../resident/texts.ts';
import { momentWords } from '../resident/times.ts';
import { linkText } from '../text/link.ts';
import { Flow, type FlowProps, loadMore, NotLoaded } from './link-flow.tsx';
import { Help, Notice, PaperStep, StepLine, Waiting } from './link-parts.tsx';
import { ReadStep } from './link-read.tsx';
import { ReceiptStep } from './link-receipt.tsx';

/** Says why this link leads no further here; undefined where it does. */
function useHindrance(link: OpenedLink, decision: Decision) {
  const text = useMessages(linkText);
  const { status, closesAt } = decision.now;
  const room = useResidentRoom();
  if (status === 'called-off') return { title: text.offTitle, words: [text.offWords] };
  if (link.mine !== undefined) return undefined;
  if (link.usedElsewhere) {
    return { title: text.usedTitle, words: [text.usedWords, text.usedBrowser, text.usedDesk] };
  }
  if (status === 'closed' || (status === 'open' && closesAt < room.now())) {
    return { title: text.closedTitle, words: [text.closedWords] };
  }
  if (decision.draft.level !== 'link') {
    return { title: text.deskLevelTitle, words: [text.deskLevelWords] };
  }
  if (link.contactMasked === undefined) {
    return { title: text.noContactTitle, words: [text.noContactWords] };
  }
  return undefined;
}

function Hindered({
  title,
  words,
  link,
  decision,
  onLink,
}: FlowProps & { title: string; words: readonly string[] }) {
  const text = useMessages(linkText);
  const [step, go] = useStep('landing');
  const [texts, loadAgain] = useTexts(decision);
  const [late, loadLate] = useLate(step === 'new-device', loadMore);
  if (step === 'new-device') {
    if (late.state === 'failed') return <NotLoaded onAgain={loadLate} />;
    if (late.state === 'coming') return <Waiting />;
    return <late.value.NewDeviceStep link={link} onMine={onLink} />;
  }
  if (step === 'paper') return <PaperStep onBack={() => history.back()} />;
  if (step === 'read') {
    const closed = { ...decision, now: { ...decision.now, status: 'draft' as const } };
    return (
      <ReadStep decision={closed} texts={texts} onAgain={loadAgain} onNext={() => undefined} />
    );
  }
  return (
    <Notice
      title={title}
      action={
        <div class="m-stack-s">
          {link.usedElsewhere && (
            <Button icon="device" onClick={() => go('new-device')}>
              {text.useThisToo}
            </Button>
          )}
          <Button kind="plain" icon="file" onClick={() => go('read')}>
            {text.wholeText}
          </Button>
          <Button kind="plain" icon="write" onClick={() => go('paper')}>
            {text.paper}
          </Button>
        </div>
      }
    >
      {words.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Notice>
  );
}

type OneProps = { link: OpenedLink; id: string; onLink: (mine: Mine) => void };

/** One decision, for oneself or for somebody who wants one to act for them. */
function One({ link, id, onLink }: OneProps) {
  const text = useMessages(linkText);
  const room = useResidentRoom();
  const [asked, again] = useAsked(id, () => loadDecision(room, id));
  const { acting, actFor, stop } = useActing();
  if (asked.state === 'unanswered') {
    return <OfflineKept link={link} again={again} problem={asked.problem} />;
  }
  if (asked.state === 'asking') return <Waiting />;
  const { principal, start } = acting;
  return (
    <>
      {principal !== undefined && (
        <div class="m-task link-top">
          <Alert title={text.actingFor(principal.homes.join(', '))}>
            <div class="m-stack-s">
              <p>{text.actingWords}</p>
              <div>
                <Button kind="plain" size="s" onClick={stop}>
                  {text.actingStop}
                </Button>
              </div>
            </div>
          </Alert>
        </div>
      )}
      <WithSaid
        key={principal?.person ?? 'self'}
        link={linkFor(link, acting)}
        decision={asked.value}
        onLink={onLink}
        onActing={actFor}
        {...(start === undefined ? {} : { start })}
      />
    </>
  );
}

/** Loads what this device has said to a decision. */
function WithSaid(props: Omit<FlowProps, 'said'>) {
  const { mine } = props.link;
  const { id } = props.decision;
  const [said, setSaid] = useState<readonly Said[]>();
  useEffect(() => {
    if (mine === undefined) setSaid([]);
    else listSaid(id, mine).then(setSaid, () => setSaid([]));
  }, [id]);
  return said === undefined ? <Waiting /> : <Ready {...props} said={said} />;
}

function Ready(props: FlowProps) {
  const hindrance = useHindrance(props.link, props.decision);
  if (hindrance === undefined) return <Flow {...props} />;
  return <Hindered {...hindrance} {...props} />;
}

/** Without a connection: what is kept here is shown, and nothing is claimed about the rest. */
function OfflineKept({
  link,
  again,
  problem,
}: {
  link: OpenedLink;
  again: () => void;
  problem: Parameters<typeof Unanswered>[0]['problem'];
}) {
  const text = useMessages(linkText);
  const { mine } = link;
  const [kept, setKept] = useState<Said>();
  useEffect(() => {
    if (mine === undefined) return;
    listSaidOf(mine).then(
      (all) => setKept(lastOf(all)),
      () => undefined,
    );
  }, [mine]);
  const onStep = () => again();
  return (
    <>
      <div class="m-task link-top">
        {kept === undefined && <h1>{text.title}</h1>}
        <Unanswered problem={problem} onAgain={again} />
        {kept === undefined && <Help />}
      </div>
      {kept !== undefined && mine !== undefined && (
        <ReceiptStep
          said={kept}
          mine={mine}
          onSettled={again}
          onSaid={() => undefined}
          onStep={onStep}
        />
      )}
    </>
  );
}

function DecisionList({
  lines,
  onChosen,
}: {
  lines: readonly DecisionLine[];
  onChosen: (id: string) => void;
}) {
  const text = useMessages(linkText);
  const language = useLanguage();
  const words = (line: DecisionLine) =>
    ({
      open: text.statusOpen(momentWords(line.closesAt, language)),
      closed: text.statusClosed,
      draft: text.statusDraft,
      'called-off': text.statusOff,
    })[line.status];
  return (
    <div class="m-task">
      <div class="m-stack-s">
        <h1>{text.open}</h1>
        <p class="m-sub">{text.openWords}</p>
      </div>
      <ul class="m-links">
        {lines.map((line) => (
          <StepLine
            key={toHex(line.id)}
            icon="file"
            words={line.title[language]}
            hint={words(line)}
            onPress={() => onChosen(toHex(line.id))}
          />
        ))}
      </ul>
      <Help />
    </div>
  );
}

/** The decisions of the link's register: one at once, several to choose from. */
function Decisions({ link, onLink }: { link: OpenedLink; onLink: (mine: Mine) => void }) {
  const text = useMessages(linkText);
  const room = useResidentRoom();
  const [asked, again] = useAsked(link.register, () => decisionsOf(room, link.register));
  const [chosen, setChosen] = useState<string>();
  if (asked.state === 'asking') return <Waiting />;
  if (asked.state === 'unanswered') {
    return <OfflineKept link={link} again={again} problem={asked.problem} />;
  }
  const open = asked.value.filter(({ status }) => status === 'open');
  const candidates = open.length > 0 ? open : asked.value;
  const [only, ...others] = candidates;
  if (only === undefined) {
    return (
      <Notice title={text.nothingOpen}>
        <p>{text.nothingOpenWords}</p>
      </Notice>
    );
  }
  const id = chosen ?? (others.length === 0 ? toHex(only.id) : undefined);
  if (id === undefined) return <DecisionList lines={candidates} onChosen={setChosen} />;
  return <One key={id} link={link} id={id} onLink={onLink} />;
}

function Opened({ opening, again }: { opening: Opening | undefined; again: () => void }) {
  const text = useMessages(linkText);
  const [mine, setMine] = useState<Mine>();
  switch (opening?.state) {
    case undefined:
      return <Waiting />;
    case 'not-a-link':
      return (
        <Notice title={text.notALinkTitle}>
          <p>{text.notALinkWords}</p>
          <p>{text.unknownDesk}</p>
        </Notice>
      );
    case 'unknown':
      return (
        <Notice title={text.unknownTitle}>
          <p>{text.unknownWords}</p>
          <p>{text.unknownDesk}</p>
        </Notice>
      );
    case 'unanswered':
      return (
        <div class="m-task">
          <h1>{text.title}</h1>
          <Unanswered problem={opening.problem} onAgain={again} />
          <Help />
        </div>
      );
    case 'opened': {
      const { link } = opening;
      const now = mine === undefined ? link : { ...link, mine };
      return <Decisions link={now} onLink={setMine} />;
    }
  }
}

/**
 * Keeps the link's token in the address: a jump within the page, such as past the menu, would put
 * something else behind `#`, and the page could not be loaded again.
 */
function useHash(): string {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    const follow = () => {
      if (tokenOf(location.hash) !== undefined) setHash(location.hash);
      else if (tokenOf(hash) !== undefined) history.replaceState(history.state, '', hash);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, [hash]);
  return hash;
}

/** What a link opens, from its token to the decision that it asks about. */
export function LinkOpening() {
  const room = useMemo(createResidentRoom, []);
  const hash = useHash();
  const [opening, setOpening] = useState<Opening>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let current = true;
    setOpening(undefined);
    void openResidentLink(room, hash).then((next) => {
      if (current) setOpening(next);
    });
    return () => {
      current = false;
    };
  }, [hash, turn]);
  return (
    <ResidentContext.Provider value={room}>
      <Opened key={hash} opening={opening} again={() => setTurn(turn + 1)} />
    </ResidentContext.Provider>
  );
}
