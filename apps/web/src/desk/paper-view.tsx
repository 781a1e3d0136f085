import {
  Alert,
  Button,
  Choice,
  type Column,
  FieldError,
  formatStamp,
  Table,
  useMessages,
} from '@madang/ui';
import { useState } from 'preact/hooks';
import { type DecisionFacts, idBytes } from '../decision/decision-facts.ts';
import type { Answer, Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskText } from '../text/desk.ts';
import { deskActsText } from '../text/desk-acts.ts';
import { type FilePrint, FilePrintField } from './chosen-file.tsx';
import { useDesk } from './gate.tsx';
import { handOver } from './hand-over.ts';
import type { NamedHome } from './homes.ts';
import { errorIf, fromLocal, MomentField, toLocal } from './moment-field.tsx';
import { PendingPart } from './pending-part.tsx';
import { HomePersonFields, useHomePerson } from './person-choice.tsx';
import { usePersonNames } from './person-names.ts';
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
function handBatch(
  at: AtDesk,
  facts: DecisionFacts,
  papers: readonly Paper[],
): Promise<Answer<undefined>> {
  const decision = idBytes(facts.id);
  const lines = papers.map(({ person, arrivedAt, scan }) => ({ person, arrivedAt, scan }));
  if (papers.every(({ vote }) => vote === 'withdraw')) {
    return handOver(at, 'vote.enterWithdrawals', { decision, papers: lines });
  }
  return handOver(at, 'vote.enterPapers', {
    decision,
    text: facts.now.text,
    papers: papers.flatMap(({ vote, person, arrivedAt, scan }) =>
      vote === 'withdraw' ? [] : [{ person, vote, arrivedAt, scan }],
    ),
  });
}

type PaperViewProps = {
  facts: DecisionFacts;
  homes: readonly NamedHome[];
  /** How many acts the decision has now. */
  acts: number | undefined;
};

/** What came on paper: one after another into a batch, which two officers sign. */
export function PaperView({ facts, homes, acts }: PaperViewProps) {
  const text = useMessages(deskActsText);
  const { called } = usePersonNames(facts.id, acts, homes);
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
    const handed = await handBatch(at, facts, batch);
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
      <PendingPart called={called} />
      <div class="part">
        <p>{text.papersLead}</p>
        <PaperForm
          facts={facts}
          homes={homes}
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
  facts: DecisionFacts;
  homes: readonly NamedHome[];
  isFull: boolean;
  onAdd: (paper: Paper) => void;
};

function PaperForm({ facts, homes, isFull, onAdd }: FormProps) {
  const text = useMessages(deskActsText);
  const words = useMessages(deskText);
  const whose = useHomePerson(facts, homes);
  const [vote, setVote] = useState<PaperVote>();
  const [arrived, setArrived] = useState(() => toLocal(Date.now(), 'second'));
  const [scan, setScan] = useState<FilePrint>();
  const [isTried, setTried] = useState(false);
  const arrivedAt = fromLocal(arrived);
  const add = (): void => {
    setTried(true);
    const { home, person } = whose;
    if (isFull || home === undefined || person === undefined || vote === undefined) return;
    if (scan === undefined || arrivedAt === undefined) return;
    onAdd({ label: home.label, person: person.person, vote, arrivedAt, scan: scan.digest });
    setTried(false);
    whose.onName('');
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
      <HomePersonFields homes={homes} at={whose} legend={text.person} isTried={isTried} />
      <MomentField
        label={text.arrived}
        value={arrived}
        to="second"
        onInput={setArrived}
        {...errorIf(isTried && arrivedAt === undefined, text.chooseTime)}
      />
      <fieldset class="choices">
        <legend class="m-label">{text.vote}</legend>
        {isTried && vote === undefined && <FieldError>{text.chooseVote}</FieldError>}
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
      <FilePrintField
        title={text.scan}
        hint={text.scanHint}
        value={scan}
        onChange={setScan}
        {...errorIf(isTried && scan === undefined, text.chooseScan)}
      />
      {isTried && isFull && <Alert tone="failed" title={text.fullBatch} announce="new" />}
      <div>
        <Button kind="second" type="submit">
          {text.add}
        </Button>
      </div>
    </form>
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
