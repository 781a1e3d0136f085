import { Breadcrumb, formatDayAndTime, Skeleton, Tag, useLanguage, useMessages } from '@madang/ui';
import { AboutDecision } from '../decision/about-decision.tsx';
import { DecisionActs } from '../decision/acts.tsx';
import { BuildingsTable } from '../decision/buildings-table.tsx';
import { ConditionCards } from '../decision/condition-cards.tsx';
import { type DecisionFacts, readDecision } from '../decision/decision-facts.ts';
import { DossierPart } from '../decision/dossier.tsx';
import { AsOf, Establishment } from '../decision/establishment.tsx';
import { useLive } from '../decision/live.ts';
import { statusWord } from '../decision/status-words.ts';
import { useInstitutionName } from '../decision/use-names.ts';
import { useAsked } from '../ledger-context.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { type Page, useHref } from '../router.ts';
import { decisionsText } from '../text/decisions.ts';
import { siteText } from '../text/site.ts';
import './decisions.css';

function DecisionPage({ facts }: { facts: DecisionFacts }) {
  const text = useMessages(decisionsText);
  const language = useLanguage();
  const href = useHref();
  const nameOf = useInstitutionName();
  const [live] = useLive(facts.id);
  const { meter } = live;
  const { now } = facts;
  const status = meter?.status ?? now.status;
  return (
    <>
      <div class="head">
        <Breadcrumb
          trail={[
            { label: siteText[language].site, href: href('/') },
            { label: text.title, href: href('/decisions') },
          ]}
          here={facts.id.slice(0, 12)}
        />
        <h1>{now.title[language]}</h1>
        <p class="m-row">
          <Tag tone={status === 'open' ? 'action' : 'plain'}>{statusWord(status, language)}</Tag>
          <span class="m-small m-sub">{nameOf(now.institution)}</span>
          <span class="m-small m-sub">
            {text.closesWords(formatDayAndTime(meter?.closesAt ?? now.closesAt, language))}
          </span>
        </p>
      </div>
      <section class="part" aria-labelledby="now">
        <h2 id="now">{text.now}</h2>
        {meter === undefined && live.problem === undefined && <Skeleton label={text.loading} />}
        {meter === undefined && live.problem !== undefined && <Unanswered problem={live.problem} />}
        {meter !== undefined && (
          <>
            <Establishment meter={meter} />
            <ConditionCards facts={facts} meter={meter} />
            <BuildingsTable facts={facts} meter={meter} />
            <AsOf live={live} />
          </>
        )}
      </section>
      <div class="two">
        <div class="part">
          <AboutDecision facts={facts} />
        </div>
        <div class="part">
          <DecisionActs id={facts.id} acts={now.acts} />
          <DossierPart facts={facts} />
        </div>
      </div>
    </>
  );
}

function Decision({ part = '' }: { part?: string }) {
  const text = useMessages(decisionsText);
  const [asked, again] = useAsked(part, () => readDecision(part));
  return (
    <div class="m-wrap dc">
      {asked.state === 'asking' && <Skeleton label={text.loading} />}
      {asked.state === 'unanswered' && (
        <>
          <h1>{text.title}</h1>
          <Unanswered problem={asked.problem} onAgain={again} />
        </>
      )}
      {asked.state === 'answered' && <DecisionPage facts={asked.value} />}
    </div>
  );
}

/** `/decisions/:id`: one decision as everybody sees it. */
export const page: Page = {
  title: (language) => decisionsText[language].title,
  Content: Decision,
};
