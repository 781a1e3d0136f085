import { fromHex } from '@madang/base';
import {
  Breadcrumb,
  ButtonLink,
  formatDayAndTime,
  Skeleton,
  Tag,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { useActs } from '../decision/acts.tsx';
import { cityClient } from '../decision/city-client.ts';
import { useInstitutionName } from '../decision/use-names.ts';
import { Candidates, ElectionRules } from '../election/about-election.tsx';
import { Board, StageLog } from '../election/board.tsx';
import { DossierPart } from '../election/dossier.tsx';
import { type ElectionFacts, readElection } from '../election/election-facts.ts';
import { Result } from '../election/result.tsx';
import { RecountPart, Trustees } from '../election/trustees.tsx';
import { Turnout } from '../election/turnout.tsx';
import { statusWord } from '../election/words.ts';
import { useAsked } from '../ledger-context.ts';
import { lazily } from '../parts/lazily.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { type Page, useHref } from '../router.ts';
import { electionListText } from '../text/election-list.ts';
import { siteText } from '../text/site.ts';
import './decisions.css';
import './election.css';

/** The genesis hash of this city's ledger. */
function useChain(): Uint8Array {
  const [chain, setChain] = useState(new Uint8Array());
  useEffect(() => {
    void cityClient()
      .ledger()
      .then((answer) => {
        const bytes = answer.ok ? fromHex(answer.value.chain) : answer;
        if (bytes.ok) setChain(new Uint8Array(bytes.value));
      });
  }, []);
  return chain;
}

function ElectionPage({ facts }: { facts: ElectionFacts }) {
  const text = useMessages(electionListText);
  const language = useLanguage();
  const href = useHref();
  const nameOf = useInstitutionName();
  const chain = useChain();
  const { now } = facts;
  const { records } = useActs(facts.id, now.acts);
  return (
    <>
      <div class="head">
        <Breadcrumb
          trail={[
            { label: siteText[language].site, href: href('/') },
            { label: siteText[language].decisions, href: href('/decisions') },
          ]}
          here={facts.id.slice(0, 12)}
        />
        <h1>{now.title[language]}</h1>
        <p class="m-row">
          <Tag tone={now.status === 'open' ? 'action' : 'plain'}>
            {statusWord(now.status, language)}
          </Tag>
          <span class="m-small m-sub">{nameOf(now.institution)}</span>
          <span class="m-small m-sub">
            {text.closesWords(formatDayAndTime(now.closesAt, language))}
          </span>
        </p>
      </div>
      <p class="m-row no-print">
        <ButtonLink
          kind="plain"
          size="s"
          icon="print"
          href={href(`/elections/${facts.id}?view=protocol`)}
        >
          {text.protocol}
        </ButtonLink>
      </p>
      <Result facts={facts} />
      {now.status !== 'registering' && now.status !== 'mixing' && <Turnout facts={facts} />}
      {now.mixing !== undefined && <Mixing facts={facts} />}
      <div class="two">
        <div class="part">
          <Candidates facts={facts} />
          <ElectionRules facts={facts} />
        </div>
        <div class="part">
          <Trustees facts={facts} />
          <RecountPart facts={facts} />
          <DossierPart facts={facts} />
          <StageLog records={records} sums={facts.sums} />
          <Complaints election={facts.id} />
        </div>
      </div>
      {chain.length > 0 && <Board chain={chain} now={now} records={records} />}
    </>
  );
}

/** What few look at is loaded when somebody does. */
const later = () => import('../election/later.ts');
const Complaints = lazily(() => later().then((found) => found.Complaints));
const Mixing = lazily(() => later().then((found) => found.Mixing));
const Protocol = lazily(() => later().then((found) => found.Protocol));

function Election({ part = '' }: { part?: string }) {
  const text = useMessages(electionListText);
  const [asked, again] = useAsked(part, () => readElection(part));
  const isProtocol = new URLSearchParams(location.search).get('view') === 'protocol';
  return (
    <div class="m-wrap dc">
      {asked.state === 'asking' && <Skeleton label={text.loading} />}
      {asked.state === 'unanswered' && (
        <>
          <h1>{text.title}</h1>
          <Unanswered problem={asked.problem} onAgain={again} />
        </>
      )}
      {asked.state === 'answered' &&
        (isProtocol ? <Protocol facts={asked.value} /> : <ElectionPage facts={asked.value} />)}
    </div>
  );
}

/** `/elections/:id`: one election by secret ballot as everybody sees it. */
export const page: Page = {
  title: (language) => electionListText[language].title,
  Content: Election,
};
