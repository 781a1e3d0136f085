import { FEWEST_KEYS } from '@madang/services/ballot.ts';
import { Alert, Button, Field, Fold, formatCount, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { type BatchCode, readBatchCode } from '../ballot/batch-code.ts';
import { isSame } from '../ballot/election.ts';
import { readNoted } from '../ballot/opened-link.ts';
import { useBallotRoom } from '../ballot/room.ts';
import type { Stood } from '../ballot/standing.ts';
import { findBatch, type Giving } from '../ballot/surrender.ts';
import type { Problem } from '../ledger.ts';
import { Camera } from '../parts/camera.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { surrenderText } from '../text/ballot-surrender.ts';
import { Known } from './ballot-parts.tsx';
import { ActionBar, Help } from './link-parts.tsx';

/** What it means to give up a key, before anything is done. */
function Consequences({ stood: { ballots } }: Pick<BeginProps, 'stood'>) {
  const text = useMessages(surrenderText);
  return (
    <section class="m-stack" aria-labelledby="know">
      <h2 id="know">{text.know}</h2>
      <ul class="ballot-know">
        <Known icon="stop" title={text.knowOver}>
          {ballots > 0 ? text.knowOverVoted : text.knowOverNone}
        </Known>
        <Known icon="lock" title={text.knowFinal}>
          {text.knowFinalWords}
        </Known>
        <Known icon="eye" title={text.knowSeen}>
          {text.knowSeenWords}
        </Known>
        <Known icon="info" title={text.knowFew(formatCount(FEWEST_KEYS))}>
          {text.knowFewWords}
        </Known>
      </ul>
    </section>
  );
}

type BeginProps = { giving: Giving; stood: Stood; onBatch: (batch: Uint8Array) => void };

/** Says what it means, and asks for the batch that the desk names. */
export function BeginStep({ giving, stood, onBatch }: BeginProps) {
  const text = useMessages(surrenderText);
  const [isScanning, setScanning] = useState(false);
  const [trouble, setTrouble] = useState<'scanRefused' | 'otherElection'>();
  const take = ({ election, batch }: BatchCode) => {
    setScanning(false);
    if (isSame(election, giving.open.id)) onBatch(batch);
    else setTrouble('otherElection');
  };
  return (
    <>
      <div class="m-task">
        <div class="m-stack-s">
          <h1>{text.title}</h1>
          <p>{text.lead}</p>
        </div>
        {isScanning ? (
          <Camera
            read={readBatchCode}
            onRead={take}
            other={text.scanOther}
            onRefused={() => {
              setScanning(false);
              setTrouble('scanRefused');
            }}
            onStop={() => setScanning(false)}
          />
        ) : (
          <Consequences stood={stood} />
        )}
        {trouble !== undefined && <Alert tone="warn" title={text[trouble]} announce="new" />}
        {!isScanning && (
          <Fold title={text.noCamera} open={trouble === 'scanRefused'}>
            <NumberForm giving={giving} onBatch={onBatch} />
          </Fold>
        )}
        <Help />
      </div>
      {!isScanning && (
        <ActionBar>
          <Button
            size="l"
            icon="scan"
            onClick={() => {
              setTrouble(undefined);
              setScanning(true);
            }}
          >
            {text.scan}
          </Button>
        </ActionBar>
      )}
    </>
  );
}

/** Takes the number of a batch, where no camera can. */
function NumberForm({ giving, onBatch }: Pick<BeginProps, 'giving' | 'onBatch'>) {
  const text = useMessages(surrenderText);
  const room = useBallotRoom();
  const [typed, setTyped] = useState('');
  const [isMissing, setMissing] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const find = async () => {
    if (isBusy) return;
    setProblem(undefined);
    if (readNoted(typed) === undefined) {
      setMissing(true);
      return;
    }
    setBusy(true);
    const found = await findBatch(room, giving.open.id, typed);
    setBusy(false);
    if (!found.ok) setProblem(found.problem);
    else if (found.value === undefined) setMissing(true);
    else onBatch(found.value);
  };
  return (
    <form
      class="link-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void find();
      }}
    >
      <Field
        label={text.number}
        value={typed}
        onInput={(value) => {
          setTyped(value);
          setMissing(false);
        }}
        {...(isMissing ? { error: text.notFound } : {})}
      />
      {problem !== undefined && <Unanswered problem={problem} />}
      <Button type="submit" kind="second" busy={isBusy} busyWords={text.finding}>
        {text.find}
      </Button>
    </form>
  );
}
