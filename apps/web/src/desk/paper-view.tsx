import { sha256 } from '@madang/crypto';
import {
  Alert,
  Button,
  Choice,
  type Column,
  DropZone,
  formatStamp,
  Table,
  useMessages,
} from '@madang/ui';
import { useState } from 'preact/hooks';
import { cityClient, problemOf } from '../decision/city-client.ts';
import { type DecisionFacts, idBytes } from '../decision/decision-facts.ts';
import type { Answer, Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskText } from '../text/desk.ts';
import { deskActsText } from '../text/desk-acts.ts';
import { useDesk } from './gate.tsx';
import { type DeskPersonLine, usePersons } from './home-panel.tsx';
import { HomePicker, homeCalled } from './home-picker.tsx';
import type { NamedHome } from './homes.ts';
import { fromLocal, MomentField, toLocal } from './moment-field.tsx';
import { PendingPart } from './pending-part.tsx';
import type { AtDesk } from './session.ts';

const votes = ['agree', 'refuse', 'abstain', 'withdraw'] as const;
type PaperVote = (typeof votes)[number];

type Paper = {
  label: string;
  person: number;
  vote: PaperVote;
  arrivedAt: number;
  scan: Uint8Array;
};

/** Papers of one batch, as the ledger takes them. */
const maxPapers = 50;

/** Signs a batch as the first officer and leaves it for the second. */
async function handOver(
  { signer, desk }: AtDesk,
  facts: DecisionFacts,
  papers: readonly Paper[],
): Promise<Answer<undefined>> {
  const decision = idBytes(facts.id);
  const lines = papers.map(({ person, arrivedAt, scan }) => ({ person, arrivedAt, scan }));
  const client = cityClient();
  const left = papers.every(({ vote }) => vote === 'withdraw')
    ? await client.propose('vote.enterWithdrawals', { decision, papers: lines }, signer)
    : await client.propose(
        'vote.enterPapers',
        {
          decision,
          text: facts.now.text,
          papers: papers.flatMap(({ vote, person, arrivedAt, scan }) =>
            vote === 'withdraw' ? [] : [{ person, vote, arrivedAt, scan }],
          ),
        },
        signer,
      );
  if (!left.ok) return { ok: false, problem: problemOf(left.error) };
  const kept = await desk.leavePending(left.value);
  return kept.ok ? { ok: true, value: undefined } : { ok: false, problem: problemOf(kept.error) };
}

/** What came on paper: one after another into a batch, which two officers sign. */
export function PaperView({ facts, homes }: { facts: DecisionFacts; homes: readonly NamedHome[] }) {
  const text = useMessages(deskActsText);
  const { at } = useDesk();
  const [batch, setBatch] = useState<readonly Paper[]>([]);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const hand = async (): Promise<void> => {
    setProblem(undefined);
    setSaid('');
    const withdrawals = batch.filter(({ vote }) => vote === 'withdraw').length;
    if (batch.length === 0) {
      setSaid(text.emptyBatch);
      return;
    }
    if (withdrawals > 0 && withdrawals < batch.length) {
      setSaid(text.handTogether);
      return;
    }
    setBusy(true);
    const handed = await handOver(at, facts, batch);
    setBusy(false);
    if (!handed.ok) {
      setProblem(handed.problem);
      return;
    }
    setBatch([]);
    setSaid(text.handed);
  };
  return (
    <div class="paper-two">
      <PendingPart />
      <div class="part">
        <p>{text.papersLead}</p>
        <PaperForm
          homes={homes}
          decision={facts.id}
          isFull={batch.length >= maxPapers}
          onAdd={(paper) => {
            setSaid('');
            setBatch([...batch, paper]);
          }}
        />
        <div class="part">
          <h2>{text.batch(String(batch.length))}</h2>
          {batch.length === 0 ? (
            <p class="m-small m-sub">{text.batchNone}</p>
          ) : (
            <BatchTable
              batch={batch}
              onRemove={(paper) => setBatch(batch.filter((one) => one !== paper))}
            />
          )}
          <div>
            <Button busy={isBusy} onClick={() => void hand()}>
              {text.hand}
            </Button>
          </div>
          <p role="status">{said}</p>
          {problem !== undefined && <Unanswered problem={problem} />}
        </div>
      </div>
    </div>
  );
}

type FormProps = {
  homes: readonly NamedHome[];
  decision: string;
  isFull: boolean;
  onAdd: (paper: Paper) => void;
};

function PaperForm({ homes, decision, isFull, onAdd }: FormProps) {
  const text = useMessages(deskActsText);
  const words = useMessages(deskText);
  const [name, setName] = useState('');
  const [person, setPerson] = useState<number>();
  const [vote, setVote] = useState<PaperVote>();
  const [arrived, setArrived] = useState(() => toLocal(Date.now(), 'second'));
  const [scan, setScan] = useState<{ name: string; digest: Uint8Array }>();
  const [error, setError] = useState('');
  const home = homeCalled(homes, name);
  const { persons, problem } = usePersons(decision, home?.home.unit);
  const only = persons?.length === 1 ? persons[0]?.person : undefined;
  const chosen = only ?? person;
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    setScan({ name: file.name, digest: sha256(new Uint8Array(await file.arrayBuffer())) });
  };
  const add = (): void => {
    const arrivedAt = fromLocal(arrived);
    if (isFull) {
      setError(text.fullBatch);
      return;
    }
    if (home === undefined) {
      setError(text.chooseHome);
      return;
    }
    if (chosen === undefined) {
      setError(text.choosePerson);
      return;
    }
    if (vote === undefined) {
      setError(text.chooseVote);
      return;
    }
    if (scan === undefined) {
      setError(text.chooseScan);
      return;
    }
    if (arrivedAt === undefined) {
      setError(text.chooseTime);
      return;
    }
    onAdd({ label: home.label, person: chosen, vote, arrivedAt, scan: scan.digest });
    setError('');
    setName('');
    setPerson(undefined);
    setVote(undefined);
    setScan(undefined);
  };
  return (
    <form
      class="part"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
    >
      <div class="pick">
        <HomePicker
          homes={homes}
          value={name}
          onInput={(value) => {
            setName(value);
            setPerson(undefined);
          }}
        />
        <MomentField label={text.arrived} value={arrived} to="second" onInput={setArrived} />
      </div>
      {problem !== undefined && <Unanswered problem={problem} />}
      <PersonChoice persons={persons} chosen={chosen} onChoose={setPerson} />
      <fieldset class="choices">
        <legend class="m-label">{text.vote}</legend>
        {votes.map((one) => (
          <Choice
            key={one}
            group="vote"
            title={words[one]}
            checked={vote === one}
            onChange={() => setVote(one)}
          />
        ))}
      </fieldset>
      <DropZone
        title={scan === undefined ? text.scan : text.scanChosen(scan.name)}
        hint={text.scanHint}
        onFiles={([file]) => void take(file)}
      />
      {error !== '' && <Alert tone="failed" title={error} announce="new" />}
      <div>
        <Button kind="second" type="submit">
          {text.add}
        </Button>
      </div>
    </form>
  );
}

type PersonProps = {
  persons: readonly DeskPersonLine[] | undefined;
  chosen: number | undefined;
  onChoose: (person: number) => void;
};

function PersonChoice({ persons, chosen, onChoose }: PersonProps) {
  const text = useMessages(deskActsText);
  const words = useMessages(deskText);
  if (persons === undefined) return null;
  return (
    <fieldset class="choices">
      <legend class="m-label">{text.person}</legend>
      {persons.map(({ person, nameMasked }) => (
        <Choice
          key={person}
          group="person"
          title={`${nameMasked} ${words.personNumber(String(person))}`}
          checked={chosen === person}
          onChange={() => onChoose(person)}
        />
      ))}
    </fieldset>
  );
}

type BatchProps = { batch: readonly Paper[]; onRemove: (paper: Paper) => void };

function BatchTable({ batch, onRemove }: BatchProps) {
  const text = useMessages(deskActsText);
  const words = useMessages(deskText);
  const columns: readonly Column<Paper>[] = [
    { key: 'home', head: text.home, kind: 'row', cell: ({ label }) => label },
    { key: 'person', head: words.pendingPerson, kind: 'number', cell: ({ person }) => person },
    { key: 'vote', head: words.pendingVote, cell: ({ vote }) => words[vote] },
    {
      key: 'arrived',
      head: words.pendingArrived,
      cell: ({ arrivedAt }) => formatStamp(arrivedAt),
    },
    {
      key: 'remove',
      head: <span class="m-vh">{text.remove}</span>,
      cell: (paper) => (
        <Button kind="quiet" size="s" onClick={() => onRemove(paper)}>
          {text.remove}
        </Button>
      ),
    },
  ];
  return (
    <Table
      label={text.batch(String(batch.length))}
      columns={columns}
      rows={batch}
      rowKey={({ label, person }) => `${label} ${person}`}
    />
  );
}
