/// <reference types="vite/client" />

const cacheName = 'madang-1';

/**
 * The parts of a service worker's events that are used here; the DOM types have no worker scope.
 */
type WorkerEvent = Event & { waitUntil: (work: Promise<unknown>) => void };
type FetchedEvent = WorkerEvent & {
  request: Request;
  respondWith: (answer: Promise<Response>) => void;
};

type Built = Readonly<
  Record<string, { file: string; css?: readonly string[]; assets?: readonly string[] }>
>;

/**
 * Every script and style of the app, those of its threads too; letters of fonts are kept when they
 * are first used.
 */
async function builtPaths(): Promise<readonly string[]> {
  const answer = await fetch('/manifest.json', { cache: 'no-cache' });
  const built = (await answer.json()) as Built;
  const files = Object.values(built).flatMap(({ file, css = [], assets = [] }) => [
    file,
    ...css,
    ...assets,
  ]);
  const kept = files.filter((file) => /^assets\/.*\.(js|css)$/.test(file));
  return [...new Set(kept)].map((file) => `/${file}`);
}

/** Takes the whole app in, so that receipts can be checked without a connection. */
async function takeIn(): Promise<void> {
  const cache = await caches.open(cacheName);
  const paths = await builtPaths();
  await cache.addAll(['/', ...paths]);
  const current = new Set(paths);
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url);
    if (/\.(js|css)$/.test(pathname) && !current.has(pathname)) await cache.delete(request);
  }
}

/** A built file never changes under its name, so the kept one is as good as the server's. */
async function builtFile(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  const kept = await cache.match(request, { ignoreVary: true });
  if (kept !== undefined) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

/** Pages come from the server; the last one seen stands in when it cannot be reached. */
async function shell(request: Request): Promise<Response> {
  const cache = await caches.open(cacheName);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put('/', answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match('/', { ignoreVary: true });
    if (kept === undefined) throw error;
    return kept;
  }
}

addEventListener('install', (event) => (event as WorkerEvent).waitUntil(takeIn()));

addEventListener('fetch', (event) => {
  const fetched = event as FetchedEvent;
  const { request } = fetched;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (pathname.startsWith('/assets/')) fetched.respondWith(builtFile(request));
  else if (request.mode === 'navigate') fetched.respondWith(shell(request));
});
