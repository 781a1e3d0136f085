import type { ComponentChildren } from 'preact';
import { Icon } from '../icons.tsx';

/** Something that opens in place. */
export function Fold({
  title,
  open,
  children,
}: {
  title: string;
  open?: boolean;
  children: ComponentChildren;
}) {
  return (
    <details class="m-fold" open={open}>
      <summary>
        {title}
        <Icon name="down" />
      </summary>
      <div>{children}</div>
    </details>
  );
}
