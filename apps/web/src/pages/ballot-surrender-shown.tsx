import { Alert, Button, Fold, formatClock, useCopy, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { textOfBytes } from '../ballot/bytes-text.ts';
import { useBallotRoom } from '../ballot/room.ts';
import { batchOfKey, type Stood } from '../ballot/standing.ts';
import { checkGiven, type GivenKey, type Giving, recordOfGiven } from '../ballot/surrender.ts';
import { saveFile } from '../device/save-file.ts';
import type { KeptSurrender } from '../device/surrender-store.ts';
import { LargeQr } from '../parts/large-qr.tsx';
import { NotedSlip } from '../parts/noted-slip.tsx';
import { watch } from '../parts/watch.ts';
import { surrenderText } from '../text/ballot-surrender.ts';
import { Help, Notice } from './link-parts.tsx';
import { WithReceipt } from './link-receipt.tsx';

/** Between two looks whether the desk has sent it, and whether its receipt is there, ms. */
const lookEveryMs = 2_000;

type ShownProps = {
  giving: Giving;
  stood: Stood;
  kept: KeptSurrender;
  onLate: () => void;
  onGiven: () => void;
};

/** Whether the batch in which a key was given up is proven. */
function isGiven(found: Awaited<ReturnType<typeof batchOfKey>>): boolean {
  return found.state === 'proven' && found.value !== undefined;
}

/** Looks again and again whether the key is given up, or what was signed is too old. */
function useOutcome({ giving, stood, kept, onGiven }: ShownProps): boolean {
  const { prepared } = kept;
  const room = useBallotRoom();
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const { key } = stood;
    if (key === undefined) return;
    return watch({
      everyMs: lookEveryMs,
      ask: () => batchOfKey(room, giving.open.id, key),
      isLast: isGiven,
      take: (found) => {
        if (isGiven(found)) onGiven();
        else setLate(room.elections.clock.ledgerNow() > prepared.expiresAt);
      },
    });
  }, [prepared.id]);
  return isLate;
}

/** What the desk reads, until it has put it on record. */
export function ShownStep(props: ShownProps) {
  const { kept, onLate } = props;
  const text = useMessages(surrenderText);
  const isLate = useOutcome(props);
  const { envelope, expiresAt } = kept.prepared;
  const shown = textOfBytes(envelope);
  if (isLate) {
    return (
      <Notice title={text.late} action={<Button onClick={onLate}>{text.again}</Button>}>
        <p>{text.lateWords}</p>
      </Notice>
    );
  }
  return (
    <div class="m-task">
      <div class="m-stack-s">
        <h1>{text.shown}</h1>
        <p>{text.shownWords}</p>
      </div>
      <LargeQr text={shown} label={text.qr} />
      <p class="m-strong" role="status">
        {text.waiting}
      </p>
      <p class="m-small m-sub">{text.shownUntil(formatClock(expiresAt))}</p>
      <NotedSlip label={text.batch} of={kept.batch} />
      <Fold title={text.deskNoCamera}>
        <Characters shown={shown} />
      </Fold>
      <Help />
    </div>
  );
}

/** The same as characters, where the desk has no camera. */
function Characters({ shown }: { shown: string }) {
  const text = useMessages(surrenderText);
  const copy = useCopy();
  return (
    <div class="m-stack">
      <p>{text.deskNoCameraWords}</p>
      <p class="m-small ballot-characters">{shown}</p>
      <div class="link-tools">
        <Button kind="second" icon="copy" onClick={() => copy(shown)}>
          {text.copy}
        </Button>
        <Button
          kind="second"
          icon="download"
          onClick={() => saveFile('key-given-up.txt', new TextEncoder().encode(shown))}
        >
          {text.save}
        </Button>
      </div>
    </div>
  );
}

const nowhere = { ok: true, value: undefined } as const;

/** The record by which the key was given up, once it is there; `none` where it is not here. */
function useRecord(giving: Giving, batch: Uint8Array): GivenKey | 'none' | undefined {
  const room = useBallotRoom();
  const [record, setRecord] = useState<GivenKey | 'none'>();
  useEffect(() => {
    return watch({
      everyMs: lookEveryMs,
      ask: () => recordOfGiven(room, giving, batch).catch(() => nowhere),
      isLast: ({ ok }) => ok,
      take: (found) => {
        if (found.ok) setRecord(found.value ?? 'none');
      },
    });
  }, []);
  return record;
}

type GivenProps = { giving: Giving; stood: Stood; batch: Uint8Array };

/** That the key was given up for a paper, with the record, and votes no more. */
export function GivenUp({ giving, stood, batch }: GivenProps) {
  const text = useMessages(surrenderText);
  const record = useRecord(giving, batch);
  return (
    <div class="m-task">
      {record === undefined || record === 'none' ? (
        <h1>{text.done}</h1>
      ) : (
        <Receipt giving={giving} given={record} />
      )}
      <Alert title={text.doneWords} />
      <NotedSlip label={text.batch} of={batch} />
      <p class="m-small m-sub">{text.doneSeen(formatClock(stood.asOfMs))}</p>
      {record === 'none' && <p class="m-small m-sub">{text.doneElsewhere}</p>}
      <Help />
    </div>
  );
}

function Receipt({ giving, given }: { giving: Giving; given: GivenKey }) {
  const text = useMessages(surrenderText);
  const room = useBallotRoom();
  return (
    <WithReceipt
      title={text.done}
      act={{ number: given.prepared.number.replaceAll(' ', '') }}
      receipt={given.receipt}
      wallSignature={text.wallProof}
      check={(onPart) => checkGiven(room, giving, given, onPart)}
    />
  );
}
