import { languageOfPath } from '@madang/ui';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { startThread } from '../thread.ts';
import type { Asked, Did, Doings } from './working.ts';

/** The thread that has the trustee's key, as the page speaks to it. */
export type TrusteeRoom = {
  ask: <K extends keyof Doings>(
    what: K,
    told: Doings[K]['told'],
  ) => Promise<Did<Doings[K]['gives']>>;
  stop: () => void;
};

/** What is said of a thread that cannot answer. */
const broken = { ok: false, trouble: { code: 'THREAD_FAILED', offline: false } } as const;

/** Starts the thread. */
export function createTrusteeRoom(): TrusteeRoom {
  const thread = startThread<Asked, unknown>(
    new Worker(new URL('./trustee-worker.ts', import.meta.url), { type: 'module' }),
    'The thread of the trustee failed.',
  );
  return {
    ask: async <K extends keyof Doings>(what: K, told: Doings[K]['told']) => {
      const language = languageOfPath(location.pathname);
      // The thread answers what it was asked: both sides take their types from one table.
      const asked = { do: what, told, language } as Asked;
      try {
        return (await thread.ask(asked)) as Did<Doings[K]['gives']>;
      } catch {
        return broken;
      }
    },
    stop: thread.stop,
  };
}

/** What the parts of a trustee's page work with. */
export const TrusteeContext = createContext<TrusteeRoom | undefined>(undefined);

/** Gives the room; a part outside of a trustee's page is a mistake in the program. */
export function useTrusteeRoom(): TrusteeRoom {
  const room = useContext(TrusteeContext);
  if (room === undefined) throw new Error('A part was drawn outside of a trustee’s page.');
  return room;
}
