import {
  Alert,
  DemoStrip,
  type MenuItem,
  PageHeader,
  pathInLanguage,
  SkipLink,
  TabBar,
  useLanguage,
  useMessages,
} from '@madang/ui';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useAbout } from './about.ts';
import { useHref } from './router.ts';
import { siteText } from './text/site.ts';

/** Follows whether the device is connected. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const update = () => setOnline(navigator.onLine);
    addEventListener('online', update);
    addEventListener('offline', update);
    return () => {
      removeEventListener('online', update);
      removeEventListener('offline', update);
    };
  }, []);
  return online;
}

function useMenu(): readonly MenuItem[] {
  const text = useMessages(siteText);
  const href = useHref();
  return [
    { key: 'home', href: href('/'), label: text.home, icon: 'home' },
    { key: 'notarise', href: href('/notarise'), label: text.notarise, icon: 'write' },
    { key: 'records', href: href('/records'), label: text.records, icon: 'book' },
    { key: 'decisions', href: href('/decisions'), label: text.decisions, icon: 'check' },
    { key: 'verify', href: href('/verify'), label: text.verify, icon: 'scan' },
    {
      key: 'institutions',
      href: href('/institutions'),
      label: text.institutions,
      icon: 'institutions',
    },
  ];
}

function Footer() {
  const { demo } = useAbout();
  const text = useMessages(siteText);
  const href = useHref();
  return (
    <footer class="m-footer">
      <div class="m-wrap">
        <p>{text.footer}</p>
        {demo && <p>{text.footerDemo}</p>}
        <p>
          <a class="foot-link" href={href('/status')}>
            {text.status}
          </a>{' '}
          <a class="foot-link" href={href('/desk')}>
            {text.desk}
          </a>
        </p>
      </div>
    </footer>
  );
}

type ShellProps = {
  /** The route's key, which marks its place in the menus. */
  current: string;
  /** The address of this page without its language. */
  path: string;
  /** The page is one task: without menus, and with its own help at the end. */
  alone: boolean;
  children: ComponentChildren;
};

const menuPlaceOf: Readonly<Record<string, string>> = {
  record: 'records',
  kept: 'notarise',
  decision: 'decisions',
  election: 'decisions',
};

/** What stands around every page. */
export function Shell({ current, path, alone, children }: ShellProps) {
  const text = useMessages(siteText);
  const language = useLanguage();
  const online = useOnline();
  const menu = useMenu();
  const about = useAbout();
  const short: Readonly<Record<string, string>> = {
    notarise: text.shortNotarise,
    records: text.shortRecords,
    institutions: text.shortInstitutions,
  };
  const tabs = menu
    .filter(({ key }) => key !== 'decisions')
    .map((item) => ({ ...item, label: short[item.key] ?? item.label }));
  const place = menuPlaceOf[current] ?? current;
  const other =
    pathInLanguage(path, language === 'ko' ? 'en' : 'ko') + location.search + location.hash;
  // Pages of officers have a menu of their own at the side.
  if (current.startsWith('desk')) {
    return (
      <div class="m-page">
        <SkipLink />
        {about.demo && <DemoStrip />}
        {children}
      </div>
    );
  }
  return (
    <div class="m-page">
      <SkipLink />
      {about.demo && <DemoStrip />}
      <PageHeader
        place={about.place[language]}
        homeHref={pathInLanguage('/', language)}
        items={alone ? [] : menu.slice(1)}
        current={place}
        otherLanguageHref={other}
      />
      <main id="main" tabIndex={-1}>
        {!online && (
          <div class="m-wrap offline">
            <Alert tone="warn" title={text.offline} announce="new">
              <p>{text.offlineWords}</p>
            </Alert>
          </div>
        )}
        {children}
      </main>
      {!alone && <Footer />}
      {place !== 'notarise' && !alone && <TabBar items={tabs} current={place} />}
    </div>
  );
}
