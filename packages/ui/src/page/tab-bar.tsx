import { useMessages } from '../i18n/messages.ts';
import { partText } from '../i18n/part-text.ts';
import type { IconName } from '../icons.tsx';
import { Icon } from '../icons.tsx';

/** A place in a menu. */
export type MenuItem = { key: string; href: string; label: string; icon: IconName };

/** The bottom menu of city pages on a phone: at most five places. */
export function TabBar({ items, current }: { items: readonly MenuItem[]; current: string }) {
  const text = useMessages(partText);
  return (
    <nav class="m-tabbar only-phone" aria-label={text.bottomMenu}>
      <ul>
        {items.map(({ key, href, label, icon }) => (
          <li key={key}>
            <a href={href} aria-current={key === current ? 'page' : undefined}>
              <Icon name={icon} />
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
