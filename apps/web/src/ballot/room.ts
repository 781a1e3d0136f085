import type { Client } from '@madang/client';
import { voterServices } from '@madang/services/ballot.ts';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { pageClient } from '../real/page-client.ts';
import type { ResidentRoom } from '../resident/room.ts';
import { createSealer, type Sealer } from './sealer.ts';

/** What a voter's pages ask and seal with, besides what every resident's page has. */
export type BallotRoom = ResidentRoom & {
  elections: Client<typeof voterServices>;
  sealer: Sealer;
};

/** Makes the room of a voter's pages; `sealer.stop` ends it. */
export function createBallotRoom(room: ResidentRoom): BallotRoom {
  const elections = pageClient(voterServices);
  return { ...room, elections, sealer: createSealer() };
}

/** What the parts of a voter's page work with. */
export const BallotContext = createContext<BallotRoom | undefined>(undefined);

/** Gives the room; a part outside of a voter's page is a mistake in the program. */
export function useBallotRoom(): BallotRoom {
  const room = useContext(BallotContext);
  if (room === undefined) throw new Error('A part was drawn outside of a voter’s page.');
  return room;
}
