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
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import type { Said } from '../device/said-store.ts';
import { type PartVerdict, wallsOf } from '../ledger.ts';
import { useResidentRoom } from '../resident/context.ts';
import { type Answered, answerOf } from '../resident/counted.ts';
import { countedOf } from '../resident/counts.ts';
import {
  type Counted,
  type Decision,
  type Figures,
  loadFigures,
  loadPerson,
} from '../resident/decision.ts';
import type { Mine } from '../resident/link.ts';
import type { Step } from '../resident/steps.ts';
import { momentWords } from '../resident/times.ts';
import { useHref } from '../router.ts';
import { countedText } from '../text/counted.ts';
import { linkCountedText } from '../text/link-counted.ts';
import { Asking, FourChecks, ReportLine, useAnswerFocus } from './counted-parts.tsx';
import { CountedFigures } from './link-figures.tsx';
import { Help, OwnLinks, StepLine } from './link-parts.tsx';
import { PaperLine, WhereItIs } from './link-sending.tsx';
import { WithdrawLine } from './link-withdraw.tsx';

type CountedProps = {
  decision: Decision;
  mine: Mine;
  /** What was said on this device, oldest first. */
  said: readonly Said[];
  onSaid: (said: Said) => void;
  onAgain: (said: Said) => void;
  onStep: (step: Step) => void;
};

type Asked = {
  proof: ProofValue;
  answered?: Answered;
  figures?: Figures;
  counted?: Counted;
  atMs: number;
};

/** Asks whether the person is counted, and for the figures beside it. */
function useAnswer({ decision, mine, said }: CountedProps, turn: number): Asked {
  const room = useResidentRoom();
  const [asked, setAsked] = useState<Asked>({ proof: proofOf('waiting'), atMs: 0 });
  useEffect(() => {
    let current = true;
    setAsked({ proof: proofOf('waiting'), atMs: 0 });
    const parts: PartVerdict[] = [];
    const onPart = (part: PartVerdict) => {
      parts.push(part);
      if (current)
        setAsked((before) => ({ ...before, proof: { walls: wallsOf(parts, 'waiting') } }));
    };
    const place = { decision: decision.id, person: mine.person };
    void Promise.all([
      answerOf(room, place, said, onPart),
      loadFigures(room, decision.id),
      loadPerson(room, decision.id, mine.person),
    ]).then(([answered, figures, counted]) => {
      if (!current) return;
      setAsked({
        proof: { walls: wallsOf(parts, 'unchecked') },
        answered,
        atMs: room.now(),
        ...(figures.ok ? { figures: figures.value } : {}),
        ...(counted.ok ? { counted: counted.value } : {}),
      });
    });
    return () => {
      current = false;
    };
  }, [decision.id, said, turn]);
  return asked;
}

function yesTitle(
  said: Said,
  isCounted: boolean,
  text: (typeof linkCountedText)['ko' | 'en'],
): string {
  if (!isCounted) return text.yesNotAlone;
  if (said.saying === 'refuse') return text.yesRefused;
  return said.saying === 'abstain' ? text.yesAbstained : text.yes;
}

type Of<S extends Answered['state']> = Extract<Answered, { state: S }>;

function Yes({
  answered,
  asked,
  props,
}: {
  answered: Of<'yes'>;
  asked: Asked;
  props: CountedProps;
}) {
  const text = useMessages(linkCountedText);
  const words = useMessages(countedText);
  const href = useHref();
  const { said, verdict } = answered;
  const { figures, counted, proof, atMs } = asked;
  if (said.saying === 'withdraw') return null;
  const none = { heads: 0, areaMilliM2: 0 };
  const mine = counted === undefined ? none : countedOf(counted, said.saying);
  const isCounted = counted === undefined || mine.heads > 0;
  return (
    <>
      <div class="m-stack-s">
        <p class="m-eyebrow">{text.question}</p>
        <div class="link-answer">
          <ProofMark proof={proof} size="l" live />
          <h1>{yesTitle(said, isCounted, text)}</h1>
        </div>
        {!isCounted && <p>{text.yesNotAloneWords}</p>}
        <p class="m-small m-sub">
          {words.receipt(inGroups(said.number))}
          <br />
          {words.checkedAt(formatClock(atMs))}
        </p>
      </div>
      {figures !== undefined && counted !== undefined && (
        <CountedFigures decision={props.decision} figures={figures} counted={counted} mine={mine} />
      )}
      <FourChecks
        verdict={verdict}
        signature={{ title: text.fourSignature, words: text.fourSignatureWords }}
        standingWords={text.fourStandingWords}
      />
      <ul class="m-links">
        <li>
          <a href={href(`/verify?n=${said.number}`)}>
            <Icon name="out" />
            <span>
              {text.other}
              <small>{text.otherHint}</small>
            </span>
            <Icon name="right" small />
          </a>
        </li>
        <ReportLine number={said.number} missing={false} />
        <WithdrawLine {...props} saying={said.saying} counted={mine} />
      </ul>
    </>
  );
}

function AbsenceChip({ asOfMs }: { asOfMs: number }) {
  const text = useMessages(linkCountedText);
  const language = useLanguage();
  const href = useHref();
  return (
    <ProofChip proof={proofOf('passed')} href={href('/institutions')}>
      {text.absent(formatDayAndTime(asOfMs, language))}
    </ProofChip>
  );
}

function No({ answered, props }: { answered: Of<'no'>; props: CountedProps }) {
  const text = useMessages(linkCountedText);
  const language = useLanguage();
  const { said, standing } = answered;
  const { decision, onAgain, onStep } = props;
  const moment = momentWords(said.signedAtMs, language);
  const until = momentWords(decision.now.closesAt, language);
  return (
    <>
      <div class="m-stack-s">
        <p class="m-eyebrow">{text.question}</p>
        <h1>{text.noTitle}</h1>
        <p class="m-sub">{said.expired === true ? text.noExpired(moment) : text.noWords(moment)}</p>
      </div>
      <div class="m-stack-s">
        <Button size="l" onClick={() => onAgain(said)}>
          {text.resend}
        </Button>
        <p class="m-small m-sub">{text.resendWords(until)}</p>
      </div>
      <AbsenceChip asOfMs={standing.asOfMs} />
      <WhereItIs said={said} />
      <ul class="m-links">
        <PaperLine onPaper={() => onStep('paper')} />
        <ReportLine number={said.number} missing />
      </ul>
    </>
  );
}

function None({ answered, props }: { answered: Of<'none'>; props: CountedProps }) {
  const text = useMessages(linkCountedText);
  const { said, standing } = answered;
  const { decision, onStep } = props;
  const isOpen = decision.now.status === 'open';
  const elsewhere = said !== undefined && said.saying !== 'withdraw';
  return (
    <>
      <div class="m-stack-s">
        <p class="m-eyebrow">{text.question}</p>
        <h1>{said === undefined ? text.noneTitle : text.goneTitle}</h1>
        <p class="m-sub">{said === undefined ? text.noneWords : text.goneWords}</p>
        {elsewhere && <p class="m-sub">{text.goneElsewhere}</p>}
      </div>
      {isOpen && (
        <Button size="l" onClick={() => onStep(said === undefined ? 'read' : 'choose')}>
          {said === undefined ? text.choose : text.sayAgain}
        </Button>
      )}
      <AbsenceChip asOfMs={standing.asOfMs} />
      {said !== undefined && (
        <ul class="m-links">
          <ReportLine number={said.number} missing={elsewhere} />
        </ul>
      )}
    </>
  );
}

function Other({ answered, props }: { answered: Of<'other'>; props: CountedProps }) {
  const text = useMessages(linkCountedText);
  const language = useLanguage();
  const href = useHref();
  const { standing } = answered;
  const isProxy = props.mine.by !== undefined;
  const isBeyondProxy = isProxy && standing.way !== 'proxy';
  const isProxys = !isProxy && standing.way === 'proxy' && props.decision.now.status === 'open';
  const saying = { agree: text.otherAgree, refuse: text.otherRefuse, abstain: text.otherAbstain };
  const way = { self: text.waySelf, proxy: text.wayProxy, paper: text.wayPaper };
  const words = text.otherWords(
    saying[standing.saying],
    way[standing.way],
    momentWords(standing.atMs, language),
  );
  return (
    <>
      <div class="m-stack-s">
        <p class="m-eyebrow">{text.question}</p>
        <h1>{text.otherTitle}</h1>
        <p class="m-sub">{words}</p>
        <p class="m-sub">{isBeyondProxy ? text.otherOwners : text.otherNotMine}</p>
      </div>
      <ProofChip proof={proofOf('passed')} href={href('/institutions')}>
        {text.present}
      </ProofChip>
      {!isBeyondProxy && (
        <ul class="m-links">
          {isProxys && (
            <StepLine
              icon="write"
              words={text.sayMyself}
              hint={text.sayMyselfHint}
              onPress={() => props.onStep('read')}
            />
          )}
          <WithdrawLine {...props} saying={standing.saying} />
        </ul>
      )}
    </>
  );
}

function NoAnswer({
  answered,
  onAgain,
  onStep,
}: {
  answered: Of<'unchecked' | 'failed'>;
  onAgain: () => void;
  onStep: (step: Step) => void;
}) {
  const text = useMessages(linkCountedText);
  const words = useMessages(countedText);
  const isWrong = answered.state === 'failed';
  return (
    <>
      <div class="m-stack-s">
        <p class="m-eyebrow">{text.question}</p>
        <h1>{isWrong ? words.failedTitle : words.cannotTitle}</h1>
      </div>
      <Alert
        tone={isWrong ? 'failed' : 'warn'}
        title={isWrong ? words.failedWords : text.cannotWords}
        announce="new"
      >
        {words.code(answered.code)}
      </Alert>
      <Button kind="second" icon="again" onClick={onAgain}>
        {words.again}
      </Button>
      <ul class="m-links">
        {answered.said?.receipt !== undefined && (
          <StepLine
            icon="book"
            words={words.receipt(inGroups(answered.said.number))}
            onPress={() => onStep('receipt')}
          />
        )}
        <PaperLine onPaper={() => onStep('paper')} />
      </ul>
    </>
  );
}

function Answer({ asked, props, again }: { asked: Asked; props: CountedProps; again: () => void }) {
  const text = useMessages(linkCountedText);
  const { answered, proof } = asked;
  switch (answered?.state) {
    case undefined:
      return <Asking question={text.question} proof={proof} />;
    case 'yes':
      return <Yes answered={answered} asked={asked} props={props} />;
    case 'no':
      return <No answered={answered} props={props} />;
    case 'none':
      return <None answered={answered} props={props} />;
    case 'other':
      return <Other answered={answered} props={props} />;
    case 'unchecked':
    case 'failed':
      return <NoAnswer answered={answered} onAgain={again} onStep={props.onStep} />;
  }
}

/** "Was I counted?": yes with a proof, no with a proof, or that it could not be asked. */
export function CountedStep(props: CountedProps) {
  const [turn, setTurn] = useState(0);
  const asked = useAnswer(props, turn);
  useAnswerFocus(asked.answered);
  return (
    <div class="m-task">
      <Answer asked={asked} props={props} again={() => setTurn(turn + 1)} />
      {props.mine.by === undefined && (
        <OwnLinks decision={props.decision} isHere onStep={props.onStep} />
      )}
      <Help />
    </div>
  );
}
