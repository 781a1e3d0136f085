import { FieldError, useLanguage, useMessages } from '@madang/ui';
import { levels, levelWords } from '../decision/status-words.ts';
import { deskElectionMixingText } from '../text/desk-election-mixing.ts';
import { deskElectionNewText } from '../text/desk-election-new.ts';
import { mixingNeeds } from './election-needs.ts';
import type { ElectionStepProps } from './election-rule-step.tsx';
import { errorIf, fromLocal, MomentField, SelectField } from './moment-field.tsx';

/** Whether nobody is to see who has voted: what it gains, what it costs, and what it needs. */
function MixingChoice({ plan, change }: ElectionStepProps) {
  const text = useMessages(deskElectionMixingText);
  const { isMixed, registersUntil } = plan;
  const missing = mixingNeeds(plan, text).flatMap(([isMet, words]) => (isMet ? [] : [words]));
  return (
    <section class="m-stack" aria-labelledby="hide">
      <h2 id="hide">{text.choose}</h2>
      <p class="m-small">{text.gains}</p>
      <p class="m-small">{text.costs}</p>
      <SelectField
        label={text.choose}
        value={isMixed ? 'on' : 'off'}
        options={[
          { value: 'off', words: text.off },
          { value: 'on', words: text.on },
        ]}
        onChange={(value) => change({ isMixed: value === 'on' })}
      />
      {isMixed && (
        <MomentField
          label={text.until}
          hint={text.untilHint}
          value={registersUntil}
          onInput={(moment) => change({ registersUntil: moment })}
        />
      )}
      {missing.map((words) => (
        <FieldError key={words}>{words}</FieldError>
      ))}
    </section>
  );
}

/** How somebody is identified, until when, and what is opened of the sums. */
export function ElectionHowStep({ plan, change }: ElectionStepProps) {
  const text = useMessages(deskElectionNewText);
  const language = useLanguage();
  const { level, recordedAt, closesAt, results, revote, paper } = plan;
  const isPast = (fromLocal(closesAt) ?? 0) <= Date.now();
  return (
    <div class="part narrow">
      <div class="pick">
        <MomentField
          label={text.recordedAt}
          value={recordedAt}
          onInput={(moment) => change({ recordedAt: moment })}
        />
        <MomentField
          label={text.closesAt}
          value={closesAt}
          onInput={(moment) => change({ closesAt: moment })}
          {...errorIf(isPast, text.closesSoon)}
        />
      </div>
      <SelectField
        label={text.level}
        hint={text.levelHint}
        value={level}
        options={levels.map((one) => ({ value: one, words: levelWords(one, language) }))}
        onChange={(value) => change({ level: levels.find((one) => one === value) ?? 'link' })}
      />
      <SelectField
        label={text.results}
        value={results}
        options={[
          { value: 'complex', words: text.resultsComplex },
          { value: 'buildings', words: text.resultsBuildings },
        ]}
        onChange={(value) => change({ results: value === 'buildings' ? 'buildings' : 'complex' })}
      />
      <SelectField
        label={text.revote}
        value={revote}
        options={[
          { value: 'none', words: text.revoteNone },
          { value: 'last', words: text.revoteLast },
        ]}
        onChange={(value) => change({ revote: value === 'last' ? 'last' : 'none' })}
      />
      <SelectField
        label={text.paper}
        hint={text.paperHint}
        value={paper}
        options={[
          { value: 'none', words: text.paperNone },
          { value: 'batches', words: text.paperBatches },
        ]}
        onChange={(value) => change({ paper: value === 'batches' ? 'batches' : 'none' })}
      />
      <MixingChoice plan={plan} change={change} />
    </div>
  );
}
