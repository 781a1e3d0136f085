import { Alert, useLanguage, useMessages } from '@madang/ui';
import { siteText } from '../text/site.ts';
import { trusteeText } from '../text/trustee.ts';
import { trusteeWorkText } from '../text/trustee-work.ts';
import type { Seen, Trouble } from './working.ts';

/** What a trustee is called: their number, with the name of their seat where the draft has one. */
export function usePersonName(seats: Seen['seats'] = []): (number: number) => string {
  const text = useMessages(trusteeWorkText);
  const language = useLanguage();
  return (number) => text.person(String(number), seats[number - 1]?.[language] ?? '');
}

/** What has gone wrong, in one sentence that says what to do. */
function useTroubleWords(seats: Seen['seats'] | undefined): (trouble: Trouble) => string {
  const text = useMessages(trusteeWorkText);
  const key = useMessages(trusteeText);
  const nameOf = usePersonName(seats);
  const known: Readonly<Record<string, unknown>> = { ...key, ...text };
  return ({ code, offline, detail, trustee = 0 }) => {
    if (offline) return text.offlineWords;
    if (code === 'OPENING_WRONG' || code === 'SHARE_DIFFERS') return text[code](nameOf(trustee));
    const words = known[code];
    return typeof words === 'string' ? words : (detail ?? text.notTaken);
  };
}

/** Says what has gone wrong, and its code for whoever is called for help. */
export function TroubleAlert({ trouble, seats }: { trouble: Trouble; seats?: Seen['seats'] }) {
  const text = useMessages(trusteeWorkText);
  const site = useMessages(siteText);
  const wordsOf = useTroubleWords(seats);
  const { code, offline, detail } = trouble;
  const isProof = code === 'NOT_PROVEN' && detail !== undefined;
  return (
    <Alert tone="warn" title={offline ? text.offline : text.troubleTitle} announce="new">
      <p>{wordsOf(trouble)}</p>
      <p>{site.code(isProof ? `${code} ${detail}` : code)}</p>
    </Alert>
  );
}
