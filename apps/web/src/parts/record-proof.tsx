import {
  Button,
  Dialog,
  formatClock,
  formatDuration,
  formatSize,
  ProofPanel,
  type ProofValue,
  proofOf,
  QrCode,
  useLanguage,
  useMessages,
  useToast,
} from '@madang/ui';
import { useCallback, useEffect, useState } from 'preact/hooks';
import { useAbout } from '../about.ts';
import { saveFile } from '../device/save-file.ts';
import { type Ledger, type PartVerdict, type Verdict, verdictOf, wallsOf } from '../ledger.ts';
import { checkText } from '../text/check.ts';
import { recordsText } from '../text/records.ts';
import { DecidedLine } from './decided-line.tsx';
import { limitsOf, wallStatements } from './verdict-words.ts';

/** A receipt that is being checked on this device, and what has come of it. */
export type CheckedReceipt = {
  proof: ProofValue;
  bytes?: Uint8Array;
  verdict: Verdict;
  atMs?: number;
  again: () => void;
};

const nothing: Verdict = { parts: [], tookMs: 0 };

/** Fetches the receipt of a record and checks it; `again` asks and checks anew. */
export function useCheckedReceipt(ledger: Ledger, index: number): CheckedReceipt {
  const [turn, setTurn] = useState(0);
  const [state, setState] = useState<Omit<CheckedReceipt, 'again'>>({
    proof: proofOf('waiting'),
    verdict: nothing,
  });
  useEffect(() => {
    let current = true;
    const parts: PartVerdict[] = [];
    const show = (next: Omit<CheckedReceipt, 'again'>) => {
      if (current) setState(next);
    };
    show({ proof: proofOf('waiting'), verdict: nothing });
    void ledger.receipt(index).then(async (answer) => {
      if (!answer.ok)
        return show({ proof: proofOf('unchecked'), verdict: nothing, atMs: Date.now() });
      const bytes = answer.value;
      const onPart = (part: PartVerdict) => {
        parts.push(part);
        const verdict = { parts: [...parts], tookMs: 0 };
        show({ proof: { walls: wallsOf(parts, 'waiting') }, bytes, verdict });
      };
      const verdict = await ledger.check(bytes, { fresh: true, onPart });
      const proof = { walls: wallsOf(verdict.parts, 'unchecked') };
      show({ proof, bytes, verdict, atMs: Date.now() });
    });
    return () => {
      current = false;
    };
  }, [ledger, index, turn]);
  return { ...state, again: useCallback(() => setTurn((each) => each + 1), []) };
}

/** The panel of a record's proof: the verdict, its four checks, and the receipt to take along. */
export function RecordProof({ index, checked }: { index: number; checked: CheckedReceipt }) {
  const text = useMessages(checkText);
  const words = useMessages(recordsText);
  const language = useLanguage();
  const toast = useToast();
  const about = useAbout();
  const [qr, setQr] = useState(false);
  const { proof, bytes, verdict, atMs, again } = checked;
  const state = atMs === undefined ? 'checking' : verdictOf(verdict);
  const endedTitle = { revoked: text.ended, superseded: text.superseded };
  const fileName = `${index}.receipt`;
  const link = `${location.origin}/records/${index}`;
  const when =
    atMs === undefined
      ? text.whenChecking
      : text.when(formatClock(atMs), formatDuration(verdict.tookMs, language));
  return (
    <>
      <ProofPanel
        id="proof"
        proof={proof}
        title={verdict.ended === undefined ? text[state] : endedTitle[verdict.ended.kind]}
        when={when}
        statements={wallStatements(verdict, language)}
        onAgain={again}
        limits={limitsOf(verdict, language, about)}
        also={<DecidedLine file={atMs === undefined ? undefined : bytes} />}
        {...(bytes === undefined
          ? {}
          : {
              command: `npx madang verify ${fileName}`,
              actions: (
                <>
                  <Button
                    size="s"
                    icon="download"
                    onClick={() => {
                      saveFile(fileName, bytes);
                      toast(words.saved);
                    }}
                  >
                    {words.receiptFile(formatSize(bytes.length, language))}
                  </Button>
                  <Button size="s" kind="second" icon="qr" onClick={() => setQr(true)}>
                    {words.showQr}
                  </Button>
                </>
              ),
            })}
      />
      <Dialog
        open={qr}
        title={words.qrTitle}
        onClose={() => setQr(false)}
        actions={
          <Button kind="plain" onClick={() => setQr(false)}>
            {words.close}
          </Button>
        }
      >
        <QrCode text={link} label={words.qrTitle} />
        <p class="m-small m-sub">{words.qrHint}</p>
        <p class="m-small m-mono">{link}</p>
      </Dialog>
    </>
  );
}
