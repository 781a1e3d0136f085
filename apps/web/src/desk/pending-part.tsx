import { toHex } from '@madang/base';
import type { DeskPending } from '@madang/client';
import { useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { cityClient, problemOf } from '../decision/city-client.ts';
import type { Problem } from '../ledger.ts';
import { lazily } from '../parts/lazily.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { watch } from '../parts/watch.ts';
import { deskText } from '../text/desk.ts';
import { useDesk } from './gate.tsx';
import { sendSigned } from './send-act.ts';

const everyMs = 2_000;

/** Mostly nothing waits; what it says and the button that signs come together. */
const PendingAct = lazily(() => import('./pending-act.tsx').then((found) => found.PendingAct));

type PendingProps = {
  /** How a person is called; by the number where nothing else is known. */
  called?: (person: number) => string;
};

/** Acts that wait for a second officer: what their bytes say, and the second signature. */
export function PendingPart({ called = String }: PendingProps) {
  const text = useMessages(deskText);
  const { at } = useDesk();
  const [pending, setPending] = useState<readonly DeskPending[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const [said, setSaid] = useState('');
  useEffect(
    () =>
      watch({
        everyMs,
        ask: () => at.desk.pending(),
        take: (answer) => {
          if (answer.ok) setPending(answer.value);
        },
      }),
    [],
  );
  const sign = async (one: DeskPending): Promise<void> => {
    setProblem(undefined);
    setSaid('');
    const prepared = await at.door.cosign(one, at.signer);
    if (!prepared.ok) {
      setProblem(problemOf(prepared.error));
      return;
    }
    const sent = await sendSigned(prepared.value);
    if (!sent.ok) {
      setProblem(sent.problem);
      return;
    }
    setPending((before) => before.filter(({ id }) => id !== one.id));
    const refused = await refusedPapers(sent.value.record);
    setSaid(refused === 0 ? text.pendingDone : text.pendingRefused(String(refused)));
  };
  return (
    <section class="part" aria-labelledby="pending">
      <h2 id="pending">{text.pending}</h2>
      {pending.length === 0 && <p class="m-small m-sub">{text.pendingNone}</p>}
      {pending.map((one) => (
        <PendingAct
          key={one.id}
          pending={one}
          called={called}
          isMine={one.key === toHex(at.signer.publicKey)}
          onSign={() => sign(one)}
        />
      ))}
      <p role="status">{said}</p>
      {problem !== undefined && <Unanswered problem={problem} />}
    </section>
  );
}

/** How many papers of a batch on record were not counted. */
async function refusedPapers(record: number): Promise<number> {
  const found = await cityClient().record(record);
  if (!found.ok || found.value.type !== 'transaction') return 0;
  return found.value.events.filter(({ name }) => name === 'vote.paperRefused').length;
}
