import { useEffect, useState } from 'preact/hooks';
import type { Election } from '../ballot/election.ts';
import { BallotContext, createBallotRoom } from '../ballot/room.ts';
import { type KeptBallot, listBallots } from '../device/ballot-store.ts';
import { BallotFlow } from './ballot-flow.tsx';
import { LoadedElection, type WayProps } from './ballot-loaded.tsx';
import { Waiting } from './link-parts.tsx';

type WithBallotsProps = Pick<WayProps, 'link' | 'onLink'> & {
  election: Election;
  onAgain: () => void;
};

/** What this device has cast in an election. */
function WithBallots(props: WithBallotsProps) {
  const { link, election } = props;
  const [ballots, setBallots] = useState<readonly KeptBallot[]>();
  const { mine } = link;
  useEffect(() => {
    if (mine === undefined) setBallots([]);
    else listBallots(election.id, mine).then(setBallots, () => setBallots([]));
  }, [election.id]);
  return ballots === undefined ? <Waiting /> : <BallotFlow {...props} ballots={ballots} />;
}

/** A secret vote, from the link to the receipt and what can be asked afterwards. */
export function Way(props: WayProps) {
  const { link, onLink } = props;
  return (
    <LoadedElection {...props}>
      {(election, again) => (
        <WithBallots link={link} election={election} onAgain={again} onLink={onLink} />
      )}
    </LoadedElection>
  );
}

/** What officers see of it beforehand is drawn by the same parts. */
export { ChooseStep } from './ballot-choose.tsx';
export { LandingStep } from './ballot-landing.tsx';
export { BallotContext, createBallotRoom };
