import { toHex } from '@madang/base';
import { Button, useMessages } from '@madang/ui';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Chosen, voteOf } from '../ballot/choice.ts';
import type { Election } from '../ballot/election.ts';
import { useBallotRoom } from '../ballot/room.ts';
import { standingOf, type VoterStanding } from '../ballot/standing.ts';
import { type KeptBallot, listBallots, newestOf } from '../device/ballot-store.ts';
import { isSettled } from '../device/said-store.ts';
import { useLate } from '../parts/late.ts';
import type { Mine, OpenedLink } from '../resident/link.ts';
import { sendAct } from '../resident/say.ts';
import { type Step, useStep } from '../resident/steps.ts';
import { focusHeading } from '../router.ts';
import { ballotText } from '../text/ballot.ts';
import { ballotAfterText } from '../text/ballot-after.ts';
import { linkText } from '../text/link.ts';
import { ChooseStep } from './ballot-choose.tsx';
import { CountedStep } from './ballot-counted.tsx';
import { LandingStep } from './ballot-landing.tsx';
import { ReceiptStep } from './ballot-receipt.tsx';
import { ReviewStep } from './ballot-review.tsx';
import { TestStep } from './ballot-test.tsx';
import { loadMore, NotLoaded } from './link-flow.tsx';
import { IdentifyFirst } from './link-identify.tsx';
import { Notice, NotMeStep, OtherMatters, Waiting } from './link-parts.tsx';

type FlowProps = {
  link: OpenedLink;
  election: Election;
  /** The ballots that were sealed on this device, oldest first. */
  ballots: readonly KeptBallot[];
  /** Asks for the election again. */
  onAgain: () => void;
  onLink: (mine: Mine) => void;
};

/** What stands for the voter, asked as soon as it is known who they are. */
function useStood(election: Election, mine: Mine | undefined): VoterStanding | undefined {
  const room = useBallotRoom();
  const [stood, setStood] = useState<VoterStanding>();
  const { open } = election;
  const person = mine?.person;
  useEffect(() => {
    if (open === undefined || person === undefined) return undefined;
    let current = true;
    void standingOf(room, open.id, person).then((found) => {
      if (current) setStood(found);
    });
    return () => {
      current = false;
    };
  }, [election.id, open === undefined, person]);
  return stood;
}

/** Goes on sending a ballot while its voter looks at something else. */
function useResending(
  election: Election,
  mine: Mine | undefined,
  step: Step,
  onSettled: () => Promise<void>,
): void {
  const room = useBallotRoom();
  const person = mine?.person;
  useEffect(() => {
    if (mine === undefined || step === 'receipt') return undefined;
    const stop = new AbortController();
    void listBallots(election.id, mine).then(async (all) => {
      const newest = newestOf(all);
      if (newest === undefined || isSettled(newest)) return;
      const settled = await sendAct(room, newest, stop.signal);
      if (!stop.signal.aborted && isSettled(settled)) await onSettled();
    });
    return () => stop.abort();
  }, [election.id, person, step]);
}

/** Why a link leads no further here; undefined where it does. */
function useHindrance(link: OpenedLink, { fixed, now }: Election) {
  const text = useMessages(ballotText);
  const words = useMessages(linkText);
  const isOver = now.status === 'called-off' || !['draft', 'open', 'paused'].includes(now.status);
  if (now.status === 'called-off') return { title: text.off, words: [text.offWords] };
  if (isOver) return { title: text.closed, words: [text.closedWords] };
  if (link.mine !== undefined) return undefined;
  if (link.usedElsewhere) {
    return { title: words.usedTitle, words: [words.usedWords, words.usedBrowser, words.usedDesk] };
  }
  if (fixed.level !== 'link') return { title: text.deskLevel, words: [text.deskLevelWords] };
  if (link.contactMasked === undefined) {
    return { title: words.noContactTitle, words: [text.noContactWords] };
  }
  return undefined;
}

type HinderedProps = {
  title: string;
  words: readonly string[];
  link: OpenedLink;
  onStep: (step: Step) => void;
};

function Hindered({ title, words, link, onStep }: HinderedProps) {
  const text = useMessages(linkText);
  const after = useMessages(ballotAfterText);
  return (
    <Notice
      title={title}
      action={
        <>
          {link.mine !== undefined && (
            <Button kind="plain" icon="check" onClick={() => onStep('counted')}>
              {after.toCounted}
            </Button>
          )}
          {link.mine === undefined && link.usedElsewhere && (
            <Button icon="device" onClick={() => onStep('new-device')}>
              {text.useThisToo}
            </Button>
          )}
          <OtherMatters />
        </>
      }
    >
      {words.map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Notice>
  );
}

/** What can be done by whoever finds the telephone difficult. */
function OfficeStep() {
  const text = useMessages(ballotText);
  const link = useMessages(linkText);
  return (
    <Notice
      title={text.officeTitle}
      action={
        <Button kind="plain" onClick={() => history.back()}>
          {link.back}
        </Button>
      }
    >
      {[text.office1, text.office2, text.office3].map((line) => (
        <p key={line}>{line}</p>
      ))}
    </Notice>
  );
}

type DevicesProps = Pick<FlowProps, 'link' | 'onLink'> & { step: Step };

/** What few people need, and what comes only then. */
function Devices({ link, step, onLink }: DevicesProps) {
  const [late, again] = useLate(true, loadMore);
  if (late.state === 'failed') return <NotLoaded onAgain={again} />;
  if (late.state === 'coming') return <Waiting />;
  const { DevicesStep, NewDeviceStep } = late.value;
  return step === 'devices' && link.mine !== undefined ? (
    <DevicesStep token={link.token} mine={link.mine} />
  ) : (
    <NewDeviceStep link={link} onMine={onLink} />
  );
}

/** Whether somebody voted with a key that is not of this device. */
function isElsewhere(stood: VoterStanding | undefined, ballots: readonly KeptBallot[]): boolean {
  if (stood?.state !== 'proven' || stood.ballots === 0 || stood.key === undefined) return false;
  const key = toHex(stood.key);
  return !ballots.some(({ ballot }) => ballot.key === key);
}

/** Whether a ballot can be made now: none is under way, and the last may be replaced. */
function canVote({ fixed }: Election, newest: KeptBallot | undefined): boolean {
  if (newest === undefined || newest.expired === true) return true;
  return newest.receipt !== undefined && fixed.revote === 'last';
}

type VotingProps = FlowProps & {
  step: Step;
  stood: VoterStanding | undefined;
  onCast: (ballot: KeptBallot) => void;
  onStep: (step: Step) => void;
};

/** From saying who one is to the ballot that is cast. What was chosen lives here alone. */
function Voting({ link, election, step, stood, onAgain, onLink, onCast, onStep }: VotingProps) {
  const text = useMessages(ballotText);
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const { mine } = link;
  const wasHere = useRef(mine !== undefined);
  useLayoutEffect(() => {
    if (mine === undefined || wasHere.current) return;
    wasHere.current = true;
    // The box for the code had the focus and is gone.
    focusHeading();
  }, [mine]);
  const { announced, open, now, fixed } = election;
  if (announced.state !== 'here' || open === undefined || now.status !== 'open') {
    return <LandingStep link={link} election={election} onAgain={onAgain} onStep={onStep} />;
  }
  if (mine === undefined) return <IdentifyFirst link={link} onMine={onLink} />;
  if (stood?.state === 'proven' && !stood.isOnRoll) {
    return (
      <Notice title={text.notOnRoll}>
        <p>{text.notOnRollWords}</p>
      </Notice>
    );
  }
  const shared = { election, words: announced.words, chosen };
  const vote = voteOf(fixed.questions, chosen);
  if (step === 'test' && vote !== undefined) {
    const wish = { id: election.id, open, mine, vote, before: stood };
    return <TestStep wish={wish} onCast={onCast} />;
  }
  if (step === 'review' && vote !== undefined) {
    return (
      <ReviewStep
        {...shared}
        open={open}
        mine={mine}
        before={stood}
        onCast={onCast}
        onTest={() => onStep('test')}
      />
    );
  }
  return <ChooseStep {...shared} onChosen={setChosen} onReview={() => onStep('review')} />;
}

const votingSteps: readonly Step[] = ['identify', 'choose', 'review', 'test'];

type ShownProps = VotingProps & {
  shown: KeptBallot | undefined;
  onShown: (b: KeptBallot) => void;
  onReload: () => void;
};

/** What comes after a ballot was cast, and beside it. */
function Shown(props: ShownProps) {
  const { link, election, ballots, step, stood, shown, onShown, onReload, onStep } = props;
  const hindrance = useHindrance(link, election);
  const { mine } = link;
  const isVoting = votingSteps.includes(step);
  const isDone = !canVote(election, newestOf(ballots)) || isElsewhere(stood, ballots);
  if (mine !== undefined && step === 'receipt' && shown !== undefined) {
    return <ReceiptStep ballot={shown} election={election} onSettled={onReload} onStep={onStep} />;
  }
  if (mine !== undefined && (step === 'counted' || (isVoting && isDone))) {
    return (
      <CountedStep
        election={election}
        mine={mine}
        ballots={ballots}
        onShown={onShown}
        onStep={onStep}
      />
    );
  }
  if (hindrance !== undefined) return <Hindered {...hindrance} link={link} onStep={onStep} />;
  if (isVoting) return <Voting {...props} />;
  return <LandingStep link={link} election={election} onAgain={props.onAgain} onStep={onStep} />;
}

/** One election on the way from the link to the receipt. */
export function BallotFlow(props: FlowProps) {
  const { link, election } = props;
  const [ballots, setBallots] = useState(props.ballots);
  const newest = newestOf(ballots);
  const [step, go] = useStep(newest === undefined ? 'landing' : 'counted');
  const [shown, setShown] = useState(newest);
  const { mine } = link;
  const stood = useStood(election, mine);
  const reload = useCallback(async () => {
    if (mine !== undefined) setBallots(await listBallots(election.id, mine));
  }, [election.id, mine?.person]);
  useEffect(() => void reload().catch(() => undefined), [reload]);
  useResending(election, mine, step, reload);
  const show = (ballot: KeptBallot) => {
    setShown(ballot);
    go('receipt');
  };
  switch (step) {
    case 'not-me':
      return <NotMeStep onBack={() => history.back()} />;
    case 'paper':
      return <OfficeStep />;
    case 'devices':
    case 'new-device':
      return <Devices link={link} step={step} onLink={props.onLink} />;
    default:
      return (
        <Shown
          {...props}
          ballots={ballots}
          step={step}
          stood={stood}
          shown={shown}
          onShown={show}
          onReload={() => void reload()}
          onCast={(ballot) => {
            setBallots((all) => [...all, ballot]);
            show(ballot);
          }}
          onStep={go}
        />
      );
  }
}
