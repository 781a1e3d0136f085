import { Button, formatCount, Stepper, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useRef, useState } from 'preact/hooks';
import { makeBallot, type Stage } from '../ballot/cast.ts';
import { answersOf, type Chosen, voteOf, wayOf } from '../ballot/choice.ts';
import type { Election, Fixed } from '../ballot/election.ts';
import { useBallotRoom } from '../ballot/room.ts';
import type { VoterStanding } from '../ballot/standing.ts';
import type { KeptBallot } from '../device/ballot-store.ts';
import type { Problem } from '../ledger.ts';
import type { Mine } from '../resident/link.ts';
import { ballotText } from '../text/ballot.ts';
import { linkText } from '../text/link.ts';
import type { Announcement } from './ballot-choose.tsx';
import { type AnswerWords, Face, Known, NotCast, useAnswerWords } from './ballot-parts.tsx';
import { ActionBar, Help } from './link-parts.tsx';

function Pick({ answer, number }: { answer: AnswerWords; number: string | undefined }) {
  const text = useMessages(ballotText);
  const { title } = useAnswerWords(answer);
  return (
    <div class="ballot-pick">
      <Face answer={answer} />
      <div>
        {number !== undefined && <p class="m-small m-sub">{text.number(number)}</p>}
        <b>{title}</b>
      </div>
    </div>
  );
}

type PickedProps = { election: Election; words: Announcement; chosen: readonly Chosen[] };

/** What is about to be cast, question by question, with the way back. */
function Picked({ election, words, chosen }: PickedProps) {
  const text = useMessages(ballotText);
  const language = useLanguage();
  const isOnly = words.questions.length === 1;
  return (
    <>
      {words.questions.map((question, at) => {
        const asked = election.fixed.questions[at];
        if (asked === undefined) return null;
        const picks = answersOf(chosen[at]);
        const title = question.title[language];
        const none = wayOf(asked).none === 'blank' ? text.blank : text.nobody;
        return (
          <section class="ballot-sure" key={String(at)} aria-label={title}>
            {!isOnly && <h2>{title}</h2>}
            {picks.length === 0 && <b>{none}</b>}
            {picks.map((pick) => {
              const answer = question.answers[pick];
              const number = asked.decides.kind === 'elect' ? String(pick + 1) : undefined;
              return answer === undefined ? null : (
                <Pick key={String(pick)} answer={answer} number={number} />
              );
            })}
            <button
              type="button"
              class="m-button"
              data-kind="plain"
              data-size="s"
              aria-label={text.changeOf(title)}
              onClick={() => history.back()}
            >
              {text.change}
            </button>
          </section>
        );
      })}
    </>
  );
}

function ThreeToKnow({ fixed }: { fixed: Fixed }) {
  const text = useMessages(ballotText);
  const isLast = fixed.revote === 'last';
  const all = formatCount(fixed.trustees.length);
  const isAlone = fixed.threshold === 1;
  return (
    <ul class="ballot-know">
      <Known icon="lock" title={isAlone ? text.knowAlone : text.knowOpen}>
        {isAlone ? text.knowAloneWords : text.knowOpenWords(all, formatCount(fixed.threshold))}
      </Known>
      <Known icon="stop" title={isLast ? text.changeLast : text.changeNever}>
        {isLast ? text.changeLastNote : text.knowNever}
      </Known>
      <Known icon="eye" title={text.knowWatched}>
        {isLast ? text.knowWatchedLast : text.knowWatchedWords}
      </Known>
    </ul>
  );
}

type ReviewProps = PickedProps & {
  open: NonNullable<Election['open']>;
  mine: Mine;
  /** What stood for the voter when they began. */
  before: VoterStanding | undefined;
  onCast: (ballot: KeptBallot) => void;
  /** Goes over to test whether it is locked rightly. */
  onTest: () => void;
};

function useCasting({ election, open, mine, chosen, before, onCast }: ReviewProps) {
  const room = useBallotRoom();
  const [stage, setStage] = useState<Stage>();
  const [problem, setProblem] = useState<Problem>();
  const isHere = useRef(true);
  useEffect(() => () => void (isHere.current = false), []);
  const cast = async () => {
    const vote = voteOf(election.fixed.questions, chosen);
    if (stage !== undefined || vote === undefined) return;
    setProblem(undefined);
    setStage('key');
    const made = await makeBallot(room, { id: election.id, open, mine, vote, before }, setStage);
    setStage(undefined);
    // Whoever has gone back meanwhile finds it kept: it is sent, for it was cast.
    if (made.ok) onCast(made.value);
    else if (isHere.current) setProblem(made.problem);
  };
  return { stage, problem, cast };
}

/** The last screen before a ballot is cast: what will be in it, and what to know. */
export function ReviewStep(props: ReviewProps) {
  const text = useMessages(ballotText);
  const link = useMessages(linkText);
  const language = useLanguage();
  const { election, words } = props;
  const { stage, problem, cast } = useCasting(props);
  const stages = { key: text.stageKey, lock: text.stageLock, keep: text.stageKeep };
  return (
    <>
      <div class="m-task">
        <Stepper
          label={link.steps}
          steps={[link.stepChoose, text.stepReview, link.stepReceipt]}
          current={1}
        />
        <div class="m-stack-s">
          <h1>{text.reviewTitle}</h1>
          <p class="m-sub">
            {words.questions.length === 1
              ? words.questions[0]?.title[language]
              : election.fixed.title[language]}
          </p>
        </div>
        <Picked {...props} />
        <ThreeToKnow fixed={election.fixed} />
        {problem !== undefined && <NotCast problem={problem} />}
        <Button kind="plain" icon="qr" onClick={() => stage === undefined && props.onTest()}>
          {text.test}
        </Button>
        <Help />
      </div>
      <ActionBar>
        <p role="status">{stage === undefined ? text.notStored : stages[stage]}</p>
        <Button
          size="l"
          busy={stage !== undefined}
          busyWords={stage === undefined ? '' : stages[stage]}
          onClick={() => void cast()}
        >
          {text.cast}
        </Button>
      </ActionBar>
    </>
  );
}
