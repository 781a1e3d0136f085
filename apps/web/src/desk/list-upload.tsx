import { utf8 } from '@madang/base';
import {
  applyFix,
  checkRows,
  type Fix,
  type Purpose,
  readRollFile,
  toCsv,
} from '@madang/services/vote/intake/index.ts';
import {
  Alert,
  Button,
  DropZone,
  Field,
  Fold,
  formatCount,
  useLanguage,
  useMessages,
} from '@madang/ui';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { saveFile } from '../device/save-file.ts';
import { deskNewText } from '../text/desk-new.ts';
import type { ListDraft } from './plan-state.ts';
import { badNumbers, kindOf, type ProblemKind, problemKinds } from './roll-rows.ts';
import { RollTable } from './roll-table.tsx';

type UploadProps = {
  title: string;
  hint: string;
  purpose: Purpose;
  list: ListDraft | undefined;
  onList: (list: ListDraft) => void;
  /** What the list comes to, beside what is wrong with it. */
  children: ComponentChildren;
};

/**
 * A list of homes, from a file or pasted; what is wrong stands beside its row and is settled there.
 */
export function ListUpload({ title, hint, purpose, list, onList, children }: UploadProps) {
  const text = useMessages(deskNewText);
  const take = (name: string, bytes: Uint8Array): void => {
    const { rows, problems, notices } = readRollFile(bytes, { purpose });
    onList({ name, rows, problems, notices });
  };
  const takeFile = async (file: File | undefined): Promise<void> => {
    if (file !== undefined) take(file.name, new Uint8Array(await file.arrayBuffer()));
  };
  return (
    <div class="part">
      <DropZone
        title={list === undefined ? title : text.rollAgain}
        hint={hint}
        accept=".csv,.txt,text/csv"
        onFiles={([file]) => void takeFile(file)}
      />
      <Paste onPasted={(pasted) => take(text.pasted, utf8(pasted))} />
      {list === undefined ? (
        <p class="m-small m-sub">{text.rollPrivate}</p>
      ) : (
        <ListCheck list={list} purpose={purpose} onList={onList}>
          {children}
        </ListCheck>
      )}
    </div>
  );
}

/** A place for cells out of a spreadsheet. */
function Paste({ onPasted }: { onPasted: (pasted: string) => void }) {
  const text = useMessages(deskNewText);
  const [pasted, setPasted] = useState('');
  return (
    <Fold title={text.paste}>
      <div class="m-stack-s">
        <Field
          kind="text"
          label={text.pasteLabel}
          hint={text.pasteHint}
          value={pasted}
          onInput={setPasted}
        />
        <div>
          <Button kind="second" size="s" onClick={() => onPasted(pasted)}>
            {text.pasteRead}
          </Button>
        </div>
      </div>
    </Fold>
  );
}

type CheckProps = {
  list: ListDraft;
  purpose: Purpose;
  onList: (list: ListDraft) => void;
  children: ComponentChildren;
};

function ListCheck({ list, purpose, onList, children }: CheckProps) {
  const text = useMessages(deskNewText);
  const language = useLanguage();
  const [kind, setKind] = useState<ProblemKind>();
  const [said, setSaid] = useState('');
  const summary = useRef<HTMLDivElement>(null);
  const bad = useMemo(() => badNumbers(list.problems), [list]);
  const shown = useMemo(
    () => list.problems.filter(({ code }) => kind === undefined || kindOf(code) === kind),
    [list, kind],
  );
  const ofFile = list.problems.filter(({ row }) => row === undefined);
  useEffect(() => setKind(undefined), [list.name]);
  const fix = (given: Fix): void => {
    const rows = applyFix(list.rows, given);
    const problems = checkRows(rows, purpose);
    const { name, notices } = list;
    onList({ name, notices, rows, problems });
    setSaid(text.fixed(formatCount(badNumbers(problems).size)));
    // The button that was pressed is gone; what is left to do stands at the top.
    summary.current?.focus();
  };
  return (
    <>
      <div class="roll-head" ref={summary} tabIndex={-1}>
        <p class="m-small m-sub">{text.rollRead(list.name, formatCount(list.rows.length))}</p>
        {list.problems.length === 0 ? (
          <Alert tone="checked" title={text.allGood} />
        ) : (
          <Alert tone="failed" title={text.badRows(formatCount(bad.size))}>
            <p>{text.badWords(formatCount(list.rows.length - bad.size))}</p>
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
              <KindFilter problems={list.problems} kind={kind} onKind={setKind} />
              <RollTable rows={list.rows} problems={shown} purpose={purpose} onFix={fix} />
              <div>
                <Button
                  kind="plain"
                  size="s"
                  icon="download"
                  onClick={() =>
                    saveFile(
                      'roll-to-correct.csv',
                      utf8(toCsv(list.rows.filter(({ number }) => bad.has(number)))),
                    )
                  }
                >
                  {text.saveBad}
                </Button>
              </div>
            </>
          )}
        </div>
        {children}
      </div>
    </>
  );
}

type FilterProps = {
  problems: ListDraft['problems'];
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
