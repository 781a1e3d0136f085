import type { PayloadOf } from '@madang/client';
import type { cityServices } from '@madang/services/city.ts';
import {
  Button,
  Dialog,
  formatCount,
  formatDayAndTime,
  useLanguage,
  useMessages,
} from '@madang/ui';
import { useState } from 'preact/hooks';
import { type DecisionFacts, idBytes, type MeterNow } from '../decision/decision-facts.ts';
import { DossierPart } from '../decision/dossier.tsx';
import { Establishment } from '../decision/establishment.tsx';
import type { Problem } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskActsText } from '../text/desk-acts.ts';
import { useDesk } from './gate.tsx';
import { fromLocal, MomentField, SelectField, toLocal } from './moment-field.tsx';
import { noteNotices } from './note-messages.ts';
import { sendAct } from './send-act.ts';

type ExtendReason = PayloadOf<typeof cityServices, 'vote.extendDecision'>['reason'];
type CloseProps = { facts: DecisionFacts; meter: MeterNow };

/** How a decision ends: later, over, or called off; and what came of it. */
export function CloseView({ facts, meter }: CloseProps) {
  const text = useMessages(deskActsText);
  const language = useLanguage();
  const isOpen = meter.status === 'open';
  return (
    <div class="part narrow">
      <section class="part" aria-labelledby="result">
        <h2 id="result">{text.result}</h2>
        <Establishment meter={meter} />
      </section>
      {isOpen && (
        <>
          <p>{text.closeLead}</p>
          <p>{text.closesNow(formatDayAndTime(meter.closesAt, language))}</p>
          <Extend facts={facts} meter={meter} />
          <End facts={facts} />
        </>
      )}
      {(isOpen || meter.status === 'draft') && <CallOff facts={facts} meter={meter} />}
      <DossierPart facts={facts} />
    </div>
  );
}

function Extend({ facts, meter }: CloseProps) {
  const text = useMessages(deskActsText);
  const { at } = useDesk();
  const [value, setValue] = useState(() => toLocal(meter.closesAt));
  const [reason, setReason] = useState<ExtendReason>('turnout');
  const [error, setError] = useState<string>();
  const [said, setSaid] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [isBusy, setBusy] = useState(false);
  const extend = async (): Promise<void> => {
    setSaid('');
    setProblem(undefined);
    const closesAt = fromLocal(value);
    if (closesAt === undefined || closesAt <= meter.closesAt) {
      setError(text.laterPlease);
      return;
    }
    setError(undefined);
    setBusy(true);
    const payload = { decision: idBytes(facts.id), closesAt, reason };
    const sent = await sendAct(at, 'vote.extendDecision', payload);
    setBusy(false);
    if (sent.ok) setSaid(text.extended);
    else setProblem(sent.problem);
  };
  return (
    <section class="part" aria-labelledby="extend">
      <h2 id="extend">{text.extend}</h2>
      <div class="pick">
        <MomentField
          label={text.newClose}
          value={value}
          onInput={setValue}
          {...(error === undefined ? {} : { error })}
        />
        <SelectField
          label={text.reason}
          value={reason}
          options={[
            { value: 'turnout', words: text.reasonTurnout },
            { value: 'outage', words: text.reasonOutage },
            { value: 'mistake', words: text.reasonMistake },
            { value: 'order', words: text.reasonOrder },
          ]}
          onChange={(next) => setReason(next as ExtendReason)}
        />
      </div>
      <div>
        <Button kind="second" busy={isBusy} onClick={() => void extend()}>
          {text.extend}
        </Button>
      </div>
      <p role="status">{said}</p>
      {problem !== undefined && <Unanswered problem={problem} />}
    </section>
  );
}

function End({ facts }: { facts: DecisionFacts }) {
  const text = useMessages(deskActsText);
  const { at } = useDesk();
  const [problem, setProblem] = useState<Problem>();
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  const end = async (): Promise<void> => {
    setProblem(undefined);
    setBusy(true);
    const payload = { decision: idBytes(facts.id), how: 'over' as const };
    const noted = await noteNotices(at, facts.id);
    const sent = noted.ok ? await sendAct(at, 'vote.closeDecision', payload) : noted;
    setBusy(false);
    if (sent.ok) setSaid(text.ended);
    else setProblem(sent.problem);
  };
  return (
    <section class="part" aria-labelledby="end">
      <h2 id="end">{text.end}</h2>
      <p>{text.endWords}</p>
      <p class="m-small m-sub">{text.endNotices}</p>
      <div>
        <Button busy={isBusy} busyWords={text.endBusy} onClick={() => void end()}>
          {text.endNow}
        </Button>
      </div>
      <p role="status">{said}</p>
      {problem !== undefined && <Unanswered problem={problem} />}
    </section>
  );
}

function CallOff({ facts, meter }: CloseProps) {
  const text = useMessages(deskActsText);
  const { at } = useDesk();
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const homes = meter.tallies[0]?.agree.homes ?? 0;
  const callOff = async (): Promise<void> => {
    setAsking(false);
    const payload = { decision: idBytes(facts.id), how: 'called-off' as const };
    const sent = await sendAct(at, 'vote.closeDecision', payload);
    setProblem(sent.ok ? undefined : sent.problem);
  };
  return (
    <section class="part" aria-labelledby="call-off">
      <h2 id="call-off">{text.callOff}</h2>
      <p>{text.callOffWords}</p>
      <div>
        <Button kind="danger" onClick={() => setAsking(true)}>
          {text.callOff}
        </Button>
      </div>
      <Dialog
        open={isAsking}
        title={text.callOff}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button kind="plain" onClick={() => setAsking(false)}>
              {text.keep}
            </Button>
            <Button kind="danger" onClick={() => void callOff()}>
              {text.callOff}
            </Button>
          </>
        }
      >
        <p>{text.callOffAsk(formatCount(homes))}</p>
      </Dialog>
      {problem !== undefined && <Unanswered problem={problem} />}
    </section>
  );
}
