import { Skeleton } from '@madang/ui';
import type { Asked } from '../ledger-context.ts';
import { Unanswered } from '../parts/unanswered.tsx';

/** A page of the desk whose question is being asked, or was not answered. */
export function DeskWaiting({
  asked,
  label,
  onAgain,
}: {
  asked: Exclude<Asked<unknown>, { state: 'answered' }>;
  label: string;
  onAgain: () => void;
}) {
  return (
    <main id="main" class="m-wrap waiting" tabIndex={-1}>
      {asked.state === 'asking' ? (
        <Skeleton label={label} />
      ) : (
        <Unanswered problem={asked.problem} onAgain={onAgain} />
      )}
    </main>
  );
}
