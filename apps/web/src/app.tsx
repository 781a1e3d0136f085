import { LanguageContext, Skeleton, ToastHost } from '@madang/ui';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { AboutContext, useAskedAbout } from './about.ts';
import type { Ledger } from './ledger.ts';
import { LedgerContext } from './ledger-context.ts';
import { page as missing } from './pages/missing.tsx';
import { focusOn, matchRoute, type Page, usePlace } from './router.ts';
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

/**
 * Moves the focus to the heading of the page. A page that still asks the ledger has none yet: its
 * heading is waited for, and taken only if the person has not gone elsewhere meanwhile.
 */
function focusHeading(): (() => void) | undefined {
  const main = document.getElementById('main');
  const heading = () => main?.querySelector<HTMLElement>('h1') ?? undefined;
  const there = heading() ?? main;
  if (there === null) return undefined;
  focusOn(there);
  if (main === null || there !== main) return undefined;
  const watch = new MutationObserver(() => {
    const late = heading();
    if (late === undefined) return;
    watch.disconnect();
    if (document.activeElement === main) focusOn(late);
  });
  watch.observe(main, { childList: true, subtree: true });
  return () => watch.disconnect();
}

/** On a new page the focus goes to its heading and the window to its top; not on the first one. */
function useArrival(arrived: boolean, path: string): void {
  const before = useRef<string>(undefined);
  useLayoutEffect(() => {
    if (!arrived || before.current === path) return undefined;
    const first = before.current === undefined;
    before.current = path;
    if (first) return undefined;
    scrollTo(0, 0);
    return focusHeading();
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
            <Shell current={key} path={place.path} alone={match?.route.alone === true}>
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
