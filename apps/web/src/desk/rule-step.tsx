import { listProfiles } from '@madang/services/vote/profiles/index.ts';
import { Choice, useLanguage, useMessages } from '@madang/ui';
import { conditionWords, holdWords } from '../decision/rule-words.ts';
import { decisionsText } from '../text/decisions.ts';
import { deskNewText } from '../text/desk-new.ts';
import type { StepProps } from './plan-state.ts';

type Profile = ReturnType<typeof listProfiles>[number];

/** By which rule: each with what was read, and when; nothing is chosen beforehand. */
export function RuleStep({ state, change }: StepProps) {
  const text = useMessages(deskNewText);
  const language = useLanguage();
  const sourceOf = useSourceWords();
  return (
    <div class="part narrow">
      <p>{text.ruleWords}</p>
      <fieldset class="choices">
        <legend class="m-vh">{text.rule}</legend>
        {listProfiles().map((profile) => (
          <Choice
            key={profile.id}
            group="profile"
            title={profile.title[language]}
            hint={sourceOf(profile)}
            checked={state.profile?.id === profile.id}
            onChange={() => change({ profile, settings: profile.settings, isRuleChecked: false })}
          />
        ))}
      </fieldset>
      {state.profile !== undefined && (
        <section class="waits" aria-label={state.profile.title[language]}>
          <h2>{state.profile.title[language]}</h2>
          <p class="m-small m-sub">{sourceOf(state.profile)}</p>
          <p>{holdWords(state.profile.rule, language)}</p>
          <ul class="dots">
            {state.profile.rule.conditions.map((condition, index) => (
              <li key={index}>{conditionWords(condition, [], language)}</li>
            ))}
          </ul>
          <h3>{text.checkFirst}</h3>
          <p>{state.profile.note[language]}</p>
          {state.profile.contents !== undefined && (
            <>
              <h3>{text.contents}</h3>
              <ul class="dots">
                {state.profile.contents.map((words) => (
                  <li key={words.en}>{words[language]}</li>
                ))}
              </ul>
            </>
          )}
          <Choice
            title={text.checkedRule}
            checked={state.isRuleChecked}
            onChange={(isRuleChecked) => change({ isRuleChecked })}
          />
        </section>
      )}
    </div>
  );
}

function useSourceWords(): (profile: Profile) => string {
  const text = useMessages(deskNewText);
  const words = useMessages(decisionsText);
  return ({ source }) => {
    const how = {
      statute: words.basisStatute,
      official: words.basisOfficial,
      page: words.basisPage,
      recalled: words.basisRecalled,
    }[source.basis];
    return `${source.law} ${source.article} · ${text.readMonth(source.read, how)}`;
  };
}
