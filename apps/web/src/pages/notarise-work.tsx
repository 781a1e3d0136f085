import {
  Alert,
  Button,
  formatCount,
  formatSize,
  Progress,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { type Kept, putKept } from '../device/kept-store.ts';
import { type Sending, sendKept } from '../device/send-kept.ts';
import type { Ledger, NotariseRequest, Prepared, Problem } from '../ledger.ts';
import { useLedger } from '../ledger-context.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { notariseText } from '../text/notarise.ts';
import { siteText } from '../text/site.ts';
import { type Chosen, NoStoreAlert } from './notarise-form.tsx';

const longAfterMs = 2000;
const stuckAfterMs = 10_000;

type Work =
  | { state: 'reading'; name: string; doneBytes: number; totalBytes: number }
  | { state: 'signing' }
  | { state: 'copying' }
  | { state: 'no-store' }
  /** Nothing was signed, so nothing can be on record. */
  | { state: 'unprepared'; problem: Problem }
  | Sending;

type Report = (work: Work) => void;

async function requestOf(
  ledger: Ledger,
  chosen: Chosen,
  signal: AbortSignal,
  report: Report,
): Promise<NotariseRequest | undefined> {
  if (chosen.kind === 'statement') return chosen;
  const files: { name: string; digest: Uint8Array }[] = [];
  for (const file of chosen.files) {
    if (signal.aborted) return undefined;
    const onProgress = (doneBytes: number) =>
      report({ state: 'reading', name: file.name, doneBytes, totalBytes: file.size });
    onProgress(0);
    files.push({ name: file.name, digest: await ledger.digest(file, onProgress) });
  }
  return { kind: 'file', files };
}

async function keep(prepared: Prepared): Promise<Kept | undefined> {
  const kept: Kept = {
    id: prepared.id,
    number: prepared.number,
    createdAtMs: Date.now(),
    prepared,
    receipts: [],
    copies: [],
    expired: false,
  };
  try {
    await putKept(kept);
    return kept;
  } catch {
    return undefined;
  }
}

async function leaveCopies(ledger: Ledger, kept: Kept, files: readonly File[]): Promise<void> {
  const copies: Kept['copies'][number][] = [];
  for (const file of files) {
    const answer = await ledger.keepCopy(file, kept.id);
    if (answer.ok) copies.push({ name: file.name, copy: answer.value });
  }
  await putKept({ ...kept, copies, copyMissing: copies.length < files.length });
}

/** Reads, signs, keeps on the device, sends; in this order, so that nothing signed is ever lost. */
async function work(
  ledger: Ledger,
  chosen: Chosen,
  signal: AbortSignal,
  report: Report,
): Promise<void> {
  const request = await requestOf(ledger, chosen, signal, report);
  if (request === undefined) return;
  report({ state: 'signing' });
  const prepared = await ledger.prepare(request);
  if (!prepared.ok) {
    report({ state: 'unprepared', problem: prepared.problem });
    return;
  }
  const kept = await keep(prepared.value);
  if (kept === undefined) {
    report({ state: 'no-store' });
    return;
  }
  const sent = await sendKept(ledger, kept, signal, report);
  if (sent?.state === 'done' && chosen.kind === 'file' && chosen.keepCopy) {
    report({ state: 'copying' });
    await leaveCopies(ledger, sent.kept, chosen.files);
  }
  if (sent !== undefined) report(sent);
}

function SendingWords({ tries }: { tries: number }) {
  const text = useMessages(notariseText);
  const [ageMs, setAgeMs] = useState(0);
  useEffect(() => {
    const long = setTimeout(() => setAgeMs(longAfterMs), longAfterMs);
    const stuck = setTimeout(() => setAgeMs(stuckAfterMs), stuckAfterMs);
    return () => {
      clearTimeout(long);
      clearTimeout(stuck);
    };
  }, []);
  if (ageMs === stuckAfterMs) {
    return (
      <Alert tone="warn" title={text.sendingStuck} announce="new">
        {text.sendingStuckWords(formatCount(tries))}
      </Alert>
    );
  }
  if (ageMs === longAfterMs) {
    return (
      <Alert title={text.sendingLong} announce="new">
        {text.sendingLongWords}
      </Alert>
    );
  }
  return <p role="status">{text.sending}</p>;
}

/** Why it went no further. What was signed may be on record although no answer came. */
function Refused({ problem, signed }: { problem: Problem; signed: boolean }) {
  const text = useMessages(notariseText);
  const site = useMessages(siteText);
  const { code, detail, offline } = problem;
  if (offline && signed) return <Unanswered problem={problem} />;
  return (
    <Alert tone="warn" title={offline ? text.unreached : text.refused} announce="new">
      <p>{offline ? text.unreachedWords : (detail ?? '')}</p>
      <p>{site.code(code)}</p>
    </Alert>
  );
}

function WorkView({ now }: { now: Work }) {
  const text = useMessages(notariseText);
  const language = useLanguage();
  switch (now.state) {
    case 'reading':
      return (
        <Progress
          label={text.readingTitle}
          done={now.doneBytes}
          total={Math.max(now.totalBytes, 1)}
          says={text.reading(
            now.name,
            formatSize(now.doneBytes, language),
            formatSize(now.totalBytes, language),
          )}
        />
      );
    case 'signing':
      return <p role="status">{text.signing}</p>;
    case 'copying':
    case 'done':
      return <p role="status">{now.state === 'done' ? '' : text.copying}</p>;
    case 'sending':
      return <SendingWords tries={now.tries} />;
    case 'no-store':
      return <NoStoreAlert />;
    case 'expired':
      return (
        <Alert tone="warn" title={text.expired} announce="new">
          {text.expiredWords}
        </Alert>
      );
    case 'refused':
      return <Refused problem={now.problem} signed />;
    case 'unprepared':
      return <Refused problem={now.problem} signed={false} />;
  }
}

type WorkProps = {
  chosen: Chosen;
  /** What is being sent goes on by itself, so it is not chosen again. */
  onBack: (chooseAgain: boolean) => void;
  onDone: (number: string) => void;
};

/** Puts the chosen on record and shows how far it is. */
export function NotariseWork({ chosen, onBack, onDone }: WorkProps) {
  const text = useMessages(notariseText);
  const ledger = useLedger();
  const [now, setNow] = useState<Work>({ state: 'signing' });
  useEffect(() => {
    const stop = new AbortController();
    void work(ledger, chosen, stop.signal, (next) => {
      if (stop.signal.aborted) return;
      setNow(next);
      if (next.state === 'done') onDone(next.kept.number);
    });
    return () => stop.abort();
  }, []);
  const ended = ['refused', 'unprepared', 'expired', 'no-store'].includes(now.state);
  return (
    <div class="m-stack">
      <WorkView now={now} />
      {(ended || now.state === 'reading' || now.state === 'sending') && (
        <div>
          <Button
            kind={ended ? 'main' : 'plain'}
            onClick={() => onBack(now.state !== 'sending' && now.state !== 'refused')}
          >
            {ended ? text.again : now.state === 'reading' ? text.cancel : text.later}
          </Button>
        </div>
      )}
    </div>
  );
}
