import { Alert, Button, formatClock, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import type { Election } from '../ballot/election.ts';
import { type Registered, registeredFor } from '../ballot/registration.ts';
import { useBallotRoom } from '../ballot/room.ts';
import { findRegistration, type KeptRegistration } from '../device/registration-store.ts';
import { isSettled } from '../device/said-store.ts';
import type { Mine, OpenedLink } from '../resident/link.ts';
import { type Step, useStep } from '../resident/steps.ts';
import { leftWords, momentWords } from '../resident/times.ts';
import { ballotText } from '../text/ballot.ts';
import { registrationText } from '../text/ballot-registration.ts';
import { linkText } from '../text/link.ts';
import { Hindered, NoKey, NotOnRoll, OrAside, useHindrance } from './ballot-hindered.tsx';
import { LandingFrame, useDoubt, useSubject } from './ballot-landing.tsx';
import { LoadedElection, type WayProps } from './ballot-loaded.tsx';
import { ConfirmStep, Consequences, RegisteredStep } from './ballot-registering.tsx';
import { IdentifyFirst } from './link-identify.tsx';
import { StepLine, Waiting } from './link-parts.tsx';

type FlowProps = Pick<WayProps, 'link' | 'onLink'> & {
  election: Election;
  /** Asks for the election again. */
  onAgain: () => void;
};

/** When registration ends; an election whose keys are mixed always says it, ms. */
function untilOf({ fixed, now }: Election): number {
  return fixed.mixing?.registersUntil ?? now.closesAt;
}

/** Whether this voter is registered, asked as soon as it is known who they are. */
function useRegistered(
  election: Election,
  mine: Mine | undefined,
  turn: number,
): Registered | undefined {
  const room = useBallotRoom();
  const [found, setFound] = useState<Registered>();
  const person = mine?.person;
  useEffect(() => {
    if (mine === undefined) return undefined;
    let current = true;
    setFound(undefined);
    void registeredFor(room, { id: election.bytes, mine }).then((registered) => {
      if (current) setFound(registered);
    });
    return () => {
      current = false;
    };
  }, [election.id, person, turn]);
  return found;
}

function useFacts(link: OpenedLink, election: Election) {
  const text = useMessages(registrationText);
  const words = useMessages(linkText);
  const language = useLanguage();
  const room = useBallotRoom();
  const subject = useSubject(election);
  const until = untilOf(election);
  return [
    subject,
    {
      term: text.until,
      value: momentWords(until, language),
      note: leftWords(until - room.now(), language),
    },
    {
      term: text.vote,
      value: text.voteValue(momentWords(election.now.closesAt, language)),
      note: text.voteNote,
    },
    { term: text.secret, value: text.secretValue, note: text.secretNote },
    {
      term: words.identity,
      value: link.mine === undefined ? words.identityWays : words.identityHere,
    },
  ];
}

type StateProps = {
  election: Election;
  registered: Registered;
  /** What this device has signed and the ledger has not answered. */
  pending: KeptRegistration | undefined;
};

/** How far somebody's registration is, in a sentence and what it means. */
function RegisteredAlert({ election, registered, pending }: StateProps) {
  const text = useMessages(registrationText);
  const language = useLanguage();
  const until = momentWords(untilOf(election), language);
  if (registered.state === 'here') {
    const isMixing = election.now.status === 'mixing';
    return (
      <Alert tone="checked" title={isMixing ? text.mixing : text.here} announce="new">
        <p>{isMixing ? text.mixingWords : text.hereWords(until)}</p>
        <p class="m-small">{text.checkedAt(formatClock(registered.asOfMs))}</p>
      </Alert>
    );
  }
  if (pending !== undefined) {
    return (
      <Alert tone="warn" title={text.pending} announce="new">
        {text.pendingWords}
      </Alert>
    );
  }
  if (registered.state === 'elsewhere') {
    return (
      <Alert tone="warn" title={text.elsewhere} announce="new">
        {text.elsewhereWords(until)}
      </Alert>
    );
  }
  if (registered.state === 'failed') {
    return (
      <Alert tone="failed" title={text.wrong} announce="new">
        {text.wrongWords}
      </Alert>
    );
  }
  if (registered.state === 'unchecked') {
    return (
      <Alert tone="warn" title={text.notKnown} announce="new">
        {text.notKnownWords}
      </Alert>
    );
  }
  return null;
}

type LandingProps = FlowProps & {
  registered: Registered | undefined;
  kept: KeptRegistration | undefined;
  onCheck: () => void;
  onStep: (step: Step) => void;
};

/** What can be done now: nothing while it is not known, or where it is done. */
function useAction({ link, election, registered, kept, onCheck, onStep }: LandingProps) {
  const text = useMessages(registrationText);
  const words = useMessages(linkText);
  const isWaiting = link.mine !== undefined && registered === undefined;
  const state = registered?.state;
  if (isWaiting || state === 'here' || state === 'failed') return undefined;
  if (state === 'unchecked') {
    return (
      <Button size="l" kind="second" icon="again" onClick={onCheck}>
        {words.again}
      </Button>
    );
  }
  if (election.now.status !== 'registering') return undefined;
  if (kept !== undefined && !isSettled(kept)) {
    return (
      <Button size="l" onClick={() => onStep('receipt')}>
        {text.resend}
      </Button>
    );
  }
  return (
    <Button size="l" onClick={() => onStep('register')}>
      {state === 'elsewhere' ? text.replace : text.start}
    </Button>
  );
}

/** The first screen: why a key is registered first, until when, and whether it is. */
function Landing(props: LandingProps) {
  const { link, election, registered, kept, onStep } = props;
  const text = useMessages(registrationText);
  const words = useMessages(linkText);
  const ballot = useMessages(ballotText);
  const facts = useFacts(link, election);
  const doubt = useDoubt(election);
  const action = useAction(props);
  const isHere = registered?.state === 'here';
  const pending = kept !== undefined && !isSettled(kept) ? kept : undefined;
  return (
    <LandingFrame {...props} facts={facts} doubt={doubt} action={action}>
      {registered !== undefined && (
        <RegisteredAlert election={election} registered={registered} pending={pending} />
      )}
      {election.now.status === 'registering' && (
        <>
          <section class="m-stack" aria-labelledby="why">
            <h2 id="why">{text.why}</h2>
            <p>{text.whyWords}</p>
          </section>
          <Consequences election={election} until={untilOf(election)} />
        </>
      )}
      <ul class="m-links no-print">
        {isHere && kept?.receipt !== undefined && (
          <StepLine icon="book" words={text.toReceipt} onPress={() => onStep('receipt')} />
        )}
        {link.mine !== undefined && (
          <StepLine icon="device" words={words.toDevices} onPress={() => onStep('devices')} />
        )}
        <StepLine icon="phone" words={ballot.office} onPress={() => onStep('paper')} />
      </ul>
    </LandingFrame>
  );
}

/** What is shown where there is nothing to register any more; undefined where there is. */
function over({ link, election }: FlowProps, registered: Registered | undefined) {
  if (election.now.status !== 'mixing') return undefined;
  if (link.mine === undefined || registered?.state === 'none') return 'unregistered';
  return registered?.state === 'elsewhere' ? 'elsewhere' : undefined;
}

type ShownProps = LandingProps & { step: Step; onKept: (kept: KeptRegistration) => void };

/** The screens on which somebody registers. */
function Registering(props: ShownProps) {
  const { link, election, registered, onKept, onLink, onStep } = props;
  const { mine } = link;
  if (mine === undefined) return <IdentifyFirst link={link} onMine={onLink} />;
  if (registered === undefined) return <Waiting />;
  if (registered.state === 'here') return <Landing {...props} />;
  return (
    <ConfirmStep
      election={election}
      until={untilOf(election)}
      voting={{ id: election.bytes, mine }}
      onKept={(made) => {
        onKept(made);
        onStep('receipt');
      }}
    />
  );
}

/** What comes before a key is registered, or instead of it. */
function Before(props: ShownProps) {
  const { link, election, registered, step, onStep } = props;
  const hindrance = useHindrance(link, election);
  const doubt = useDoubt(election);
  if (hindrance !== undefined) return <Hindered {...hindrance} link={link} onStep={onStep} />;
  const missing = over(props, registered);
  if (missing !== undefined) return <NoKey missing={missing} election={election} />;
  if (registered?.state === 'not-on-roll') return <NotOnRoll />;
  const isRegistering = step === 'register' && election.now.status === 'registering';
  return isRegistering && doubt === undefined ? <Registering {...props} /> : <Landing {...props} />;
}

function Shown(props: ShownProps) {
  const { link, election, kept, step, onCheck, onKept, onStep } = props;
  if (link.mine === undefined || step !== 'receipt' || kept === undefined) {
    return <Before {...props} />;
  }
  return (
    <RegisteredStep
      election={election}
      until={untilOf(election)}
      kept={kept}
      onSettled={(settled) => {
        onKept(settled);
        onCheck();
      }}
      onStep={onStep}
    />
  );
}

function Flow(props: FlowProps & { before: KeptRegistration | undefined }) {
  const { link, election, before } = props;
  const isUnsent = before !== undefined && !isSettled(before);
  const [step, go] = useStep('landing', isUnsent ? 'receipt' : 'landing');
  const [kept, setKept] = useState(before);
  const [turn, setTurn] = useState(0);
  const registered = useRegistered(election, link.mine, turn);
  return (
    <OrAside step={step} link={link} onLink={props.onLink}>
      <Shown
        {...props}
        registered={registered}
        kept={kept}
        step={step}
        onCheck={() => setTurn((each) => each + 1)}
        onKept={setKept}
        onStep={go}
      />
    </OrAside>
  );
}

/** What this device has registered in an election. */
function WithKept(props: FlowProps) {
  const { link, election } = props;
  const { mine } = link;
  const [found, setFound] = useState<{ kept: KeptRegistration | undefined }>();
  useEffect(() => {
    const none = () => setFound({ kept: undefined });
    if (mine === undefined) none();
    else findRegistration(election.id, mine).then((kept) => setFound({ kept }), none);
  }, [election.id]);
  return found === undefined ? <Waiting /> : <Flow {...props} before={found.kept} />;
}

/** An election whose voters register keys that are mixed, until ballots are taken. */
export function Way(props: WayProps) {
  const { link, onLink } = props;
  return (
    <LoadedElection {...props}>
      {(election, again) => (
        <WithKept link={link} election={election} onAgain={again} onLink={onLink} />
      )}
    </LoadedElection>
  );
}
