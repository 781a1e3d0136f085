import { Alert, formatClock, proofOf, Timeline, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import type { KeptAct, Refused } from '../device/said-store.ts';
import { momentWords } from '../resident/times.ts';
import { linkText } from '../text/link.ts';
import { receiptText } from '../text/link-receipt.ts';
import { siteText } from '../text/site.ts';
import { StepLine } from './link-parts.tsx';

const longAfterMs = 2000;
const stuckAfterMs = 10_000;

/** How far an act has got: made here, received there, on the ledger. */
export function WhereItIs({ said, made }: { said: KeptAct; made?: string | undefined }) {
  const text = useMessages(receiptText);
  const cutOff =
    said.cutOffAtMs === undefined ? text.notYet : text.cutOff(formatClock(said.cutOffAtMs));
  const entries = [
    { key: 'ledger', title: text.whereLedger, detail: text.notYet, proof: proofOf('unchecked') },
    { key: 'server', title: text.whereServer, detail: cutOff, proof: proofOf('unchecked') },
    {
      key: 'signed',
      title: made ?? text.whereSigned,
      detail: formatClock(said.signedAtMs),
      proof: proofOf('passed'),
    },
  ];
  return (
    <section class="m-stack" aria-labelledby="where">
      <h2 id="where">{text.where}</h2>
      <Timeline entries={entries} />
    </section>
  );
}

/** An act that is being sent: after two seconds the page may be closed, after ten it says where. */
export function Sending({
  said,
  closesAt,
  words = {},
}: {
  said: KeptAct;
  closesAt?: number;
  /** What is said of an act that is not signed. */
  words?: { kept?: string; stuck?: string; made?: string };
}) {
  const text = useMessages(receiptText);
  const language = useLanguage();
  const [ageMs, setAgeMs] = useState(0);
  useEffect(() => {
    const long = setTimeout(() => setAgeMs(longAfterMs), longAfterMs);
    const stuck = setTimeout(() => setAgeMs(stuckAfterMs), stuckAfterMs);
    return () => {
      clearTimeout(long);
      clearTimeout(stuck);
    };
  }, []);
  const isStuck = ageMs === stuckAfterMs;
  const until = closesAt === undefined ? undefined : momentWords(closesAt, language);
  const stuck = until === undefined ? undefined : text.stuckWords(until);
  return (
    <>
      <div class="m-stack-s" role="status">
        <h1>{isStuck ? text.stuck : ageMs === longAfterMs ? text.sendingLong : text.sending}</h1>
        {ageMs > 0 && <p class="m-sub">{words.kept ?? text.sendingLongWords}</p>}
        {isStuck && <p class="m-sub">{words.stuck ?? stuck}</p>}
      </div>
      {isStuck && <WhereItIs said={said} made={words.made} />}
    </>
  );
}

function useReason({ code, atMs, detail }: Refused): string {
  const text = useMessages(receiptText);
  const language = useLanguage();
  const moment = atMs === undefined ? '' : momentWords(atMs, language);
  const known: Readonly<Record<string, string>> = {
    ESTABLISHED: text.cannotWithdrawEstablished(moment),
    TOO_LATE: text.tooLate(moment),
    ALREADY_SPOKEN: text.alreadySpoken,
    NOT_IDENTIFIED: text.notIdentified,
    WITHDRAWAL_NOT_ALLOWED: text.cannotWithdrawNever,
  };
  const name = code.replace(/^vote\./, '');
  return known[name] ?? detail ?? '';
}

/** An act that the ledger did not take, and why. */
export function RefusedAct({
  title,
  refused,
  words,
}: {
  title: string;
  refused: Refused;
  words?: string | undefined;
}) {
  const site = useMessages(siteText);
  const known = useReason(refused);
  const reason = words ?? known;
  return (
    <>
      <h1>{title}</h1>
      <Alert tone="warn" title={reason} announce="new">
        <p>{site.code(refused.code)}</p>
      </Alert>
    </>
  );
}

/** The way to pen and paper, from wherever the telephone does not do. */
export function PaperLine({ onPaper }: { onPaper: () => void }) {
  const text = useMessages(linkText);
  return <StepLine icon="write" words={text.paper} onPress={onPaper} />;
}
