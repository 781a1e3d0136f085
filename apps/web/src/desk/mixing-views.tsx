import { FEWEST_KEYS, PATIENCE_MS } from '@madang/services/elections.ts';
import { Alert, formatCount, formatDayAndTime, useLanguage, useMessages } from '@madang/ui';
import {
  type ElectionFacts,
  electionBytes,
  type MixNow,
  registeredIn,
} from '../election/election-facts.ts';
import { lazily } from '../parts/lazily.tsx';
import { deskMixingText } from '../text/desk-mixing.ts';
import { ActPart } from './election-act.tsx';
import { useDesk } from './gate.tsx';
import { type ElectionViewProps, OpenPart } from './open-part.tsx';
import { sendElectionAct as sendAct } from './send-election-act.ts';
import { TrusteeInvite } from './trustee-invite.tsx';

/** What everybody sees of it. */
const Mixing = lazily(() => import('../election/later.ts').then((found) => found.Mixing));

function useUntil({ now }: ElectionFacts): string {
  const language = useLanguage();
  return formatDayAndTime(now.mixing?.registersUntil ?? now.closesAt, language);
}

/** Freezes the roll and lets voters register keys. */
export function OpenRegistration({ facts, onDone }: ElectionViewProps) {
  const text = useMessages(deskMixingText);
  const { at } = useDesk();
  const until = useUntil(facts);
  const { took } = facts.now;
  const isReady = facts.ceremony.stage === 'ready';
  const open = () =>
    sendAct(at, 'election.openRegistration', {
      election: electionBytes(facts.id),
      voters: took.voters,
      weights: [...took.eligible],
    });
  return (
    <ActPart
      id="open-registration"
      title={text.open}
      disabled={!isReady}
      send={open}
      onDone={onDone}
    >
      <p>{text.openWords(formatCount(took.voters), until)}</p>
      {!isReady && <p class="m-small m-sub">{text.openNotReady}</p>}
    </ActPart>
  );
}

/** Buildings of which somebody has registered, and too few to hide anybody. */
function tooFewIn({ buildings }: ElectionFacts, { registered }: MixNow): readonly string[] {
  return registered.flatMap((keys, at) =>
    keys > 0 && keys < FEWEST_KEYS ? [buildings[at] ?? ''] : [],
  );
}

function CloseRegistration({ facts, onDone, mix }: ElectionViewProps & { mix: MixNow }) {
  const text = useMessages(deskMixingText);
  const { at } = useDesk();
  const until = useUntil(facts);
  const keys = registeredIn(mix);
  const few = tooFewIn(facts, mix);
  const close = () =>
    sendAct(at, 'election.closeRegistration', { election: electionBytes(facts.id), keys });
  return (
    <ActPart
      id="close-registration"
      title={text.close}
      disabled={few.length > 0 || keys === 0}
      send={close}
      onDone={onDone}
    >
      <p>{text.closeWords(formatCount(keys))}</p>
      <p class="m-small m-sub">{text.closeNotYet(until)}</p>
      {few.length > 0 && (
        <Alert tone="warn" title={text.tooFew(few.join(', '), formatCount(FEWEST_KEYS))}>
          {text.tooFewWords}
        </Alert>
      )}
      {keys === 0 && <Alert tone="warn" title={text.nobody} />}
    </ActPart>
  );
}

/** Whose turn it is, and what trustees have to do. */
function Turn({ facts, mix }: { facts: ElectionFacts; mix: MixNow }) {
  const text = useMessages(deskMixingText);
  const language = useLanguage();
  const { seats, now } = facts;
  const { mixed, turn } = mix;
  const nameOf = (number: number) => seats[number - 1]?.[language] ?? String(number);
  const others = seats.map((_, at) => at + 1).filter((number) => !mixed.includes(number));
  const isLong = turn !== undefined && Date.now() >= turn.begunAt + PATIENCE_MS;
  return (
    <section class="part" aria-labelledby="turn">
      <h2 id="turn">{text.mixing}</h2>
      <p class={isMixed(facts, mix) ? 'met' : undefined}>
        {isMixed(facts, mix)
          ? text.ready
          : text.left(formatCount(mixed.length), formatCount(now.threshold))}
      </p>
      {turn !== undefined && (
        <p>{isLong ? text.waitsLong(nameOf(turn.trustee)) : text.waits(nameOf(turn.trustee))}</p>
      )}
      {turn === undefined && others.length > 0 && (
        <p>{text.waitsAny(others.map(nameOf).join(', '))}</p>
      )}
      {!isMixed(facts, mix) && (
        <TrusteeInvite id={facts.id} title={now.title[language]} what="mix" />
      )}
    </section>
  );
}

/** Whether enough trustees have mixed, and none is at it. */
function isMixed({ now }: ElectionFacts, { mixed, turn }: MixNow): boolean {
  return turn === undefined && mixed.length >= now.threshold;
}

/** What can be done before ballots are taken, where keys are mixed. */
export function BeforehandView({ facts, onDone }: ElectionViewProps) {
  const text = useMessages(deskMixingText);
  const { mix, now } = facts;
  if (mix === undefined) return null;
  return (
    <>
      {now.status === 'registering' && (
        <CloseRegistration facts={facts} onDone={onDone} mix={mix} />
      )}
      {now.status === 'mixing' && (
        <>
          <Turn facts={facts} mix={mix} />
          <OpenPart
            facts={facts}
            onDone={onDone}
            isReady={isMixed(facts, mix)}
            words={text.startWords}
            notReady={text.startNotReady}
          />
        </>
      )}
      <Mixing facts={facts} />
    </>
  );
}
