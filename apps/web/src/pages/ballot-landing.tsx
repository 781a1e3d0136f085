import {
  Alert,
  Button,
  type Fact,
  Facts,
  formatCount,
  formatPercent,
  ProofChip,
  proofOf,
  useLanguage,
  useMessages,
} from '@madang/ui';
import type { ComponentChildren } from 'preact';
import type { Election } from '../ballot/election.ts';
import { useResidentRoom } from '../resident/context.ts';
import type { OpenedLink } from '../resident/link.ts';
import type { Step } from '../resident/steps.ts';
import { leftWords, momentWords } from '../resident/times.ts';
import { useHref } from '../router.ts';
import { ballotText } from '../text/ballot.ts';
import { ballotAfterText } from '../text/ballot-after.ts';
import { linkText } from '../text/link.ts';
import { ActionBar, Help, OtherMatters, StepLine, WhoseLink } from './link-parts.tsx';

/** Whether what is shown is what the institutions have on record, as this device found it. */
function ElectionChip({ election: { proof } }: { election: Election }) {
  const text = useMessages(ballotText);
  const href = useHref();
  const words = {
    proven: proof.state === 'proven' ? text.proven(formatCount(proof.institutions)) : '',
    unchecked: text.unproven,
    failed: text.wrong,
  }[proof.state];
  const state = proof.state === 'proven' ? 'passed' : proof.state;
  return (
    <ProofChip proof={proofOf(state)} href={href('/institutions')}>
      {words}
    </ProofChip>
  );
}

/** What is elected or asked. */
export function useSubject({ fixed, announced }: Election): Fact {
  const text = useMessages(ballotText);
  const language = useLanguage();
  const isElected = fixed.questions.every(({ decides }) => decides.kind === 'elect');
  const titles =
    announced.state === 'here'
      ? announced.words.questions.map(({ title }) => title[language]).join(', ')
      : fixed.title[language];
  return { term: isElected ? text.what : text.whatAsked, value: titles };
}

function useFacts(link: OpenedLink, election: Election): readonly Fact[] {
  const text = useMessages(ballotText);
  const words = useMessages(linkText);
  const language = useLanguage();
  const room = useResidentRoom();
  const subject = useSubject(election);
  const { fixed, now } = election;
  const { ballots, voters } = now.took;
  return [
    subject,
    {
      term: text.deadline,
      value: momentWords(now.closesAt, language),
      note: leftWords(now.closesAt - room.now(), language),
    },
    {
      term: text.turnout,
      value: text.turnoutValue(formatCount(ballots), formatCount(voters)),
      note: text.turnoutNote(formatPercent(ballots, voters)),
    },
    {
      term: text.secret,
      value: fixed.threshold === 1 ? text.knowAlone : text.knowOpen,
      note: fixed.mixing === undefined ? text.secretNote : text.secretNoteMixed,
    },
    {
      term: words.identity,
      value: link.mine === undefined ? words.identityWays : words.identityHere,
    },
    fixed.revote === 'last'
      ? { term: words.change, value: text.changeLast, note: text.changeLastNote }
      : { term: words.change, value: text.changeNever },
  ];
}

/** Why nobody can begin to vote, or to register, here; undefined where they can. */
export function useDoubt({ fixed, proof, announced, now }: Election) {
  const text = useMessages(ballotText);
  if (now.status === 'draft' && fixed.mixing !== undefined) {
    const words = text.draftMixedWords;
    return { tone: 'warn', title: text.draftMixed, words, isOver: true } as const;
  }
  if (now.status === 'draft') {
    return { tone: 'warn', title: text.draft, words: text.draftWords, isOver: true } as const;
  }
  if (now.status === 'paused') {
    return { tone: 'warn', title: text.paused, words: text.pausedWords, isOver: false } as const;
  }
  if (proof.state === 'failed') {
    return { tone: 'failed', title: text.wrong, words: text.wrongWords, isOver: true } as const;
  }
  if (announced.state === 'differs') {
    const words = text.wordsDifferWords;
    return { tone: 'failed', title: text.wordsDiffer, words, isOver: true } as const;
  }
  if (proof.state === 'unchecked') {
    const words = text.unprovenWords;
    return { tone: 'warn', title: text.unproven, words, isOver: false } as const;
  }
  if (announced.state === 'missing') {
    const words = text.wordsMissingWords;
    return { tone: 'warn', title: text.wordsMissing, words, isOver: false } as const;
  }
  return undefined;
}

type FrameProps = {
  link: OpenedLink;
  election: Election;
  facts: readonly Fact[];
  doubt: ReturnType<typeof useDoubt>;
  /** What stands between the facts and what else can be done. */
  children?: ComponentChildren;
  /** The main button, where nothing is in doubt; absent where there is nothing to do. */
  action?: ComponentChildren;
  /** Asks for the election again. */
  onAgain: () => void;
  onStep: (step: Step) => void;
};

/** The first screen of whoever votes: who asks, the facts, whether they are proven. */
export function LandingFrame(props: FrameProps) {
  const { link, election, facts, doubt, children, action, onAgain, onStep } = props;
  const text = useMessages(ballotText);
  const words = useMessages(linkText);
  const language = useLanguage();
  const { fixed, announced, asks } = election;
  return (
    <>
      <div class="m-task">
        <div class="m-stack">
          <p class="m-eyebrow">{text.eyebrow(asks[language])}</p>
          <h1>{fixed.title[language]}</h1>
          {announced.state === 'here' && <p class="m-lead">{announced.words.about[language]}</p>}
        </div>
        <WhoseLink link={link} words={text.forVoter} onNotMe={() => onStep('not-me')} />
        <Facts facts={facts} layout="side" />
        <ElectionChip election={election} />
        {doubt !== undefined && (
          <Alert tone={doubt.tone} title={doubt.title} announce="new">
            {doubt.words}
          </Alert>
        )}
        {children}
        <OtherMatters />
        <Help />
      </div>
      {doubt === undefined && action !== undefined && <ActionBar>{action}</ActionBar>}
      {doubt !== undefined && !doubt.isOver && (
        <ActionBar>
          <Button size="l" kind="second" icon="again" onClick={onAgain}>
            {words.again}
          </Button>
        </ActionBar>
      )}
    </>
  );
}

/** Whether a voter's key can be given up for a paper now. */
function takesKeys({ fixed, now, open }: Election): boolean {
  return open?.isMixed === true && fixed.paper !== 'none' && now.status === 'open';
}

/** The way to a paper, for whoever has a key that was mixed. */
export function PaperInsteadLine({
  election,
  onStep,
}: {
  election: Election;
  onStep: (step: Step) => void;
}) {
  const text = useMessages(ballotText);
  if (!takesKeys(election)) return null;
  return <StepLine icon="file" words={text.paperInstead} onPress={() => onStep('surrender')} />;
}

type LandingProps = Pick<FrameProps, 'link' | 'election' | 'onAgain' | 'onStep'>;

/**
 * The first screen: who asks, what is elected, until when, how many voted, and that it is secret.
 */
export function LandingStep(props: LandingProps) {
  const { link, election, onStep } = props;
  const text = useMessages(ballotText);
  const words = useMessages(linkText);
  const after = useMessages(ballotAfterText);
  const facts = useFacts(link, election);
  const doubt = useDoubt(election);
  const isHere = link.mine !== undefined;
  return (
    <LandingFrame
      {...props}
      facts={facts}
      doubt={doubt}
      action={
        <Button size="l" onClick={() => onStep(isHere ? 'choose' : 'identify')}>
          {isHere ? text.startHere : text.start}
        </Button>
      }
    >
      <ul class="m-links no-print">
        {isHere && (
          <StepLine icon="check" words={after.toCounted} onPress={() => onStep('counted')} />
        )}
        {isHere && (
          <StepLine icon="device" words={words.toDevices} onPress={() => onStep('devices')} />
        )}
        {isHere && <PaperInsteadLine election={election} onStep={onStep} />}
        <StepLine icon="phone" words={text.office} onPress={() => onStep('paper')} />
      </ul>
    </LandingFrame>
  );
}
