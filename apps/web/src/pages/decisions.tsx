import { toHex } from '@madang/base';
import {
  Button,
  EmptyState,
  formatDayAndTime,
  Icon,
  Skeleton,
  Tag,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { cityClient, problemOf } from '../decision/city-client.ts';
import type { DecisionLine } from '../decision/decision-facts.ts';
import { statusWord } from '../decision/status-words.ts';
import { useInstitutionName } from '../decision/use-names.ts';
import type { Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { type Page, useHref } from '../router.ts';
import { decisionsText } from '../text/decisions.ts';
import './decisions.css';

const pageSize = 50;

/** The decisions of the ledger, read page by page. */
export function useDecisions() {
  const [lines, setLines] = useState<readonly DecisionLine[]>();
  const [problem, setProblem] = useState<Problem>();
  const [more, setMore] = useState(false);
  const read = async (after: Uint8Array | undefined): Promise<void> => {
    const answer = await cityClient().query(
      'vote.listDecisions',
      after === undefined ? {} : { after },
    );
    if (!answer.ok) {
      setProblem(problemOf(answer.error));
      return;
    }
    setProblem(undefined);
    setMore(answer.value.length === pageSize);
    setLines((before) => [...(after === undefined ? [] : (before ?? [])), ...answer.value]);
  };
  useEffect(() => void read(undefined), []);
  return { lines, problem, more, next: () => void read(lines?.at(-1)?.id) };
}

/** One decision in a list: what it is, how it stands, until when. */
export function DecisionLink({ line, href }: { line: DecisionLine; href: string }) {
  const text = useMessages(decisionsText);
  const language = useLanguage();
  const nameOf = useInstitutionName();
  return (
    <li>
      <a href={href}>
        <b>{line.title[language]}</b>
        <span class="m-small m-sub">{nameOf(line.institution)}</span>
        <span class="m-small m-sub">
          {text.closesWords(formatDayAndTime(line.closesAt, language))}
        </span>
        <Tag tone={line.status === 'open' ? 'action' : 'plain'}>
          {statusWord(line.status, language)}
        </Tag>
        {line.isEstablished && (
          <span class="met">
            <Icon name="check" small />
            {text.decided}
          </span>
        )}
      </a>
    </li>
  );
}

function Decisions() {
  const text = useMessages(decisionsText);
  const href = useHref();
  const { lines, problem, more, next } = useDecisions();
  return (
    <div class="m-wrap dc">
      <div class="head">
        <h1>{text.title}</h1>
        <p>{text.lead}</p>
      </div>
      {problem !== undefined && <Unanswered problem={problem} />}
      {lines === undefined && problem === undefined && <Skeleton label={text.loading} />}
      {lines?.length === 0 && (
        <EmptyState title={text.none}>
          <p>{text.noneWords}</p>
        </EmptyState>
      )}
      {lines !== undefined && lines.length > 0 && (
        <ul class="dlist">
          {lines.map((line) => {
            const id = toHex(line.id);
            return <DecisionLink key={id} line={line} href={href(`/decisions/${id}`)} />;
          })}
        </ul>
      )}
      {more && (
        <div>
          <Button kind="plain" onClick={next}>
            {text.showMore}
          </Button>
        </div>
      )}
    </div>
  );
}

/** `/decisions`: everything that is, or was, decided here. */
export const page: Page = {
  title: (language) => decisionsText[language].title,
  Content: Decisions,
};
