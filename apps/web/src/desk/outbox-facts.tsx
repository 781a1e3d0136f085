import { Facts, formatCount, useMessages } from '@madang/ui';
import { deskText } from '../text/desk.ts';
import { useOutbox } from './use-outbox.ts';

/** What became of the messages to the persons of a register, in numbers. */
export function OutboxFacts({ register }: { register: string }) {
  const text = useMessages(deskText);
  const counts = useOutbox(register);
  if (counts === undefined) return null;
  return (
    <Facts
      layout="wide"
      facts={[
        { term: text.queued, value: formatCount(counts.queued) },
        { term: text.sent, value: formatCount(counts.sent) },
        { term: text.failed, value: formatCount(counts.failed) },
        { term: text.withoutContact, value: formatCount(counts.withoutContact) },
      ]}
    />
  );
}
