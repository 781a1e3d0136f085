import { useMessages } from '@madang/ui';
import { useEffect, useMemo } from 'preact/hooks';
import type { Page } from '../router.ts';
import { trusteeText } from '../text/trustee.ts';
import { TrusteeElection } from '../trustee/election-view.tsx';
import { KeyGate } from '../trustee/key-gate.tsx';
import { OwnKey } from '../trustee/own-key.tsx';
import { createTrusteeRoom, TrusteeContext } from '../trustee/room.ts';
import './trustee.css';

function Trustee({ part }: { part?: string }) {
  const text = useMessages(trusteeText);
  const room = useMemo(createTrusteeRoom, []);
  useEffect(() => () => room.stop(), []);
  return (
    <TrusteeContext.Provider value={room}>
      <KeyGate>
        {(key, onKey) =>
          part === undefined ? (
            <OwnKey of={key} onKey={onKey} />
          ) : (
            <TrusteeElection id={part} of={key} />
          )
        }
      </KeyGate>
      <p class="trustee-help">{text.help}</p>
    </TrusteeContext.Provider>
  );
}

/** `/trustee`, and `/trustee/elections/:id`: what a trustee does on their own machine. */
export const page: Page = {
  title: (language) => trusteeText[language].title,
  Content: Trustee,
};
