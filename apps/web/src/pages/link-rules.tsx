import { Fold, useLanguage, useMessages } from '@madang/ui';
import type { Draft } from '../resident/decision.ts';
import { alwaysWords, conditionWords, settingWords } from '../resident/rule-words.ts';
import { rulesText } from '../text/link-rules.ts';

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul class="plain-list">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** The rules of a decision, folded: when it is made, what was settled, what always holds. */
export function Rules({ draft }: { draft: Draft }) {
  const text = useMessages(rulesText);
  const language = useLanguage();
  const { rule, buildings, settings } = draft;
  return (
    <section aria-labelledby="rules">
      <h2 id="rules" class="link-h2">
        {text.title}
      </h2>
      <Fold title={text.whenMade}>
        <p>{rule.hold === 'all' ? text.all : text.any}</p>
        <Lines lines={rule.conditions.map((each) => conditionWords(each, buildings, language))} />
      </Fold>
      <Fold title={text.settled}>
        <Lines lines={settingWords(settings, language)} />
      </Fold>
      <Fold title={text.always}>
        <Lines lines={alwaysWords(language)} />
      </Fold>
    </section>
  );
}
