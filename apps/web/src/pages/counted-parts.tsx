import {
  formatCount,
  formatDayAndTime,
  Icon,
  inGroups,
  ProofMark,
  type ProofValue,
  useLanguage,
  useMessages,
  WallIcon,
} from '@madang/ui';
import { useLayoutEffect } from 'preact/hooks';
import type { Verdict } from '../ledger.ts';
import { focusLostHeading } from '../router.ts';
import { countedText } from '../text/counted.ts';
import { receiptText } from '../text/link-receipt.ts';

// What the answers to "Was I counted?" have in common, for consents and for ballots.

/** The four points of a receipt, each with what it means. */
export function FourChecks({
  verdict: { facts },
  signature,
  standingWords,
}: {
  verdict: Verdict;
  /** What the first point says of what was signed or locked. */
  signature: { title: string; words: string };
  /** What has not happened until a moment. */
  standingWords: (moment: string) => string;
}) {
  const text = useMessages(countedText);
  const receipt = useMessages(receiptText);
  const language = useLanguage();
  const signed = facts?.cosigners.filter(({ signedAtMs }) => signedAtMs !== undefined) ?? [];
  const rows = [
    { wall: 'signature', ...signature },
    {
      wall: 'place',
      title: text.fourPlace,
      words: text.fourPlaceWords(formatCount(facts?.index ?? 0)),
    },
    {
      wall: 'institutions',
      title: receipt.wallInstitutions(formatCount(signed.length)),
      words: signed.map(({ name }) => name[language]).join(', '),
    },
    {
      wall: 'standing',
      title: text.fourStanding,
      words: standingWords(formatDayAndTime(facts?.standingAtMs ?? 0, language)),
    },
  ] as const;
  return (
    <section class="m-stack" aria-labelledby="four">
      <h2 id="four">{text.four}</h2>
      <ul class="m-four">
        {rows.map(({ wall, title, words }) => (
          <li key={wall}>
            <WallIcon name={wall} state="passed" />
            <div>
              <b>{title}</b>
              <p>{words}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What to do about a record that is wrong, or missing. */
export function ReportLine({ number, missing }: { number: string; missing: boolean }) {
  const text = useMessages(countedText);
  return (
    <li>
      <details>
        <summary class="link-line">
          <Icon name="flag" />
          <span>{missing ? text.reportMissing : text.report}</span>
          <Icon name="down" small />
        </summary>
        <p class="m-small m-sub">{text.reportWords(inGroups(number))}</p>
      </details>
    </li>
  );
}

/** The question is being asked. */
export function Asking({ question, proof }: { question: string; proof: ProofValue }) {
  const text = useMessages(countedText);
  return (
    <div class="m-stack-s" role="status">
      <p class="m-eyebrow">{question}</p>
      <div class="link-answer">
        <ProofMark proof={proof} size="l" live />
        <h1>{text.asking}</h1>
      </div>
    </div>
  );
}

/** The heading that had the focus is gone with the question; the answer takes its place. */
export function useAnswerFocus(answered: unknown): void {
  useLayoutEffect(() => {
    if (answered !== undefined) focusLostHeading();
  }, [answered]);
}
