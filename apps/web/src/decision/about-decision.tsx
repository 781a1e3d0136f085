import { toHex } from '@madang/base';
import { isSameRule, profileOf } from '@madang/services/vote/profiles/index.ts';
import {
  Button,
  type Fact,
  Facts,
  formatDayAndTime,
  Hash,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useState } from 'preact/hooks';
import { saveFile } from '../device/save-file.ts';
import { decisionsText } from '../text/decisions.ts';
import { cityClient } from './city-client.ts';
import type { DecisionFacts } from './decision-facts.ts';
import {
  conditionWords,
  holdWords,
  settingName,
  settingNames,
  settingWordsOf,
} from './rule-words.ts';
import { levelWords } from './status-words.ts';
import { useInstitutionName } from './use-names.ts';

/** What is decided, who asks, by which rule, and what was settled beforehand. */
export function AboutDecision({ facts }: { facts: DecisionFacts }) {
  const text = useMessages(decisionsText);
  const language = useLanguage();
  const nameOf = useInstitutionName();
  const { now, said } = facts;
  const rows: readonly Fact[] = [
    { term: text.institution, value: nameOf(now.institution) },
    { term: text.rule, value: <RuleWords facts={facts} /> },
    { term: text.basis, value: <Basis facts={facts} /> },
    { term: text.closes, value: formatDayAndTime(now.closesAt, language) },
    { term: text.recordDate, value: formatDayAndTime(said.recordedAt, language) },
    { term: text.level, value: levelWords(now.level, language) },
    { term: text.texts, value: <Texts facts={facts} /> },
  ];
  return (
    <>
      <section class="part" aria-labelledby="what">
        <h2 id="what">{text.what}</h2>
        <Facts facts={rows} layout="wide" />
        <p class="m-small m-sub">
          <b>{text.exactness}</b> {text.exactnessWords}
        </p>
      </section>
      <section class="part" aria-labelledby="settings">
        <h2 id="settings">{text.settings}</h2>
        <p class="m-small m-sub">{text.settingsWords}</p>
        <Facts
          facts={settingNames.map((setting) => ({
            term: settingName(setting, language),
            value: settingWordsOf(now.settings, setting, language),
          }))}
          layout="wide"
        />
        <p class="m-small m-sub">{text.consentNote}</p>
      </section>
    </>
  );
}

function RuleWords({ facts }: { facts: DecisionFacts }) {
  const language = useLanguage();
  const { rule } = facts.now;
  const hold = holdWords(rule, language);
  return (
    <>
      {hold !== '' && <p>{hold}</p>}
      <ul class="dots">
        {rule.conditions.map((condition, index) => (
          <li key={index}>{conditionWords(condition, facts.said.buildings, language)}</li>
        ))}
      </ul>
    </>
  );
}

function Basis({ facts }: { facts: DecisionFacts }) {
  const text = useMessages(decisionsText);
  const language = useLanguage();
  const { basis } = facts.said;
  const profile = profileOf(basis);
  if (profile === undefined) return <>{`${basis}. ${text.basisOwn}`}</>;
  const { law, article, read, basis: how } = profile.source;
  const reading = {
    statute: text.basisStatute,
    official: text.basisOfficial,
    page: text.basisPage,
    recalled: text.basisRecalled,
  }[how];
  return (
    <>
      <span>{profile.title[language]}</span>
      <small lang="ko">{`${law} ${article}`}</small>
      <small>{text.basisRead(read, reading)}</small>
      <small>{isSameRule(profile, facts.now.rule) ? text.basisSame : text.basisDiffers}</small>
    </>
  );
}

function Texts({ facts }: { facts: DecisionFacts }) {
  const text = useMessages(decisionsText);
  const language = useLanguage();
  const by = facts.said.summaryBy[language];
  return (
    <div class="m-stack-s">
      <FileButton digest={facts.now.text} name="decision-text" label={text.fullText} />
      <FileButton digest={facts.now.summary} name="decision-summary" label={text.summary} />
      {by !== '' && <small>{text.summaryBy(by)}</small>}
      <Hash hex={toHex(facts.now.text)} short />
    </div>
  );
}

type FileProps = { digest: Uint8Array; name: string; label: string };

function FileButton({ digest, name, label }: FileProps) {
  const text = useMessages(decisionsText);
  const [said, setSaid] = useState('');
  const save = async (): Promise<void> => {
    const file = await cityClient().publicFile(toHex(digest));
    if (file.ok) saveFile(`${name}.${endingOf(file.value)}`, file.value);
    const isOther = !file.ok && file.error.code === 'CLIENT_ANSWER_NOT_VALID';
    setSaid(file.ok ? '' : isOther ? text.differs : text.noFile);
  };
  return (
    <div>
      <Button kind="plain" size="s" icon="file" onClick={() => void save()}>
        {label}
      </Button>
      {said !== '' && (
        <p class="m-small" role="status">
          {said}
        </p>
      )}
    </div>
  );
}

/** What the first bytes of a file say it is, as far as offices use it. */
function endingOf(file: Uint8Array): string {
  const start = String.fromCodePoint(...file.slice(0, 4));
  if (start === '%PDF') return 'pdf';
  return start.startsWith('PK') ? 'docx' : 'txt';
}
