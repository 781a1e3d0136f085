import { listTemplates, type Template } from '@madang/services/election/profiles/index.ts';
import { Choice, formatCount, type Language, useLanguage, useMessages } from '@madang/ui';
import { shareWords } from '../election/share-words.ts';
import { deskElectionNewText } from '../text/desk-election-new.ts';
import { type ElectionPlan, type Share, withTemplate } from './election-plan.ts';
import { ShareFields } from './share-fields.tsx';

/** What every step of an election is given. */
export type ElectionStepProps = {
  plan: ElectionPlan;
  change: (part: Partial<ElectionPlan>) => void;
};

/** By which rule: each with what was read, and when; nothing is chosen beforehand. */
export function ElectionRuleStep({ plan, change }: ElectionStepProps) {
  const text = useMessages(deskElectionNewText);
  const language = useLanguage();
  const { template, turnout, isRuleChecked } = plan;
  return (
    <div class="part narrow">
      <p>{text.ruleWords}</p>
      <fieldset class="choices">
        <legend class="m-vh">{text.rule}</legend>
        {listTemplates().map((one) => (
          <Choice
            key={one.id}
            group="template"
            title={one.title[language]}
            hint={sourceWords(one, language)}
            checked={template?.id === one.id}
            onChange={() => change(withTemplate(plan, one))}
          />
        ))}
      </fieldset>
      {template !== undefined && (
        <section class="waits" aria-label={template.title[language]}>
          <h2>{template.title[language]}</h2>
          <p class="m-small m-sub">{sourceWords(template, language)}</p>
          <ul class="dots">
            {ruleSentences(template, turnout, language).map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
          <ShareFields
            label={text.turnout}
            hint={text.turnoutHint}
            value={turnout}
            canBeNone
            onChange={(share) => change({ turnout: share })}
          />
          <h3>{text.checkFirst}</h3>
          <p>{template.note[language]}</p>
          <Choice
            title={text.checkedRule}
            checked={isRuleChecked}
            onChange={(isChecked) => change({ isRuleChecked: isChecked })}
          />
        </section>
      )}
    </div>
  );
}

function sourceWords({ source }: Template, language: Language): string {
  const text = deskElectionNewText[language];
  const how = {
    page: text.basisPage,
    recalled: text.basisRecalled,
    'by-laws': text.basisByLaws,
  }[source.basis];
  const where = [source.law, source.article].filter((part) => part !== '').join(' ');
  return where === '' ? how : `${where} · ${text.readMonth(source.read, how)}`;
}

/** A share in words; more than half is called by its name. */
function plainShare(share: Share, language: Language): string {
  const said = shareWords(share, language);
  const isMajority = share.compare === 'more-than' && share.num * 2 === share.den;
  return isMajority ? deskElectionNewText[language].majority(said) : said;
}

/** A rule in plain sentences, with the turnout as it was changed. */
function ruleSentences(
  { questions }: Template,
  turnout: ElectionPlan['turnout'],
  language: Language,
): readonly string[] {
  const text = deskElectionNewText[language];
  const asked = questions.map(({ title, decides }) => {
    const what = title[language];
    if (decides.kind === 'approve')
      return text.asksApprove(what, plainShare(decides.needs, language));
    const seats = decides.kind === 'elect' ? decides.seats : 1;
    return seats === 1 ? text.asksElect(what) : text.asksElectSome(what, formatCount(seats));
  });
  return [
    turnout === undefined ? text.asksNoTurnout : text.asksTurnout(plainShare(turnout, language)),
    ...asked,
    text.asksOnce,
  ];
}
