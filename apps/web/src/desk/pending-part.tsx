import { toHex } from '@madang/base';
import type { DeskPending } from '@madang/client';
import {
  Button,
  type Column,
  formatClock,
  formatStamp,
  shortHash,
  Table,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { actWord } from '../decision/act-words.ts';
import { cityClient, problemOf } from '../decision/city-client.ts';
import { fieldsOf } from '../decision/decision-facts.ts';
import type { Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskText } from '../text/desk.ts';
import { useDesk } from './gate.tsx';
import { sendSigned } from './send-act.ts';

const everyMs = 2_000;

type PaperLine = { person: number; vote: string; arrivedAt: number; scan: Uint8Array };

/** Acts that wait for a second officer: what their bytes say, and the second signature. */
export function PendingPart() {
  const text = useMessages(deskText);
  const { at } = useDesk();
  const [pending, setPending] = useState<readonly DeskPending[]>([]);
  const [problem, setProblem] = useState<Problem>();
  const [said, setSaid] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let current = true;
    const ask = async (): Promise<void> => {
      const answer = document.hidden ? undefined : await at.desk.pending();
      if (!current) return;
      if (answer?.ok === true) setPending(answer.value);
      timer = setTimeout(() => void ask(), everyMs);
    };
    void ask();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, []);
  const sign = async (one: DeskPending): Promise<void> => {
    setProblem(undefined);
    setSaid('');
    const prepared = await cityClient().cosign(one, at.signer);
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

type ActProps = {
  pending: DeskPending;
  isMine: boolean;
  onSign: () => Promise<void>;
};

function PendingAct({ pending, isMine, onSign }: ActProps) {
  const text = useMessages(deskText);
  const language = useLanguage();
  const [isBusy, setBusy] = useState(false);
  const read = cityClient().readProposal(pending);
  if (!read.ok) return null;
  const { act, payload, expiresAt } = read.value;
  const papers = papersIn(payload);
  const sign = async (): Promise<void> => {
    setBusy(true);
    await onSign();
    setBusy(false);
  };
  return (
    <article class="waits" aria-label={`${actWord(act, language)} ${pending.id.slice(0, 8)}`}>
      <h3>{actWord(act, language)}</h3>
      <p class="m-small m-sub">
        {text.pendingPapers(String(papers.length))}, {text.pendingUntil(formatClock(expiresAt))}
      </p>
      <PapersTable papers={papers} name={pending.id.slice(0, 8)} />
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

function papersIn(payload: unknown): readonly PaperLine[] {
  const { papers } = fieldsOf(payload);
  if (!Array.isArray(papers)) return [];
  return papers.flatMap((one: unknown) => {
    const { person, vote, arrivedAt, scan } = fieldsOf(one);
    const isPaper = typeof person === 'number' && typeof arrivedAt === 'number';
    if (!isPaper || !(scan instanceof Uint8Array)) return [];
    return [{ person, vote: typeof vote === 'string' ? vote : 'withdraw', arrivedAt, scan }];
  });
}

function PapersTable({ papers, name }: { papers: readonly PaperLine[]; name: string }) {
  const text = useMessages(deskText);
  const words: Readonly<Record<string, string>> = {
    agree: text.agree,
    refuse: text.refuse,
    abstain: text.abstain,
    withdraw: text.withdraw,
  };
  const columns: readonly Column<PaperLine>[] = [
    { key: 'person', head: text.pendingPerson, kind: 'row', cell: ({ person }) => person },
    { key: 'vote', head: text.pendingVote, cell: ({ vote }) => words[vote] ?? vote },
    { key: 'at', head: text.pendingArrived, cell: ({ arrivedAt }) => formatStamp(arrivedAt) },
    { key: 'scan', head: text.pendingScan, cell: ({ scan }) => shortHash(toHex(scan)) },
  ];
  return (
    <Table
      label={`${text.pendingPapers(String(papers.length))} ${name}`}
      columns={columns}
      rows={papers}
      rowKey={({ person }) => person}
    />
  );
}
