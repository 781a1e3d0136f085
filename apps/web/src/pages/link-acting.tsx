import type { ActingCodeAnswer, PersonAtHome } from '@madang/client';
import { Alert, Button, useLanguage, useMessages } from '@madang/ui';
import { useState } from 'preact/hooks';
import { useAsked } from '../ledger-context.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { useResidentRoom } from '../resident/context.ts';
import type { Decision } from '../resident/decision.ts';
import type { Mine } from '../resident/link.ts';
import { peopleDoor } from '../resident/people-door.ts';
import { loadProxies, type Principal } from '../resident/proxies.ts';
import { momentWords } from '../resident/times.ts';
import { proxyText } from '../text/link-proxy.ts';
import { Help, StepLine, Waiting } from './link-parts.tsx';

function Principals({
  principals,
  onActing,
}: {
  principals: readonly Principal[];
  onActing: (principal: PersonAtHome) => void;
}) {
  const text = useMessages(proxyText);
  if (principals.length === 0) return <p class="m-sub">{text.actNobody}</p>;
  const ways = { self: text.self_, proxy: text.proxy, paper: text.paper };
  const words = ({ said }: Principal) =>
    said === undefined ? text.nothing : text.saidBy(text[said.vote], ways[said.way]);
  return (
    <ul class="m-links">
      {principals.map((one) => (
        <StepLine
          key={one.person}
          icon="write"
          words={text.actFor(one.homes.join(', '))}
          hint={words(one)}
          onPress={() => onActing(one)}
        />
      ))}
    </ul>
  );
}

/** The number by which whoever asked one to act can find one. */
function OwnNumber({ token, mine }: { token: string; mine: Mine }) {
  const text = useMessages(proxyText);
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const [made, setMade] = useState<ActingCodeAnswer>();
  const [hasFailed, setFailed] = useState(false);
  const make = async () => {
    setBusy(true);
    const answer = await peopleDoor.actingCode(token);
    setBusy(false);
    setFailed(!answer.ok);
    if (answer.ok) setMade(answer.value);
  };
  return (
    <section class="m-stack" aria-labelledby="asked">
      <h2 id="asked">{text.asked}</h2>
      <p>{text.askedWords}</p>
      <p class="m-small m-sub">{text.askedSeen}</p>
      <div role="status">
        {made !== undefined && (
          <div class="m-slip">
            <p class="m-small m-sub">{text.made(mine.homes.join(', '))}</p>
            <p class="m-code">{made.code}</p>
            <p class="m-small m-sub">{text.madeUntil(momentWords(made.expiresAt, language))}</p>
          </div>
        )}
        {hasFailed && <Alert tone="warn" title={text.makeFailed} />}
      </div>
      <Button kind="second" busy={busy} onClick={() => void make()}>
        {made === undefined ? text.make : text.makeAnother}
      </Button>
    </section>
  );
}

/** For whom somebody may act in a decision, and how they come to be appointed. */
export function ActingStep({
  token,
  mine,
  decision,
  onActing,
}: {
  token: string;
  mine: Mine;
  decision: Decision;
  onActing: (principal: PersonAtHome) => void;
}) {
  const text = useMessages(proxyText);
  const room = useResidentRoom();
  const [asked, again] = useAsked(decision.id, () => loadProxies(room, token, decision.id));
  return (
    <div class="m-task">
      <div class="m-stack">
        <h1>{text.actTitle}</h1>
        <ul class="plain-list">
          <li>{text.actMay}</li>
          <li>{text.actMayNot}</li>
        </ul>
      </div>
      {asked.state === 'asking' && <Waiting />}
      {asked.state === 'unanswered' && <Unanswered problem={asked.problem} onAgain={again} />}
      {asked.state === 'answered' && (
        <Principals principals={asked.value.principals} onActing={onActing} />
      )}
      <Button kind="plain" icon="again" onClick={again}>
        {text.look}
      </Button>
      <OwnNumber token={token} mine={mine} />
      <Help />
    </div>
  );
}
