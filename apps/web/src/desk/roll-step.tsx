import { toRoll } from '@madang/services/vote/intake/index.ts';
import { Alert, Facts, formatCount, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useMemo } from 'preact/hooks';
import { formatArea } from '../decision/figures.ts';
import { deskNewText } from '../text/desk-new.ts';
import { ListUpload } from './list-upload.tsx';
import type { RollDraft, StepProps } from './plan-state.ts';
import { shuffled } from './shuffled.ts';

/** The roll from a file: what is wrong stands beside its row and is settled there. */
export function RollStep({ state, change }: StepProps) {
  const text = useMessages(deskNewText);
  const { roll } = state;
  const capacity = state.profile?.capacity ?? 'owners';
  useEffect(() => {
    if (roll === undefined || roll.made?.capacity === capacity) return;
    const made = madeOf(roll, capacity);
    if (made !== undefined) change({ roll: { ...roll, made } });
  }, [roll, capacity]);
  return (
    <ListUpload
      title={text.rollFile}
      hint={text.rollHint}
      purpose="roll"
      list={roll}
      onList={(list) => change({ roll: list })}
    >
      {roll !== undefined && <RollAside roll={roll} capacity={capacity} />}
    </ListUpload>
  );
}

/** The roll with its random numbers; nothing while the list has problems. */
function madeOf(
  { rows, problems }: RollDraft,
  capacity: 'owners' | 'occupants',
): RollDraft['made'] | undefined {
  if (problems.length > 0) return undefined;
  const made = toRoll(rows, { capacity, shuffle: shuffled });
  return made.ok ? { capacity, roll: made.value } : undefined;
}

/** What keeps a list whose rows are good from being a roll; nothing if it is one. */
function problemsOf(roll: RollDraft, capacity: 'owners' | 'occupants'): RollDraft['problems'] {
  if (roll.made !== undefined) return [];
  const shuffle = (count: number) => Array.from({ length: count }, (_, index) => index);
  const made = toRoll(roll.rows, { capacity, shuffle });
  return made.ok ? [] : made.error;
}

type AsideProps = { roll: RollDraft; capacity: 'owners' | 'occupants' };

function RollAside({ roll, capacity }: AsideProps) {
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
