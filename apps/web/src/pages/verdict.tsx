import {
  ButtonLink,
  type CheckStep,
  CheckSteps,
  formatCount,
  formatDayAndTime,
  formatDuration,
  inGroups,
  type Language,
  ProofMark,
  type ProofValue,
  UncheckedMark,
  useLanguage,
  useMessages,
  YardFrame,
} from '@madang/ui';
import { useAbout } from '../about.ts';
import { type CheckPart, checkParts, type Verdict, verdictOf, wallsOf } from '../ledger.ts';
import { DecidedLine } from '../parts/decided-line.tsx';
import { OtherVerifier } from '../parts/other-verifier.tsx';
import { isReplacedBallot, isUnreadable, limitsOf, partWords } from '../parts/verdict-words.ts';
import { useHref } from '../router.ts';
import { checkText } from '../text/check.ts';
import { verifyText } from '../text/verify.ts';

type VerdictProps = {
  verdict: Verdict;
  /** The check is still running: what has not returned is waiting. */
  running: boolean;
  fileName: string;
  /** The receipt itself. */
  file?: Uint8Array;
};

/** How a record that was right ended; nothing if it did not. */
function endOf(
  verdict: Verdict,
  text: (typeof verifyText)[Language],
): [string, string] | undefined {
  if (isReplacedBallot(verdict)) return [text.replacedBallot, text.replacedBallotHint];
  if (verdict.ended === undefined) return undefined;
  return verdict.ended.kind === 'superseded'
    ? [text.superseded, text.supersededHint]
    : [text.ended, text.endedHint];
}

/** The answer, and what to do about it where it is not a plain yes. */
function answerOf({ verdict, running }: VerdictProps, language: Language): [string, string?] {
  const text = verifyText[language];
  if (running) return [text.busy];
  const ended = endOf(verdict, text);
  if (ended !== undefined) return ended;
  const onlyContentFailed = verdict.parts.every(
    ({ part, state }) => state !== 'failed' || part === 'content',
  );
  switch (verdictOf(verdict)) {
    case 'checked':
      return [verdict.facts?.hasFile === true ? text.yesFile : text.yesReceipt];
    case 'failed':
      if (isUnreadable(verdict)) return [text.noRead, text.noReadHint];
      return onlyContentFailed
        ? [text.noFile, text.noFileHint]
        : [text.noReceipt, text.noReceiptHint];
    case 'unchecked':
      return [text.partly, text.partlyHint];
  }
}

function summaryOf({ verdict, running }: VerdictProps, language: Language): string {
  const text = verifyText[language];
  const count = (state: string) => verdict.parts.filter((each) => each.state === state).length;
  const total = formatCount(checkParts.length);
  const parts: string[] = [];
  if (verdict.facts !== undefined) {
    parts.push(checkText[language].receiptSays(inGroups(verdict.facts.number)));
    parts.push(text.recordedAt(formatDayAndTime(verdict.facts.timeMs, language)));
  }
  if (running) return parts.join(' · ');
  if (count('failed') > 0) parts.push(text.stopped(formatCount(count('failed')), total));
  else if (count('passed') === checkParts.length) {
    parts.push(text.allPassed(total, formatDuration(verdict.tookMs, language)));
  } else parts.push(text.some(formatCount(count('passed')), total));
  return parts.join(' · ');
}

function stepsOf({ verdict, running }: VerdictProps, language: Language): CheckStep[] {
  const text = checkText[language];
  return checkParts.map((part: CheckPart) => {
    const found = verdict.parts.find((each) => each.part === part);
    const step: CheckStep = {
      key: part,
      title: text[part],
      state: found?.state ?? (running ? 'waiting' : 'unchecked'),
      text: found === undefined && running ? '' : partWords(part, verdict, language),
    };
    return found?.state === 'passed' || found?.state === 'failed'
      ? { ...step, took: formatDuration(found.tookMs, language) }
      : step;
  });
}

/**
 * The frame speaks for the whole: it is not closed while a part is still to come, and a document
 * that
 * differs fails it although the four walls of its receipt stand.
 */
function proofOfWhole(verdict: Verdict, running: boolean): ProofValue {
  const walls = wallsOf(verdict.parts, running ? 'waiting' : 'unchecked');
  if (running) return { walls: { ...walls, standing: 'waiting' } };
  return verdictOf(verdict) === 'failed' ? { walls: { ...walls, standing: 'failed' } } : { walls };
}

/** The verdict on a receipt: the answer, each step, what it does not say, another way to check. */
export function VerdictView(props: VerdictProps) {
  const { verdict, running, fileName } = props;
  const text = useMessages(verifyText);
  const language = useLanguage();
  const href = useHref();
  const about = useAbout();
  const state = running ? 'checking' : verdictOf(verdict);
  const proof = proofOfWhole(verdict, running);
  const [title, hint] = answerOf(props, language);
  return (
    <div class="m-stack">
      <YardFrame class="res" proof={proof} live tag="section" labelledBy="verdict">
        <div class="top">
          <ProofMark proof={proof} live size="l" />
          <div role={state === 'failed' ? 'alert' : 'status'}>
            <h2 id="verdict">{title}</h2>
            {hint !== undefined && <p class="do">{hint}</p>}
            <p>{summaryOf(props, language)}</p>
          </div>
        </div>
        <CheckSteps steps={stepsOf(props, language)} />
        <DecidedLine file={running ? undefined : props.file} />
        {verdict.facts?.statement !== undefined && !running && (
          <blockquote class="words">{verdict.facts.statement}</blockquote>
        )}
        {verdict.facts !== undefined && !running && (
          <div class="m-row">
            <ButtonLink kind="plain" size="s" href={href(`/records/${verdict.facts.index}`)}>
              {text.toRecord}
            </ButtonLink>
          </div>
        )}
      </YardFrame>
      {!running && (
        <div class="out">
          <section class="m-card no" aria-labelledby="no">
            <h3 id="no">{text.notSaid}</h3>
            <ul>
              {limitsOf(verdict, language, about).map((limit) => (
                <li key={limit}>
                  <UncheckedMark />
                  <span>{limit}</span>
                </li>
              ))}
            </ul>
          </section>
          <OtherVerifier fileName={fileName} words={text} />
        </div>
      )}
    </div>
  );
}
