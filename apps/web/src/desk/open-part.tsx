import { useMessages } from '@madang/ui';
import { type ElectionFacts, electionBytes } from '../election/election-facts.ts';
import { deskElectionText } from '../text/desk-election.ts';
import { ActPart } from './election-act.tsx';
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
  const { took } = facts.now;
  const open = () =>
    sendAct(at, 'election.openElection', {
      election: electionBytes(facts.id),
      voters: took.voters,
      weights: [...took.eligible],
    });
  return (
    <ActPart id="open" title={text.open} disabled={!isReady} send={open} onDone={onDone}>
      <p>{words}</p>
      {!isReady && <p class="m-small m-sub">{notReady}</p>}
    </ActPart>
  );
}
