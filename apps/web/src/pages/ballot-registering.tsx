import { FEWEST_KEYS } from '@madang/services/ballot.ts';
import { Alert, Button, formatClock, formatCount, useLanguage, useMessages } from '@madang/ui';
import { useLayoutEffect } from 'preact/hooks';
import type { Election } from '../ballot/election.ts';
import type { Voting } from '../ballot/own-key.ts';
import { checkRegistration, makeRegistration } from '../ballot/registration.ts';
import { useBallotRoom } from '../ballot/room.ts';
import { useMaking } from '../ballot/use-making.ts';
import type { KeptRegistration } from '../device/registration-store.ts';
import { isSettled } from '../device/said-store.ts';
import type { Problem } from '../ledger.ts';
import type { Step } from '../resident/steps.ts';
import { momentWords } from '../resident/times.ts';
import { focusLostHeading } from '../router.ts';
import { ballotText } from '../text/ballot.ts';
import { registrationText } from '../text/ballot-registration.ts';
import { linkText } from '../text/link.ts';
import { siteText } from '../text/site.ts';
import { Known } from './ballot-parts.tsx';
import { useRefusal } from './ballot-refusal.ts';
import { ActionBar, Help, StepLine } from './link-parts.tsx';
import { useSending, WithReceipt } from './link-receipt.tsx';
import { RefusedAct, Sending } from './link-sending.tsx';

type RegisterProps = {
  election: Election;
  /** When registration ends, ms. */
  until: number;
};

/** What registering means for whoever votes: until when, on which device, what is public. */
export function Consequences({ election: { fixed }, until }: RegisterProps) {
  const text = useMessages(registrationText);
  const language = useLanguage();
  return (
    <section class="m-stack" aria-labelledby="know">
      <h2 id="know">{text.know}</h2>
      <ul class="ballot-know">
        <Known icon="clock" title={text.knowUntil(momentWords(until, language))}>
          {fixed.paper === 'none' ? text.knowUntilNone : text.knowUntilPaper}
        </Known>
        <Known icon="device" title={text.knowDevice}>
          {text.knowDeviceWords}
        </Known>
        {fixed.paper !== 'none' && (
          <Known icon="file" title={text.knowPaper}>
            {text.knowPaperWords(formatCount(FEWEST_KEYS))}
            {fixed.revote === 'none' && ` ${text.knowPaperOnce}`}
          </Known>
        )}
        <Known icon="eye" title={text.knowPublic}>
          {text.knowPublicWords}
        </Known>
      </ul>
    </section>
  );
}

/** That a key was not registered, why, and what to do. */
function NotMade({ problem }: { problem: Problem }) {
  const text = useMessages(registrationText);
  const ballot = useMessages(ballotText);
  const link = useMessages(linkText);
  const site = useMessages(siteText);
  const reason = useRefusal(problem);
  const known: Readonly<Record<string, string>> = {
    BALLOT_NOT_SEALED: ballot.notSealed,
    STORE_REFUSED: link.noStore,
  };
  return (
    <Alert tone="warn" title={text.notMade} announce="new">
      <p>{known[problem.code] ?? reason ?? ballot.notCastWords}</p>
      <p>{site.code(problem.code)}</p>
    </Alert>
  );
}

type ConfirmProps = RegisterProps & {
  voting: Voting;
  onKept: (kept: KeptRegistration) => void;
};

/** The last screen before a key is registered. */
export function ConfirmStep({ voting, onKept, ...props }: ConfirmProps) {
  const text = useMessages(registrationText);
  const room = useBallotRoom();
  const { isBusy, problem, run } = useMaking(() => makeRegistration(room, voting), onKept);
  useLayoutEffect(() => {
    // The box for the code had the focus and is gone.
    focusLostHeading();
  }, []);
  return (
    <>
      <div class="m-task">
        <div class="m-stack-s">
          <h1>{text.confirm}</h1>
          <p>{text.confirmWords}</p>
        </div>
        <Consequences {...props} />
        {problem !== undefined && <NotMade problem={problem} />}
        <Help />
      </div>
      <ActionBar>
        <Button size="l" busy={isBusy} busyWords={text.making} onClick={() => void run()}>
          {text.make}
        </Button>
      </ActionBar>
    </>
  );
}

type RegisteredProps = RegisterProps & {
  kept: KeptRegistration;
  onSettled: (kept: KeptRegistration) => void;
  onStep: (step: Step) => void;
};

function Done({
  election: { bytes },
  until,
  kept,
  receipt,
}: RegisteredProps & { receipt: Uint8Array }) {
  const text = useMessages(registrationText);
  const language = useLanguage();
  const room = useBallotRoom();
  return (
    <>
      <WithReceipt
        title={text.done}
        act={kept}
        receipt={receipt}
        check={(onPart) => checkRegistration(room, bytes, { ...kept, receipt }, onPart)}
      />
      <Alert title={text.doneNext(momentWords(until, language))} />
    </>
  );
}

function NotThere({ kept }: { kept: KeptRegistration }) {
  const text = useMessages(registrationText);
  const words = useRefusal(kept.refused ?? { code: '', offline: false });
  if (kept.refused !== undefined) {
    return <RefusedAct title={text.refused} refused={kept.refused} words={words} />;
  }
  return (
    <div class="m-stack-s">
      <h1>{text.expired}</h1>
      <p>{text.expiredWords}</p>
    </div>
  );
}

/** The registration is sent, and its receipt is checked and taken along. */
export function RegisteredStep(props: RegisteredProps) {
  const text = useMessages(registrationText);
  const { until, onStep, onSettled } = props;
  const kept = useSending(props.kept, onSettled);
  const { receipt, refused, expired, prepared } = kept;
  const isLost = receipt === undefined && (refused !== undefined || expired === true);
  return (
    <div class="m-task">
      {receipt !== undefined && <Done {...props} kept={kept} receipt={receipt} />}
      {isLost && <NotThere kept={kept} />}
      {!isSettled(kept) && (
        <Sending
          said={kept}
          closesAt={until}
          words={{
            kept: text.sendingWords,
            stuck: text.stuckWords(formatClock(prepared.expiresAt)),
            made: text.where,
          }}
        />
      )}
      <ul class="m-links no-print">
        {isLost && <StepLine icon="write" words={text.start} onPress={() => onStep('register')} />}
        <StepLine icon="undo" words={text.back} onPress={() => onStep('landing')} />
      </ul>
      <Help />
    </div>
  );
}
