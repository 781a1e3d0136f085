import {
  ButtonLink,
  formatDayAndTime,
  formatFullMoment,
  Icon,
  type ProofValue,
  proofOf,
  Skeleton,
  Stepper,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { type Kept, listKept } from '../device/kept-store.ts';
import { sendKept } from '../device/send-kept.ts';
import { type Verdict, verdictOf, wallsOf } from '../ledger.ts';
import { useLedger } from '../ledger-context.ts';
import { type Page, useHref } from '../router.ts';
import { notariseText } from '../text/notarise.ts';
import { siteText } from '../text/site.ts';
import { KeptActions } from './kept-actions.tsx';
import { KeptReceipt } from './kept-receipt.tsx';
import './notarise.css';

type Found = { state: 'looking' } | { state: 'none' } | { state: 'found'; kept: Kept };

function useKept(number: string): [Found, (kept: Kept) => void] {
  const ledger = useLedger();
  const [found, setFound] = useState<Found>({ state: 'looking' });
  useEffect(() => {
    const stop = new AbortController();
    const show = (kept: Kept | undefined) => {
      if (!stop.signal.aborted)
        setFound(kept === undefined ? { state: 'none' } : { state: 'found', kept });
    };
    listKept().then(
      async (all) => {
        const kept = all.find((each) => each.number === number);
        show(kept);
        if (kept === undefined || kept.receipts.length > 0 || kept.expired) return;
        const sent = await sendKept(ledger, kept, stop.signal, () => undefined);
        if (sent?.state === 'done' || sent?.state === 'expired') show(sent.kept);
      },
      () => show(undefined),
    );
    return () => stop.abort();
  }, [number]);
  return [found, (kept) => setFound({ state: 'found', kept })];
}

/** Checks the receipt on this device; the walls are drawn as the checks return. */
function useReceiptCheck(bytes: Uint8Array | undefined, turn: number): [ProofValue, Verdict?] {
  const ledger = useLedger();
  const [proof, setProof] = useState<ProofValue>(() => proofOf('waiting'));
  const [verdict, setVerdict] = useState<Verdict>();
  useEffect(() => {
    if (bytes === undefined) return undefined;
    let current = true;
    const parts: Verdict['parts'][number][] = [];
    const onPart = (part: Verdict['parts'][number]) => {
      parts.push(part);
      if (current) setProof({ walls: wallsOf(parts, 'waiting') });
    };
    void ledger.check(bytes, { fresh: true, onPart }).then((done) => {
      if (!current) return;
      setProof({ walls: wallsOf(done.parts, 'unchecked') });
      setVerdict(done);
    });
    return () => {
      current = false;
    };
  }, [ledger, bytes, turn]);
  return verdict === undefined ? [proof] : [proof, verdict];
}

function Heading({ kept, verdict }: { kept: Kept; verdict: Verdict | undefined }) {
  const text = useMessages(notariseText);
  const language = useLanguage();
  const count = kept.prepared.openings.length;
  const many = count > 1 ? text.doneFiles(String(count)) : text.doneFile;
  if (verdict?.ended !== undefined) {
    return (
      <div class="kept-done" role="status">
        <h1>{text.endedTitle}</h1>
        <p class="m-sub">{text.endedWords(formatDayAndTime(verdict.ended.atMs, language))}</p>
      </div>
    );
  }
  const said = {
    checked: text.doneChecked,
    unchecked: text.doneUnchecked,
    failed: text.doneFailed,
  };
  return (
    <div class="kept-done" role="status">
      <h1>{kept.prepared.kind === 'statement' ? text.doneStatement : many}</h1>
      <p class="m-sub">
        {verdict?.facts !== undefined && (
          <>
            {formatFullMoment(verdict.facts.timeMs, language)}
            <br />
          </>
        )}
        {verdict === undefined ? text.doneChecking : said[verdictOf(verdict)]}
      </p>
    </div>
  );
}

function WithReceipt({ kept, onKept }: { kept: Kept; onKept: (kept: Kept) => void }) {
  const [chosen, setChosen] = useState(0);
  const receipt = kept.receipts[chosen];
  const [turn, setTurn] = useState(0);
  const [proof, verdict] = useReceiptCheck(receipt?.bytes, turn);
  if (receipt === undefined) return null;
  return (
    <>
      <Heading kept={kept} verdict={verdict} />
      <KeptReceipt
        kept={kept}
        proof={proof}
        verdict={verdict}
        chosen={chosen}
        onChosen={setChosen}
      />
      <KeptActions
        kept={kept}
        onKept={onKept}
        index={verdict?.facts?.index}
        ended={verdict?.ended !== undefined}
        onEnded={() => setTurn(turn + 1)}
      />
    </>
  );
}

function Waiting({ kept }: { kept: Kept }) {
  const text = useMessages(notariseText);
  return (
    <>
      <h1>{kept.expired ? text.expired : text.sendingLong}</h1>
      <p class="m-sub">{kept.expired ? text.expiredWords : text.sendingLongWords}</p>
    </>
  );
}

function KeptPage({ part = '' }: { part?: string }) {
  const text = useMessages(notariseText);
  const site = useMessages(siteText);
  const href = useHref();
  const [found, setKept] = useKept(part);
  if (found.state === 'looking') {
    return (
      <div class="m-task">
        <Skeleton label={site.loading} />
      </div>
    );
  }
  if (found.state === 'none') {
    return (
      <div class="m-task">
        <h1>{text.unknown}</h1>
        <p class="m-sub">{text.unknownWords}</p>
        <ButtonLink href={href(`/verify?n=${part}`)}>{site.verify}</ButtonLink>
      </div>
    );
  }
  const { kept } = found;
  const done = kept.receipts.length > 0;
  return (
    <div class="m-task">
      <Stepper
        label={text.steps}
        steps={[text.step1, text.step2, text.step3]}
        current={done ? 2 : 1}
      />
      {done ? <WithReceipt kept={kept} onKept={setKept} /> : <Waiting kept={kept} />}
      <ul class="m-links no-print">
        <li>
          <a href={href('/notarise')}>
            <Icon name="write" />
            <span>{done ? text.another : text.again}</span>
            <Icon name="right" small />
          </a>
        </li>
      </ul>
    </div>
  );
}

/** A receipt that this device keeps, and what can be done with it. */
export const page: Page = { title: (language) => notariseText[language].step3, Content: KeptPage };
