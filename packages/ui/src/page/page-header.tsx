import { useState } from 'preact/hooks';
import { useLanguage } from '../i18n/language.ts';
import { useMessages } from '../i18n/messages.ts';
import { partText } from '../i18n/part-text.ts';
import { Icon } from '../icons.tsx';
import { WordMark } from '../parts/word-mark.tsx';
import { LookControl } from './look-control.tsx';
import type { MenuItem } from './tab-bar.tsx';

/**
 * The strip that says that this is a demonstration, where a state's page would claim its office.
 */
export function DemoStrip() {
  const text = useMessages(partText);
  return (
    <aside class="m-demo" aria-label={text.demo}>
      <b>{text.demo}</b>
      <span>{text.demoWords}</span>
    </aside>
  );
}

/** The first thing a keyboard reaches: the way past the menu. */
export function SkipLink() {
  const text = useMessages(partText);
  return (
    <a class="m-skip" href="#main">
      {text.skip}
    </a>
  );
}

type PageHeaderProps = {
  /** The city or desk that stands beside the word mark. */
  place: string;
  homeHref: string;
  items: readonly Pick<MenuItem, 'key' | 'href' | 'label'>[];
  current: string;
  /** The same page in the other language. */
  otherLanguageHref: string;
};

function MenuLinks({ items, current }: Pick<PageHeaderProps, 'items' | 'current'>) {
  return (
    <ul>
      {items.map(({ key, href, label }) => (
        <li key={key}>
          <a href={href} aria-current={key === current ? 'page' : undefined}>
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The head of every page: the word mark, the menu, text size, the other language. */
export function PageHeader(props: PageHeaderProps) {
  const { place, homeHref, items, current, otherLanguageHref } = props;
  const [open, setOpen] = useState(false);
  const text = useMessages(partText);
  const other = useLanguage() === 'ko' ? 'en' : 'ko';
  const hasMenu = items.length > 0;
  return (
    <header class="m-header">
      <a class="m-brand" href={homeHref} aria-label={text.brandHome(place)}>
        <WordMark />
        <span>{place}</span>
      </a>
      {hasMenu && (
        <nav class="m-nav" aria-label={text.mainMenu}>
          <MenuLinks items={items} current={current} />
        </nav>
      )}
      <div class="m-tools">
        <LookControl />
        <a class="m-tool" href={otherLanguageHref} lang={other} hreflang={other}>
          {text.otherLanguage}
        </a>
        {hasMenu && (
          <button
            class="m-tool only-phone"
            type="button"
            aria-label={open ? text.closeMenu : text.openMenu}
            aria-expanded={open}
            onClick={() => setOpen(!open)}
          >
            <Icon name={open ? 'close' : 'menu'} />
          </button>
        )}
      </div>
      {open && (
        <nav class="m-menu" aria-label={text.mainMenu} onClick={() => setOpen(false)}>
          <MenuLinks items={items} current={current} />
        </nav>
      )}
    </header>
  );
}
