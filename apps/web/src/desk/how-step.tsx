import { Fold, useLanguage, useMessages } from '@madang/ui';
import { settingName, settingNames, settingValues } from '../decision/rule-words.ts';
import { levels, levelWords } from '../decision/status-words.ts';
import { deskNewText } from '../text/desk-new.ts';
import { MomentField, SelectField } from './moment-field.tsx';
import type { PlanState, StepProps } from './plan-state.ts';

type HowProps = StepProps & { buildings: readonly string[]; error?: string };

/** How somebody is identified, until when it is open, and what the law leaves open. */
export function HowStep({ state, change, buildings, error }: HowProps) {
  const text = useMessages(deskNewText);
  const language = useLanguage();
  return (
    <div class="part narrow">
      <SelectField
        label={text.level}
        hint={text.levelHint}
        value={state.level}
        options={levels.map((level) => ({ value: level, words: levelWords(level, language) }))}
        onChange={(level) => change({ level: level as PlanState['level'] })}
      />
      {state.profile?.place === 'one-building' && (
        <SelectField
          label={text.building}
          value={String(state.building)}
          options={buildings.map((name, index) => ({ value: String(index), words: name }))}
          onChange={(building) => change({ building: Number(building) })}
        />
      )}
      <div class="pick">
        <MomentField
          label={text.recordedAt}
          value={state.recordedAt}
          onInput={(recordedAt) => change({ recordedAt })}
        />
        <MomentField
          label={text.closesAt}
          value={state.closesAt}
          onInput={(closesAt) => change({ closesAt })}
          {...(error === undefined ? {} : { error })}
        />
      </div>
      <SettingsFields state={state} change={change} />
    </div>
  );
}

function SettingsFields({ state, change }: StepProps) {
  const text = useMessages(deskNewText);
  const language = useLanguage();
  const { settings, profile } = state;
  if (settings === undefined || profile === undefined) return null;
  return (
    <Fold title={text.settings}>
      <p class="m-small m-sub">{text.settingsWords}</p>
      <div class="choices">
        {settingNames.map((setting) => (
          <SelectField
            key={setting}
            label={settingName(setting, language)}
            {...(profile.fixed.includes(setting) ? { hint: text.fixedByLaw } : {})}
            value={settings[setting]}
            options={settingValues(setting, language).filter(
              ({ value }) => !profile.fixed.includes(setting) || value === settings[setting],
            )}
            onChange={(value) => change({ settings: { ...settings, [setting]: value } })}
          />
        ))}
      </div>
    </Fold>
  );
}
