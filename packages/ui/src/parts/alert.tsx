import type { ComponentChildren } from 'preact';
import type { IconName } from '../icons.tsx';
import { Icon } from '../icons.tsx';

type Tone = 'info' | 'checked' | 'warn' | 'failed';

const icons: Readonly<Record<Tone, IconName>> = {
  info: 'info',
  checked: 'check',
  warn: 'warn',
  failed: 'stop',
};

type AlertProps = {
  /** Red is for mismatches and corrections only; what is late or missing is amber. */
  tone?: Tone;
  /** The fact. */
  title: string;
  /** What it means for the reader. */
  children?: ComponentChildren;
  /** `new` reads the alert aloud when it appears. */
  announce?: 'new' | 'none';
};

/** A fact and what it means. */
export function Alert({ tone = 'info', title, children, announce = 'none' }: AlertProps) {
  const spoken = tone === 'failed' ? 'alert' : 'status';
  return (
    <div
      class="m-alert"
      data-tone={tone === 'info' ? undefined : tone}
      role={announce === 'new' ? spoken : undefined}
    >
      <Icon name={icons[tone]} />
      <div>
        <b>{title}</b>
        {children}
      </div>
    </div>
  );
}
