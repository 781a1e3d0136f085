import { LanguageContext, Skeleton, ToastHost } from '@madang/ui';
import { useEffect, useRef, useState } from 'preact/hooks';
import { AboutContext, useAskedAbout } from './about.ts';
import type { Ledger } from './ledger.ts';
import { LedgerContext } from './ledger-context.ts';
import { page as missing } from './pages/missing.tsx';
import { matchRoute, type Page, usePlace } from './router.ts';
import { routes } from './routes.ts';
import { Shell } from './shell.tsx';
import { siteText } from './text/site.ts';

type Loaded = { key: string; page: Page };

/** Loads the page of a route; a page whose code cannot be fetched leaves the one before it. */
function useLoaded(key: string, load: (() => Promise<{ page: Page }>) | undefined) {
  const [loaded, setLoaded] = useState<Loaded>();
  useEffect(() => {
    let current = true;
    if (load === undefined) setLoaded({ key, page: missing });
    load?.().then(
      ({ page }) => {
        if (current) setLoaded({ key, page });
      },
      () => undefined,
    );
    return () => {
      current = false;
    };
  }, [key]);
  return loaded?.key === key ? loaded.page : undefined;
}

/** On a new page the focus goes to its heading and the window to its top; not on the first one. */
function useArrival(arrived: boolean, path: string): void {
  const before = useRef<string>(undefined);
  useEffect(() => {
    if (!arrived || before.current === path) return;
    const first = before.current === undefined;
    before.current = path;
    if (first) return;
    scrollTo(0, 0);
    const heading =
      document.querySelector<HTMLElement>('main h1') ?? document.getElementById('main');
    heading?.setAttribute('tabindex', '-1');
    heading?.focus({ preventScroll: true });
  }, [arrived, path]);
}

/** The app: it draws the page of the address, in the language of the address. */
export function App({ ledger }: { ledger: Ledger }) {
  const place = usePlace();
  const about = useAskedAbout(ledger);
  const match = matchRoute(routes, place.path);
  const key = match?.route.key ?? 'missing';
  const page = useLoaded(key, match?.route.load);
  useArrival(page !== undefined, place.path);
  useEffect(() => {
    document.documentElement.lang = place.language;
    const site = `${siteText[place.language].site} ${about.place[place.language]}`;
    document.title = page === undefined ? site : `${page.title(place.language)} · ${site}`;
  }, [page, place.language, about]);
  return (
    <LanguageContext.Provider value={place.language}>
      <LedgerContext.Provider value={ledger}>
        <AboutContext.Provider value={about}>
          <ToastHost>
            <Shell current={key} path={place.path}>
              {page === undefined ? (
                <div class="m-wrap waiting">
                  <Skeleton label={siteText[place.language].loading} />
                </div>
              ) : (
                <page.Content
                  key={place.path}
                  {...(match?.part === undefined ? {} : { part: match.part })}
                />
              )}
            </Shell>
          </ToastHost>
        </AboutContext.Provider>
      </LedgerContext.Provider>
    </LanguageContext.Provider>
  );
}
