import { Alert, Button, useMessages } from '@madang/ui';
import type { Problem } from '../ledger.ts';
import { siteText } from '../text/site.ts';

type UnansweredProps = { problem: Problem; onAgain?: () => void };

/** Says that the ledger gave no answer. Amber: nothing is wrong because it could not be asked. */
export function Unanswered({ problem, onAgain }: UnansweredProps) {
  const text = useMessages(siteText);
  return (
    <div class="m-stack-s">
      <Alert tone="warn" title={problem.offline ? text.unanswered : text.refused} announce="new">
        <p>{problem.offline ? text.unansweredWords : (problem.detail ?? '')}</p>
        <p>{text.code(problem.code)}</p>
      </Alert>
      {onAgain !== undefined && (
        <div>
          <Button kind="plain" size="s" icon="again" onClick={onAgain}>
            {text.again}
          </Button>
        </div>
      )}
    </div>
  );
}
