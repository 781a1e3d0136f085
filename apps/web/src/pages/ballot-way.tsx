import { useMessages } from '@madang/ui';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { loadElection } from '../ballot/election.ts';
import { BallotContext, createBallotRoom, useBallotRoom } from '../ballot/room.ts';
import { type KeptBallot, listBallots } from '../device/ballot-store.ts';
import { useAsked } from '../ledger-context.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { useResidentRoom } from '../resident/context.ts';
import type { Mine, OpenedLink } from '../resident/link.ts';
import { ballotText } from '../text/ballot.ts';
import './ballot.css';
import { BallotFlow } from './ballot-flow.tsx';
import { Help, Waiting } from './link-parts.tsx';

type WayProps = { link: OpenedLink; id: string; onLink: (mine: Mine) => void };

/** The election, and what this device has cast in it. */
function Loaded({ link, id, onLink }: WayProps) {
  const text = useMessages(ballotText);
  const room = useBallotRoom();
  const [asked, again] = useAsked(id, () => loadElection(room, id, link.register));
  const [ballots, setBallots] = useState<readonly KeptBallot[]>();
  const { mine } = link;
  useEffect(() => {
    if (mine === undefined) setBallots([]);
    else listBallots(id, mine).then(setBallots, () => setBallots([]));
  }, [id]);
  if (asked.state === 'unanswered') {
    return (
      <div class="m-task">
        <h1>{text.title}</h1>
        <Unanswered problem={asked.problem} onAgain={again} />
        <Help />
      </div>
    );
  }
  if (asked.state === 'asking' || ballots === undefined) return <Waiting />;
  return (
    <BallotFlow
      link={link}
      election={asked.value}
      ballots={ballots}
      onAgain={again}
      onLink={onLink}
    />
  );
}

/** A secret vote, from the link to the receipt and what can be asked afterwards. */
export function BallotWay(props: WayProps) {
  const resident = useResidentRoom();
  const room = useMemo(() => createBallotRoom(resident), []);
  useEffect(() => () => room.sealer.stop(), []);
  return (
    <BallotContext.Provider value={room}>
      <Loaded {...props} />
    </BallotContext.Provider>
  );
}

/** What officers see of it beforehand is drawn by the same parts. */
export { ChooseStep } from './ballot-choose.tsx';
export { LandingStep } from './ballot-landing.tsx';
export { BallotContext, createBallotRoom };
