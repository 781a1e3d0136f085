import { Alert, Button, Dialog, Icon, useMessages, useToast } from '@madang/ui';
import { useState } from 'preact/hooks';
import { type Kept, putKept } from '../device/kept-store.ts';
import { useLedger } from '../ledger-context.ts';
import { useHref } from '../router.ts';
import { notariseText } from '../text/notarise.ts';

type Question = 'erase' | 'revoke';

type KeptActionsProps = {
  kept: Kept;
  onKept: (kept: Kept) => void;
  /** The record's number, once the receipt has been read. */
  index: number | undefined;
  ended: boolean;
  /** The record was revoked just now: its receipt is to be checked again. */
  onEnded: () => void;
};

type AskProps = {
  question: Question | undefined;
  kept: Kept;
  busy: boolean;
  onNo: () => void;
  onYes: () => void;
};

function AskDialog({ question, kept, busy, onNo, onYes }: AskProps) {
  const text = useMessages(notariseText);
  const erasing = question === 'erase';
  return (
    <Dialog
      open={question !== undefined}
      title={erasing ? text.eraseTitle : text.revokeTitle}
      onClose={onNo}
      actions={
        <>
          <Button kind="plain" onClick={onNo}>
            {text.keep}
          </Button>
          <Button kind="danger" busy={busy} onClick={onYes}>
            {erasing ? text.erase : text.revoke}
          </Button>
        </>
      }
    >
      <p>
        {erasing
          ? text.eraseWords(String(kept.copies.length))
          : text.revokeWords(String(kept.prepared.openings.length))}
      </p>
    </Dialog>
  );
}

/** What can still be done: look at the record, erase the kept copy, revoke. */
export function KeptActions({ kept, onKept, index, ended, onEnded }: KeptActionsProps) {
  const text = useMessages(notariseText);
  const ledger = useLedger();
  const href = useHref();
  const toast = useToast();
  const [question, setQuestion] = useState<Question>();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const finish = (ok: boolean, words: string) => {
    setBusy(false);
    setQuestion(undefined);
    setFailed(!ok);
    if (ok) toast(words);
  };
  const erase = async () => {
    const left: Kept['copies'][number][] = [];
    for (const each of kept.copies) {
      const answer = await ledger.eraseCopy(each.copy);
      if (!answer.ok) left.push(each);
    }
    const next = { ...kept, copies: left };
    await putKept(next);
    finish(left.length === 0, text.erased);
    onKept(next);
  };
  const revoke = async () => {
    const answer = await ledger.revoke(kept.id);
    finish(answer.ok, text.revoked);
    if (!answer.ok) return;
    const next = { ...kept, revoked: true };
    await putKept(next);
    onKept(next);
    onEnded();
  };
  const act = () => {
    setBusy(true);
    void (question === 'erase' ? erase() : revoke());
  };
  return (
    <>
      {kept.copyMissing === true && <Alert tone="warn" title={text.copyFailed} />}
      {failed && <Alert tone="warn" title={text.failed} announce="new" />}
      <ul class="m-links no-print">
        {index !== undefined && (
          <li>
            <a href={href(`/records/${index}`)}>
              <Icon name="book" />
              <span>
                {text.toRecord}
                <small>{text.toRecordHint}</small>
              </span>
              <Icon name="right" small />
            </a>
          </li>
        )}
        <li>
          <a href={href('/verify')}>
            <Icon name="scan" />
            <span>
              {text.toVerify}
              <small>{text.toVerifyHint}</small>
            </span>
            <Icon name="right" small />
          </a>
        </li>
        {kept.copies.length > 0 && (
          <li>
            <button type="button" onClick={() => setQuestion('erase')}>
              <Icon name="erase" />
              <span>
                {text.erase}
                <small>{text.keptCopyWords}</small>
              </span>
              <Icon name="right" small />
            </button>
          </li>
        )}
        {!ended && (
          <li>
            <button type="button" onClick={() => setQuestion('revoke')}>
              <Icon name="close" />
              <span>
                {text.revoke}
                <small>{text.revokeHint}</small>
              </span>
              <Icon name="right" small />
            </button>
          </li>
        )}
      </ul>
      <AskDialog
        question={question}
        kept={kept}
        busy={busy}
        onNo={() => setQuestion(undefined)}
        onYes={act}
      />
    </>
  );
}
