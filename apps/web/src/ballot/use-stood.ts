import { useEffect, useState } from 'preact/hooks';
import type { Mine } from '../resident/link.ts';
import type { Election } from './election.ts';
import { useBallotRoom } from './room.ts';
import { standingOf, type VoterStanding } from './standing.ts';

/** What stands for the voter, asked as soon as it is known who they are, and again if wanted. */
export function useStood(
  election: Election,
  mine: Mine | undefined,
): [VoterStanding | undefined, () => void] {
  const room = useBallotRoom();
  const [stood, setStood] = useState<VoterStanding>();
  const [turn, setTurn] = useState(0);
  const { open } = election;
  const person = mine?.person;
  useEffect(() => {
    if (open === undefined || mine === undefined) return undefined;
    let current = true;
    void standingOf(room, open, mine).then((found) => {
      if (current) setStood(found);
    });
    return () => {
      current = false;
    };
  }, [election.id, open === undefined, person, turn]);
  return [stood, () => setTurn((each) => each + 1)];
}
