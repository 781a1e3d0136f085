import { sha256 } from '@madang/crypto';
import {
  Alert,
  Button,
  Field,
  FieldError,
  formatCount,
  Table,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useState } from 'preact/hooks';
import type { ElectionFacts } from '../election/election-facts.ts';
import type { Problem, Words } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskPaperText } from '../text/desk-paper.ts';
import { type Difference, differencesOf } from './batch-count.ts';
import { BatchCountPart } from './batch-count-part.tsx';
import { answerName, batchRecord, questionName } from './batch-record.ts';
import { BatchSheet } from './batch-sheet.tsx';
import { batchPlace, type KeptBatch, markedOf } from './kept-batch.ts';
import { advised } from './paper-advice.ts';
import { handBatch, nextPaper, type PaperRoom } from './paper-work.ts';
import { WorkSteps } from './work-steps.tsx';

type BatchProps = {
  facts: ElectionFacts;
  batch: KeptBatch;
  /** Mixed keys that were given up for papers of it. */
  surrendered: number;
  room: PaperRoom;
  /** After something of the batch was kept. */
  onKept: (batch: KeptBatch) => void;
};

/** What is to be done with a batch next. */
function stageOf({ first, second, entered }: KeptBatch) {
  if (first === undefined) return 'first';
  if (second === undefined) return 'second';
  if (differencesOf(first, second).length > 0) return 'differ';
  return entered < first.papers ? 'enter' : 'record';
}

/** One batch whose key is here: counted twice, entered, recorded, handed to the second officer. */
export function BatchPart({ facts, batch, surrendered, room, onKept }: BatchProps) {
  const text = useMessages(deskPaperText);
  const keep = async (next: KeptBatch): Promise<void> => {
    await batchPlace(batch.election, batch.key).keep(next);
    onKept(next);
  };
  const marked = markedOf(batch);
  const stage = stageOf(batch);
  return (
    <section class="part" aria-labelledby="batch">
      <h2 id="batch">{stage === 'record' ? text.record : text.count}</h2>
      {stage !== 'record' && (
        <>
          <p>{text.countWords(formatCount(marked))}</p>
          {surrendered > 0 && <p>{text.surrendered(formatCount(surrendered))}</p>}
          <p class="m-small m-sub">{text.countKept}</p>
        </>
      )}
      {(stage === 'first' || stage === 'second') && (
        <BatchCountPart
          key={stage}
          facts={facts}
          places={marked + surrendered}
          which={stage}
          onCount={(count) => void keep({ ...batch, [stage]: count })}
        />
      )}
      {stage === 'differ' && <Differ facts={facts} batch={batch} keep={keep} />}
      {stage === 'enter' && <Entering batch={batch} room={room} keep={keep} onKept={onKept} />}
      {stage === 'record' && (
        <Recording facts={facts} batch={batch} surrendered={surrendered} room={room} keep={keep} />
      )}
    </section>
  );
}

type Kept = { batch: KeptBatch; keep: (batch: KeptBatch) => Promise<void> };

/** Both counts side by side where they differ; either can be entered again. */
function Differ({ facts, batch, keep }: Kept & { facts: ElectionFacts }) {
  const text = useMessages(deskPaperText);
  const language = useLanguage();
  const { first, second } = batch;
  if (first === undefined || second === undefined) return null;
  const nameOf = ({ question, answer }: Difference): string => {
    if (question === undefined || answer === undefined) return text.papersField;
    const name = answer === 'blank' ? text.blank : answerName(facts, question, answer, language);
    return [questionName(facts, question, language), name].filter(Boolean).join(' · ');
  };
  const { first: _first, ...withoutFirst } = batch;
  const { second: _second, ...withoutSecond } = batch;
  return (
    <>
      <Alert tone="warn" title={text.differ} announce="new">
        <p>{text.differWords}</p>
      </Alert>
      <Table
        label={text.differ}
        columns={[
          { key: 'where', head: text.where, kind: 'row', cell: nameOf },
          {
            key: 'first',
            head: text.first,
            kind: 'number',
            cell: (one) => formatCount(one.first),
          },
          {
            key: 'second',
            head: text.second,
            kind: 'number',
            cell: (one) => formatCount(one.second),
          },
        ]}
        rows={differencesOf(first, second)}
        rowKey={nameOf}
      />
      <div class="m-row">
        <Button kind="second" onClick={() => void keep(withoutFirst)}>
          {text.againFirst}
        </Button>
        <Button kind="second" onClick={() => void keep(withoutSecond)}>
          {text.againSecond}
        </Button>
      </div>
    </>
  );
}

/** Encrypts the papers in a thread of its own and enters them one by one. */
function Entering({ batch, room, keep, onKept }: Kept & Pick<BatchProps, 'room' | 'onKept'>) {
  const text = useMessages(deskPaperText);
  const language = useLanguage();
  const [hasBegun, setBegun] = useState(batch.entered > 0 || batch.prepared !== undefined);
  const place = batchPlace(batch.election, batch.key);
  const papers = batch.first?.papers ?? 0;
  const { first: _first, second: _second, ...uncounted } = batch;
  return (
    <>
      <Alert tone="checked" title={text.same}>
        <p>{text.sameWords(formatCount(papers))}</p>
      </Alert>
      <WorkSteps
        work={{
          // The batch stays: it is still to be confirmed.
          place: { ...place, forget: async () => onKept((await place.find()) ?? batch) },
          begin: () => {
            setBegun(true);
            return Promise.resolve({ ok: true, value: batch });
          },
          next: async (work) => advised(await nextPaper(room, work), language),
          count: ({ entered }) => ({ done: entered, total: papers }),
        }}
        {...(hasBegun && batch.entered > 0 ? { kept: batch } : {})}
        words={{
          start: text.enter,
          goOn: text.enterGoOn,
          busy: text.entering,
          beginning: text.entering,
          step: text.enterStep,
          stopped: text.stopped,
          stoppedWords: text.enterStopped,
        }}
        finished={() => null}
      />
      {!hasBegun && (
        <div>
          <Button kind="plain" onClick={() => void keep(uncounted)}>
            {text.recount}
          </Button>
        </div>
      )}
    </>
  );
}

/** The record of a batch, and the first of the two signatures that let it count. */
function Recording(props: Kept & Pick<BatchProps, 'facts' | 'surrendered' | 'room'>) {
  const { facts, batch, surrendered, room, keep } = props;
  const text = useMessages(deskPaperText);
  const language = useLanguage();
  const [place, setPlace] = useState<Words>({ ko: '', en: '' });
  const [isMissing, setMissing] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const { record, first } = batch;
  const make = (): void => {
    const given = { ko: place.ko.trim(), en: place.en.trim() };
    const missing = given.ko === '' || given.en === '';
    setMissing(missing);
    if (missing || first === undefined) return;
    const wish = {
      facts,
      batch,
      surrendered,
      count: first,
      place: given,
      language,
      madeAt: Date.now(),
    };
    void keep({ ...batch, record: batchRecord(wish) });
  };
  const hand = async (): Promise<void> => {
    if (record === undefined) return;
    setBusy(true);
    setSaid('');
    setProblem(undefined);
    const handed = advised(await handBatch(room, batch, record), language);
    setBusy(false);
    if (handed.ok) setSaid(text.handed);
    else setProblem(handed.problem);
  };
  return (
    <>
      <p>{text.enteredAll(formatCount(batch.entered))}</p>
      <p>{text.recordWords}</p>
      {record === undefined ? (
        <>
          {isMissing && <FieldError>{text.placeMissing}</FieldError>}
          <div class="pick">
            <Field
              label={text.placeKo}
              hint={text.placeHint}
              value={place.ko}
              maxLength={40}
              onInput={(ko) => setPlace({ ...place, ko })}
            />
            <Field
              label={text.placeEn}
              hint={text.placeHint}
              value={place.en}
              maxLength={120}
              onInput={(en) => setPlace({ ...place, en })}
            />
          </div>
          <div>
            <Button kind="second" onClick={make}>
              {text.makeRecord}
            </Button>
          </div>
        </>
      ) : (
        <>
          <BatchSheet file={record.file} digest={sha256(record.file)} name={batch.key} />
          <div>
            <Button busy={isBusy} onClick={() => void hand()}>
              {text.hand}
            </Button>
          </div>
        </>
      )}
      <p role="status">{said}</p>
      {problem !== undefined && <Unanswered problem={problem} />}
    </>
  );
}
