import { Button, useMessages } from '@madang/ui';
import { type ElectionFacts, electionBytes } from '../election/election-facts.ts';
import { deskElectionText } from '../text/desk-election.ts';
import { Done, useDoing } from './election-act.tsx';
import { useDesk } from './gate.tsx';
import { sendElectionAct as sendAct } from './send-election-act.ts';

/** What every view of an election is drawn from. */
export type ElectionViewProps = { facts: ElectionFacts; onDone: () => void };

type OpenProps = ElectionViewProps & {
  /** Whether it can be done now; what it means, and what is still missing. */
  isReady: boolean;
  words: string;
  notReady: string;
};

/** Takes ballots from now on. */
export function OpenPart({ facts, onDone, isReady, words, notReady }: OpenProps) {
  const text = useMessages(deskElectionText);
  const { at } = useDesk();
  const { doing, run } = useDoing(onDone);
  const { took } = facts.now;
  const open = () =>
    sendAct(at, 'election.openElection', {
      election: electionBytes(facts.id),
      voters: took.voters,
      weights: [...took.eligible],
    });
  return (
    <section class="part" aria-labelledby="open">
      <h2 id="open">{text.open}</h2>
      <p>{words}</p>
      {!isReady && <p class="m-small m-sub">{notReady}</p>}
      <div>
        <Button
          busy={doing.isBusy}
          busyWords={text.busy}
          disabled={!isReady}
          onClick={() => void run(open)}
        >
          {text.open}
        </Button>
      </div>
      <Done doing={doing} />
    </section>
  );
}
