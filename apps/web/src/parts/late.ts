import { useCallback, useEffect, useState } from 'preact/hooks';

/** Code that comes when it is wanted: it is there, on its way, or could not be fetched. */
export type Late<T> = { state: 'coming' } | { state: 'failed' } | { state: 'here'; value: T };

/** Loads code once it is wanted; the second answer tries again. */
export function useLate<T>(wanted: boolean, load: () => Promise<T>): [Late<T>, () => void] {
  const [late, setLate] = useState<Late<T>>({ state: 'coming' });
  const [turn, setTurn] = useState(0);
  const isHere = late.state === 'here';
  useEffect(() => {
    if (!wanted || isHere) return undefined;
    let current = true;
    load().then(
      (value) => {
        if (current) setLate({ state: 'here', value });
      },
      () => {
        if (current) setLate({ state: 'failed' });
      },
    );
    return () => {
      current = false;
    };
  }, [wanted, turn]);
  const again = useCallback(() => {
    setLate({ state: 'coming' });
    setTurn((each) => each + 1);
  }, []);
  return [late, again];
}
