import { Alert, Button, Field, formatCount, useLanguage, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { batchAddress } from '../ballot/batch-code.ts';
import { bytesInText } from '../ballot/bytes-text.ts';
import { type ElectionFacts, electionBytes } from '../election/election-facts.ts';
import type { Answer, Problem } from '../ledger.ts';
import { Camera } from '../parts/camera.tsx';
import { LargeQr } from '../parts/large-qr.tsx';
import { NotedSlip } from '../parts/noted-slip.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskSurrenderText } from '../text/desk-surrender.ts';
import { surrenderAdvice } from '../text/desk-surrender-advice.ts';
import { siteText } from '../text/site.ts';
import { useDoing } from './election-act.tsx';
import type { KeptBatch } from './kept-batch.ts';
import { SelectField } from './moment-field.tsx';
import { advised } from './paper-advice.ts';
import { type BatchLine, placesOf } from './paper-roll.ts';
import type { PaperRoom } from './paper-work.ts';
import { beginBatch, sendTaken, takeSurrender } from './surrender-work.ts';

/** A whole transaction has some 90 squares in a row, held before a camera at arm's length. */
const transactionWidthPx = 1_280;

type BeginProps = { facts: ElectionFacts; room: PaperRoom; onDone: () => void };

/** Buildings of which somebody has registered a key. */
function keyedIn({ buildings, mix }: ElectionFacts) {
  return (mix?.registered ?? []).flatMap((keys, building) =>
    keys === 0 ? [] : [{ building, name: buildings[building] ?? String(building + 1) }],
  );
}

/** Begins a batch of a building, of nobody yet, for keys that are given up. */
export function BeginBatchPart({ facts, room, onDone }: BeginProps) {
  const text = useMessages(deskSurrenderText);
  const language = useLanguage();
  const all = keyedIn(facts);
  const [wanted, setWanted] = useState('');
  const { doing, run } = useDoing(onDone);
  const chosen = all.find(({ building }) => String(building) === wanted) ?? all[0];
  if (chosen === undefined) return null;
  const begin = async () =>
    advised(await beginBatch(room, { id: facts.id, ...chosen }), language, surrenderAdvice);
  return (
    <section class="part" aria-labelledby="begin-batch">
      <h2 id="begin-batch">{text.begin}</h2>
      <p>{text.beginWords}</p>
      <SelectField
        label={text.building}
        value={String(chosen.building)}
        options={all.map(({ building, name }) => ({ value: String(building), words: name }))}
        onChange={setWanted}
      />
      <div>
        <Button
          kind="second"
          busy={doing.isBusy}
          busyWords={text.beginning}
          onClick={() => void run(begin)}
        >
          {text.beginNow}
        </Button>
      </div>
      <p role="status">{doing.isDone ? text.begun : ''}</p>
      {doing.problem !== undefined && <Unanswered problem={doing.problem} />}
    </section>
  );
}

type TakeProps = {
  batch: KeptBatch;
  line: BatchLine;
  room: PaperRoom;
  /** After something of the batch was kept. */
  onKept: () => void;
};

/** How far the desk is with one key. */
type Taking =
  | { state: 'ready' | 'busy' | 'given' | 'stopped' }
  | { state: 'refused'; problem: Problem };

function useTaking({ batch: first, room, onKept }: TakeProps) {
  const language = useLanguage();
  const [batch, setBatch] = useState(first);
  const [taking, setTaking] = useState<Taking>({
    state: first.taking === undefined ? 'ready' : 'stopped',
  });
  const settle = (answer: Answer<KeptBatch>): void => {
    const told = advised(answer, language, surrenderAdvice);
    if (told.ok) setBatch(told.value);
    setTaking(told.ok ? { state: 'given' } : { state: 'refused', problem: told.problem });
    onKept();
  };
  const run = async (work: () => Promise<Answer<KeptBatch>>): Promise<void> => {
    setTaking({ state: 'busy' });
    settle(await work());
  };
  return {
    taking,
    take: (shown: string) => run(() => takeSurrender(room, batch, shown)),
    goOn: () => run(() => sendTaken(batch)),
    next: () => setTaking({ state: 'ready' }),
  };
}

/** Takes keys that are given up for papers of a batch, one after the other. */
export function TakeKeysPart(props: TakeProps) {
  const text = useMessages(deskSurrenderText);
  const { batch, line } = props;
  const { taking, take, goOn, next } = useTaking(props);
  const { marked, surrendered = 0 } = line;
  return (
    <section class="part" aria-labelledby="take">
      <h2 id="take">{text.title}</h2>
      <p>{text.lead(batch.building)}</p>
      <p class="m-small m-sub">
        {text.places(formatCount(placesOf(line)), formatCount(marked), formatCount(surrendered))}
      </p>
      <Outcome taking={taking} onNext={next} onGoOn={() => void goOn()} />
      {taking.state === 'ready' && (
        <>
          <ShowBatch batch={batch} />
          <ReadKey onShown={(shown) => void take(shown)} />
        </>
      )}
    </section>
  );
}

type OutcomeProps = { taking: Taking; onNext: () => void; onGoOn: () => void };

/** Whether a paper is to be given. */
function Outcome({ taking, onNext, onGoOn }: OutcomeProps) {
  const text = useMessages(deskSurrenderText);
  const site = useMessages(siteText);
  switch (taking.state) {
    case 'ready':
      return null;
    case 'busy':
      return <p role="status">{text.sending}</p>;
    case 'given':
      return (
        <>
          <Alert tone="checked" title={text.give} announce="new">
            <p>{text.giveWords}</p>
          </Alert>
          <NextButton words={text.next} onPress={onNext} />
        </>
      );
    case 'stopped':
      return (
        <>
          <Alert tone="warn" title={text.stopped} announce="new">
            <p>{text.stoppedWords}</p>
          </Alert>
          <NextButton words={text.goOn} onPress={onGoOn} />
        </>
      );
    case 'refused': {
      const { code, detail } = taking.problem;
      return (
        <>
          <Alert tone="warn" title={text.refused} announce="new">
            <p>{detail ?? ''}</p>
            <p>{site.code(code)}</p>
          </Alert>
          <NextButton words={text.next} onPress={onNext} />
        </>
      );
    }
  }
}

function NextButton({ words, onPress }: { words: string; onPress: () => void }) {
  return (
    <div>
      <Button kind="second" onClick={onPress}>
        {words}
      </Button>
    </div>
  );
}

/** The batch, for the voter's telephone. */
function ShowBatch({ batch: { election, key } }: { batch: KeptBatch }) {
  const text = useMessages(deskSurrenderText);
  const code = { election: electionBytes(election), batch: electionBytes(key) };
  return (
    <section class="part" aria-labelledby="show-batch">
      <h3 id="show-batch">{text.first}</h3>
      <p>{text.firstWords}</p>
      <LargeQr text={batchAddress(location.origin, code)} label={text.qr} />
      <NotedSlip label={text.number} of={code.batch} />
    </section>
  );
}

/** Reads what the voter's telephone shows: by the camera, or pasted. */
function ReadKey({ onShown }: { onShown: (shown: string) => void }) {
  const text = useMessages(deskSurrenderText);
  const [isScanning, setScanning] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const [pasted, setPasted] = useState('');
  return (
    <section class="part" aria-labelledby="read-key">
      <h3 id="read-key">{text.second}</h3>
      <p>{text.secondWords}</p>
      {isScanning ? (
        <Camera
          read={(scanned) => (bytesInText(scanned) === undefined ? undefined : scanned)}
          onRead={onShown}
          other={text.scanOther}
          scanWidthPx={transactionWidthPx}
          onRefused={() => {
            setScanning(false);
            setRefused(true);
          }}
          onStop={() => setScanning(false)}
        />
      ) : (
        <div>
          <Button
            icon="scan"
            onClick={() => {
              setRefused(false);
              setScanning(true);
            }}
          >
            {text.scan}
          </Button>
        </div>
      )}
      {isRefused && <Alert tone="warn" title={text.scanRefused} announce="new" />}
      <form
        class="part"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          onShown(pasted);
        }}
      >
        <Field
          label={text.paste}
          hint={text.pasteHint}
          kind="text"
          value={pasted}
          onInput={setPasted}
        />
        <div>
          <Button kind="second" type="submit" disabled={pasted.trim() === ''}>
            {text.pasteNow}
          </Button>
        </div>
      </form>
    </section>
  );
}
