import { Alert, formatCount, useLanguage, useMessages } from '@madang/ui';
import { useEffect, useState } from 'preact/hooks';
import { electionBytes } from '../election/election-facts.ts';
import type { Words } from '../ledger.ts';
import { lazily } from '../parts/lazily.tsx';
import { useHref } from '../router.ts';
import { deskElectionText } from '../text/desk-election.ts';
import { ActPart, WithReason } from './election-act.tsx';
import { useDesk } from './gate.tsx';
import { fromLocal, MomentField, toLocal } from './moment-field.tsx';
import { type ElectionViewProps, OpenPart } from './open-part.tsx';
import { type BatchLine, batchState, placesOf, readBatches } from './paper-roll.ts';
import { sendElectionAct as sendAct } from './send-election-act.ts';
import { TrusteeInvite } from './trustee-invite.tsx';

/** What few elections need. */
const OpenRegistration = lazily(() =>
  import('./later-election-views.ts').then((found) => found.OpenRegistration),
);

/** How far the trustees are with the key, and what each of them has to do. */
export function KeyView({ facts, onDone }: ElectionViewProps) {
  const text = useMessages(deskElectionText);
  const language = useLanguage();
  const { at } = useDesk();
  const { ceremony, seats, id } = facts;
  const isReady = ceremony.stage === 'ready';
  const waited = ceremony.missing.map((number) => seats[number - 1]?.[language] ?? String(number));
  const restart = (reason: Words) =>
    sendAct(at, 'election.restartCeremony', {
      election: electionBytes(id),
      round: ceremony.round,
      reason,
    });
  return (
    <>
      <section class="part" aria-labelledby="key">
        <h2 id="key">{text.keyTitle}</h2>
        <p class={isReady ? 'met' : undefined}>
          {isReady ? text.keyReady : text.keyWaits(waited.join(', '))}
        </p>
        {!isReady && <TrusteeInvite id={id} title={facts.now.title[language]} what="ceremony" />}
      </section>
      {facts.now.mixing === undefined ? (
        <OpenPart
          facts={facts}
          onDone={onDone}
          isReady={isReady}
          words={text.openWords(formatCount(facts.now.took.voters))}
          notReady={text.openNotReady}
        />
      ) : (
        <OpenRegistration facts={facts} onDone={onDone} />
      )}
      <WithReason
        id="restart"
        title={text.restart}
        words={text.restartWords}
        send={restart}
        onDone={onDone}
      />
    </>
  );
}

/** What can be done while ballots are taken, or while that is paused. */
export function RunningView({ facts, onDone }: ElectionViewProps) {
  const text = useMessages(deskElectionText);
  const { at } = useDesk();
  const election = electionBytes(facts.id);
  const isPaused = facts.now.status === 'paused';
  return (
    <>
      <ActPart
        id="close"
        title={text.close}
        send={() => sendAct(at, 'election.closeElection', { election, how: 'over' })}
        onDone={onDone}
      >
        <p>{text.closeWords}</p>
        {facts.now.paper !== 'none' && <Unconfirmed facts={facts} />}
      </ActPart>
      <Extend facts={facts} onDone={onDone} />
      <WithReason
        id="pause"
        title={isPaused ? text.resume : text.pause}
        words={isPaused ? text.resumeWords : text.pauseWords}
        send={(reason) =>
          sendAct(at, isPaused ? 'election.resumeElection' : 'election.pauseElection', {
            election,
            reason,
          })
        }
        onDone={onDone}
      />
    </>
  );
}

/** Papers that a close would leave uncounted. */
function Unconfirmed({ facts }: Pick<ElectionViewProps, 'facts'>) {
  const text = useMessages(deskElectionText);
  const href = useHref();
  const { id, now } = facts;
  const [batches, setBatches] = useState<readonly BatchLine[]>([]);
  useEffect(() => {
    void readBatches(id).then((answer) => {
      if (answer.ok) setBatches(answer.value);
    });
  }, [id, now.acts]);
  // Of a batch that was begun and has no place nothing is lost.
  const open = batches.filter((line) => batchState(line) !== 'confirmed' && placesOf(line) > 0);
  if (open.length === 0) return null;
  return (
    <Alert tone="warn" title={text.unconfirmed(formatCount(open.length))}>
      <p>{text.unconfirmedWords}</p>
      <p>
        <a href={href(`/desk/elections/${id}?view=paper`)}>{text.toPapers}</a>
      </p>
    </Alert>
  );
}

function Extend({ facts, onDone }: ElectionViewProps) {
  const text = useMessages(deskElectionText);
  const { at } = useDesk();
  const { closesAt } = facts.now;
  const [value, setValue] = useState(() => toLocal(closesAt));
  const [isWrong, setWrong] = useState(false);
  const send = (reason: Words) => {
    const later = fromLocal(value);
    const isLater = later !== undefined && later > closesAt;
    setWrong(!isLater);
    if (!isLater) {
      const problem = {
        code: 'election.CLOSE_NOT_VALID',
        offline: false,
        detail: text.laterPlease,
      };
      return Promise.resolve({ ok: false, problem } as const);
    }
    const payload = { election: electionBytes(facts.id), closesAt: later, reason };
    return sendAct(at, 'election.extendElection', payload);
  };
  return (
    <WithReason id="extend" title={text.extend} words="" send={send} onDone={onDone}>
      <MomentField
        label={text.newClose}
        value={value}
        onInput={setValue}
        {...(isWrong ? { error: text.laterPlease } : {})}
      />
    </WithReason>
  );
}

/** While the trustees open the sums. */
export function CountingView({ facts }: Pick<ElectionViewProps, 'facts'>) {
  const text = useMessages(deskElectionText);
  const language = useLanguage();
  const { announced, sums } = facts.result;
  return (
    <section class="part" aria-labelledby="counting">
      <h2 id="counting">{text.keyTitle}</h2>
      <p>{text.decryptCommand}</p>
      <p>{text.decryptLeft(formatCount(announced), formatCount(sums))}</p>
      <TrusteeInvite id={facts.id} title={facts.now.title[language]} what="decrypt" />
    </section>
  );
}

/** Gives an election up for good. */
export function CallOffView({ facts, onDone }: ElectionViewProps) {
  const text = useMessages(deskElectionText);
  const { at } = useDesk();
  const election = electionBytes(facts.id);
  return (
    <WithReason
      id="call-off"
      title={text.callOff}
      words={text.callOffWords}
      isFinal
      send={(reason) =>
        sendAct(at, 'election.closeElection', { election, how: 'called-off', reason })
      }
      onDone={onDone}
    />
  );
}
