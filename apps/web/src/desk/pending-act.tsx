import type { DeskPending } from '@madang/client';
import { Button, formatClock, useLanguage, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { actWord } from '../decision/act-words.ts';
import { deskText } from '../text/desk.ts';
import { useDesk } from './gate.tsx';
import { ProposedAct } from './proposed-act.tsx';

type ActProps = {
  pending: DeskPending;
  called: (person: number) => string;
  isMine: boolean;
  onSign: () => Promise<void>;
};

/** One act that waits: what its bytes say, and the button that signs it too. */
export function PendingAct({ pending, called, isMine, onSign }: ActProps) {
  const text = useMessages(deskText);
  const language = useLanguage();
  const [isBusy, setBusy] = useState(false);
  const { at } = useDesk();
  const read = at.door.readProposal(pending);
  if (!read.ok) return null;
  const { act, payload, expiresAt } = read.value;
  const sign = async (): Promise<void> => {
    setBusy(true);
    await onSign();
    setBusy(false);
  };
  return (
    <article class="waits" aria-label={`${actWord(act, language)} ${pending.id.slice(0, 8)}`}>
      <h3>{actWord(act, language)}</h3>
      <p class="m-small m-sub">{text.pendingUntil(formatClock(expiresAt))}</p>
      <ProposedAct act={act} payload={payload} called={called} />
      {isMine ? (
        <p>{text.pendingMine}</p>
      ) : (
        <div>
          <Button busy={isBusy} onClick={() => void sign()}>
            {text.pendingSign}
          </Button>
        </div>
      )}
    </article>
  );
}
