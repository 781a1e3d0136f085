import { formatClock, Skeleton, Stepper, useLanguage, useMessages } from '@madang/ui';
import { useEffect } from 'preact/hooks';
import { checkBallot } from '../ballot/counted.ts';
import type { Election } from '../ballot/election.ts';
import { useBallotRoom } from '../ballot/room.ts';
import type { KeptBallot } from '../device/ballot-store.ts';
import { isSettled } from '../device/said-store.ts';
import type { Step } from '../resident/steps.ts';
import { momentWords } from '../resident/times.ts';
import { ballotText } from '../text/ballot.ts';
import { ballotAfterText } from '../text/ballot-after.ts';
import { linkText } from '../text/link.ts';
import { receiptText } from '../text/link-receipt.ts';
import { useRefusal } from './ballot-refusal.ts';
import { Help, StepLine } from './link-parts.tsx';
import { useSending, WithReceipt } from './link-receipt.tsx';
import { RefusedAct, Sending } from './link-sending.tsx';

type ReceiptProps = {
  ballot: KeptBallot;
  election: Election;
  onSettled: (ballot: KeptBallot) => void;
  onStep: (step: Step) => void;
};

function Done({ ballot, election, receipt }: ReceiptProps & { receipt: Uint8Array }) {
  const text = useMessages(ballotAfterText);
  const room = useBallotRoom();
  const { open } = election;
  return (
    <>
      <WithReceipt
        title={text.done}
        act={ballot}
        receipt={receipt}
        wallSignature={text.wallProof}
        {...(open === undefined
          ? {}
          : { check: (onPart) => checkBallot(room, open, { ...ballot, receipt }, onPart) })}
      />
      <p class="m-small m-sub">{text.noChoice}</p>
    </>
  );
}

function Refused({ ballot }: { ballot: KeptBallot }) {
  const text = useMessages(ballotAfterText);
  const words = useRefusal(ballot.refused ?? { code: '', offline: false });
  if (ballot.refused === undefined) return null;
  return <RefusedAct title={text.refusedTitle} refused={ballot.refused} words={words} />;
}

/** What can be done next: ask whether it is counted, or choose again where that may be. */
export function VoteAgainLine({
  election: { fixed, now },
  onStep,
}: {
  election: Election;
  onStep: (step: Step) => void;
}) {
  const text = useMessages(ballotAfterText);
  const language = useLanguage();
  if (fixed.revote !== 'last' || now.status !== 'open') return null;
  return (
    <StepLine
      icon="write"
      words={text.voteAgain}
      hint={text.voteAgainHint(momentWords(now.closesAt, language))}
      onPress={() => onStep('choose')}
    />
  );
}

function Next({ ballot, election, onStep }: ReceiptProps) {
  const text = useMessages(ballotText);
  const after = useMessages(ballotAfterText);
  const { refused, receipt } = ballot;
  return (
    <ul class="m-links no-print">
      {refused === undefined && (
        <StepLine icon="check" words={after.toCounted} onPress={() => onStep('counted')} />
      )}
      {receipt !== undefined && <VoteAgainLine election={election} onStep={onStep} />}
      {refused !== undefined && election.now.status === 'open' && (
        <StepLine icon="write" words={text.startAgain} onPress={() => onStep('choose')} />
      )}
      {receipt === undefined && (
        <StepLine icon="phone" words={text.office} onPress={() => onStep('paper')} />
      )}
    </ul>
  );
}

/** The last screen of the way: the ballot is sent, and its receipt is checked and taken along. */
export function ReceiptStep(props: ReceiptProps) {
  const link = useMessages(linkText);
  const text = useMessages(ballotText);
  const after = useMessages(ballotAfterText);
  const words = useMessages(receiptText);
  const { election, onStep, onSettled } = props;
  const ballot = useSending(props.ballot, onSettled);
  const { receipt, refused, expired, prepared } = ballot;
  useEffect(() => {
    if (expired === true) onStep('counted');
  }, [expired]);
  return (
    <div class="m-task">
      <Stepper
        label={link.steps}
        steps={[link.stepChoose, text.stepReview, link.stepReceipt]}
        current={2}
      />
      {receipt !== undefined && <Done {...props} ballot={ballot} receipt={receipt} />}
      {receipt === undefined && refused !== undefined && <Refused ballot={ballot} />}
      {!isSettled(ballot) && (
        <Sending
          said={ballot}
          closesAt={election.now.closesAt}
          words={{
            kept: after.sendingWords,
            stuck: after.stuckWords(formatClock(prepared.expiresAt)),
            made: after.whereLocked,
          }}
        />
      )}
      {expired === true && <Skeleton label={words.asking} />}
      <Next {...props} ballot={ballot} />
      <Help />
    </div>
  );
}
