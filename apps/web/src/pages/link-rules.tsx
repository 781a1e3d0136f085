import { useLanguage, useMessages } from '@madang/ui';
import type { Draft } from '../resident/decision.ts';
import { alwaysWords, conditionWords, settingWords } from '../resident/rule-words.ts';
import { rulesText } from '../text/link-rules.ts';

function Lines({ title, lines }: { title: string; lines: readonly string[] }) {
  return (
    <>
      <h3>{title}</h3>
      <ul class="plain-list">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </>
  );
}

/** The rules of a decision: when it is made, what was settled beforehand, what always holds. */
export function Rules({ draft }: { draft: Draft }) {
  const text = useMessages(rulesText);
  const language = useLanguage();
  const { rule, buildings, settings } = draft;
  const whole = rule.hold === 'all' ? text.all : text.any;
  const conditions = rule.conditions.map((each) => conditionWords(each, buildings, language));
  return (
    <div class="plain">
      <Lines title={text.whenMade} lines={[whole, ...conditions]} />
      <Lines title={text.settled} lines={settingWords(settings, language)} />
      <Lines title={text.always} lines={alwaysWords(language)} />
    </div>
  );
}
