import { Button, Icon, Skeleton, useMessages } from '@madang/ui';
import type { ComponentChildren } from 'preact';
import { linkText, officePhone } from '../text/link.ts';

/** Who helps, at the same place at the end of every screen. */
export function Help() {
  const text = useMessages(linkText);
  return (
    <p class="m-help">
      <Icon name="phone" />
      <span>
        {text.help} <a href={`tel:${officePhone.replaceAll('-', '')}`}>{officePhone}</a>
        <br />
        {text.helpHours}
      </span>
    </p>
  );
}

/** Something is on its way. */
export function Waiting() {
  const text = useMessages(linkText);
  return (
    <div class="m-task">
      <Skeleton label={text.opening} />
    </div>
  );
}

/** The main button of a screen, at the bottom of the window. */
export function ActionBar({ children }: { children: ComponentChildren }) {
  return (
    <div class="m-action">
      <div>{children}</div>
    </div>
  );
}

/** A screen that says one thing and what to do about it. */
export function Notice({
  title,
  children,
  action,
}: {
  title: string;
  children: ComponentChildren;
  action?: ComponentChildren;
}) {
  return (
    <div class="m-task">
      <div class="m-stack">
        <h1>{title}</h1>
        {children}
      </div>
      {action}
      <Help />
    </div>
  );
}

/** What can be done without a telephone. */
export function PaperStep({ onBack }: { onBack: () => void }) {
  const text = useMessages(linkText);
  return (
    <Notice
      title={text.paperTitle}
      action={
        <Button kind="plain" onClick={onBack}>
          {text.back}
        </Button>
      }
    >
      <p class="m-lead">{text.paperLead}</p>
      <ol class="plain-easy">
        {[text.paper1, text.paper2, text.paper3, text.paper4].map((line) => (
          <li key={line}>
            <span>{line}</span>
          </li>
        ))}
      </ol>
    </Notice>
  );
}

/** What somebody does to whom the message came by mistake. */
export function NotMeStep({ onBack }: { onBack: () => void }) {
  const text = useMessages(linkText);
  return (
    <Notice
      title={text.notMeTitle}
      action={
        <Button kind="plain" onClick={onBack}>
          {text.isMe}
        </Button>
      }
    >
      <p>{text.notMeWords}</p>
      <p>{text.notMeDesk}</p>
    </Notice>
  );
}
