import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Matter } from './matters.ts';
import type { ResidentRoom } from './room.ts';

/** What the parts of a resident's page ask with. */
export const ResidentContext = createContext<ResidentRoom | undefined>(undefined);

/** Gives the room; a part outside of a resident's page is a mistake in the program. */
export function useResidentRoom(): ResidentRoom {
  const room = useContext(ResidentContext);
  if (room === undefined) throw new Error('A part was drawn outside of a resident’s page.');
  return room;
}

/** What the same link leads to besides what is shown. */
export const OthersContext = createContext<{
  matters: readonly Matter[];
  onChosen: (id: string) => void;
}>({ matters: [], onChosen: () => undefined });
