import { Button, Dialog, Field, FieldError, useMessages } from '@madang/ui';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Answer, Problem, Words } from '../ledger.ts';
import { Unanswered } from '../parts/unanswered.tsx';
import { deskElectionText } from '../text/desk-election.ts';

type Doing = { isBusy: boolean; isDone: boolean; problem?: Problem };

/** An act that an officer puts on record: whether it is under way, and what came of it. */
export function useDoing(after: () => void) {
  const [doing, setDoing] = useState<Doing>({ isBusy: false, isDone: false });
  const run = async (send: () => Promise<Answer<unknown>>): Promise<boolean> => {
    setDoing({ isBusy: true, isDone: false });
    const sent = await send();
    setDoing(
      sent.ok
        ? { isBusy: false, isDone: true }
        : { isBusy: false, isDone: false, problem: sent.problem },
    );
    if (sent.ok) after();
    return sent.ok;
  };
  return { doing, run };
}

/** What came of an act, for everybody who looks or listens. */
export function Done({ doing }: { doing: Doing }) {
  const text = useMessages(deskElectionText);
  return (
    <>
      <p role="status">{doing.isDone ? text.done : ''}</p>
      {doing.problem !== undefined && <Unanswered problem={doing.problem} />}
    </>
  );
}

type ActPartProps = {
  id: string;
  title: string;
  /** What it means, and what is in its way. */
  children: ComponentChildren;
  disabled?: boolean;
  send: () => Promise<Answer<unknown>>;
  onDone: () => void;
};

/** An act that takes nothing but the decision to do it. */
export function ActPart({ id, title, children, disabled, send, onDone }: ActPartProps) {
  const text = useMessages(deskElectionText);
  const { doing, run } = useDoing(onDone);
  return (
    <section class="part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
      <div>
        <Button
          busy={doing.isBusy}
          busyWords={text.busy}
          disabled={disabled === true}
          onClick={() => void run(send)}
        >
          {title}
        </Button>
      </div>
      <Done doing={doing} />
    </section>
  );
}

type WithReasonProps = {
  id: string;
  title: string;
  words: string;
  /** What cannot be undone is asked about once more. */
  isFinal?: true;
  children?: ComponentChildren;
  send: (reason: Words) => Promise<Answer<unknown>>;
  onDone: () => void;
};

const noReason: Words = { ko: '', en: '' };

/** An act that takes a public reason in both languages. */
export function WithReason(props: WithReasonProps) {
  const { id, title, words, isFinal, children, send, onDone } = props;
  const text = useMessages(deskElectionText);
  const [reason, setReason] = useState<Words>(noReason);
  const [isMissing, setMissing] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const { doing, run } = useDoing(onDone);
  const go = async (): Promise<void> => {
    setAsking(false);
    const given = { ko: reason.ko.trim(), en: reason.en.trim() };
    const missing = given.ko === '' || given.en === '';
    setMissing(missing);
    if (!missing && (await run(() => send(given)))) setReason(noReason);
  };
  return (
    <section class="part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p>{words}</p>
      {isMissing && <FieldError>{text.reasonMissing}</FieldError>}
      <div class="pick">
        {children}
        <Field
          label={text.reasonKo}
          hint={text.reasonHint}
          value={reason.ko}
          maxLength={40}
          onInput={(ko) => setReason({ ...reason, ko })}
        />
        <Field
          label={text.reasonEn}
          hint={text.reasonHint}
          value={reason.en}
          maxLength={120}
          onInput={(en) => setReason({ ...reason, en })}
        />
      </div>
      <div>
        <Button
          kind={isFinal === true ? 'danger' : 'second'}
          busy={doing.isBusy}
          busyWords={text.busy}
          onClick={isFinal === true ? () => setAsking(true) : () => void go()}
        >
          {title}
        </Button>
      </div>
      <Dialog
        open={isAsking}
        title={title}
        onClose={() => setAsking(false)}
        actions={
          <>
            <Button kind="plain" onClick={() => setAsking(false)}>
              {text.keep}
            </Button>
            <Button kind="danger" onClick={() => void go()}>
              {title}
            </Button>
          </>
        }
      >
        <p>{words}</p>
      </Dialog>
      <Done doing={doing} />
    </section>
  );
}
