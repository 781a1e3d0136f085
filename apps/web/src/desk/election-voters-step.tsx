import { FEWEST_BALLOTS } from '@madang/services/elections.ts';
import { toVoters, type VoterList } from '@madang/services/vote/intake/index.ts';
import { Choice, Facts, formatCount, useLanguage, useMessages } from '@madang/ui';
import { useEffect } from 'preact/hooks';
import { deskElectionNewText } from '../text/desk-election-new.ts';
import type { VotersDraft } from './election-plan.ts';
import { ElectionRegisterPart } from './election-register-part.tsx';
import type { ElectionStepProps } from './election-rule-step.tsx';
import { ListUpload } from './list-upload.tsx';
import { SelectField } from './moment-field.tsx';
import { shuffled } from './shuffled.ts';

/** The voters: from a list, or from a register that is there already. */
export function ElectionVotersStep({ plan, change }: ElectionStepProps) {
  const text = useMessages(deskElectionNewText);
  const { from } = plan;
  return (
    <>
      <fieldset class="choices">
        <legend class="m-label">{text.from}</legend>
        <Choice
          group="from"
          title={text.fromList}
          hint={text.fromListHint}
          checked={from === 'list'}
          onChange={() => change({ from: 'list' })}
        />
        <Choice
          group="from"
          title={text.fromRegister}
          hint={text.fromRegisterHint}
          checked={from === 'register'}
          onChange={() => change({ from: 'register' })}
        />
      </fieldset>
      {from === 'list' ? (
        <ListPart plan={plan} change={change} />
      ) : (
        <ElectionRegisterPart plan={plan} change={change} />
      )}
    </>
  );
}

/** The voters from a list: one for each home. What is wrong stands beside its row. */
function ListPart({ plan, change }: ElectionStepProps) {
  const text = useMessages(deskElectionNewText);
  const { list, measure } = plan;
  useEffect(() => {
    if (list === undefined || list.made !== undefined || list.problems.length > 0) return;
    const made = toVoters(list.rows, shuffled);
    if (made.ok) change({ list: { ...list, made: made.value } });
  }, [list]);
  return (
    <>
      <ListUpload
        title={text.votersFile}
        hint={text.votersHint}
        purpose="voters"
        list={list}
        onList={(next) => change({ list: next })}
      >
        {list !== undefined && <VotersAside list={list} />}
      </ListUpload>
      <div class="part narrow">
        <SelectField
          label={text.measure}
          hint={text.measureHint}
          value={measure}
          options={[
            { value: 'heads', words: text.measureHeads },
            { value: 'area', words: text.measureArea },
          ]}
          onChange={(value) => change({ measure: value === 'area' ? 'area' : 'heads' })}
        />
      </div>
    </>
  );
}

/** How many voters each building has, in the order of the buildings. */
function countsOf({ buildings, voters }: VoterList): readonly number[] {
  return buildings.map((_, at) => voters.filter(({ building }) => building === at).length);
}

function VotersAside({ list }: { list: VotersDraft }) {
  const text = useMessages(deskElectionNewText);
  const language = useLanguage();
  const { made } = list;
  const counts = made === undefined ? [] : countsOf(made);
  const small = counts.filter((count) => count < FEWEST_BALLOTS).length;
  const notices = [
    ...list.notices.map((notice) => notice.text[language]),
    ...(small > 0 && counts.length > 1 ? [text.smallBuildings(formatCount(small))] : []),
  ];
  return (
    <div class="part">
      {made !== undefined && (
        <section class="waits" aria-labelledby="counted">
          <h2 id="counted">{text.counted}</h2>
          <Facts
            layout="wide"
            facts={[
              { term: text.voters, value: formatCount(made.voters.length) },
              { term: text.noPhone, value: formatCount(made.withoutPhone) },
              { term: text.excludedHomes, value: formatCount(made.excluded) },
              {
                term: text.byBuilding,
                value: made.buildings
                  .map((name, at) => `${name} ${formatCount(counts[at] ?? 0)}`)
                  .join(', '),
              },
            ]}
          />
        </section>
      )}
      {notices.length > 0 && (
        <section class="waits" aria-labelledby="notices">
          <h2 id="notices">{text.notices}</h2>
          <ul class="dots">
            {notices.map((notice) => (
              <li key={notice}>{notice}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
