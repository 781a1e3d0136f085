import { useMessages } from '@madang/ui';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { type Election, loadElection, type Now } from '../ballot/election.ts';
import { BallotContext, createBallotRoom, useBallotRoom } from '../ballot/room.ts';
import { useAsked } from '../ledger-context.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { useResidentRoom } from '../resident/context.ts';
import type { Mine, OpenedLink } from '../resident/link.ts';
import { ballotText } from '../text/ballot.ts';
import './ballot.css';
import { Help, Waiting } from './link-parts.tsx';

/** What a voter's way begins with. */
export type WayProps = {
  link: OpenedLink;
  id: string;
  onLink: (mine: Mine) => void;
  /** How far the election was when the link was opened, if that told it. */
  told?: Now;
  /** Tells how far the election is, once it is known. */
  onStatus: (status: Election['now']['status']) => void;
};

type LoadedProps = WayProps & {
  /** Draws the election; `again` asks for it once more. */
  children: (election: Election, again: () => void) => ComponentChildren;
};

function Loaded({ link, id, told, onStatus, children }: LoadedProps) {
  const text = useMessages(ballotText);
  const room = useBallotRoom();
  const known = useRef(told);
  const [asked, again] = useAsked(id, () => {
    const now = known.current;
    // Whoever asks again wants to know how far it is by then.
    known.current = undefined;
    return loadElection(room, id, {
      register: link.register,
      ...(now === undefined ? {} : { now }),
    });
  });
  const status = asked.state === 'answered' ? asked.value.now.status : undefined;
  useEffect(() => {
    if (status !== undefined) onStatus(status);
  }, [status]);
  if (asked.state === 'unanswered') {
    return (
      <div class="m-task">
        <h1>{text.title}</h1>
        <Unanswered problem={asked.problem} onAgain={again} />
        <Help />
      </div>
    );
  }
  return asked.state === 'asking' ? <Waiting /> : <>{children(asked.value, again)}</>;
}

/**
 * What few voters need; it comes only then. It is named where every way begins: what is named in
 * one way alone makes the bundler add a file of helpers to that way.
 */
export const loadTest = () => import('./ballot-test.tsx');
export const loadSurrender = () => import('./ballot-surrender.tsx');

/** An election with all that a voter's pages work with. */
export function LoadedElection(props: LoadedProps) {
  const resident = useResidentRoom();
  const room = useMemo(() => createBallotRoom(resident), []);
  useEffect(() => () => room.sealer.stop(), []);
  return (
    <BallotContext.Provider value={room}>
      <Loaded {...props} />
    </BallotContext.Provider>
  );
}
