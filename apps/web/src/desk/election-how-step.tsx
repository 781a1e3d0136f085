import { useLanguage, useMessages } from '@madang/ui';
import { levels, levelWords } from '../decision/status-words.ts';
import { deskElectionNewText } from '../text/desk-election-new.ts';
import type { ElectionStepProps } from './election-rule-step.tsx';
import { errorIf, fromLocal, MomentField, SelectField } from './moment-field.tsx';

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
    </div>
  );
}
