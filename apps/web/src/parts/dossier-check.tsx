import { matterOf } from '@madang/protocol';
import {
  Alert,
  type CheckStep,
  CheckSteps,
  formatCount,
  type Language,
  Progress,
  ProofMark,
  proofOf,
  UncheckedMark,
  useLanguage,
  useMessages,
  YardFrame,
} from '@madang/ui';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useLedger } from '../ledger-context.ts';
import { type RunningCheck, startDossierCheck } from '../real/check-dossier.ts';
import type { DossierResult, DossierStep } from '../real/dossier-messages.ts';
import { dossierText } from '../text/dossier.ts';
import { DecidedLine } from './decided-line.tsx';
import { DecisionResult } from './dossier-decision.tsx';
import { type DossierKind, kindOf, stepWords } from './dossier-kinds.ts';
import { lazily } from './lazily.tsx';
import { OtherVerifier } from './other-verifier.tsx';
import '../pages/verify.css';

const ElectionResult = lazily(async () => (await import('./dossier-election.tsx')).ElectionResult);

type Found = {
  steps: readonly DossierStep[];
  progress?: { done: number; all: number };
  result?: DossierResult;
};

/** Runs the check when a file comes; an old run shows nothing any more. */
function useDossierCheck(bytes: Uint8Array): Found {
  const ledger = useLedger();
  const [found, setFound] = useState<Found>({ steps: [] });
  useEffect(() => {
    let running: RunningCheck | undefined;
    let current = true;
    const show = (change: (before: Found) => Found) => {
      if (current) setFound(change);
    };
    setFound({ steps: [] });
    void ledger.network().then((network) => {
      if (!current) return;
      const policyText = network.ok ? network.value.policyText : undefined;
      running = startDossierCheck(
        { bytes, policyText },
        {
          onPart: (step) => show((before) => ({ ...before, steps: [...before.steps, step] })),
          onProgress: (done, all) => show((before) => ({ ...before, progress: { done, all } })),
        },
      );
      running.result.then(
        (result) => show((before) => ({ ...before, result })),
        // What this device could not do is not wrong; the command beneath can.
        () => show((before) => ({ ...before, result: { verdict: 'unchecked' } })),
      );
    });
    return () => {
      current = false;
      running?.stop();
    };
  }, [bytes, ledger]);
  return found;
}

function stepsOf(kind: DossierKind, { steps, result }: Found, language: Language): CheckStep[] {
  const words = kind.words(language);
  return kind.steps.map((part) => {
    const found = steps.find((each) => each.part === part);
    const state = found?.state ?? (result === undefined ? 'waiting' : 'unchecked');
    const text = found === undefined ? '' : stepWords(kind, found, language);
    return { key: part, title: words.titleOf(part), state, text };
  });
}

type CheckProps = { bytes: Uint8Array; fileName: string };

/** The check of a dossier in this browser: each step, and the result counted anew. */
export function DossierCheck({ bytes, fileName }: CheckProps) {
  const text = useMessages(dossierText);
  const kind = useMemo(() => kindOf(matterOf(bytes)), [bytes]);
  if (kind !== undefined) return <KnownCheck kind={kind} bytes={bytes} fileName={fileName} />;
  return (
    <div class="m-stack">
      <Alert tone="info" title={text.otherMatter} announce="new">
        <p>{text.otherMatterWords}</p>
      </Alert>
      <OtherVerifier fileName={fileName} words={text} />
    </div>
  );
}

function KnownCheck({ kind, bytes, fileName }: CheckProps & { kind: DossierKind }) {
  const language = useLanguage();
  const words = kind.words(language);
  const found = useDossierCheck(bytes);
  const { result, progress } = found;
  const state = { checked: 'passed', mismatch: 'failed', unchecked: 'unchecked' } as const;
  const proof = proofOf(result === undefined ? 'waiting' : state[result.verdict]);
  return (
    <div class="m-stack">
      <YardFrame class="res" proof={proof} live tag="section" labelledBy="dossier-verdict">
        <div class="top">
          <ProofMark proof={proof} live size="l" />
          <Answer kind={kind} result={result} />
        </div>
        {result === undefined && progress !== undefined && (
          <Progress
            label={words.busy}
            says={words.progress(formatCount(progress.done), formatCount(progress.all))}
            done={progress.done}
            total={progress.all}
          />
        )}
        <CheckSteps steps={stepsOf(kind, found, language)} />
        {result !== undefined && <DecidedLine file={bytes} />}
      </YardFrame>
      {result !== undefined && <After kind={kind} result={result} fileName={fileName} />}
    </div>
  );
}

/** The answer to the whole, and what to do about it. */
function Answer({ kind, result }: { kind: DossierKind; result: DossierResult | undefined }) {
  const text = useMessages(dossierText);
  const words = kind.words(useLanguage());
  const answers = {
    checked: [words.checked, words.checkedHint],
    mismatch: [text.failed, text.failedHint],
    unchecked: [text.unchecked, text.uncheckedHint],
  } as const;
  const answer = result === undefined ? undefined : answers[result.verdict];
  return (
    <div role={result?.verdict === 'mismatch' ? 'alert' : 'status'}>
      <h2 id="dossier-verdict">{answer === undefined ? words.busy : answer[0]}</h2>
      {answer !== undefined && <p class="do">{answer[1]}</p>}
    </div>
  );
}

type AfterProps = { kind: DossierKind; result: DossierResult; fileName: string };

/** What a check that is over found, and what it did not say. */
function After({ kind, result, fileName }: AfterProps) {
  const language = useLanguage();
  const { decision, election } = result;
  return (
    <>
      {decision !== undefined && <DecisionResult facts={decision} />}
      {election !== undefined && <ElectionResult facts={election} />}
      <Limits limits={kind.limits(result, language)} fileName={fileName} />
    </>
  );
}

/** What a check that is over did not say. */
function Limits({ limits, fileName }: { limits: readonly string[]; fileName: string }) {
  const text = useMessages(dossierText);
  return (
    <div class="out">
      <section class="m-card no" aria-labelledby="dossier-no">
        <h3 id="dossier-no">{text.notSaid}</h3>
        <ul>
          {limits.map((limit) => (
            <li key={limit}>
              <UncheckedMark />
              <span>{limit}</span>
            </li>
          ))}
        </ul>
      </section>
      <OtherVerifier fileName={fileName} words={text} />
    </div>
  );
}
