import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { About, Ledger } from './ledger.ts';

/** What pages say until the ledger has told what it is: they promise nothing. */
const before: About = {
  place: { ko: '가온시', en: 'Gaon City' },
  demo: true,
  vault: false,
  oneComputer: true,
};

/** Which ledger the pages within it show. */
export const AboutContext = createContext<About>(before);

/** Gives what is known of the ledger. */
export function useAbout(): About {
  return useContext(AboutContext);
}

/** Asks the ledger once what it is; without an answer the pages stay as they are. */
export function useAskedAbout(ledger: Ledger): About {
  const [about, setAbout] = useState(before);
  useEffect(() => {
    void ledger.about().then((answer) => {
      if (answer.ok) setAbout(answer.value);
    });
  }, [ledger]);
  return about;
}
