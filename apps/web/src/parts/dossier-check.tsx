import {
  type CheckStep,
  CheckSteps,
  formatCount,
  formatFullMoment,
  formatPercent,
  type Language,
  Progress,
  ProofMark,
  proofOf,
  Table,
  UncheckedMark,
  useLanguage,
  useMessages,
  YardFrame,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { useLedger } from '../ledger-context.ts';
import type { DossierFacts, DossierResult, DossierStep } from '../real/check-dossier.ts';
import { dossierText } from '../text/dossier.ts';
import { DecidedLine } from './decided-line.tsx';
import { OtherVerifier } from './other-verifier.tsx';

const STEPS = [
  'format',
  'chain',
  'institutions',
  'state',
  'people',
  'acts',
  'rules',
  'texts',
] as const;

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
    let current = true;
    const steps: DossierStep[] = [];
    const show = (more: Omit<Found, 'steps'>) => {
      if (current) setFound((before) => ({ ...before, ...more, steps: [...steps] }));
    };
    setFound({ steps: [] });
    void Promise.all([import('../real/check-dossier.ts'), ledger.network()]).then(
      async ([{ checkDossier }, network]) => {
        const policyText = network.ok ? network.value.policyText : undefined;
        const result = await checkDossier(bytes, policyText, {
          onPart: (step) => {
            steps.push(step);
            show({});
          },
          onProgress: (done, all) => show({ progress: { done, all } }),
        });
        show({ result });
      },
    );
    return () => {
      current = false;
    };
  }, [bytes, ledger]);
  return found;
}

function stepsOf({ steps, result }: Found, language: Language): CheckStep[] {
  const text = dossierText[language];
  return STEPS.map((part) => {
    const found = steps.find((each) => each.part === part);
    const state = found?.state ?? (result === undefined ? 'waiting' : 'unchecked');
    return { key: part, title: text[part], state, text: wordsOf(found, text) };
  });
}

function wordsOf(found: DossierStep | undefined, text: (typeof dossierText)[Language]): string {
  if (found === undefined) return '';
  if (found.state === 'passed') return text[`${found.part}Passed`];
  if (found.code === 'VERIFY_RESTS_ON') return text.restsOn;
  const words = found.state === 'failed' ? text.partFailed : text.partUnchecked;
  return `${words} ${text.code(found.code)}`;
}

const ANSWERS = {
  checked: ['checked', 'checkedHint'],
  mismatch: ['failed', 'failedHint'],
  unchecked: ['unchecked', 'uncheckedHint'],
} as const;

/** The check of a dossier in this browser: each step, and the result counted anew. */
export function DossierCheck({ bytes, fileName }: { bytes: Uint8Array; fileName: string }) {
  const text = useMessages(dossierText);
  const language = useLanguage();
  const found = useDossierCheck(bytes);
  const { result, progress } = found;
  const answer = result === undefined ? undefined : ANSWERS[result.verdict];
  const state = { checked: 'passed', mismatch: 'failed', unchecked: 'unchecked' } as const;
  const proof = proofOf(result === undefined ? 'waiting' : state[result.verdict]);
  return (
    <div class="m-stack">
      <YardFrame class="res" proof={proof} live tag="section" labelledBy="dossier-verdict">
        <div class="top">
          <ProofMark proof={proof} live size="l" />
          <div role={result?.verdict === 'mismatch' ? 'alert' : 'status'}>
            <h2 id="dossier-verdict">{answer === undefined ? text.busy : text[answer[0]]}</h2>
            {answer !== undefined && <p class="do">{text[answer[1]]}</p>}
          </div>
        </div>
        {result === undefined && progress !== undefined && (
          <Progress
            label={text.busy}
            says={text.progress(formatCount(progress.done), formatCount(progress.all))}
            done={progress.done}
            total={progress.all}
          />
        )}
        <CheckSteps steps={stepsOf(found, language)} />
        {result !== undefined && <DecidedLine file={bytes} />}
      </YardFrame>
      {result !== undefined && <After result={result} fileName={fileName} />}
    </div>
  );
}

/** What a check that is over found, and what it did not say. */
function After({ result, fileName }: { result: DossierResult; fileName: string }) {
  return (
    <>
      {result.facts !== undefined && <Result facts={result.facts} />}
      <Limits fileName={fileName} />
    </>
  );
}

function Result({ facts }: { facts: DossierFacts }) {
  const text = useMessages(dossierText);
  const language = useLanguage();
  return (
    <section class="m-card m-stack-s" aria-labelledby="dossier-result">
      <h3 id="dossier-result">{facts.title[language]}</h3>
      <p>
        {facts.established === undefined
          ? text.notEstablished
          : text.established(
              formatFullMoment(facts.established.atMs, language),
              facts.established.number,
            )}
      </p>
      {facts.arrival === 'never' && <p>{text.neverByArrival}</p>}
      {typeof facts.arrival === 'number' && (
        <p>{text.byArrival(formatFullMoment(facts.arrival, language))}</p>
      )}
      <Table
        label={text.figures}
        rows={facts.findings}
        rowKey={({ scope, condition }) => `${String(scope)}-${String(condition)}`}
        columns={[
          {
            key: 'place',
            head: text.place,
            kind: 'row',
            cell: ({ place }) => place ?? text.complex,
          },
          {
            key: 'what',
            head: text.what,
            cell: ({ base, compare, share }) =>
              `${text[base]} ${compare === 'at-least' ? text.atLeast(share) : text.moreThan(share)}`,
          },
          {
            key: 'figures',
            head: text.figures,
            kind: 'number',
            cell: ({ base, numerator, denominator }) =>
              `${amount(base, numerator)} / ${amount(base, denominator)}`,
          },
          {
            key: 'percent',
            head: text.percent,
            kind: 'number',
            cell: ({ numerator, denominator }) =>
              denominator === 0 ? '–' : formatPercent(numerator, denominator),
          },
          {
            key: 'result',
            head: text.result,
            cell: ({ base, isMet, missing }) =>
              isMet ? text.met : text.short(amount(base, missing)),
          },
        ]}
      />
      <p class="m-sub">
        {text.counts(
          formatCount(facts.actCount),
          formatCount(facts.paperCount),
          formatCount(facts.correctionCount),
          formatCount(facts.withdrawalCount),
        )}
      </p>
      <p class="m-sub">
        {text.messages(formatCount(facts.messages.homes), formatCount(facts.messages.undelivered))}
      </p>
      <p class="m-sub">
        {facts.notices === undefined
          ? text.noNotices
          : text.notices(formatCount(facts.notices.homes), formatCount(facts.notices.undelivered))}
      </p>
    </section>
  );
}

/** Areas are in thousandths of a square metre. */
function amount(base: 'heads' | 'homes' | 'area', value: number): string {
  if (base !== 'area') return formatCount(value);
  const rest = String(value % 1_000)
    .padStart(3, '0')
    .replace(/0+$/, '');
  return `${formatCount(Math.floor(value / 1_000))}${rest === '' ? '' : `.${rest}`}㎡`;
}

function Limits({ fileName }: { fileName: string }) {
  const text = useMessages(dossierText);
  return (
    <div class="out">
      <section class="m-card no" aria-labelledby="dossier-no">
        <h3 id="dossier-no">{text.notSaid}</h3>
        <ul>
          {[text.limitRoles, text.limitNames].map((limit) => (
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
