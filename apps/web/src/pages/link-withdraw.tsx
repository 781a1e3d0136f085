import { Alert, Button, Dialog, formatCount, Icon, useLanguage, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import type { Said, Saying } from '../device/said-store.ts';
import type { Problem } from '../ledger.ts';
import { useResidentRoom } from '../resident/context.ts';
import type { Decision } from '../resident/decision.ts';
import type { Mine } from '../resident/link.ts';
import { signSaying } from '../resident/say.ts';
import { areaWords, momentWords } from '../resident/times.ts';
import { linkText } from '../text/link.ts';
import { receiptText } from '../text/link-receipt.ts';
import { siteText } from '../text/site.ts';

type WithdrawProps = {
  decision: Decision;
  mine: Mine;
  saying: Exclude<Saying, 'withdraw'>;
  /** What is counted now and would be taken off, where that is known. */
  counted?: { heads: number; areaMilliM2: number };
  onSaid: (said: Said) => void;
};

/** Why nothing can be withdrawn; undefined where it can. */
function useHindrance({ draft, now }: Decision, saying: Saying): string | undefined {
  const text = useMessages(receiptText);
  const language = useLanguage();
  const room = useResidentRoom();
  const { withdrawal } = draft.settings;
  if (withdrawal === 'never') return text.cannotWithdrawNever;
  if (now.status !== 'open' || now.closesAt < room.now()) {
    return text.cannotWithdrawClosed(momentWords(now.closedAt ?? now.closesAt, language));
  }
  const { established } = now;
  const isKept = saying === 'agree' && withdrawal === 'until-established';
  if (!isKept || established === undefined) return undefined;
  return text.cannotWithdrawEstablished(momentWords(established.at, language));
}

function Consequence({ decision, counted }: Pick<WithdrawProps, 'decision' | 'counted'>) {
  const text = useMessages(receiptText);
  const isCounted = counted !== undefined && counted.heads > 0;
  return (
    <>
      <p>
        {isCounted
          ? text.withdrawWords(formatCount(counted.heads), areaWords(counted.areaMilliM2))
          : text.withdrawPlain}
      </p>
      {decision.now.established === undefined && <p>{text.withdrawAfter}</p>}
    </>
  );
}

/** One line of a list that withdraws what was said, after a question; or says why it cannot. */
export function WithdrawLine({ decision, mine, saying, counted, onSaid }: WithdrawProps) {
  const text = useMessages(receiptText);
  const words = useMessages(linkText);
  const site = useMessages(siteText);
  const room = useResidentRoom();
  const hindrance = useHindrance(decision, saying);
  const [open, setOpen] = useState(false);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const { withdrawal } = decision.draft.settings;
  const withdraw = async () => {
    setBusy(true);
    const about = { id: decision.id, text: decision.draft.text };
    const signed = await signSaying(room, mine, about, 'withdraw');
    setBusy(false);
    setOpen(false);
    if (signed.ok) onSaid(signed.value);
    else setProblem(signed.problem);
  };
  if (hindrance !== undefined) {
    return (
      <li class="link-still">
        <Icon name="undo" />
        <span>
          {text.cannotWithdraw}
          <small>{hindrance}</small>
        </span>
      </li>
    );
  }
  return (
    <li>
      <button type="button" onClick={() => setOpen(true)}>
        <Icon name="undo" />
        <span>
          {text.toWithdraw}
          <small>{withdrawal === 'until-closed' ? text.untilClosed : text.untilEstablished}</small>
        </span>
        <Icon name="right" small />
      </button>
      {problem !== undefined && (
        <Alert tone="warn" title={words.notSigned} announce="new">
          {site.code(problem.code)}
        </Alert>
      )}
      <Dialog
        open={open}
        title={saying === 'agree' ? text.withdrawTitle : text.withdrawTitleOther}
        onClose={() => setOpen(false)}
        actions={
          <>
            <Button kind="plain" onClick={() => setOpen(false)}>
              {text.keep}
            </Button>
            <Button kind="danger" busy={busy} onClick={() => void withdraw()}>
              {text.doWithdraw}
            </Button>
          </>
        }
      >
        <Consequence decision={decision} {...(counted === undefined ? {} : { counted })} />
      </Dialog>
    </li>
  );
}
