import {
  Button,
  Icon,
  type IconName,
  pathInLanguage,
  useLanguage,
  useMessages,
  WordMark,
} from '@madang/ui';
import type { ComponentChildren } from 'preact';
import { useHref } from '../router.ts';
import { deskText } from '../text/desk.ts';
import type { AtDesk } from './session.ts';

/** One place of the menu at the side. */
export type DeskItem = { key: string; href: string; label: string; icon: IconName };

type FrameProps = {
  /** The menu of one decision, in groups. */
  groups?: readonly { title: string; items: readonly DeskItem[] }[];
  current?: string;
  at?: AtDesk;
  onLeave?: () => void;
  children: ComponentChildren;
};

/** What stands around every page of the desk: the menu at the side, the page beside it. */
export function DeskFrame({ groups = [], current, at, onLeave, children }: FrameProps) {
  const text = useMessages(deskText);
  const language = useLanguage();
  const href = useHref();
  const other = language === 'ko' ? 'en' : 'ko';
  const path = location.pathname.replace(/^\/en(?=\/|$)/, '') || '/';
  return (
    <div class="desk">
      <aside class="desk-side" aria-label={text.menu}>
        <a class="m-brand" href={href('/')}>
          <WordMark />
          <span>{text.place}</span>
        </a>
        <nav aria-label={text.menu}>
          {groups.map(({ title, items }) => (
            <section key={title} aria-label={title}>
              <h2>{title}</h2>
              <ul>
                {items.map((item) => (
                  <li key={item.key}>
                    <a
                      class="desk-go"
                      href={item.href}
                      aria-current={item.key === current ? 'page' : undefined}
                    >
                      <Icon name={item.icon} small />
                      {item.label}
                    </a>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </nav>
        <div class="desk-who">
          {at !== undefined && (
            <>
              <p class="m-small m-sub">{text.signedInAs(officerName(at, text))}</p>
              {onLeave !== undefined && (
                <Button kind="quiet" size="s" onClick={onLeave}>
                  {text.signOut}
                </Button>
              )}
            </>
          )}
          <a
            class="foot-link"
            href={pathInLanguage(path, other) + location.search}
            lang={other}
            hreflang={other}
          >
            {other === 'en' ? 'English' : '한국어'}
          </a>
        </div>
      </aside>
      <div class="desk-main">{children}</div>
    </div>
  );
}

type DeskWords = (typeof deskText)['ko'];

/** How the officer of a session is called: nobody's name is known here. */
function officerName({ choice }: AtDesk, text: DeskWords): string {
  if (choice === 'demo-1') return text.officer('1');
  return choice === 'demo-2' ? text.officer('2') : text.thisOfficer;
}
