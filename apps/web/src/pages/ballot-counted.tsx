import {
  Alert,
  Button,
  formatClock,
  formatDayAndTime,
  Icon,
  inGroups,
  ProofChip,
  ProofMark,
  type ProofValue,
  proofOf,
  shortHash,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { type Answered, answerOf } from '../ballot/counted.ts';
import { type Election, loadNow } from '../ballot/election.ts';
import { useBallotRoom } from '../ballot/room.ts';
import type { Stood } from '../ballot/standing.ts';
import type { KeptBallot } from '../device/ballot-store.ts';
import { type PartVerdict, wallsOf } from '../ledger.ts';
import type { Mine } from '../resident/link.ts';
import type { Step } from '../resident/steps.ts';
import { momentWords } from '../resident/times.ts';
import { useHref } from '../router.ts';
import { ballotText } from '../text/ballot.ts';
import { ballotAfterText } from '../text/ballot-after.ts';
import { countedText } from '../text/counted.ts';
import { TurnoutFigure } from './ballot-figures.tsx';
import { GivingUp } from './ballot-giving-up.tsx';
import { NoKey } from './ballot-hindered.tsx';
import { PaperInsteadLine } from './ballot-landing.tsx';
import { VoteAgainLine } from './ballot-receipt.tsx';
import { Asking, FourChecks, ReportLine, useAnswerFocus } from './counted-parts.tsx';
import { Help, StepLine } from './link-parts.tsx';
import { WhereItIs } from './link-sending.tsx';

type CountedProps = {
  election: Election;
  mine: Mine;
  /** The ballots that were sealed on this device, oldest first. */
  ballots: readonly KeptBallot[];
  /** Goes on with a kept ballot. */
  onShown: (ballot: KeptBallot) => void;
  onStep: (step: Step) => void;
};

type Asked = { proof: ProofValue; answered?: Answered; now?: Election['now']; atMs: number };

/** Asks whether the person's ballot is counted. */
function useAnswer({ election, mine, ballots }: CountedProps, turn: number): Asked {
  const room = useBallotRoom();
  const [asked, setAsked] = useState<Asked>({ proof: proofOf('waiting'), atMs: 0 });
  const { open, proof } = election;
  useEffect(() => {
    let current = true;
    setAsked({ proof: proofOf('waiting'), atMs: 0 });
    if (open === undefined) {
      const code = proof.state === 'proven' ? 'ELECTION_NOT_OPEN' : proof.code;
      setAsked({
        proof: proofOf('unchecked'),
        answered: { state: proof.state === 'failed' ? 'failed' : 'unchecked', code },
        atMs: room.now(),
      });
      return undefined;
    }
    const parts: PartVerdict[] = [];
    const onPart = (part: PartVerdict) => {
      parts.push(part);
      if (current) setAsked({ proof: { walls: wallsOf(parts, 'waiting') }, atMs: 0 });
    };
    void Promise.all([
      answerOf(room, { open, who: mine }, ballots, onPart),
      loadNow(room, election),
    ]).then(([answered, now]) => {
      if (!current) return;
      setAsked({ proof: { walls: wallsOf(parts, 'unchecked') }, answered, now, atMs: room.now() });
    });
    return () => {
      current = false;
    };
  }, [election.id, open === undefined, ballots, turn]);
  return asked;
}

type Of<S extends Answered['state']> = Extract<Answered, { state: S }>;

function Head({ title, children }: { title: string; children?: string }) {
  const text = useMessages(ballotAfterText);
  return (
    <div class="m-stack-s">
      <p class="m-eyebrow">{text.question}</p>
      <h1>{title}</h1>
      {children !== undefined && <p class="m-sub">{children}</p>}
    </div>
  );
}

function Yes({
  answered: { ballot, verdict },
  asked: { proof, atMs },
  props,
}: {
  answered: Of<'yes'>;
  asked: Asked;
  props: CountedProps;
}) {
  const text = useMessages(ballotAfterText);
  const counted = useMessages(countedText);
  const { election, onShown, onStep } = props;
  const href = useHref();
  return (
    <>
      <div class="m-stack-s">
        <p class="m-eyebrow">{text.question}</p>
        <div class="link-answer">
          <ProofMark proof={proof} size="l" live />
          <h1>{text.yes}</h1>
        </div>
        <p>{text.yesWords}</p>
        <p class="m-small m-sub">
          {counted.receipt(inGroups(ballot.number))}
          <br />
          {counted.checkedAt(formatClock(atMs))}
        </p>
      </div>
      <TurnoutFigure election={election} />
      <FourChecks
        verdict={verdict}
        signature={{ title: text.fourProof, words: text.fourProofWords }}
        standingWords={text.fourStandingWords}
      />
      <ul class="m-links">
        <StepLine
          icon="book"
          words={counted.receipt(inGroups(ballot.number))}
          onPress={() => onShown(ballot)}
        />
        <VoteAgainLine election={election} onStep={onStep} />
        {election.fixed.revote === 'last' && (
          <PaperInsteadLine election={election} onStep={onStep} />
        )}
        <li>
          <a href={href(`/elections/${election.id}`)}>
            <Icon name="out" />
            <span>
              {text.list}
              <small>{text.listHint(shortHash(ballot.ballot.fingerprint))}</small>
            </span>
            <Icon name="right" small />
          </a>
        </li>
        <ReportLine number={ballot.number} missing={false} />
      </ul>
    </>
  );
}

/**
 * What this device proved of the ledger at a moment: that nothing stands, or that something does.
 */
function StoodChip({ stood }: { stood: Stood }) {
  const text = useMessages(ballotAfterText);
  const language = useLanguage();
  const href = useHref();
  const words =
    stood.last === undefined ? text.absent(formatDayAndTime(stood.asOfMs, language)) : text.present;
  return (
    <ProofChip proof={proofOf('passed')} href={href('/institutions')}>
      {words}
    </ProofChip>
  );
}

function No({ answered, props }: { answered: Of<'no'>; props: CountedProps }) {
  const text = useMessages(ballotAfterText);
  const words = useMessages(ballotText);
  const language = useLanguage();
  const { ballot, older, stood } = answered;
  const { election, onShown, onStep } = props;
  const moment = momentWords(ballot.signedAtMs, language);
  const until = momentWords(election.now.closesAt, language);
  const isVoid = ballot.expired === true;
  return (
    <>
      <Head title={text.no}>{isVoid ? text.noExpired(moment) : text.noWords(moment)}</Head>
      {older !== undefined && <p>{text.noOlder}</p>}
      <div class="m-stack-s">
        <Button size="l" onClick={() => (isVoid ? onStep('choose') : onShown(ballot))}>
          {isVoid ? words.startAgain : text.resend}
        </Button>
        <p class="m-small m-sub">{text.resendWords(until)}</p>
      </div>
      <StoodChip stood={stood} />
      {!isVoid && <WhereItIs said={ballot} made={text.whereLocked} />}
      <ul class="m-links">
        <StepLine icon="phone" words={words.office} onPress={() => onStep('paper')} />
        <ReportLine number={ballot.number} missing />
      </ul>
    </>
  );
}

function Otherwise({
  answered,
  props,
}: {
  answered: Of<'none' | 'elsewhere' | 'other'>;
  props: CountedProps;
}) {
  const text = useMessages(ballotAfterText);
  const { election, onStep } = props;
  const words = {
    none: { title: text.none, words: text.noneWords },
    elsewhere: { title: text.elsewhere, words: text.elsewhereWords },
    other: { title: text.other, words: text.otherWords },
  }[answered.state];
  return (
    <>
      <Head title={words.title}>{words.words}</Head>
      {answered.state === 'none' && election.now.status === 'open' && (
        <Button size="l" onClick={() => onStep('choose')}>
          {text.choose}
        </Button>
      )}
      <StoodChip stood={answered.stood} />
      <TurnoutFigure election={election} />
      {answered.state === 'other' && answered.ballot !== undefined && (
        <ul class="m-links">
          <ReportLine number={answered.ballot.number} missing />
        </ul>
      )}
    </>
  );
}

function NoAnswer({
  answered,
  onAgain,
  props,
}: {
  answered: Of<'unchecked' | 'failed'>;
  onAgain: () => void;
  props: CountedProps;
}) {
  const text = useMessages(ballotAfterText);
  const counted = useMessages(countedText);
  const { ballot, code } = answered;
  const isWrong = answered.state === 'failed';
  return (
    <>
      <Head title={isWrong ? counted.failedTitle : counted.cannotTitle} />
      <Alert
        tone={isWrong ? 'failed' : 'warn'}
        title={isWrong ? counted.failedWords : text.cannotWords}
        announce="new"
      >
        {counted.code(code)}
      </Alert>
      <Button kind="second" icon="again" onClick={onAgain}>
        {counted.again}
      </Button>
      {ballot !== undefined && (
        <ul class="m-links">
          <StepLine
            icon="book"
            words={counted.receipt(inGroups(ballot.number))}
            onPress={() => props.onShown(ballot)}
          />
        </ul>
      )}
    </>
  );
}

function Answer({
  answered,
  asked,
  props,
  again,
}: {
  answered: Exclude<Answered, { state: 'no-key' | 'given-up' }> | undefined;
  asked: Asked;
  props: CountedProps;
  again: () => void;
}) {
  const text = useMessages(ballotAfterText);
  const { proof } = asked;
  switch (answered?.state) {
    case undefined:
      return <Asking question={text.question} proof={proof} />;
    case 'yes':
      return <Yes answered={answered} asked={asked} props={props} />;
    case 'no':
      return <No answered={answered} props={props} />;
    case 'none':
    case 'elsewhere':
    case 'other':
      return <Otherwise answered={answered} props={props} />;
    case 'unchecked':
    case 'failed':
      return <NoAnswer answered={answered} onAgain={again} props={props} />;
  }
}

/** "Was I counted?": yes with a proof, no with a proof, or that it could not be asked. */
export function CountedStep(props: CountedProps) {
  const [turn, setTurn] = useState(0);
  const asked = useAnswer(props, turn);
  const election = asked.now === undefined ? props.election : { ...props.election, now: asked.now };
  const { answered } = asked;
  useAnswerFocus(answered);
  if (answered?.state === 'given-up') return <GivingUp {...props} />;
  if (answered?.state === 'no-key') return <NoKey missing={answered.missing} election={election} />;
  return (
    <div class="m-task">
      <Answer
        answered={answered}
        asked={asked}
        props={{ ...props, election }}
        again={() => setTurn(turn + 1)}
      />
      <Help />
    </div>
  );
}
