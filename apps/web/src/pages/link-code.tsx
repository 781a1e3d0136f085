import { Alert, Button, FieldError, Icon, useMessages } from '@madang/ui';
import type { RefObject } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useResidentRoom } from '../resident/context.ts';
import type { CodeState, CodeTrouble } from '../resident/one-time-code.ts';
import { linkText } from '../text/link.ts';

function troubleWords(trouble: CodeTrouble, text: (typeof linkText)['ko' | 'en']): string {
  switch (trouble.kind) {
    case 'wrong':
      return trouble.left > 0 ? text.codeWrong(String(trouble.left)) : text.codeEnded;
    case 'too-many':
      return text.codeTooMany(String(trouble.minutes));
    case 'ended':
      return text.codeEnded;
    case 'not-sent':
      return text.codeNotSent;
    case 'missing':
      return text.codeMissing;
    case 'no-store':
      return text.noStore;
    case 'used':
      return text.usedTitle;
    case 'problem':
      return text.codeProblem;
  }
}

function TimeLeft({ expiresAt }: { expiresAt: number }) {
  const text = useMessages(linkText);
  const room = useResidentRoom();
  const [nowMs, setNowMs] = useState(room.now());
  useEffect(() => {
    const tick = setInterval(() => setNowMs(room.now()), 1000);
    return () => clearInterval(tick);
  }, []);
  const left = Math.max(0, Math.floor((expiresAt - nowMs) / 1000));
  return (
    <span class="link-left">
      <Icon name="clock" small />
      {left === 0 ? text.timeOver : text.timeLeft(String(Math.floor(left / 60)), String(left % 60))}
    </span>
  );
}

type CodeFieldProps = {
  contact: string;
  state: CodeState;
  inputRef: RefObject<HTMLInputElement | null>;
  onType: (typed: string) => void;
  onExtend: () => void;
  onSend: () => void;
};

/** The box for the one-time code: what is wrong stands above it, more time and another below. */
export function CodeField(props: CodeFieldProps) {
  const { contact, state, inputRef, onType, onExtend, onSend } = props;
  const text = useMessages(linkText);
  const id = useId();
  const { trouble, sending, checking, expiresAt } = state;
  const isSent = expiresAt !== undefined;
  return (
    <div class="m-field link-code">
      <label class="m-label" for={id}>
        {text.code}
      </label>
      <p class="m-hint" id={`${id}-hint`} role="status">
        {checking
          ? text.codeChecking
          : sending || !isSent
            ? text.codeSending
            : text.codeSent(contact)}
      </p>
      {trouble !== undefined && (
        <div role="alert">
          <FieldError id={`${id}-error`}>{troubleWords(trouble, text)}</FieldError>
        </div>
      )}
      <input
        ref={inputRef}
        class="m-input"
        data-kind="code"
        id={id}
        inputMode="numeric"
        autocomplete="one-time-code"
        value={state.digits}
        aria-invalid={trouble === undefined ? undefined : 'true'}
        aria-describedby={trouble === undefined ? `${id}-hint` : `${id}-hint ${id}-error`}
        onInput={(event) => {
          onType(event.currentTarget.value);
          event.currentTarget.value = event.currentTarget.value.replace(/\D/g, '').slice(0, 6);
        }}
      />
      {isSent && (
        <div class="m-row">
          <TimeLeft expiresAt={expiresAt} />
          <Button kind="quiet" onClick={onExtend}>
            {text.moreTime}
          </Button>
        </div>
      )}
      <div class="m-row">
        <span class="m-sub">
          {text.noCode}
          <br />
          {text.resendNote}
        </span>
        <Button kind="quiet" onClick={onSend}>
          {text.resend}
        </Button>
      </div>
    </div>
  );
}

/** That the code was right: the box is gone, and the focus that was in it comes here. */
export function CodeRight() {
  const text = useMessages(linkText);
  const place = useRef<HTMLDivElement>(null);
  // Before anything is drawn: a focus that moves later is taken from whoever went on meanwhile.
  useLayoutEffect(() => place.current?.focus({ preventScroll: true }), []);
  return (
    <div ref={place} tabIndex={-1} class="link-right">
      <Alert tone="checked" title={text.codeRight} announce="new" />
    </div>
  );
}
