import {
  type Language,
  languageOfPath,
  pathInLanguage,
  pathWithoutLanguage,
  useLanguage,
} from '@madang/ui';
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** The parts of an address that a page reads. */
export type Place = { path: string; language: Language; params: URLSearchParams };

/** What a lazily loaded page gives. */
export type Page = {
  title: (language: Language) => string;
  Content: ComponentType<{ part?: string }>;
};

/** One row of the route table; `:part` stands for one segment that the page reads. */
export type Route = {
  key: string;
  pattern: string;
  /** A page of one task: it stands without the city's menus. */
  alone?: true;
  load: () => Promise<{ page: Page }>;
};

function currentPlace(): Place {
  return {
    path: pathWithoutLanguage(location.pathname),
    language: languageOfPath(location.pathname),
    params: new URLSearchParams(location.search),
  };
}

/** Finds the route of a path, and the segment that stands for `:part`. */
export function matchRoute(
  routes: readonly Route[],
  path: string,
): { route: Route; part?: string } | undefined {
  const trimmed = path.length > 1 ? path.replace(/\/$/, '') : path;
  for (const route of routes) {
    if (route.pattern === trimmed) return { route };
    const stem = route.pattern.replace(/:part$/, '');
    const rest = trimmed.slice(stem.length);
    if (stem !== route.pattern && trimmed.startsWith(stem) && /^[^/]+$/.test(rest)) {
      return { route, part: decodeURIComponent(rest) };
    }
  }
  return undefined;
}

const moved = 'madang:moved';

/** Goes to an address of this app without loading the document again. */
export function goTo(href: string): void {
  history.pushState(null, '', href);
  dispatchEvent(new Event(moved));
}

/** Changes the query of the address without a step in the history. */
export function replaceQuery(params: URLSearchParams): void {
  const query = params.toString();
  history.replaceState(null, '', location.pathname + (query === '' ? '' : `?${query}`));
  dispatchEvent(new Event(moved));
}

function isOwnLink(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
  const stays = link.target === '' && !link.hasAttribute('download');
  const inPage = link.getAttribute('href')?.startsWith('#') === true;
  return plain && stays && !inPage && link.origin === location.origin;
}

/** Follows the address: links of this app are taken without loading, back and forward work. */
export function usePlace(): Place {
  const [place, setPlace] = useState(currentPlace);
  useEffect(() => {
    const update = () => setPlace(currentPlace());
    const click = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a') : null;
      if (event.defaultPrevented || link === null || !isOwnLink(event, link)) return;
      event.preventDefault();
      goTo(link.pathname + link.search + link.hash);
    };
    addEventListener('popstate', update);
    addEventListener(moved, update);
    document.addEventListener('click', click);
    return () => {
      removeEventListener('popstate', update);
      removeEventListener(moved, update);
      document.removeEventListener('click', click);
    };
  }, []);
  return place;
}

/** Gives a function that puts the page's language in front of a path. */
export function useHref(): (path: string) => string {
  const language = useLanguage();
  return (path) => {
    const [bare = '/', query] = path.split('?');
    return pathInLanguage(bare, language) + (query === undefined ? '' : `?${query}`);
  };
}

/** Moves the focus to something that is no control, without scrolling. */
export function focusOn(place: HTMLElement | null): void {
  place?.setAttribute('tabindex', '-1');
  place?.focus({ preventScroll: true });
}

/** Moves the focus to the heading of a screen, and the window to its top. */
export function focusHeading(): void {
  focusOn(document.querySelector<HTMLElement>('#main h1'));
  scrollTo(0, 0);
}

/** The same where what had the focus is gone; whoever is elsewhere by now stays there. */
export function focusLostHeading(): void {
  if (document.activeElement === document.body) focusHeading();
}
