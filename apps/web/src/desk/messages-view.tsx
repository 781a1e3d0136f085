import { toHex } from '@madang/base';
import { Button, formatCount, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { problemOf } from '../decision/city-client.ts';
import type { DecisionFacts } from '../decision/decision-facts.ts';
import type { Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskText } from '../text/desk.ts';
import { deskActsText } from '../text/desk-acts.ts';
import { useDesk } from './gate.tsx';
import { type NamedHome, stateOf } from './homes.ts';
import { Remind } from './live-view.tsx';
import { noteMessages, noteNotices } from './note-messages.ts';
import { OutboxFacts } from './outbox-facts.tsx';

type MessagesProps = { facts: DecisionFacts; homes: readonly NamedHome[]; isOpen: boolean };

/** Links and reminders, and what became of them in numbers. */
export function MessagesView({ facts, homes, isOpen }: MessagesProps) {
  const acts = useMessages(deskActsText);
  const { coOwners } = facts.now.settings;
  const silent = homes.filter(({ home }) => stateOf(home, coOwners) === 'silent');
  return (
    <div class="part narrow">
      <p>{acts.messagesLead}</p>
      <OutboxFacts register={toHex(facts.now.register)} />
      {isOpen && (
        <>
          <SendLinks facts={facts} />
          <Remind facts={facts} units={silent.map(({ home }) => home.unit)} />
          <Notices decision={facts.id} />
        </>
      )}
    </div>
  );
}

/** Puts on record how many homes no notice has reached; the close does it as well. */
function Notices({ decision }: { decision: string }) {
  const text = useMessages(deskActsText);
  const { at } = useDesk();
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const put = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    const noted = await noteNotices(at, decision);
    setBusy(false);
    if (!noted.ok) {
      setProblem(noted.problem);
      return;
    }
    const { homes, undelivered } = noted.value;
    setSaid(text.noticesNoted(formatCount(homes), formatCount(undelivered)));
  };
  return (
    <section class="m-stack-s" aria-labelledby="notices">
      <h2 id="notices">{text.notices}</h2>
      <div>
        <Button kind="second" busy={isBusy} onClick={() => void put()}>
          {text.noteNotices}
        </Button>
      </div>
      <p class="m-small m-sub" role="status">
        {said === '' ? text.noticesWords : said}
      </p>
      {problem !== undefined && <Unanswered problem={problem} />}
    </section>
  );
}

function SendLinks({ facts }: { facts: DecisionFacts }) {
  const text = useMessages(deskText);
  const { at } = useDesk();
  const [isBusy, setBusy] = useState(false);
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const send = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    const sent = await at.desk.sendLinks(facts.id);
    if (sent.ok) {
      const noted = await noteMessages(at, facts.id, { kind: 'link', sent: sent.value });
      const { homes, undelivered } = sent.value;
      if (noted.ok) setSaid(text.linksSent(formatCount(homes), formatCount(undelivered)));
      else setProblem(noted.problem);
    } else setProblem(problemOf(sent.error));
    setBusy(false);
  };
  return (
    <div class="m-stack-s">
      <div>
        <Button kind="second" icon="link" busy={isBusy} onClick={() => void send()}>
          {text.sendLinks}
        </Button>
      </div>
      <p class="m-small m-sub" role="status">
        {said === '' ? text.sendLinksWords : said}
      </p>
      {problem !== undefined && <Unanswered problem={problem} />}
    </div>
  );
}
