import { Alert, Button, useMessages } from '@madang/ui';
import { useEffect, useMemo, useState } from 'preact/hooks';
import {
  type KeptAct,
  listSaid,
  listSaidOf,
  listUnsettled,
  type Said,
} from '../device/said-store.ts';
import { useAsked } from '../ledger-context.ts';
import { useLate } from '../parts/late.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { tokenOf } from '../real/early-link.ts';
import { linkFor, useActing } from '../resident/acting.ts';
import { OthersContext, ResidentContext, useResidentRoom } from '../resident/context.ts';
import { type Decision, loadDecision } from '../resident/decision.ts';
import {
  type Asked,
  type Mine,
  type OpenedLink,
  type Opening,
  openResidentLink,
} from '../resident/link.ts';
import { beginningOf, type Matter } from '../resident/matters.ts';
import { createResidentRoom } from '../resident/room.ts';
import { lastOf } from '../resident/say.ts';
import { useStep } from '../resident/steps.ts';
import { useTexts } from '../resident/texts.ts';
import { linkText } from '../text/link.ts';
import { Ballot } from './ballot.tsx';
import { Flow, type FlowProps, loadMore, NotLoaded } from './link-flow.tsx';
import { Help, MatterLines, Notice, PaperStep, Waiting } from './link-parts.tsx';
import { ReadStep } from './link-read.tsx';
import { ReceiptStep, useSending } from './link-receipt.tsx';
import { Sending } from './link-sending.tsx';

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
function Decided({ link, id, onLink }: OneProps) {
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

/** A ballot, or the registration of its key, that is still to be sent. */
function KeptBallot({ act, onSettled }: { act: KeptAct; onSettled: () => void }) {
  return (
    <div class="m-task">
      <Sending said={useSending(act, onSettled)} />
      <Help />
    </div>
  );
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
  const [ballot, setBallot] = useState<KeptAct>();
  useEffect(() => {
    if (mine === undefined) return;
    Promise.all([listSaidOf(mine), listUnsettled()]).then(
      ([all, open]) => {
        setKept(lastOf(all));
        // A ballot, or the registration of its key.
        setBallot(open.find((act) => 'election' in act && act.person === mine.person));
      },
      () => undefined,
    );
  }, [mine]);
  const onStep = () => again();
  if (ballot !== undefined) return <KeptBallot act={ballot} onSettled={again} />;
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

/** Several things that are asked, to choose from. */
function MatterList({
  matters,
  onChosen,
}: {
  matters: readonly Matter[];
  onChosen: (id: string) => void;
}) {
  const text = useMessages(linkText);
  return (
    <div class="m-task">
      <div class="m-stack-s">
        <h1>{text.open}</h1>
        <p class="m-sub">{text.openWords}</p>
      </div>
      <MatterLines matters={matters} onChosen={onChosen} />
      <Help />
    </div>
  );
}

type MattersProps = {
  link: OpenedLink;
  asked: Asked;
  onLink: (mine: Mine) => void;
  /** Opens the link again. */
  again: () => void;
};

/** What the link's register is asked: one at once, several to choose from. */
function Matters({ link, asked, onLink, again }: MattersProps) {
  const text = useMessages(linkText);
  const [chosen, setChosen] = useState<string>();
  if (asked.state === 'unanswered') {
    return <OfflineKept link={link} again={again} problem={asked.problem} />;
  }
  const beginning = beginningOf(asked.matters, chosen);
  const choose = (id: string) => {
    setChosen(id);
    scrollTo(0, 0);
  };
  switch (beginning.kind) {
    case 'none':
      return (
        <Notice title={text.nothingOpen}>
          <p>{text.nothingOpenWords}</p>
        </Notice>
      );
    case 'several':
      return <MatterList matters={beginning.matters} onChosen={choose} />;
    case 'one': {
      const { shown, others } = beginning;
      return (
        <OthersContext.Provider value={{ matters: others, onChosen: choose }}>
          {shown.kind === 'election' ? (
            <Ballot key={shown.id} link={link} matter={shown} onLink={onLink} />
          ) : (
            <Decided key={shown.id} link={link} id={shown.id} onLink={onLink} />
          )}
        </OthersContext.Provider>
      );
    }
  }
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
      const { link, asked } = opening;
      const now = mine === undefined ? link : { ...link, mine };
      return <Matters link={now} asked={asked} onLink={setMine} again={again} />;
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
