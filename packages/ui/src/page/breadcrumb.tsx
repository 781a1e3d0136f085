import { Fragment } from 'preact';
import { useMessages } from '../i18n/messages.ts';
import { partText } from '../i18n/part-text.ts';
import { Icon } from '../icons.tsx';

/** Where the page stands: the way back up, and its own name last. */
export function Breadcrumb({
  trail,
  here,
}: {
  trail: readonly { href: string; label: string }[];
  here: string;
}) {
  const text = useMessages(partText);
  return (
    <nav class="m-crumb" aria-label={text.breadcrumb}>
      {trail.map(({ href, label }) => (
        <Fragment key={href}>
          <a href={href}>{label}</a>
          <Icon name="right" />
        </Fragment>
      ))}
      <span aria-current="page">{here}</span>
    </nav>
  );
}
