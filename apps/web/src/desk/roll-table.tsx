import type { Column, Fix, Problem, Purpose, Row } from '@madang/services/vote/intake/index.ts';
import { Button, formatCount, useLanguage, useMessages } from '@madang/ui';
import { useMemo, useState } from 'preact/hooks';
import { deskNewText } from '../text/desk-new.ts';
import { cellOf, homeIn, maskedName, maskedPhone, type RollLine, rollLines } from './roll-rows.ts';

const shownAtFirst = 100;

type TableProps = {
  rows: readonly Row[];
  problems: readonly Problem[];
  purpose: Purpose;
  onFix: (fix: Fix) => void;
};

/** The rows to correct, each with what is wrong and what would settle it. */
export function RollTable({ rows, problems, purpose, onFix }: TableProps) {
  const text = useMessages(deskNewText);
  const [shown, setShown] = useState(shownAtFirst);
  const lines = useMemo(() => rollLines(rows, problems), [rows, problems]);
  const rest = lines.length - shown;
  return (
    <>
      <div class="m-scroll" tabIndex={0} role="region" aria-label={text.table}>
        <table class="m-table roll">
          <thead>
            <tr>
              <th scope="col" class="m-num">
                {text.row}
              </th>
              <th scope="col">{text.homeColumn}</th>
              {purpose === 'roll' && (
                <th scope="col" class="m-num">
                  {text.areaColumn}
                </th>
              )}
              <th scope="col">{purpose === 'roll' ? text.ownerColumn : text.voterColumn}</th>
              {purpose === 'roll' && (
                <th scope="col" class="m-num">
                  {text.shareColumn}
                </th>
              )}
              <th scope="col">{text.phoneColumn}</th>
              <th scope="col">{text.problemColumn}</th>
            </tr>
          </thead>
          <tbody>
            {lines.slice(0, shown).map((line) =>
              line.kind === 'good' ? (
                <tr key={`g${line.from}`} class="gap">
                  <td colSpan={purpose === 'roll' ? 7 : 5}>
                    {text.goodBetween(String(line.from), String(line.to))}
                  </td>
                </tr>
              ) : (
                <BadRow key={line.row.number} line={line} purpose={purpose} onFix={onFix} />
              ),
            )}
          </tbody>
        </table>
      </div>
      {rest > 0 && (
        <div>
          <Button kind="plain" size="s" onClick={() => setShown(shown + shownAtFirst)}>
            {text.moreRows(formatCount(Math.min(rest, shownAtFirst)))}
          </Button>
        </div>
      )}
    </>
  );
}

type RowProps = {
  line: Extract<RollLine, { kind: 'row' }>;
  purpose: Purpose;
  onFix: (fix: Fix) => void;
};

function BadRow({ line, purpose, onFix }: RowProps) {
  const text = useMessages(deskNewText);
  const { row, problems, isWith } = line;
  const wrong = new Set(problems.map(({ column }) => cellOf(column)));
  const cell = (column: Column, shown: string, kind = 'm-nobr') => (
    <td class={wrong.has(column) ? `${kind} x` : kind}>
      {shown === '' && wrong.has(column) ? <span class="none">{text.empty}</span> : shown}
    </td>
  );
  const { area = '', owner = '', share = '', phone = '' } = row.cells;
  return (
    <tr class="bad">
      <th scope="row" class="rn">
        {row.number}
      </th>
      {cell('home', homeIn(row))}
      {purpose === 'roll' && cell('area', area, 'm-num')}
      {cell('owner', wrong.has('owner') ? owner : maskedName(owner))}
      {purpose === 'roll' && cell('share', share, 'm-num')}
      {cell('phone', wrong.has('phone') ? phone : maskedPhone(phone))}
      <td class="why">
        {isWith && <p class="m-small m-sub">{text.fixedWith}</p>}
        {problems.map((problem) => (
          <ProblemCell key={problem.code + (problem.column ?? '')} {...{ row, problem, onFix }} />
        ))}
      </td>
    </tr>
  );
}

type ProblemProps = { row: Row; problem: Problem; onFix: (fix: Fix) => void };

function ProblemCell({ row, problem, onFix }: ProblemProps) {
  const text = useMessages(deskNewText);
  const language = useLanguage();
  const [own, setOwn] = useState('');
  const { fix, column } = problem;
  return (
    <div>
      <p>
        {problem.text[language]} <code>{problem.code}</code>
      </p>
      <div class="m-row">
        {fix !== undefined && (
          <Button kind="plain" size="s" onClick={() => onFix(fix)}>
            {fix.kind === 'remove' ? text.fixRemove(String(fix.row)) : text.fixSet(fix.value)}
          </Button>
        )}
        {column !== undefined && fix === undefined && (
          <form
            class="own"
            onSubmit={(event) => {
              event.preventDefault();
              onFix({ kind: 'set', row: row.number, column, value: own });
            }}
          >
            <input
              class="m-input"
              aria-label={text.ownValue(String(row.number))}
              value={own}
              onInput={(event) => setOwn(event.currentTarget.value)}
            />
            <Button kind="plain" size="s" type="submit">
              {text.put}
            </Button>
          </form>
        )}
      </div>
    </div>
  );
}
