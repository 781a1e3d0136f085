import { toHex } from '@madang/base';
import { Button, EmptyState, formatDayAndTime, Tag, useLanguage, useMessages } from '@madang/ui';
import { useLines } from '../decision/use-lines.ts';
import { useInstitutionName } from '../decision/use-names.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { useHref } from '../router.ts';
import { electionListText } from '../text/election-list.ts';
import { electionClient } from './election-client.ts';
import type { ElectionLine } from './election-facts.ts';
import { statusWord } from './words.ts';

type ElectionsProps = {
  /** Where a line leads, with the id behind it. */
  path: string;
  /** Only those of an institution. */
  institution?: string;
};

/** The elections by secret ballot, each a line. */
export function Elections({ path, institution }: ElectionsProps) {
  const text = useMessages(electionListText);
  const {
    lines: all,
    problem,
    more,
    next,
  } = useLines<ElectionLine>((asked) => electionClient().query('election.listElections', asked));
  const lines = all?.filter(
    (line) => institution === undefined || line.institution === institution,
  );
  return (
    <section class="part" aria-labelledby="elections">
      <h2 id="elections">{text.title}</h2>
      <p class="m-sub">{text.lead}</p>
      {problem !== undefined && <Unanswered problem={problem} />}
      {lines?.length === 0 && (
        <EmptyState title={text.none}>
          <p>{text.noneWords}</p>
        </EmptyState>
      )}
      {lines !== undefined && lines.length > 0 && (
        <ul class="dlist">
          {lines.map((line) => (
            <Line key={toHex(line.id)} line={line} path={path} />
          ))}
        </ul>
      )}
      {more && (
        <div>
          <Button kind="plain" onClick={next}>
            {text.showMore}
          </Button>
        </div>
      )}
    </section>
  );
}

function Line({ line, path }: { line: ElectionLine; path: string }) {
  const text = useMessages(electionListText);
  const language = useLanguage();
  const href = useHref();
  const nameOf = useInstitutionName();
  const { status } = line;
  return (
    <li>
      <a href={href(`${path}/${toHex(line.id)}`)}>
        <b>{line.title[language]}</b>
        <span class="m-small m-sub">{nameOf(line.institution)}</span>
        <span class="m-small m-sub">
          {text.closesWords(formatDayAndTime(line.closesAt, language))}
        </span>
        <Tag tone={status === 'open' ? 'action' : 'plain'}>{statusWord(status, language)}</Tag>
      </a>
    </li>
  );
}
