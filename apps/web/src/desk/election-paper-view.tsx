import { toHex } from '@madang/base';
import { sha256 } from '@madang/crypto';
import type { OpenElection } from '@madang/services/ballot.ts';
import {
  Alert,
  Button,
  formatCount,
  Skeleton,
  shortHash,
  Tag,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { createSealer, type Sealer } from '../ballot/sealer.ts';
import type { ElectionFacts } from '../election/election-facts.ts';
import type { Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { watch } from '../parts/watch.ts';
import { deskPaperText } from '../text/desk-paper.ts';
import { deskSurrenderText } from '../text/desk-surrender.ts';
import { BatchPart } from './batch-part.tsx';
import { BatchSheet } from './batch-sheet.tsx';
import { useDesk } from './gate.tsx';
import { batchPlace, type KeptBatch, markingPlace } from './kept-batch.ts';
import { MarkPart } from './mark-form.tsx';
import { advised } from './paper-advice.ts';
import { type BatchLine, batchState, placesOf, readBatches } from './paper-roll.ts';
import { type PaperRoom, provenOpen, settleBatch } from './paper-work.ts';
import { PendingPart } from './pending-part.tsx';
import { BeginBatchPart, TakeKeysPart } from './surrender-part.tsx';
import './batch-sheet.css';

type ViewProps = { facts: ElectionFacts };

/** Voting on paper: who is marked, their batches, and what waits for the second officer. */
export function ElectionPaperView({ facts }: ViewProps) {
  const text = useMessages(deskPaperText);
  const { status } = facts.now;
  const isRunning = status === 'open' || status === 'paused';
  const { batches, problem } = useBatches(facts.id);
  const { room, why } = usePaperRoom(facts.id, isRunning);
  return (
    <div class="part narrow">
      <p>{text.lead}</p>
      {problem !== undefined && <Unanswered problem={problem} />}
      {why !== undefined && <Unanswered problem={why} />}
      {!isRunning && batches?.length === 0 && <Alert tone="info" title={text.notRunning} />}
      {batches === undefined || (isRunning && room === undefined && why === undefined) ? (
        <Skeleton label={text.loading} />
      ) : (
        <Batches facts={facts} batches={batches} room={room} />
      )}
      {isRunning && <PendingPart />}
    </div>
  );
}

const everyMs = 2_000;

/** The batches of an election, as long as somebody looks. */
function useBatches(id: string) {
  const [batches, setBatches] = useState<readonly BatchLine[]>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(
    () =>
      watch({
        everyMs,
        ask: () => readBatches(id),
        take: (answer) => {
          if (answer.ok) setBatches(answer.value);
          setProblem(answer.ok ? undefined : answer.problem);
        },
      }),
    [id],
  );
  return { batches, problem };
}

/** What papers are marked and sealed with; nothing while no ballots are taken. */
function usePaperRoom(id: string, isRunning: boolean) {
  const { at } = useDesk();
  const language = useLanguage();
  const [sealer, setSealer] = useState<Sealer>();
  const [open, setOpen] = useState<OpenElection>();
  const [why, setWhy] = useState<Problem>();
  useEffect(() => {
    if (!isRunning) return undefined;
    const made = createSealer();
    setSealer(made);
    void provenOpen(id).then((answer) => {
      const told = advised(answer, language);
      if (told.ok) setOpen(told.value);
      else setWhy(told.problem);
    });
    return made.stop;
  }, [id, isRunning]);
  const room: PaperRoom | undefined =
    sealer === undefined || open === undefined ? undefined : { at, open, sealer };
  return { room, why };
}

/** A batch that is looked at, and whether to count its papers or to take keys for it. */
type Chosen = { key: string; why: 'count' | 'take' };

/** Whether voters give up keys for papers now. */
function takesKeys({ now }: ElectionFacts): boolean {
  return now.mixing !== undefined && now.status === 'open';
}

type BatchesProps = ViewProps & { batches: readonly BatchLine[]; room: PaperRoom | undefined };

/** All batches; one of them is worked on if its key is in this browser. */
function Batches({ facts, batches, room }: BatchesProps) {
  const text = useMessages(deskPaperText);
  const { id } = facts;
  const [turn, setTurn] = useState(0);
  const again = (): void => setTurn(turn + 1);
  const [here, setHere] = useState<ReadonlyMap<string, KeptBatch>>();
  const [marking, setMarking] = useState<KeptBatch>();
  const [chosen, setChosen] = useState<Chosen>();
  const known = batches.map((line) => `${toHex(line.key)} ${batchState(line)}`).join();
  useEffect(() => {
    void keptOf(id, batches).then(setHere);
    void markingPlace(id).find().then(setMarking);
  }, [id, known, turn]);
  if (here === undefined) return <Skeleton label={text.loading} />;
  const batch = chosen === undefined ? undefined : here.get(chosen.key);
  const line = batches.find(({ key }) => toHex(key) === chosen?.key);
  if (batch !== undefined && line !== undefined) {
    return (
      <>
        <div>
          <Button kind="plain" size="s" onClick={() => setChosen(undefined)}>
            {text.back}
          </Button>
        </div>
        {chosen?.why === 'take' && room !== undefined ? (
          <TakeKeysPart line={line} batch={batch} room={room} onKept={again} />
        ) : (
          <OneBatch facts={facts} line={line} batch={batch} room={room} onKept={again} />
        )}
      </>
    );
  }
  return (
    <>
      <BatchList facts={facts} batches={batches} here={here} onOpen={setChosen} />
      {facts.now.status === 'paused' && <p>{text.notPaused}</p>}
      {facts.now.status === 'open' && room !== undefined && (
        <>
          {takesKeys(facts) && <BeginBatchPart facts={facts} room={room} onDone={again} />}
          <MarkPart key={turn} facts={facts} room={room} kept={marking} onDone={again} />
        </>
      )}
    </>
  );
}

async function keptOf(
  id: string,
  batches: readonly BatchLine[],
): Promise<ReadonlyMap<string, KeptBatch>> {
  const here = new Map<string, KeptBatch>();
  for (const line of batches) {
    const key = toHex(line.key);
    const found = await batchPlace(id, key).find();
    if (found === undefined) continue;
    here.set(key, batchState(line) === 'confirmed' ? await settleBatch(found) : found);
  }
  return here;
}

type OneProps = ViewProps & {
  line: BatchLine;
  batch: KeptBatch;
  room: PaperRoom | undefined;
  onKept: () => void;
};

function OneBatch({ facts, line, batch, room, onKept }: OneProps) {
  const text = useMessages(deskPaperText);
  const { record } = batch;
  if (batchState(line) === 'confirmed') {
    return (
      <section class="part" aria-labelledby="confirmed">
        <h2 id="confirmed">{text.record}</h2>
        <Alert tone="checked" title={text.confirmedWords} announce="new" />
        {record !== undefined && (
          <BatchSheet file={record.file} digest={sha256(record.file)} name={batch.key} />
        )}
      </section>
    );
  }
  return room === undefined ? null : (
    <BatchPart
      facts={facts}
      batch={batch}
      surrendered={line.surrendered ?? 0}
      room={room}
      onKept={onKept}
    />
  );
}

type ListProps = ViewProps & {
  batches: readonly BatchLine[];
  here: ReadonlyMap<string, KeptBatch>;
  onOpen: (chosen: Chosen) => void;
};

/** The batches one below another: a table of them is too wide for a telephone. */
function BatchList({ facts, batches, here, onOpen }: ListProps) {
  const text = useMessages(deskPaperText);
  return (
    <div class="part">
      <h2>{text.batches}</h2>
      {batches.length === 0 && <p class="m-sub">{text.noBatches}</p>}
      {batches.map((line) => {
        const key = toHex(line.key);
        const state = batchState(line);
        const building = facts.buildings[line.building] ?? String(line.building + 1);
        return (
          <article key={key} class="waits" aria-label={`${building} ${shortHash(key)}`}>
            <h3>
              {building} <Tag tone={stateTones[state]}>{text[state]}</Tag>
            </h3>
            <p>{text.batchCounts(formatCount(line.marked), formatCount(line.papers))}</p>
            {line.surrendered !== undefined && (
              <p>{text.surrendered(formatCount(line.surrendered))}</p>
            )}
            <p class="m-small m-sub">
              {text.batch} {shortHash(key)}
            </p>
            {here.has(key) ? (
              <BatchButtons facts={facts} line={line} onOpen={onOpen} />
            ) : (
              <p class="m-small m-sub">{text.elsewhere}</p>
            )}
          </article>
        );
      })}
    </div>
  );
}

type ButtonsProps = ViewProps & Pick<ListProps, 'onOpen'> & { line: BatchLine };

/** What can be done with a batch whose key is here. */
function BatchButtons({ facts, line, onOpen }: ButtonsProps) {
  const text = useMessages(deskPaperText);
  const surrender = useMessages(deskSurrenderText);
  const key = toHex(line.key);
  const state = batchState(line);
  return (
    <div class="m-row">
      {takesKeys(facts) && state === 'marked' && (
        <Button size="s" onClick={() => onOpen({ key, why: 'take' })}>
          {surrender.take}
        </Button>
      )}
      {placesOf(line) > 0 && (
        <Button kind="second" size="s" onClick={() => onOpen({ key, why: 'count' })}>
          {state === 'confirmed' ? text.showRecord : text.openBatch}
        </Button>
      )}
    </div>
  );
}

const stateTones = { marked: 'plain', entered: 'action', confirmed: 'checked' } as const;
