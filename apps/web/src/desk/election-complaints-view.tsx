import { complaintCategories, complaintsIn } from '@madang/services/election/intake/index.ts';
import { Alert, Button, Field, FieldError, formatCount, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { type ComplaintLog, readComplaints } from '../election/complaint-log.ts';
import { Complaints } from '../election/complaints.tsx';
import type { ElectionFacts } from '../election/election-facts.ts';
import { complaintsText } from '../text/complaints.ts';
import { deskElectionText } from '../text/desk-election.ts';
import {
  addComplaint,
  type ComplaintWish,
  type ComplaintWork,
  complaintPlace,
  complaintWork,
} from './complaint-work.ts';
import { Done, useDoing } from './election-act.tsx';
import { useDesk } from './gate.tsx';
import { SelectField } from './moment-field.tsx';

type Props = { facts: ElectionFacts };

/** The complaint log, and what an officer adds to it. */
export function ElectionComplaintsView({ facts }: Props) {
  const text = useMessages(complaintsText);
  const { at } = useDesk();
  const { id } = facts;
  const [turn, setTurn] = useState(0);
  const [log, setLog] = useState<ComplaintLog>();
  const [kept, setKept] = useState<ComplaintWork>();
  const { doing, run } = useDoing(() => setTurn(turn + 1));
  useEffect(() => {
    void readComplaints(id).then((answer) => {
      if (answer.ok) setLog(answer.value);
    });
    void complaintPlace(id).find().then(setKept);
  }, [id, turn]);
  const put = async (work: ComplaintWork, save?: () => void): Promise<void> => {
    await run(async () => {
      const added = await addComplaint(at, id, work);
      if (added.ok) save?.();
      return added;
    });
    setKept(await complaintPlace(id).find());
  };
  const wish = (given: ComplaintWish): void => {
    const { work, save } = complaintWork(given, complaintsIn(given.log).length);
    void put(work, save);
  };
  const given =
    log === undefined || log.wrong !== undefined
      ? undefined
      : { id, log, isBusy: doing.isBusy, onWish: wish };
  return (
    <div class="part narrow">
      <Complaints election={id} turn={turn} />
      {kept !== undefined && !doing.isBusy && (
        <Alert tone="warn" title={text.unfinished}>
          <Button size="s" onClick={() => void put(kept)}>
            {text.goOn}
          </Button>
        </Alert>
      )}
      {given !== undefined && (
        <>
          <Take key={`take ${String(turn)}`} {...given} />
          <Settle key={`settle ${String(turn)}`} {...given} />
        </>
      )}
      <Done doing={doing} />
    </div>
  );
}

type FormProps = {
  id: string;
  log: ComplaintLog;
  isBusy: boolean;
  onWish: (wish: ComplaintWish) => void;
};

function Take({ id, log, isBusy, onWish }: FormProps) {
  const text = useMessages(complaintsText);
  const words = useMessages(deskElectionText);
  const [category, setCategory] = useState<(typeof complaintCategories)[number]>('voting');
  const [written, setWritten] = useState('');
  const [isMissing, setMissing] = useState(false);
  const go = (): void => {
    setMissing(written.trim() === '');
    if (written.trim() !== '') {
      onWish({ election: id, log: log.entries, text: written.trim(), category });
    }
  };
  return (
    <section class="part" aria-labelledby="take">
      <h2 id="take">{text.take}</h2>
      <p>{text.takeWords}</p>
      <SelectField
        label={text.category}
        value={category}
        options={complaintCategories.map((value) => ({ value, words: text[value] }))}
        onChange={(value) =>
          setCategory(complaintCategories.find((one) => one === value) ?? 'other')
        }
      />
      <Field
        kind="text"
        label={text.text}
        value={written}
        maxLength={10_000}
        {...(isMissing ? { error: text.write } : {})}
        onInput={setWritten}
      />
      <div>
        <Button kind="second" busy={isBusy} busyWords={words.busy} onClick={go}>
          {text.takeNow}
        </Button>
      </div>
    </section>
  );
}

const outcomes = ['upheld', 'rejected', 'withdrawn'] as const;

function Settle({ id, log, isBusy, onWish }: FormProps) {
  const text = useMessages(complaintsText);
  const words = useMessages(deskElectionText);
  const waiting = complaintsIn(log.entries).flatMap((some) => {
    const last = some.at(-1)?.entry;
    return last?.state === 'received' ? [last] : [];
  });
  const [number, setNumber] = useState(waiting[0]?.complaint ?? 0);
  const [state, setState] = useState<(typeof outcomes)[number]>('upheld');
  const [written, setWritten] = useState('');
  const [isMissing, setMissing] = useState(false);
  const settles = waiting.find(({ complaint }) => complaint === number) ?? waiting[0];
  const go = (): void => {
    setMissing(written.trim() === '');
    if (settles === undefined || written.trim() === '') return;
    onWish({ election: id, log: log.entries, text: written.trim(), settles, state });
  };
  return (
    <section class="part" aria-labelledby="settle">
      <h2 id="settle">{text.answer}</h2>
      {settles === undefined ? (
        <p class="m-sub">{text.nothingWaits}</p>
      ) : (
        <>
          <div class="pick">
            <SelectField
              label={text.answerWhich}
              value={String(settles.complaint)}
              options={waiting.map(({ complaint, category }) => ({
                value: String(complaint),
                words: text.waits(formatCount(complaint), text[category]),
              }))}
              onChange={(value) => setNumber(Number(value))}
            />
            <SelectField
              label={text.answerState}
              value={state}
              options={outcomes.map((value) => ({ value, words: text[value] }))}
              onChange={(value) => setState(outcomes.find((one) => one === value) ?? 'rejected')}
            />
          </div>
          {isMissing && <FieldError>{text.writeAnswer}</FieldError>}
          <Field
            kind="text"
            label={text.answerText}
            value={written}
            maxLength={10_000}
            onInput={setWritten}
          />
          <div>
            <Button kind="second" busy={isBusy} busyWords={words.busy} onClick={go}>
              {text.answerNow}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
