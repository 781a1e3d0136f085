import type { ComponentChildren, RefObject } from 'preact';
import { useMessages } from '../i18n/messages.ts';
import { partText } from '../i18n/part-text.ts';
import type { IconName } from '../icons.tsx';
import { Icon } from '../icons.tsx';

type Look = {
  /** One `main` button a view. */
  kind?: 'main' | 'second' | 'plain' | 'quiet' | 'danger';
  size?: 's' | 'm' | 'l';
  icon?: IconName;
  children: ComponentChildren;
};

type ButtonProps = Look & {
  type?: 'button' | 'submit';
  onClick?: () => void;
  /** Shows the spinner; presses do nothing until it ends. */
  busy?: boolean;
  /** The verb while busy: 보내는 중. */
  busyWords?: string;
  disabled?: boolean;
  /** Lets a page move the focus to the button. */
  buttonRef?: RefObject<HTMLButtonElement | null>;
};

function lookOf({ kind = 'main', size = 'm' }: Look) {
  return {
    class: 'm-button',
    'data-kind': kind === 'main' ? undefined : kind,
    'data-size': size === 'm' ? undefined : size,
  };
}

/** A button. A form's own button is never disabled: it says what is missing instead. */
export function Button(props: ButtonProps) {
  const { type = 'button', onClick, busy = false, disabled = false, icon, buttonRef } = props;
  const text = useMessages(partText);
  const blocked = busy || disabled;
  return (
    <button
      {...lookOf(props)}
      ref={buttonRef ?? null}
      type={type}
      aria-busy={busy ? 'true' : undefined}
      aria-disabled={disabled ? 'true' : undefined}
      onClick={(event) => {
        if (blocked) event.preventDefault();
        else onClick?.();
      }}
    >
      {busy ? (
        <span class="m-spin" aria-hidden="true" />
      ) : (
        icon !== undefined && <Icon name={icon} />
      )}
      {busy ? (props.busyWords ?? text.busy) : props.children}
    </button>
  );
}

type ButtonLinkProps = Look & { href: string; download?: string };

/** A link that looks like a button, for what leads to another page. */
export function ButtonLink(props: ButtonLinkProps) {
  return (
    <a {...lookOf(props)} href={props.href} download={props.download}>
      {props.icon !== undefined && <Icon name={props.icon} />}
      {props.children}
    </a>
  );
}
