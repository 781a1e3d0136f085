import { formatDayAndTime, Icon, Tag, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import type { Problem } from '../ledger.ts';
import { decisionsText } from '../text/decisions.ts';
import { cityClient, problemOf } from './city-client.ts';
import type { DecisionLine } from './decision-facts.ts';
import { statusWord } from './status-words.ts';
import { useInstitutionName } from './use-names.ts';

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
