import { toHex } from '@madang/base';
import { Button, EmptyState, Skeleton, useMessages } from '@madang/ui';
import { DecisionLink, useDecisions } from '../decision/list.tsx';
import { Elections } from '../election/list.tsx';
import { Unanswered } from '../parts/unanswered.tsx';
import { type Page, useHref } from '../router.ts';
import { decisionsText } from '../text/decisions.ts';
import './decisions.css';

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
      <Elections path="/elections" />
    </div>
  );
}

/** `/decisions`: everything that is, or was, decided here. */
export const page: Page = {
  title: (language) => decisionsText[language].title,
  Content: Decisions,
};
