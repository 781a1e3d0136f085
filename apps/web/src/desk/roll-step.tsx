import { utf8 } from '@madang/base';
import { randomBytes } from '@madang/crypto';
import {
  applyFix,
  checkRows,
  type Fix,
  permutation,
  readRollFile,
  toCsv,
  toRoll,
} from '@madang/services/vote/intake/index.ts';
import { Alert, Button, DropZone, Facts, formatCount, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatArea } from '../decision/figures.ts';
import { saveFile } from '../device/save-file.ts';
import { deskNewText } from '../text/desk-new.ts';
import type { RollDraft, StepProps } from './plan-state.ts';
import { badNumbers, kindOf, type ProblemKind, problemKinds } from './roll-rows.ts';
import { RollTable } from './roll-table.tsx';

/** The roll from a file: what is wrong stands beside its row and is settled there. */
export function RollStep({ state, change }: StepProps) {
  const text = useMessages(deskNewText);
  const { roll } = state;
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    const read = readRollFile(new Uint8Array(await file.arrayBuffer()));
    const { rows, problems, notices } = read;
    change({ roll: { name: file.name, rows, problems, notices } });
  };
  const capacity = state.profile?.capacity ?? 'owners';
  useEffect(() => {
    if (roll === undefined || roll.made?.capacity === capacity) return;
    const made = madeOf(roll, capacity);
    if (made !== undefined) change({ roll: { ...roll, made } });
  }, [roll, capacity]);
  return (
    <div class="part">
      <DropZone
        title={roll === undefined ? text.rollFile : text.rollAgain}
        hint={text.rollHint}
        accept=".csv,.txt,text/csv"
        onFiles={([file]) => void take(file)}
      />
      {roll === undefined ? (
        <p class="m-small m-sub">{text.rollPrivate}</p>
      ) : (
        <RollCheck roll={roll} capacity={capacity} onRoll={(next) => change({ roll: next })} />
      )}
    </div>
  );
}

/** A random number below `end`, each as likely as the others. */
function randomBelow(end: number): number {
  const evenBelow = 2 ** 32 - (2 ** 32 % end);
  for (;;) {
    const bytes = randomBytes(4);
    const number = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
    if (number < evenBelow) return number % end;
  }
}

/** The roll with its random numbers; nothing while the list has problems. */
function madeOf(
  { rows, problems }: RollDraft,
  capacity: 'owners' | 'occupants',
): RollDraft['made'] | undefined {
  if (problems.length > 0) return undefined;
  const made = toRoll(rows, { capacity, shuffle: (count) => permutation(count, randomBelow) });
  return made.ok ? { capacity, roll: made.value } : undefined;
}

type CheckProps = {
  roll: RollDraft;
  capacity: 'owners' | 'occupants';
  onRoll: (roll: RollDraft) => void;
};

function RollCheck({ roll, capacity, onRoll }: CheckProps) {
  const text = useMessages(deskNewText);
  const language = useLanguage();
  const [kind, setKind] = useState<ProblemKind>();
  const [said, setSaid] = useState('');
  const summary = useRef<HTMLDivElement>(null);
  const bad = useMemo(() => badNumbers(roll.problems), [roll]);
  const shown = useMemo(
    () => roll.problems.filter(({ code }) => kind === undefined || kindOf(code) === kind),
    [roll, kind],
  );
  const ofFile = roll.problems.filter(({ row }) => row === undefined);
  useEffect(() => setKind(undefined), [roll.name]);
  const fix = (given: Fix): void => {
    const rows = applyFix(roll.rows, given);
    const problems = checkRows(rows);
    const { name, notices } = roll;
    onRoll({ name, notices, rows, problems });
    setSaid(text.fixed(formatCount(badNumbers(problems).size)));
    // The button that was pressed is gone; what is left to do stands at the top.
    summary.current?.focus();
  };
  return (
    <>
      <div class="roll-head" ref={summary} tabIndex={-1}>
        <p class="m-small m-sub">{text.rollRead(roll.name, formatCount(roll.rows.length))}</p>
        {roll.problems.length === 0 ? (
          <Alert tone="checked" title={text.allGood} />
        ) : (
          <Alert tone="failed" title={text.badRows(formatCount(bad.size))}>
            <p>{text.badWords(formatCount(roll.rows.length - bad.size))}</p>
            {ofFile.map(({ code, text: words }) => (
              <p key={code}>
                {words[language]} <code>{code}</code>
              </p>
            ))}
          </Alert>
        )}
        <p role="status" class="m-small">
          {said}
        </p>
      </div>
      <div class="roll-two">
        <div class="part">
          {bad.size > 0 && (
            <>
              <KindFilter problems={roll.problems} kind={kind} onKind={setKind} />
              <RollTable rows={roll.rows} problems={shown} onFix={fix} />
              <div>
                <Button
                  kind="plain"
                  size="s"
                  icon="download"
                  onClick={() =>
                    saveFile(
                      'roll-to-correct.csv',
                      utf8(toCsv(roll.rows.filter(({ number }) => bad.has(number)))),
                    )
                  }
                >
                  {text.saveBad}
                </Button>
              </div>
            </>
          )}
        </div>
        <RollAside roll={roll} capacity={capacity} />
      </div>
    </>
  );
}

type FilterProps = {
  problems: RollDraft['problems'];
  kind: ProblemKind | undefined;
  onKind: (kind: ProblemKind | undefined) => void;
};

function KindFilter({ problems, kind, onKind }: FilterProps) {
  const text = useMessages(deskNewText);
  const words: Readonly<Record<ProblemKind, string>> = {
    duplicate: text.kindDuplicate,
    area: text.kindArea,
    share: text.kindShare,
    unit: text.kindUnit,
    phone: text.kindPhone,
    other: text.kindOther,
  };
  const counts = problemKinds.flatMap((one) => {
    const count = problems.filter(({ code }) => kindOf(code) === one).length;
    return count === 0 ? [] : [{ one, count }];
  });
  return (
    <div class="flt" role="group" aria-label={text.kinds}>
      <button type="button" aria-pressed={kind === undefined} onClick={() => onKind(undefined)}>
        {text.kindAll(formatCount(problems.length))}
      </button>
      {counts.map(({ one, count }) => (
        <button key={one} type="button" aria-pressed={kind === one} onClick={() => onKind(one)}>
          {words[one]} {formatCount(count)}
        </button>
      ))}
    </div>
  );
}

/** What keeps a list whose rows are good from being a roll; nothing if it is one. */
function problemsOf(roll: RollDraft, capacity: 'owners' | 'occupants'): RollDraft['problems'] {
  if (roll.made !== undefined) return [];
  const shuffle = (count: number) => Array.from({ length: count }, (_, index) => index);
  const made = toRoll(roll.rows, { capacity, shuffle });
  return made.ok ? [] : made.error;
}

function RollAside({ roll, capacity }: Omit<CheckProps, 'onRoll'>) {
  const text = useMessages(deskNewText);
  const language = useLanguage();
  const failed = useMemo(
    () => (roll.problems.length > 0 ? [] : problemsOf(roll, capacity)),
    [roll, capacity],
  );
  const made = roll.made?.roll;
  const totals = made?.totals;
  const notices = [...roll.notices, ...(made?.notices ?? [])];
  return (
    <div class="part">
      {failed.map(({ code, text: words }) => (
        <Alert key={code} tone="failed" title={words[language]} />
      ))}
      {totals !== undefined && (
        <section class="waits" aria-labelledby="counted">
          <h2 id="counted">{text.counted}</h2>
          <Facts
            layout="wide"
            facts={[
              { term: text.homes, value: formatCount(totals.homes) },
              { term: text.owners, value: formatCount(totals.heads) },
              { term: text.area, value: `${formatArea(totals.areaMilliM2)} ㎡` },
              { term: text.represented, value: formatCount(totals.represented) },
              { term: text.unrepresented, value: formatCount(totals.unrepresented) },
              { term: text.excluded, value: formatCount(totals.excluded) },
            ]}
          />
        </section>
      )}
      <section class="waits" aria-labelledby="notices">
        <h2 id="notices">{text.notices}</h2>
        <ul class="dots">
          {notices.map(({ code, text: words }) => (
            <li key={code}>{words[language]}</li>
          ))}
          <li>{text.rollPrivate}</li>
        </ul>
      </section>
    </div>
  );
}
