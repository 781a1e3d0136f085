import {
  Alert,
  Button,
  Facts,
  formatCount,
  ProofChip,
  type ProofValue,
  proofOf,
  proofStateOf,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { type PartVerdict, type Verdict, wallsOf } from '../ledger.ts';
import { useResidentRoom } from '../resident/context.ts';
import { checkDraft, type Decision } from '../resident/decision.ts';
import type { OpenedLink } from '../resident/link.ts';
import type { Step } from '../resident/steps.ts';
import { leftWords, momentWords } from '../resident/times.ts';
import { useHref } from '../router.ts';
import { linkText } from '../text/link.ts';
import { ActionBar, Help, OtherMatters, OwnLinks, WhoseLink } from './link-parts.tsx';

/** Checks on this device that what is asked is what the institutions have on record. */
function useDraftCheck(decision: Decision): { proof: ProofValue; verdict?: Verdict } {
  const room = useResidentRoom();
  const [checked, setChecked] = useState<{ proof: ProofValue; verdict?: Verdict }>({
    proof: proofOf('waiting'),
  });
  useEffect(() => {
    let current = true;
    const parts: PartVerdict[] = [];
    const onPart = (part: PartVerdict) => {
      parts.push(part);
      if (current) setChecked({ proof: { walls: wallsOf(parts, 'waiting') } });
    };
    void checkDraft(room, decision, onPart).then((verdict) => {
      if (current) setChecked({ proof: { walls: wallsOf(verdict.parts, 'unchecked') }, verdict });
    });
    return () => {
      current = false;
    };
  }, [decision.id]);
  return checked;
}

function DraftChip({ decision }: { decision: Decision }) {
  const text = useMessages(linkText);
  const href = useHref();
  const { proof, verdict } = useDraftCheck(decision);
  const state = proofStateOf(proof);
  const signed = verdict?.facts?.cosigners.filter(({ signedAtMs }) => signedAtMs !== undefined);
  const words = {
    checked: text.draftChecked(formatCount(signed?.length ?? 0)),
    checking: text.draftChecking,
    unchecked: text.draftUnchecked,
    failed: text.draftFailed,
  };
  return (
    <>
      <ProofChip proof={proof} href={href(`/records/${decision.index}`)}>
        {words[state]}
      </ProofChip>
      {state === 'failed' && (
        <Alert tone="failed" title={text.draftFailed} announce="new">
          {text.draftFailedWords}
        </Alert>
      )}
    </>
  );
}

function useFacts(link: OpenedLink, { draft, now, keeps }: Decision) {
  const text = useMessages(linkText);
  const language = useLanguage();
  const room = useResidentRoom();
  const change = {
    'until-established': text.changeUntilEstablished,
    'until-closed': text.changeUntilClosed,
    never: text.changeNever,
  }[draft.settings.withdrawal];
  return [
    {
      term: text.deadline,
      value: momentWords(now.closesAt, language),
      note: leftWords(now.closesAt - room.now(), language),
    },
    {
      term: text.identity,
      value: link.mine === undefined ? text.identityWays : text.identityHere,
    },
    { term: text.nameTerm, value: text.nameSeen(keeps[language]), note: text.nameWords },
    {
      term: text.change,
      value: change,
      ...(draft.settings.withdrawal === 'until-established' ? { note: text.changeWords } : {}),
    },
  ];
}

type LandingProps = {
  link: OpenedLink;
  decision: Decision;
  onStep: (step: Step) => void;
};

/** The first screen: what is asked, of whom, until when, and what it means. */
export function LandingStep({ link, decision, onStep }: LandingProps) {
  const text = useMessages(linkText);
  const language = useLanguage();
  const facts = useFacts(link, decision);
  const { draft, now } = decision;
  const isHere = link.mine !== undefined;
  const isOwn = link.mine?.by === undefined;
  return (
    <>
      <div class="m-task">
        <div class="m-stack">
          <p class="m-eyebrow">{decision.asks[language]}</p>
          <h1>{draft.title[language]}</h1>
        </div>
        {isOwn && <WhoseLink link={link} words={text.forOwner} onNotMe={() => onStep('not-me')} />}
        <Facts facts={facts} layout="side" />
        {now.status === 'draft' && (
          <Alert tone="warn" title={text.notOpenYet}>
            {text.notOpenYetWords}
          </Alert>
        )}
        <DraftChip decision={decision} />
        <Button kind="plain" icon="write" onClick={() => onStep('paper')}>
          {text.paper}
        </Button>
        {isOwn && (
          <OwnLinks decision={decision} isHere={isHere} asksCounted={isHere} onStep={onStep} />
        )}
        <OtherMatters />
        <Help />
      </div>
      <ActionBar>
        <Button size="l" onClick={() => onStep('read')}>
          {text.start}
        </Button>
      </ActionBar>
    </>
  );
}
