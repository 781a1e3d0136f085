import type { PersonAtHome } from '@madang/client';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { OpenedLink } from './link.ts';
import { type Step, stepIn } from './steps.ts';

/** Whose way through a decision is shown: one's own, or that of somebody for whom one acts. */
export type Acting = {
  /** For whom; absent: for oneself. */
  principal?: PersonAtHome;
  /** The screen on which it is entered, where that is not its first. */
  start?: Step;
};

function principalIn(state: unknown): number | undefined {
  if (typeof state !== 'object' || state === null || !('acting' in state)) return undefined;
  return typeof state.acting === 'number' ? state.acting : undefined;
}

/** Goes over to act for somebody, and back. Both are steps in the browser's history. */
export function useActing(): {
  acting: Acting;
  actFor: (principal: PersonAtHome) => void;
  stop: () => void;
} {
  const [acting, setActing] = useState<Acting>({});
  const known = useRef(new Map<number, PersonAtHome>());
  useEffect(() => {
    // A page that was loaded anew begins with one's own.
    history.replaceState(null, '', location.href);
    const back = ({ state }: PopStateEvent) => {
      const person = principalIn(state);
      const principal = person === undefined ? undefined : known.current.get(person);
      setActing((before) => {
        if (principal?.person === before.principal?.person) return before;
        const start = stepIn(state);
        return { ...(start === undefined ? {} : { start }), ...(principal && { principal }) };
      });
    };
    addEventListener('popstate', back);
    return () => removeEventListener('popstate', back);
  }, []);
  return {
    acting,
    actFor: (principal) => {
      known.current.set(principal.person, principal);
      history.pushState({ acting: principal.person }, '', location.href);
      setActing({ principal });
      scrollTo(0, 0);
    },
    stop: () => {
      history.pushState({ step: 'acting' }, '', location.href);
      setActing({ start: 'acting' });
      scrollTo(0, 0);
    },
  };
}

/** The link as it would be if it were that of the person for whom one acts. */
export function linkFor(link: OpenedLink, { principal }: Acting): OpenedLink {
  const { mine } = link;
  if (principal === undefined || mine === undefined) return link;
  const { person, homes } = principal;
  return { ...link, homes, mine: { ...mine, homes, person, by: mine.person } };
}
