import { formatDayAndTime, Icon, Tag, useLanguage, useMessages } from '@madang/ui';
import { decisionsText } from '../text/decisions.ts';
import { cityClient } from './city-client.ts';
import type { DecisionLine } from './decision-facts.ts';
import { statusWord } from './status-words.ts';
import { useLines } from './use-lines.ts';
import { useInstitutionName } from './use-names.ts';

/** The decisions of the ledger, read page by page. */
export function useDecisions() {
  return useLines<DecisionLine>((asked) => cityClient().query('vote.listDecisions', asked));
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
