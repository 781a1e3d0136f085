import { toHex } from '@madang/base';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Chosen, voteOf } from '../ballot/choice.ts';
import type { Election } from '../ballot/election.ts';
import { useBallotRoom } from '../ballot/room.ts';
import type { Stood, VoterStanding } from '../ballot/standing.ts';
import { useStood } from '../ballot/use-stood.ts';
import { type KeptBallot, listBallots, newestOf } from '../device/ballot-store.ts';
import { isSettled } from '../device/said-store.ts';
import { type Late, useLate } from '../parts/late.ts';
import type { Mine, OpenedLink } from '../resident/link.ts';
import { sendAct } from '../resident/say.ts';
import { type Step, useStep } from '../resident/steps.ts';
import { focusHeading } from '../router.ts';
import { ChooseStep } from './ballot-choose.tsx';
import { CountedStep } from './ballot-counted.tsx';
import { GivingUp } from './ballot-giving-up.tsx';
import { Hindered, NoKey, NotOnRoll, OrAside, useHindrance } from './ballot-hindered.tsx';
import { LandingStep } from './ballot-landing.tsx';
import { loadTest } from './ballot-loaded.tsx';
import { ReceiptStep } from './ballot-receipt.tsx';
import { ReviewStep } from './ballot-review.tsx';
import type * as ballotTest from './ballot-test.tsx';
import { NotLoaded } from './link-flow.tsx';
import { IdentifyFirst } from './link-identify.tsx';
import { Waiting } from './link-parts.tsx';

type FlowProps = {
  link: OpenedLink;
  election: Election;
  /** The ballots that were sealed on this device, oldest first. */
  ballots: readonly KeptBallot[];
  /** Asks for the election again. */
  onAgain: () => void;
  onLink: (mine: Mine) => void;
};

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

/** What few people ask for; it comes before it is wanted, for the net may be gone by then. */
function Test({ load, ...props }: Parameters<typeof ballotTest.TestStep>[0] & LoadProps) {
  const [late, again] = load;
  if (late.state === 'failed') return <NotLoaded onAgain={again} />;
  return late.state === 'coming' ? <Waiting /> : <late.value.TestStep {...props} />;
}

type LoadProps = { load: [Late<typeof ballotTest>, () => void] };

type VotingProps = FlowProps & {
  step: Step;
  stood: VoterStanding | undefined;
  onCast: (ballot: KeptBallot) => void;
  onStep: (step: Step) => void;
};

/** From where on the test is wanted. */
const lateSteps: readonly Step[] = ['review', 'test'];

/** Whether somebody cannot vote with this device, whatever they choose. */
function isBarred({ isOnRoll, missing, batch }: Stood): boolean {
  return !isOnRoll || missing !== undefined || batch !== undefined;
}

type BarredProps = { stood: Stood; election: Election; mine: Mine };

function Barred({ stood: { missing, batch }, election, mine }: BarredProps) {
  if (batch !== undefined) return <GivingUp election={election} mine={mine} ballots={[]} />;
  return missing === undefined ? <NotOnRoll /> : <NoKey missing={missing} election={election} />;
}

/** From saying who one is to the ballot that is cast. What was chosen lives here alone. */
function Voting({ link, election, step, stood, onAgain, onLink, onCast, onStep }: VotingProps) {
  const [chosen, setChosen] = useState<readonly Chosen[]>([]);
  const load = useLate(lateSteps.includes(step), loadTest);
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
  if (stood?.state === 'proven' && isBarred(stood)) {
    return <Barred stood={stood} election={election} mine={mine} />;
  }
  const shared = { election, words: announced.words, chosen };
  const vote = voteOf(fixed.questions, chosen);
  if (step === 'test' && vote !== undefined) {
    const wish = { id: election.id, open, mine, vote, before: stood };
    return <Test wish={wish} onCast={onCast} load={load} />;
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
  onGiven: () => void;
};

/** What comes before a ballot is cast, or instead of it. */
function Before(props: ShownProps) {
  const { link, election, ballots, step, onAgain, onGiven, onStep } = props;
  const hindrance = useHindrance(link, election);
  const { mine } = link;
  if (hindrance !== undefined) return <Hindered {...hindrance} link={link} onStep={onStep} />;
  if (mine !== undefined && step === 'surrender') {
    return <GivingUp election={election} mine={mine} ballots={ballots} onGiven={onGiven} />;
  }
  if (votingSteps.includes(step)) return <Voting {...props} />;
  return <LandingStep link={link} election={election} onAgain={onAgain} onStep={onStep} />;
}

/** What comes after a ballot was cast, and beside it. */
function Shown(props: ShownProps) {
  const { link, election, ballots, step, stood, shown, onShown, onReload, onStep } = props;
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
  return <Before {...props} />;
}

/** One election on the way from the link to the receipt. */
export function BallotFlow(props: FlowProps) {
  const { link, election } = props;
  const [ballots, setBallots] = useState(props.ballots);
  const newest = newestOf(ballots);
  const [step, go] = useStep(newest === undefined ? 'landing' : 'counted');
  const [shown, setShown] = useState(newest);
  const { mine } = link;
  const [stood, askAgain] = useStood(election, mine);
  const reload = useCallback(async () => {
    if (mine !== undefined) setBallots(await listBallots(election.id, mine));
  }, [election.id, mine?.person]);
  useEffect(() => void reload().catch(() => undefined), [reload]);
  useResending(election, mine, step, reload);
  const show = (ballot: KeptBallot) => {
    setShown(ballot);
    go('receipt');
  };
  return (
    <OrAside step={step} link={link} onLink={props.onLink}>
      <Shown
        {...props}
        ballots={ballots}
        step={step}
        stood={stood}
        shown={shown}
        onShown={show}
        onReload={() => void reload()}
        onGiven={askAgain}
        onCast={(ballot) => {
          setBallots((all) => [...all, ballot]);
          show(ballot);
        }}
        onStep={go}
      />
    </OrAside>
  );
}
